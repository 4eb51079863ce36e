/** Recognises a mail server's refusal of the sender or of this computer, which meets every family alike. It may come at any SMTP command. PURE. */
import type { FaultReason } from '../provider.ts'

const MINUTE_MS = 60_000

/** 5.1.7, 5.1.8: a sender that cannot be · Microsoft's 5.2.252, 5.7.60: not this user's · 5.7.20 to 5.7.27 (RFC 7372, 7505), Microsoft's 5.7.509: its domain does not vouch for it. */
const SENDER_STATUS = /^[45]\.(?:1\.[78]|2\.252|7\.(?:2[0-467]|60|509))$/
const SENDER_WORDS = /\bsender address rejected\b|\bsender verif\w+ failed\b|\bsend ?as ?denied\b|\bto send (?:as|from|on behalf)\b/i
/**
 * 5.7.13: the user is disabled · 5.7.25: this computer has no host name · Microsoft's others: the account, the school or its connection counts as a source of
 * spam. Not 5.7.703, which is the school's own block list.
 */
const BLOCKED_STATUS = /^[45]\.7\.(?:13|25|50[1236]|511|6\d\d|7(?!03)\d\d)$/
/** A block list may be about a text too. One about this computer names its IP address. */
const BLOCKED_WORDS =
  /\bbad outbound sender\b|\bclient host\b|\bhelo command rejected\b|\b\d{1,3}(?:\.\d{1,3}){3}\b.*\b(?:blocked (?:by|using)|black ?list|block ?list|listed|banned)/is
/** cPanel's mail server, common in shared hosting, counts each domain's mails by the hour. It says so without a status. */
const HOURLY_WORDS = /\bexceeded the max (?:emails|defers)\b/i

/** The fault behind a refusal of the sender or of this computer; null where it is about neither. `forMs`: how long it may last; null: until a person acts. */
export function accountFault(response: string, status: string | null): { readonly reason: FaultReason; readonly forMs: number | null } | null {
  const temporary = response.startsWith('4')
  if (HOURLY_WORDS.test(response)) return { reason: 'quota', forMs: 60 * MINUTE_MS }
  if (BLOCKED_STATUS.test(status ?? '') || BLOCKED_WORDS.test(response)) {
    return temporary ? { reason: 'rate_limited', forMs: 5 * MINUTE_MS } : { reason: 'suspended', forMs: null }
  }
  if (SENDER_STATUS.test(status ?? '') || SENDER_WORDS.test(response)) return { reason: 'sender_refused', forMs: temporary ? 5 * MINUTE_MS : null }
  return null
}
