/**
 * Reads the mails that came back from the school's mailbox, by IMAP. The folder is opened for reading only, so that nothing is marked, moved or
 * deleted; of mails that do not look returned only three headings are looked at.
 */
import { ImapFlow } from 'imapflow'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { isThisComputer } from '../../../shared/model/host.ts'
import type { SourceTrouble } from '../source.ts'
import { type Bounce, looksReturned, type ReturnedMail, readBounce } from './bounce.ts'

export type MailboxAccount = {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string
  readonly password: string
  readonly folder: string
}
/** How far a folder was read. `uidValidity`: a server that changes it has numbered its mails anew. */
export type MailboxPlace = { readonly uidValidity: string; readonly uid: number }
export type ReturnedOne = { readonly uid: number; readonly name: string; readonly at: number; readonly bounce: Bounce }
export type MailboxAnswer =
  | { readonly ok: true; readonly place: MailboxPlace; readonly returned: readonly ReturnedOne[]; readonly more: boolean }
  | { readonly ok: false; readonly trouble: SourceTrouble }

/** The first reading of a folder goes back so far; a mailbox may hold years. */
const FIRST_LOOK_MS = 3 * 86_400_000
/** Mails looked at in one round. */
const MOST_MAILS = 500
/** A bounce may carry the whole mail that came back; what is read of it stands at its beginning. */
const MOST_BYTES = 256 * 1024
const HEADINGS = ['content-type', 'from', 'x-failed-recipients']
/** A connection that is refused, a greeting that never comes, a server that falls silent. */
const TIMES = { connectionTimeout: 20_000, greetingTimeout: 10_000, socketTimeout: 60_000 }

/** Whether the password may travel to this server. */
export function isSafeMailbox({ host, security }: Pick<MailboxAccount, 'host' | 'security'>): boolean {
  return security !== 'none' || isThisComputer(host)
}

/** Reads what came in after `place` (null: the last three days), 500 mails at most. Never rejects. */
export async function readMailbox(account: MailboxAccount, place: MailboxPlace | null, now: number, signal: AbortSignal): Promise<MailboxAnswer> {
  return withMailbox(account, signal, async (client) => {
    const folder = await client.mailboxOpen(account.folder, { readOnly: true })
    const uidValidity = String(folder.uidValidity)
    const from = place?.uidValidity === uidValidity ? place.uid : null
    const uids = await newUids(client, from, now)
    const looked = uids.slice(0, MOST_MAILS)
    const returned: ReturnedOne[] = []
    for (const uid of await lookingReturned(client, looked)) {
      const one = await readOne(client, uid, `${uidValidity}:${uid}`, now)
      if (one) returned.push(one)
    }
    const last = looked.at(-1) ?? (from === null ? Math.max(folder.uidNext - 1, 0) : from)
    return { ok: true, place: { uidValidity, uid: last }, returned, more: uids.length > looked.length }
  })
}

/** Opens the folder once, to see whether it can be. */
export async function tryMailbox(account: MailboxAccount, signal: AbortSignal): Promise<SourceTrouble | null> {
  const answer = await withMailbox(account, signal, async (client) => {
    const folder = await client.mailboxOpen(account.folder, { readOnly: true })
    return { ok: true, place: { uidValidity: String(folder.uidValidity), uid: 0 }, returned: [], more: false }
  })
  return answer.ok ? null : answer.trouble
}

async function withMailbox(account: MailboxAccount, signal: AbortSignal, work: (client: ImapFlow) => Promise<MailboxAnswer>): Promise<MailboxAnswer> {
  const { host, port, security, user, password } = account
  if (!isSafeMailbox(account)) return { ok: false, trouble: 'mailbox_unsafe' }
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    // true, and not left to what the server offers: whoever sits between could take the offer away
    doSTARTTLS: security === 'starttls',
    auth: { user, pass: password },
    logger: false,
    ...TIMES,
  })
  // what a connection says after its end is of no use to anybody
  client.on('error', () => {})
  const stop = () => client.close()
  signal.addEventListener('abort', stop)
  try {
    await client.connect()
    const answer = await work(client)
    await client.logout()
    return answer
  } catch (error) {
    return { ok: false, trouble: troubleOf(error) }
  } finally {
    signal.removeEventListener('abort', stop)
    client.close()
  }
}

function troubleOf(error: unknown): SourceTrouble {
  const said = (name: string) => (typeof error === 'object' && error !== null && name in error ? (error as Record<string, unknown>)[name] : undefined)
  if (said('authenticationFailed') === true) return 'mailbox_wrong_password'
  const refusedFolder = said('responseStatus') !== undefined && /\b(?:EXAMINE|SELECT)\b/.test(String(said('executedCommand')))
  return refusedFolder || said('mailboxMissing') === true ? 'mailbox_folder_missing' : 'mailbox_unreachable'
}

async function newUids(client: ImapFlow, from: number | null, now: number): Promise<number[]> {
  const wanted = from === null ? { since: new Date(now - FIRST_LOOK_MS) } : { uid: `${from + 1}:*` }
  const found = (await client.search(wanted, { uid: true })) || []
  // "7:*" answers the last mail where there is no seventh
  return found.filter((uid) => uid > (from ?? 0)).sort((a, b) => a - b)
}

async function lookingReturned(client: ImapFlow, uids: readonly number[]): Promise<number[]> {
  if (uids.length === 0) return []
  const found: number[] = []
  for await (const mail of client.fetch(uids.join(','), { uid: true, headers: HEADINGS }, { uid: true })) {
    if (mail.headers && looksReturned(mail.headers.toString('utf8'))) found.push(mail.uid)
  }
  return found.sort((a, b) => a - b)
}

async function readOne(client: ImapFlow, uid: number, ownName: string, now: number): Promise<ReturnedOne | null> {
  const mail = await client.fetchOne(String(uid), { uid: true, source: { maxLength: MOST_BYTES } }, { uid: true })
  if (!mail || mail.source === undefined) return null
  // one that cannot be taken apart (a thousand parts, say) tells of no message, and must not keep those after it from being read
  const parsed = await parseMail(mail.source).catch(() => null)
  const bounce = parsed && readBounce(parsed.mail)
  return bounce && { uid, name: parsed.name || ownName, at: parsed.at ?? now, bounce }
}

/** A mail as a bounce is read from it, its own name, and when it was written (ms UTC). */
export async function parseMail(source: Buffer): Promise<{ mail: ReturnedMail; name: string; at: number | null }> {
  const parsed: ParsedMail = await simpleParser(source, {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  })
  const part = (pattern: RegExp) => parsed.attachments.find((a) => pattern.test(a.contentType))?.content.toString('utf8') ?? null
  const header = (name: string) => String(parsed.headers.get(name) ?? '')
  const original = part(/^(?:message\/rfc822|text\/rfc822-headers|message\/global(?:-headers)?)$/i)
  const mail: ReturnedMail = {
    from: addressText(parsed.from),
    subject: parsed.subject ?? '',
    failedRecipients: header('x-failed-recipients'),
    references: [parsed.inReplyTo, parsed.references].flat().join(' '),
    status: part(/^message\/(?:global-)?delivery-status$/i),
    original: original?.split(/\r?\n\r?\n/)[0] ?? null,
    text: parsed.text ?? '',
  }
  return { mail, name: parsed.messageId ?? '', at: parsed.date?.getTime() ?? null }
}

const addressText = (from: AddressObject | undefined) => from?.text ?? ''
