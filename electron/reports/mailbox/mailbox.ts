/**
 * Fetches bounces from the school's mailbox by IMAP. The folder is opened read-only, so that nothing is marked, moved or deleted. Of mails that do not
 * look like bounces only three headers are read.
 */
import { ImapFlow } from 'imapflow'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { isThisComputer } from '../../../shared/model/values/host.ts'
import type { SourceTrouble } from '../source.ts'
import { type Bounce, looksLikeBounce, type ParsedMailParts, readBounce } from './bounce.ts'

export type MailboxAccount = {
  readonly host: string
  readonly port: number
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string
  readonly password: string
  readonly folder: string
}
/** How far a folder was read. `uidValidity` is IMAP's: a server that changes it has numbered its mails anew. */
export type MailboxPlace = { readonly uidValidity: string; readonly uid: number }
/** `name`: the bounce's own Message-ID; `at`: when it was written (ms UTC). */
export type FetchedBounce = { readonly uid: number; readonly name: string; readonly at: number; readonly bounce: Bounce }
export type MailboxAnswer =
  | { readonly ok: true; readonly place: MailboxPlace; readonly bounces: readonly FetchedBounce[]; readonly more: boolean }
  | { readonly ok: false; readonly trouble: SourceTrouble }

/** The first read of a folder goes back this far; a mailbox may hold years. */
const FIRST_READ_MS = 3 * 86_400_000
/** The most mails of one read. */
const MOST_MAILS = 500
/** A bounce may carry the whole mail that came back; what matters stands at its beginning. */
const MOST_BYTES = 256 * 1024
const HEADERS = ['content-type', 'from', 'x-failed-recipients']
const TIMEOUTS = { connectionTimeout: 20_000, greetingTimeout: 10_000, socketTimeout: 60_000 }

/** Whether the password may travel to this server. */
export function isSafeMailbox({ host, security }: Pick<MailboxAccount, 'host' | 'security'>): boolean {
  return security !== 'none' || isThisComputer(host)
}

/** Reads the mails after `place` (null: of the last three days), 500 at most. `now`: ms UTC. Never rejects. */
export async function readMailbox(account: MailboxAccount, place: MailboxPlace | null, now: number, signal: AbortSignal): Promise<MailboxAnswer> {
  return withMailbox(account, signal, async (client) => {
    const folder = await client.mailboxOpen(account.folder, { readOnly: true })
    const uidValidity = String(folder.uidValidity)
    const from = place?.uidValidity === uidValidity ? place.uid : null
    const uids = await newUids(client, from, now)
    const read = uids.slice(0, MOST_MAILS)
    const bounces: FetchedBounce[] = []
    for (const uid of await likelyBounces(client, read)) {
      const bounce = await fetchBounce(client, uid, `${uidValidity}:${uid}`, now)
      if (bounce) bounces.push(bounce)
    }
    const last = read.at(-1) ?? (from === null ? Math.max(folder.uidNext - 1, 0) : from)
    return { ok: true, place: { uidValidity, uid: last }, bounces, more: uids.length > read.length }
  })
}

/** Tries to open the folder. Returns why it cannot be opened, or null. Never rejects. */
export async function tryMailbox(account: MailboxAccount, signal: AbortSignal): Promise<SourceTrouble | null> {
  const answer = await withMailbox(account, signal, async (client) => {
    const folder = await client.mailboxOpen(account.folder, { readOnly: true })
    return { ok: true, place: { uidValidity: String(folder.uidValidity), uid: 0 }, bounces: [], more: false }
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
    // STARTTLS is demanded, whatever the server offers: a man in the middle could remove the offer.
    doSTARTTLS: security === 'starttls',
    auth: { user, pass: password },
    logger: false,
    ...TIMEOUTS,
  })
  // Without a listener, an error of a connection that has ended would end the process.
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
  const property = (name: string) => (typeof error === 'object' && error !== null && name in error ? (error as Record<string, unknown>)[name] : undefined)
  if (property('authenticationFailed') === true) return 'mailbox_wrong_password'
  const refusedFolder = property('responseStatus') !== undefined && /\b(?:EXAMINE|SELECT)\b/.test(String(property('executedCommand')))
  return refusedFolder || property('mailboxMissing') === true ? 'mailbox_folder_missing' : 'mailbox_unreachable'
}

async function newUids(client: ImapFlow, from: number | null, now: number): Promise<number[]> {
  const wanted = from === null ? { since: new Date(now - FIRST_READ_MS) } : { uid: `${from + 1}:*` }
  const found = (await client.search(wanted, { uid: true })) || []
  // IMAP answers "7:*" with the last mail where there is no seventh.
  return found.filter((uid) => uid > (from ?? 0)).sort((a, b) => a - b)
}

/** Those of the mails whose headers look like a bounce's. */
async function likelyBounces(client: ImapFlow, uids: readonly number[]): Promise<number[]> {
  if (uids.length === 0) return []
  const found: number[] = []
  for await (const mail of client.fetch(uids.join(','), { uid: true, headers: HEADERS }, { uid: true })) {
    if (mail.headers && looksLikeBounce(mail.headers.toString('utf8'))) found.push(mail.uid)
  }
  return found.sort((a, b) => a - b)
}

/** Fetches a mail and reads it as a bounce; null where it is none. `fallbackName`: for a mail without a Message-ID. */
async function fetchBounce(client: ImapFlow, uid: number, fallbackName: string, now: number): Promise<FetchedBounce | null> {
  const mail = await client.fetchOne(String(uid), { uid: true, source: { maxLength: MOST_BYTES } }, { uid: true })
  if (!mail || mail.source === undefined) return null
  // A mail that cannot be parsed (a thousand parts, say) tells of no message, and must not keep those after it from being read.
  const parsed = await parseMail(mail.source).catch(() => null)
  const bounce = parsed && readBounce(parsed.mail)
  return bounce && { uid, name: parsed.name || fallbackName, at: parsed.at ?? now, bounce }
}

/** Parses a mail into what a bounce is read from. `name`: its Message-ID, or blank; `at`: when it was written (ms UTC). */
export async function parseMail(source: Buffer): Promise<{ mail: ParsedMailParts; name: string; at: number | null }> {
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
  const mail: ParsedMailParts = {
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
