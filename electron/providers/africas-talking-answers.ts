/** PURE: what Africa's Talking's answers, and their absence, mean for each message of a call. In doubt a message is `unknown`: an SMS is never sent twice by itself. */
import type { FailureReason, PauseReason } from '../../shared/model/message.ts'
import { shortDetail } from './detail.ts'
import type { Outcomes, SendOutcome } from './provider.ts'

/** How one HTTP call ended. `lost`: no answer; `left`: the request may have reached the other side. `refused_here`: the SDK would not work with this account. */
export type Exchange =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly retryAfter: string | null }
  | { readonly kind: 'lost'; readonly left: boolean; readonly code: string }
  | { readonly kind: 'refused_here'; readonly detail: string }

type Sent = { readonly id: number; readonly phone: string }
type Answer = Extract<Exchange, { kind: 'answer' }>
type Recipient = { readonly number: string; readonly statusCode: number; readonly status: string; readonly messageId: string | null; readonly cost: string }

const SECOND = 1_000
const OFFLINE_MS = 30 * SECOND
const BUSY_MS = 30 * SECOND
/** A provider that asks for more is asked again sooner: a typing error of theirs must not silence a school for a day. */
const LONGEST_BUSY_MS = 3_600 * SECOND

/** One outcome for each message of a call. `messages` hold each number once; `now`: ms UTC. */
export function readExchange(exchange: Exchange, messages: readonly Sent[], now: number): Outcomes {
  if (exchange.kind === 'answer') return readAnswer(exchange, messages, now)
  const outcome = exchange.kind === 'lost' ? lostOutcome(exchange, now) : stopped('not_set_up', 'local', exchange.detail, null)
  return new Map(messages.map((m) => [m.id, outcome]))
}

function lostOutcome({ left, code }: Extract<Exchange, { kind: 'lost' }>, now: number): SendOutcome {
  // No connection was ever made, so nothing can have been sent. Once there was one, a reset before the request was read and one after it was handled look the same.
  if (!left) return stopped('offline', code, code, now + OFFLINE_MS)
  return { kind: 'unknown', code, detail: 'the connection was lost before an answer came' }
}

function readAnswer(answer: Answer, messages: readonly Sent[], now: number): Outcomes {
  const data = answer.status < 500 ? messageData(answer.body) : null
  if (data && data.recipients.length > 0) return byNumber(data.recipients, messages)
  const outcome = (data && wholeCallOutcome(data.message)) ?? httpOutcome(data ? { ...answer, body: data.message } : answer, now)
  return new Map(messages.map((m) => [m.id, outcome]))
}

/** Answers are matched by number: their order, and that there is one for each number, is promised nowhere. */
function byNumber(recipients: readonly Recipient[], messages: readonly Sent[]): Outcomes {
  const found = new Map<string, SendOutcome>()
  for (const recipient of recipients) {
    const number = numberKey(recipient.number)
    // Named twice, once as taken: it was taken.
    if (found.get(number)?.kind !== 'accepted') found.set(number, recipientOutcome(recipient))
  }
  const missing: SendOutcome = { kind: 'unknown', code: 'no_verdict', detail: 'the answer does not name this number' }
  return new Map(messages.map((m) => [m.id, found.get(numberKey(m.phone)) ?? missing]))
}

/** The verdict on one number of an answer, by Africa's Talking's status code. */
function recipientOutcome(recipient: Recipient): SendOutcome {
  const { statusCode, messageId } = recipient
  const code = Number.isNaN(statusCode) ? 'no_code' : String(statusCode)
  const detail = shortDetail(recipient.status)
  switch (statusCode) {
    case 100: // Processed
    case 101: // Sent
    case 102: // Queued
      return { kind: 'accepted', providerId: messageId, code, ...readCost(recipient.cost) }
    case 401: // RiskHold: Africa's Talking looks at the account or the text; not a matter of the key
      return refused('account_review', code, detail)
    case 402: // InvalidSenderId
      return stopped('sender_refused', code, detail, null)
    case 403: // InvalidPhoneNumber
      return refused('number_refused', code, detail)
    case 404: // UnsupportedNumberType
      return refused('number_unsupported', code, detail)
    case 405: // InsufficientBalance
      return stopped('no_credit', code, detail, null)
    case 406: // UserInBlacklist: the parent opted out
      return refused('blacklisted', code, detail)
    case 407: // CouldNotRoute
      return refused('no_route', code, detail)
    case 409: // DoNotDisturbRejection
    case 502: // RejectedByGateway: disputed whether for good, so a person decides
      return refused('provider_refused', code, detail)
    case 500: // InternalServerError
    case 501: // GatewayError
      // With an id it was taken before it failed, and may still arrive.
      return messageId === null ? { kind: 'retry', code, detail } : { kind: 'unknown', code, detail }
    default:
      return { kind: 'unknown', code, detail: detail || 'a code that the console does not know' }
  }
}

/** An answer without recipients names one cause for the whole call. Its other texts ("Sent to 0/1 …") are free words that prove nothing. */
function wholeCallOutcome(message: string): SendOutcome | null {
  const detail = shortDetail(message)
  if (/invalid\s*sender\s*id/i.test(message)) return stopped('sender_refused', 'InvalidSenderId', detail, null)
  if (/insufficient\s*(balance|credit|funds)/i.test(message)) return stopped('no_credit', 'InsufficientBalance', detail, null)
  return null
}

/** What an HTTP status alone says of all messages of a call. */
export function httpOutcome({ status, body, retryAfter }: Answer, now: number): SendOutcome {
  const code = `HTTP ${status}`
  const detail = shortDetail(body) || code
  const unknown: SendOutcome = { kind: 'unknown', code, detail }
  // The request was taken; only the verdicts cannot be read.
  if (status < 300) return unknown
  // Moved for good, or "repeat it there": not handled here. Never followed, since the key would go along. The address in the settings is not Africa's Talking's.
  if (status === 301 || status === 307 || status === 308) return stopped('not_set_up', code, detail, null)
  // "See other" is also how a server answers what it has already handled.
  if (status < 400) return unknown
  switch (status) {
    case 401: // wrong key, or a key of the sandbox used live; plain text
    case 403:
      return stopped('wrong_key', code, detail, null)
    case 402: // payment required
      return stopped('no_credit', code, detail, null)
    case 404: // nothing of that name there: not Africa's Talking's address
    case 405:
    case 410:
      return stopped('not_set_up', code, detail, null)
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

/** Milliseconds to wait after a 429: the header's seconds or date, 30 s without one, never more than an hour. */
function busyMs(retryAfter: string | null, now: number): number {
  const asked = retryAfter === null ? Number.NaN : /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * SECOND : Date.parse(retryAfter) - now
  return Number.isNaN(asked) ? BUSY_MS : Math.min(Math.max(asked, SECOND), LONGEST_BUSY_MS)
}

/** "254711000001" for any way of writing that number: answers need not repeat it as it was asked. */
function numberKey(number: string): string {
  const digits = number.replace(/\D/g, '').replace(/^00/, '')
  return digits.replace(/^0?(?=[17]\d{8}$)/, '254')
}

/** "KES 0.8000" to micros and currency; "0", which has no currency, to 0; nothing for anything else. */
export function readCost(cost: string): { costMicros?: number; currency?: string } {
  const m = /^(?:([A-Z]{3})\s+)?(\d{1,9})(?:\.(\d{1,6})\d*)?$/.exec(cost.trim())
  if (!m?.[2] || (m[1] === undefined && Number(cost) !== 0)) return {}
  const costMicros = Number(m[2]) * 1_000_000 + Number((m[3] ?? '').padEnd(6, '0'))
  return { costMicros, ...(m[1] !== undefined && { currency: m[1] }) }
}

/** The part of the body that speaks of messages, or null where there is none (another page, cut JSON). */
function messageData(body: string): { message: string; recipients: Recipient[] } | null {
  const data = field(parsed(body), 'SMSMessageData')
  const recipients = field(data, 'Recipients')
  if (!Array.isArray(recipients)) return null
  return { message: String(field(data, 'Message') ?? ''), recipients: recipients.map(recipientOf) }
}

function recipientOf(entry: unknown): Recipient {
  const messageId = field(entry, 'messageId')
  return {
    number: String(field(entry, 'number') ?? ''),
    statusCode: Number(field(entry, 'statusCode') ?? Number.NaN),
    status: String(field(entry, 'status') ?? ''),
    // Africa's Talking writes the word "None" where there is no id.
    messageId: typeof messageId === 'string' && messageId !== '' && messageId !== 'None' ? messageId : null,
    cost: String(field(entry, 'cost') ?? ''),
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function refused(reason: FailureReason, code: string, detail: string): SendOutcome {
  return { kind: 'rejected', reason, code, detail }
}

function stopped(reason: PauseReason, code: string, detail: string, until: number | null): SendOutcome {
  return { kind: 'not_sent', fault: { reason, detail, until }, code }
}
