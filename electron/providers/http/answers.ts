/** PURE: what an HTTP answer, or its absence, means for a message, before any provider's own words are looked at. In doubt it is `unknown`: an SMS is never sent twice by itself. */
import type { FailureReason } from '../../../shared/model/message.ts'
import { shortDetail } from '../detail.ts'
import type { FaultReason, SendOutcome } from '../provider.ts'

/** How one HTTP call ended. `lost`: no answer; `left`: the request may have reached the other side. `refused_here`: the SDK would not make it. */
export type Exchange =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly retryAfter: string | null }
  | { readonly kind: 'lost'; readonly left: boolean; readonly code: string }
  | { readonly kind: 'refused_here'; readonly detail: string }
export type Answer = Extract<Exchange, { kind: 'answer' }>

const SECOND = 1_000
const OFFLINE_MS = 30 * SECOND
const BUSY_MS = 30 * SECOND
/** A provider that asks for more is asked again sooner: a typing error of theirs must not silence a school for a day. */
const LONGEST_BUSY_MS = 3_600 * SECOND

/** What a call without an answer means for every message of it. `now`: ms UTC. */
export function noAnswerOutcome(exchange: Exclude<Exchange, Answer>, now: number): SendOutcome {
  if (exchange.kind === 'refused_here') return stopped('settings_refused', 'local', exchange.detail, null)
  const { left, code } = exchange
  // No connection was ever made, so nothing can have been sent. Once there was one, a reset before the request was read and one after it was handled look the same.
  if (!left) return stopped('offline', code, code, now + OFFLINE_MS)
  return { kind: 'unknown', code, detail: 'the connection was lost before an answer came' }
}

/** What an HTTP status alone says of all messages of a call. */
export function httpOutcome({ status, body, retryAfter }: Answer, now: number): SendOutcome {
  const code = `HTTP ${status}`
  const detail = shortDetail(body) || code
  const unknown: SendOutcome = { kind: 'unknown', code, detail }
  // The request was taken; only the verdicts cannot be read.
  if (status < 300) return unknown
  // Moved for good, or "repeat it there": not handled here. Never followed, since the key would go along. The address in the settings is not the provider's.
  if (status === 301 || status === 307 || status === 308) return stopped('settings_refused', code, detail, null)
  // "See other" is also how a server answers what it has already handled.
  if (status < 400) return unknown
  switch (status) {
    case 401: // wrong key, or a key of the sandbox used live; plain text
    case 403:
      return stopped('wrong_key', code, detail, null)
    case 402: // payment required
      return stopped('no_credit', code, detail, null)
    case 404: // nothing of that name there: not the provider's address
    case 405:
    case 410:
      return stopped('settings_refused', code, detail, null)
    case 408: // a proxy may say this after it passed the request on
    case 499:
      return unknown
    case 429: // too many requests; refused before they were looked at
      return stopped('rate_limited', code, detail, now + busyMs(retryAfter, now))
  }
  // Refused as it stands, so certainly not sent; about the account where it names username or key, else about these messages.
  if (status < 500) return /username|api-?\s?key|authenticat/i.test(body) ? stopped('wrong_key', code, detail, null) : refused('provider_refused', code, detail)
  // A gateway's 502 or 504 comes after the message was passed on as well as before.
  return unknown
}

/** Why an account could not be asked something, as code and words to show. */
export function troubleOf(exchange: Exchange): { code: string; detail: string } {
  if (exchange.kind === 'lost') return { code: exchange.code, detail: exchange.code }
  if (exchange.kind === 'refused_here') return { code: 'local', detail: exchange.detail }
  const code = `HTTP ${exchange.status}`
  return { code, detail: shortDetail(exchange.body) || code }
}

/** Milliseconds to wait after a 429: what the header asks for, 30 s without one. */
export function busyMs(retryAfter: string | null, now: number): number {
  return retryAfterMs(retryAfter, now) ?? BUSY_MS
}

/** Milliseconds that a Retry-After asks for, in seconds or by a date: a second at least, never more than an hour; null where it asks for nothing. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null
  const asked = /^\d+$/.test(header.trim()) ? Number(header) * SECOND : Date.parse(header) - now
  return Number.isNaN(asked) ? null : Math.min(Math.max(asked, SECOND), LONGEST_BUSY_MS)
}

/** "0.8000" or "-14.5731" to millionths, exactly; null for anything else. Digits below a millionth are dropped. */
export function readMicros(amount: string): number | null {
  const m = /^(-?)(\d{1,9})(?:\.(\d{1,6})\d*)?$/.exec(amount.trim())
  if (!m?.[2]) return null
  const micros = Number(m[2]) * 1_000_000 + Number((m[3] ?? '').padEnd(6, '0'))
  return m[1] === '-' && micros !== 0 ? -micros : micros
}

/** The value of a JSON text; null where it is none. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** What an object of somebody else's has under a name. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

/** The same as text: "" where there is none. */
export function textField(value: unknown, name: string): string {
  const found = field(value, name)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

export function refused(reason: FailureReason, code: string, detail: string): SendOutcome {
  return { kind: 'rejected', reason, code, detail }
}

export function stopped(reason: FaultReason, code: string, detail: string, until: number | null): SendOutcome {
  return { kind: 'not_sent', fault: { reason, detail, until }, code }
}
