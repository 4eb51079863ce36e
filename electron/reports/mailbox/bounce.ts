/** Reads a bounce (RFC 3464, and older forms): which mail it is about, and whether that was refused or is only late. PURE. */
import type { FailureReason } from '../../../shared/model/messages/message.ts'
import { shortDetail } from '../../providers/detail.ts'

/** The parts of a mail that a bounce is read from. */
export type ParsedMailParts = {
  readonly from: string
  readonly subject: string
  /** X-Failed-Recipients, or blank. */
  readonly failedRecipients: string
  /** In-Reply-To and References. */
  readonly references: string
  /** The part message/delivery-status; null where there is none. */
  readonly status: string | null
  /** The headers of the mail that came back; null where there are none. */
  readonly original: string | null
  readonly text: string
}
export type Bounce = {
  readonly verdict: 'failed' | 'on_the_way'
  readonly reason: FailureReason | null
  /** The enhanced status code, such as 5.1.1 (RFC 3463). */
  readonly code: string
  readonly detail: string
  /** Message-IDs of the mail that came back, surest first; empty where the bounce has none. */
  readonly originals: readonly string[]
  /** The address that the mail was for; null where the bounce does not say. */
  readonly recipient: string | null
}

/** Whether the headers of a mail look like a bounce's. Other mails are left unread. */
export function looksLikeBounce(headers: string): boolean {
  const unfolded = headers.replace(/\r?\n[ \t]+/g, ' ')
  return (
    /^content-type:\s*multipart\/report\b(?!.*disposition-notification)/im.test(unfolded) ||
    /^x-failed-recipients:/im.test(unfolded) ||
    /^from:.*(?:mailer-daemon|postmaster|mail delivery)/im.test(unfolded)
  )
}

/** Reads a bounce; null for a mail that is none, and for a report of success. */
export function readBounce(mail: ParsedMailParts): Bounce | null {
  return mail.status === null ? readPlain(mail) : readStatusReport(mail, mail.status)
}

function readStatusReport(mail: ParsedMailParts, status: string): Bounce | null {
  const [about = '', ...recipients] = status.split(/\r?\n(?:[ \t]*\r?\n)+/)
  const whole = fieldsOf(about)
  // Each mail of the console has one recipient, so one group tells all.
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

/** The header fields of a group, by name in lower case. A line that begins with a blank continues the one before. */
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

/** The enhanced status code. Servers that pass on another's refusal give 5.0.0, and the real code in its words. */
function codeOf(status: string, diagnostic: string): string {
  const own = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(status)?.[0] ?? ''
  const quoted = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic)?.[0]
  return own === '' || /^\d\.0\.0$/.test(own) ? (quoted ?? own) : own
}

function reasonOf(code: string, words: string): FailureReason {
  if (/^5\.1\.(?:1|10)$/.test(code)) return 'mailbox_unknown'
  if (/^5\.1\./.test(code)) return 'address_refused'
  if (/^[45]\.2\.2$/.test(code)) return 'mailbox_full'
  if (/^5\.7\./.test(code)) return /content|attachment|virus/i.test(words) && !/spam|junk|reputation/i.test(words) ? 'content_refused' : 'filtered'
  return 'bounced'
}

/** A line that quotes an SMTP reply: 550 with 5.1.1 beside it, or a 5xx after "said:" or "SMTP". "512 messages" is no reply. */
const REPLY = /\b5\d\d[ -]#?5\.\d{1,3}\.\d{1,3}\b|(?:\bsaid:|\bSMTP\b).*\b5\d\d\b/i
const ANY_CODE = /\b5\d\d[ -]/

/** Reads a bounce without a status report. It must come from a mail server, and name the recipient or the mail, or quote an SMTP refusal. */
function readPlain(mail: ParsedMailParts): Bounce | null {
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
    // Only the lines around the reply count: an address elsewhere in the text can be anybody's.
    recipient: named ?? addressIn([line, ...lines.slice(Math.max(at - 2, 0), at + 2)].join('\n')),
  }
}

/** The Message-IDs that a bounce names. References come last: some servers put the bounce's own thread there. */
function originalsOf(mail: ParsedMailParts, reported: string): string[] {
  const headers = (mail.original ?? mail.text).replace(/\r?\n[ \t]+/g, ' ')
  const own = /^message-id:\s*(<[^<>\s]+>)/im.exec(headers)?.[1] ?? ''
  const all = `${reported} ${own} ${mail.references}`.match(/<[^<>\s]+>/g) ?? []
  return [...new Set(all)]
}

function addressIn(words: string): string | null {
  return /[^\s<>;,:"]+@[^\s<>;,:"]+/.exec(words)?.[0] ?? null
}
