/** What an HTTP answer, or its absence, means for a message, whatever the provider. In doubt it is `unknown`: an SMS is never sent twice by itself. PURE. */
import type { FailureReason } from '../../../shared/model/messages/message.ts'
import { shortDetail } from '../detail.ts'
import type { FaultReason, SendOutcome } from '../provider.ts'

/** How one HTTP call ended. */
export type Exchange =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly retryAfter: string | null }
  /** No answer came. `left`: the request may have reached the server. */
  | { readonly kind: 'lost'; readonly left: boolean; readonly code: string }
  /** The SDK refused to make the request. */
  | { readonly kind: 'refused_here'; readonly detail: string }
export type Answer = Extract<Exchange, { kind: 'answer' }>

const SECOND = 1_000
const OFFLINE_MS = 30 * SECOND
const BUSY_MS = 30 * SECOND
/** The longest wait after a 429, whatever the provider asks for: its typing error must not silence a school for a day. */
const LONGEST_BUSY_MS = 3_600 * SECOND

/** The outcome of every message of a call without an answer. `now`: ms UTC. */
export function noAnswerOutcome(exchange: Exclude<Exchange, Answer>, now: number): SendOutcome {
  if (exchange.kind === 'refused_here') return notSent('settings_refused', 'local', exchange.detail, null)
  const { left, code } = exchange
  // Without a connection nothing can have been sent. With one, a reset before the request was read looks like a reset after it was handled.
  if (!left) return notSent('offline', code, code, now + OFFLINE_MS)
  return { kind: 'unknown', code, detail: 'the connection was lost before an answer came' }
}

/** The outcome of all messages of a call by the HTTP status alone. `now`: ms UTC. */
export function httpOutcome({ status, body, retryAfter }: Answer, now: number): SendOutcome {
  const code = `HTTP ${status}`
  const detail = shortDetail(body) || code
  const unknown: SendOutcome = { kind: 'unknown', code, detail }
  // The request was accepted; only the verdicts cannot be read.
  if (status < 300) return unknown
  // The server did not handle it: the address in the settings is wrong. A redirect is never followed, since the key would go along.
  if (status === 301 || status === 307 || status === 308) return notSent('settings_refused', code, detail, null)
  // With "See other" a server may have handled the request already.
  if (status < 400) return unknown
  switch (status) {
    case 401: // wrong key, or a key of the sandbox used live; plain text
    case 403:
      return notSent('wrong_key', code, detail, null)
    case 402: // payment required
      return notSent('no_credit', code, detail, null)
    case 404: // not the provider's address
    case 405:
    case 410:
      return notSent('settings_refused', code, detail, null)
    case 408: // a proxy may say this after it passed the request on
    case 499:
      return unknown
    case 429: // too many requests; refused before they were looked at
      return notSent('rate_limited', code, detail, now + busyMs(retryAfter, now))
  }
  // Refused, so certainly not sent. It is about the account where it names username or key, else about these messages.
  if (status < 500)
    return /username|api-?\s?key|authenticat/i.test(body) ? notSent('wrong_key', code, detail, null) : rejected('provider_refused', code, detail)
  // A 502 or 504 may come before or after the message was passed on.
  return unknown
}

/** Why a question about the account failed, as code and words to show. */
export function troubleOf(exchange: Exchange): { code: string; detail: string } {
  if (exchange.kind === 'lost') return { code: exchange.code, detail: exchange.code }
  if (exchange.kind === 'refused_here') return { code: 'local', detail: exchange.detail }
  const code = `HTTP ${exchange.status}`
  return { code, detail: shortDetail(exchange.body) || code }
}

/** Milliseconds to wait after a 429: what Retry-After asks for, or 30 s. */
export function busyMs(retryAfter: string | null, now: number): number {
  return retryAfterMs(retryAfter, now) ?? BUSY_MS
}

/** Milliseconds that Retry-After asks for (seconds or a date), between a second and an hour. Null where it asks for nothing. `now`: ms UTC. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * SECOND : Date.parse(header) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, SECOND), LONGEST_BUSY_MS)
}

/** An amount such as "0.8000" or "-14.5731" in millionths, exactly; null for anything else. Further digits are dropped. */
export function readMicros(amount: string): number | null {
  const m = /^(-?)(\d{1,9})(?:\.(\d{1,6})\d*)?$/.exec(amount.trim())
  if (!m?.[2]) return null
  const micros = Number(m[2]) * 1_000_000 + Number((m[3] ?? '').padEnd(6, '0'))
  return m[1] === '-' && micros !== 0 ? -micros : micros
}

/** The value of a JSON text; null for any other text. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** A field of an unknown value; undefined where there is none. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

/** A field of an unknown value as text; "" where there is none. */
export function textField(value: unknown, name: string): string {
  const found = field(value, name)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

export function rejected(reason: FailureReason, code: string, detail: string): SendOutcome {
  return { kind: 'rejected', reason, code, detail }
}

export function notSent(reason: FaultReason, code: string, detail: string, until: number | null): SendOutcome {
  return { kind: 'not_sent', fault: { reason, detail, until }, code }
}
