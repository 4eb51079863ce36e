/** What a mail that came back says (RFC 3464, and the older ways of saying it): of which mail, and whether it was refused or is only late. PURE. */
import type { FailureReason } from '../../../shared/model/message.ts'
import { shortDetail } from '../../providers/detail.ts'

/** The parts of a mail that a bounce is read from. */
export type ReturnedMail = {
  readonly from: string
  readonly subject: string
  /** X-Failed-Recipients, or blank. */
  readonly failedRecipients: string
  /** In-Reply-To and References. */
  readonly references: string
  /** The parts message/delivery-status, and the headers of the mail that came back; null where there is none. */
  readonly status: string | null
  readonly original: string | null
  readonly text: string
}
export type Bounce = {
  readonly verdict: 'failed' | 'on_the_way'
  readonly reason: FailureReason | null
  /** 5.1.1 and the like. */
  readonly code: string
  readonly detail: string
  /** Names of the mail that came back, surest first; empty where it says none. */
  readonly originals: readonly string[]
  /** Whom it was for, as far as it says so. */
  readonly recipient: string | null
}

/** Whether the headings of a mail look like a bounce's: the others are left unread. */
export function looksReturned(headers: string): boolean {
  const unfolded = headers.replace(/\r?\n[ \t]+/g, ' ')
  return (
    /^content-type:\s*multipart\/report\b(?!.*disposition-notification)/im.test(unfolded) ||
    /^x-failed-recipients:/im.test(unfolded) ||
    /^from:.*(?:mailer-daemon|postmaster|mail delivery)/im.test(unfolded)
  )
}

/** Reads a bounce; null for a mail that is none, or that reports a success. */
export function readBounce(mail: ReturnedMail): Bounce | null {
  return mail.status === null ? readPlain(mail) : readStatusReport(mail, mail.status)
}

function readStatusReport(mail: ReturnedMail, status: string): Bounce | null {
  const [about = '', ...recipients] = status.split(/\r?\n(?:[ \t]*\r?\n)+/)
  const whole = fieldsOf(about)
  // a school's mails have one recipient each
  const groups = (whole.has('action') ? [whole] : []).concat(recipients.map(fieldsOf))
  const verdicts = groups.map((fields) => ({ fields, verdict: verdictOf(fields) }))
  const found = verdicts.find((g) => g.verdict === 'failed') ?? verdicts.find((g) => g.verdict !== null)
  if (!found?.verdict) return null
  const { fields, verdict } = found
  const diagnostic = fields.get('diagnostic-code') ?? ''
  const code = codeOf(fields.get('status') ?? '', diagnostic)
  return {
    verdict,
    reason: verdict === 'failed' ? reasonOf(code, diagnostic) : null,
    code,
    detail: shortDetail(diagnostic.replace(/^[\w-]+\s*;\s*/, '')),
    originals: originalsOf(mail, whole.get('x-original-message-id') ?? ''),
    recipient: addressIn(fields.get('original-recipient') ?? '') ?? addressIn(fields.get('final-recipient') ?? '') ?? addressIn(mail.failedRecipients),
  }
}

/** "Name: value", continued on lines that begin with a blank. */
function fieldsOf(group: string): Map<string, string> {
  const lines = group.replace(/\r?\n[ \t]+/g, ' ').matchAll(/^([\w-]+):[ \t]*(.*)$/gm)
  return new Map([...lines].map(([, name = '', value = '']) => [name.toLowerCase(), value.trim()]))
}

function verdictOf(fields: ReadonlyMap<string, string>): Bounce['verdict'] | null {
  const action = fields.get('action')?.toLowerCase() ?? ''
  if (action.startsWith('failed')) return 'failed'
  if (action.startsWith('delayed')) return 'on_the_way'
  if (action !== '') return null
  const status = fields.get('status') ?? ''
  return status.startsWith('5') ? 'failed' : status.startsWith('4') ? 'on_the_way' : null
}

/** Servers that relay another's refusal give 5.0.0 and the real code in its words. */
function codeOf(status: string, diagnostic: string): string {
  const own = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(status)?.[0] ?? ''
  const told = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic)?.[0]
  return own === '' || /^\d\.0\.0$/.test(own) ? (told ?? own) : own
}

function reasonOf(code: string, words: string): FailureReason {
  if (/^5\.1\.(?:1|10)$/.test(code)) return 'mailbox_unknown'
  if (/^5\.1\./.test(code)) return 'address_refused'
  if (/^[45]\.2\.2$/.test(code)) return 'mailbox_full'
  if (/^5\.7\./.test(code)) return /content|attachment|virus/i.test(words) && !/spam|junk|reputation/i.test(words) ? 'content_refused' : 'filtered'
  return 'bounced'
}

/** What one mail server said to another: 550 with 5.1.1 beside it, or said to have been said. A digest that counts 512 messages says no such thing. */
const REPLY = /\b5\d\d[ -]#?5\.\d{1,3}\.\d{1,3}\b|(?:\bsaid:|\bSMTP\b).*\b5\d\d\b/i
const ANY_CODE = /\b5\d\d[ -]/

/** A bounce without a status report: sure only where it comes from a mail server, and names who failed, or the mail, or repeats a server's refusal. */
function readPlain(mail: ReturnedMail): Bounce | null {
  const lines = mail.text.slice(0, 20_000).split(/\r?\n/)
  const server = /mailer-daemon|postmaster|mail delivery/i.test(mail.from)
  const named = addressIn(mail.failedRecipients)
  const originals = originalsOf(mail, '')
  const reply = lines.findIndex((one) => REPLY.test(one))
  const at = reply < 0 && (named !== null || originals.length > 0) ? lines.findIndex((one) => ANY_CODE.test(one)) : reply
  if (!server || (named === null && at < 0)) return null
  const line = lines[at] ?? ''
  const late = /\b(?:delayed|warning|still being retried)\b/i.test(mail.subject)
  const code = codeOf('', line) || (/\b5\d\d\b/.exec(line)?.[0] ?? '')
  return {
    verdict: late ? 'on_the_way' : 'failed',
    reason: late ? null : reasonOf(code, line),
    code,
    detail: shortDetail(line),
    originals,
    // an address elsewhere in the text is anybody's
    recipient: named ?? addressIn([line, ...lines.slice(Math.max(at - 2, 0), at + 2)].join('\n')),
  }
}

/** A reply's references come last: some servers put the bounce's own thread there. */
function originalsOf(mail: ReturnedMail, told: string): string[] {
  const headers = (mail.original ?? mail.text).replace(/\r?\n[ \t]+/g, ' ')
  const own = /^message-id:\s*(<[^<>\s]+>)/im.exec(headers)?.[1] ?? ''
  const all = `${told} ${own} ${mail.references}`.match(/<[^<>\s]+>/g) ?? []
  return [...new Set(all)]
}

function addressIn(words: string): string | null {
  return /[^\s<>;,:"]+@[^\s<>;,:"]+/.exec(words)?.[0] ?? null
}
