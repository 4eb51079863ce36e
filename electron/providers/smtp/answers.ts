/** Reads an SMTP server's refusals, and lost connections: what each means for one email. PURE. */
import type { FailureReason } from '../../../shared/model/messages/message.ts'
import { shortDetail } from '../detail.ts'
import type { FaultReason, SendOutcome } from '../provider.ts'
import { accountFault } from './account-faults.ts'

/** Nodemailer's error for an email that was not accepted. `left`: a byte of the message itself was handed over. */
export type SmtpFailure = {
  readonly code: string
  /** The system's own code behind `code`: ECONNREFUSED, DEPTH_ZERO_SELF_SIGNED_CERT. */
  readonly originalCode: string
  /** The SMTP command in question: "AUTH PLAIN", "MAIL FROM", "RCPT TO", "DATA", "CONN", "API". */
  readonly command: string
  /** 0: the server gave no answer. */
  readonly responseCode: number
  readonly response: string
  readonly message: string
  readonly left: boolean
}

const SECOND = 1_000
const OFFLINE_MS = 30 * SECOND
const BUSY_MS = 60 * SECOND
/** Servers that defer a log-in do so for minutes, and lock out who comes back sooner. */
const LOGIN_BUSY_MS = 300 * SECOND
/** A quota counts the last 24 hours, and some servers lock an account for longer when it goes on trying. After a day all of it is back. */
export const QUOTA_MS = 86_400 * SECOND

/** The outcome of an email that was not accepted. `now`: ms UTC. */
export function smtpOutcome(failure: SmtpFailure, secrets: readonly string[], now: number): SendOutcome {
  const { command, code, responseCode, left } = failure
  const words: Words = { code: codeOf(failure), detail: shortDetail(failure.response || failure.message, secrets) }
  if (code === 'EAUTH') return authOutcome(failure, words, now)
  // Nodemailer itself refused the address or the sender; the server knows nothing of it.
  if (code === 'EENVELOPE' && command === 'API') return /sender/i.test(failure.message) ? stop('sender_refused', words, null) : refuse('address_refused', words)
  if (responseCode >= 400 && (code === 'EENVELOPE' || code === 'EMESSAGE')) return replyOutcome(failure, words, now)
  // The server has the message or a part of it, and its verdict did not come.
  if (left) return { kind: 'unknown', ...words, detail: words.detail || 'the connection was lost before an answer came' }
  return connectionOutcome(failure, words, now)
}

type Words = { readonly code: string; readonly detail: string }

/** The outcome of a failed log-in: a fault of the account, never of the recipient. */
function authOutcome({ responseCode }: SmtpFailure, words: Words, now: number): SendOutcome {
  if (responseCode === 421) return stop('rate_limited', words, now + BUSY_MS)
  if (responseCode >= 400 && responseCode < 500) return stop('rate_limited', words, now + LOGIN_BUSY_MS)
  return stop('wrong_key', words, null)
}

/** The outcome of a 4xx or 5xx to MAIL, RCPT, DATA or the message: the server did not accept the message. */
function replyOutcome({ command, responseCode, response }: SmtpFailure, words: Words, now: number): SendOutcome {
  const status = enhancedStatus(response)
  // 432: too many connections of this account at once.
  if (responseCode === 421 || responseCode === 432 || status === '4.3.2') return stop('rate_limited', words, now + BUSY_MS)
  // "Temporary authentication failure" is about the account at any command. The second time it is a quota (`login-limit.ts`).
  if (responseCode === 454) return stop('rate_limited', words, now + LOGIN_BUSY_MS)
  // 5.4.5 Gmail, 5.1.90 Microsoft: the daily quota is used up. Permanent by its number, yet not about this address or text.
  if (status === '5.4.5' || status === '5.1.90') return stop('quota', words, now + QUOTA_MS)
  if (responseCode === 530 || responseCode === 534 || responseCode === 535 || responseCode === 538) return stop('wrong_key', words, null)
  const fault = ofAccount(response, words, now)
  if (fault) return fault
  // 503: the commands came in the wrong order; the message is not at fault.
  if (responseCode < 500 || responseCode === 503) return { kind: 'retry', ...words, ...whose(status, response) }
  if (command === 'MAIL FROM') return responseCode === 552 ? refuse('content_refused', words) : stop('sender_refused', words, null)
  if (command === 'RCPT TO' && /\brelay/i.test(response)) return stop('settings_refused', words, null)
  if (status === '5.2.2') return refuse('mailbox_full', words)
  if (unknownMailbox(command, responseCode, status)) return refuse('mailbox_unknown', words)
  return refuse(command === 'RCPT TO' ? 'address_refused' : 'content_refused', words)
}

/**
 * Whose temporary failure it is (RFC 3463): x.3.x is the mail system's (full, out of memory), x.1.x and x.2.x a recipient's. Greylisting defers the first
 * mail to each recipient, mostly with 4.7.1.
 */
function whose(status: string | null, response: string): { readonly whose?: 'recipient' | 'provider' } {
  if (/gr[ae]y-?\s?list/i.test(response) || /^4\.(?:[12]\.|7\.1$)/.test(status ?? '')) return { whose: 'recipient' }
  return status?.startsWith('4.3.') === true ? { whose: 'provider' } : {}
}

/** Whether the mailbox does not exist. Some servers say so only after DATA, and many without an enhanced status. */
function unknownMailbox(command: string, responseCode: number, status: string | null): boolean {
  if (status?.startsWith('5.1.') === true) return true
  return status === null && command === 'RCPT TO' && [550, 551, 553].includes(responseCode)
}

/** The outcome where no message was handed over, so certainly nothing was sent: the settings cannot work, or the connection is down. */
function connectionOutcome({ code, originalCode, responseCode, response }: SmtpFailure, words: Words, now: number): SendOutcome {
  if (responseCode === 421) return stop('rate_limited', words, now + BUSY_MS)
  if (/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_)/.test(originalCode)) return stop('settings_refused', words, null)
  // The server offers no STARTTLS, and the message would be sent in the clear.
  if (code === 'ETLS' && responseCode >= 500) return stop('settings_refused', words, null)
  if (responseCode === 530) return stop('wrong_key', words, null)
  return ofAccount(response, words, now) ?? stop('offline', words, now + OFFLINE_MS)
}

function ofAccount(response: string, words: Words, now: number): SendOutcome | null {
  const fault = accountFault(response, enhancedStatus(response))
  return fault && stop(fault.reason, words, fault.forMs === null ? null : now + fault.forMs)
}

/** The shortest code of a failure: "550 5.1.1", "ECONNREFUSED", "timeout". */
function codeOf({ code, originalCode, responseCode, response }: SmtpFailure): string {
  // Nodemailer's code when our own time limit aborts it.
  if (code === 'EABORT') return 'timeout'
  if (responseCode === 0) return originalCode || code
  const status = enhancedStatus(response)
  return status === null ? String(responseCode) : `${responseCode} ${status}`
}

/** The enhanced status code (RFC 3463): "5.1.1" of "550 5.1.1 …" or "550-5.1.1 …". */
function enhancedStatus(response: string): string | null {
  return /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null
}

function refuse(reason: FailureReason, words: Words): SendOutcome {
  return { kind: 'rejected', reason, ...words }
}

function stop(reason: FaultReason, { code, detail }: Words, until: number | null): SendOutcome {
  return { kind: 'not_sent', fault: { reason, detail, until }, code }
}
