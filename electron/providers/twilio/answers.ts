/** Reads Twilio's answers, and their absence. Twilio changes its codes without notice, so the table is short and the HTTP status decides the rest. PURE. */
import type { FailureReason } from '../../../shared/model/messages/message.ts'
import { shortDetail } from '../detail.ts'
import {
  type Answer,
  busyMs,
  type Exchange,
  field,
  httpOutcome,
  noAnswerOutcome,
  notSent,
  parsed,
  readMicros,
  rejected,
  textField,
  troubleOf,
} from '../http/answers.ts'
import type { BalanceAnswer, FaultReason, LostSms, ProviderReport, SendOutcome, Trace } from '../provider.ts'

type Meaning = { readonly failed: FailureReason } | { readonly pause: FaultReason } | 'busy'

/** Twilio's error codes: of an answer to a request, and of an accepted message that failed. */
const CODES: Readonly<Record<string, Meaning>> = {
  20003: { pause: 'wrong_key' },
  20005: { pause: 'suspended' }, // account not active
  20404: { pause: 'settings_refused' }, // no such account at this address
  20429: { pause: 'rate_limited' },
  21211: { failed: 'number_refused' }, // not a number
  21214: { failed: 'number_refused' }, // cannot be reached
  21408: { pause: 'settings_refused' }, // Kenya is not switched on in the account's geographic permissions
  21212: { pause: 'sender_refused' }, // neither a number nor a name that can send
  21267: { pause: 'sender_refused' }, // a name that this account may not send by
  21601: { pause: 'sender_refused' }, // not a number of this account
  21603: { pause: 'sender_refused' }, // no sender given
  21606: { pause: 'sender_refused' },
  21607: { pause: 'sender_refused' }, // a trial account sends from its trial number only
  21608: { pause: 'settings_refused' }, // a trial account writes to numbers that it has verified only
  21610: { failed: 'blacklisted' }, // the parent opted out
  21611: 'busy', // more waits at the sender than it can send in ten hours
  21612: { pause: 'sender_refused' }, // no route from this sender
  21614: { failed: 'number_unsupported' }, // not a mobile
  21617: { failed: 'content_refused' }, // longer than 1,600 letters
  21635: { failed: 'number_unsupported' }, // a landline
  21659: { pause: 'sender_refused' },
  21660: { pause: 'sender_refused' },
  21661: { pause: 'sender_refused' }, // not a number that can send an SMS
  21703: { pause: 'sender_refused' }, // a messaging service without numbers
  21705: { pause: 'sender_refused' }, // no such messaging service
  30001: 'busy', // the sender's queue is full
  30002: { pause: 'suspended' },
  30003: { failed: 'subscriber_absent' }, // phone off or out of reach
  30004: { failed: 'undelivered' }, // blocked
  30005: { failed: 'number_refused' }, // nobody has this number
  30006: { failed: 'number_unsupported' }, // a landline, or a network that cannot be reached
  30007: { failed: 'filtered' }, // taken for spam
  30008: { failed: 'undelivered' }, // the network gives no reason
  30036: { failed: 'filtered' }, // ran out in Twilio's own queue
  63038: { pause: 'quota' }, // the account's limit for any 24 hours
}

/** Twilio's limit counts the last 24 hours, so after that time there is room again. */
const QUOTA_MS = 24 * 3_600_000

/** The outcome of a message. `now`: ms UTC. */
export function readAnswer(exchange: Exchange, now: number): SendOutcome {
  if (exchange.kind !== 'answer') return noAnswerOutcome(exchange, now)
  const body = parsed(exchange.body)
  if (exchange.status >= 500) return httpOutcome(exchange, now)
  if (exchange.status < 300) return acceptedOutcome(exchange, body, now)
  const words = textField(body, 'message')
  return codeOutcome(textField(body, 'code'), words, exchange, now) ?? httpOutcome(words === '' ? exchange : { ...exchange, body: words }, now)
}

/** The outcome of a message that Twilio created: accepted, unless the same answer says that it failed. */
function acceptedOutcome(answer: Answer, body: unknown, now: number): SendOutcome {
  const sid = textField(body, 'sid')
  const status = textField(body, 'status')
  if (sid === '' || status === '') return httpOutcome(answer, now)
  if (status !== 'failed' && status !== 'undelivered' && status !== 'canceled') return { kind: 'accepted', providerId: sid, code: status, ...readPrice(body) }
  const words = textField(body, 'error_message') || status
  return (
    codeOutcome(textField(body, 'error_code'), words, answer, now) ?? rejected('provider_refused', textField(body, 'error_code') || status, shortDetail(words))
  )
}

/** The outcome for a code of the table; null for any other code. */
function codeOutcome(code: string, words: string, answer: Answer, now: number): SendOutcome | null {
  const meaning = CODES[code]
  if (meaning === undefined) return null
  const detail = shortDetail(words) || code
  // The sender's queue is shared by all recipients.
  if (meaning === 'busy') return { kind: 'retry', code, detail, whose: 'provider' }
  if ('failed' in meaning) return rejected(meaning.failed, code, detail)
  const { pause } = meaning
  if (pause === 'quota') return notSent(pause, code, detail, now + QUOTA_MS)
  if (pause === 'rate_limited') return notSent(pause, code, detail, now + busyMs(answer.retryAfter, now))
  return notSent(pause, code, detail, null)
}

type Price = { readonly costMicros?: number; readonly currency?: string }

/** The price of a message; empty before it is known. Twilio gives charges as negative amounts. */
function readPrice(body: unknown): Price {
  const micros = readMicros(textField(body, 'price'))
  const currency = textField(body, 'price_unit').toUpperCase()
  return micros === null || !/^[A-Z]{3}$/.test(currency) ? {} : { costMicros: Math.abs(micros), currency }
}

/** The account's balance from `Balance.json`. */
export function readBalance(exchange: Exchange): BalanceAnswer {
  if (exchange.kind !== 'answer' || exchange.status !== 200) return { ok: false, ...twilioTrouble(exchange) }
  const body = parsed(exchange.body)
  const micros = readMicros(textField(body, 'balance'))
  const currency = textField(body, 'currency')
  return micros === null || currency === '' ? { ok: false, code: 'no_balance', detail: 'the answer names no balance' } : { ok: true, micros, currency }
}

/** Why Twilio could not be asked: its own code and words where it gave any. */
export function twilioTrouble(exchange: Exchange): { code: string; detail: string } {
  const body = exchange.kind === 'answer' ? parsed(exchange.body) : null
  const code = textField(body, 'code')
  return code === '' ? troubleOf(exchange) : { code, detail: shortDetail(textField(body, 'message')) || code }
}

/** A message in Twilio's list. Instants are ms UTC, or NaN where Twilio gives none. */
export type ListedMessage = {
  readonly sid: string
  readonly status: string
  readonly body: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly errorCode: string
  readonly errorMessage: string
} & Price
/** `next`: the path of the next page; null on the last. */
export type ListPage = { readonly messages: readonly ListedMessage[]; readonly next: string | null }

/** Reads a page of Twilio's list of messages; null where the answer is no such page. */
export function readPage(exchange: Exchange): ListPage | null {
  if (exchange.kind !== 'answer' || exchange.status !== 200) return null
  const body = parsed(exchange.body)
  const messages = field(body, 'messages')
  if (!Array.isArray(messages)) return null
  return { messages: messages.map(listed), next: textField(body, 'next_page_uri') || null }
}

function listed(entry: unknown): ListedMessage {
  return {
    sid: textField(entry, 'sid'),
    status: textField(entry, 'status'),
    body: textField(entry, 'body'),
    createdAt: Date.parse(textField(entry, 'date_created')),
    updatedAt: Date.parse(textField(entry, 'date_updated')),
    errorCode: textField(entry, 'error_code'),
    errorMessage: textField(entry, 'error_message'),
    ...readPrice(entry),
  }
}

const MINUTE_MS = 60_000
/** How far this computer's clock and Twilio's may lie apart. */
const APART_MS = 5 * MINUTE_MS
/** Any message to this number within this time may be the lost one: a computer's clock may be hours off, or set meanwhile. */
const NEAR_MS = 26 * 60 * MINUTE_MS
/** Until this age Twilio may have accepted a message and not listed it yet. */
const LISTED_AFTER_MS = 2 * MINUTE_MS

/** What the list of all messages to its number says of a lost message. `complete`: the list was read to its end. `now`: ms UTC. */
export function traceIn(messages: readonly ListedMessage[], complete: boolean, lost: LostSms, now: number): Trace {
  const begun = lost.begunAt
  const near = messages.filter((m) => !(Math.abs(m.createdAt - begun) > NEAR_MS))
  const alike = messages.filter((m) => sameText(m.body, lost.body))
  const same = alike.filter((m) => near.includes(m))
  const atThatTime = same.filter((m) => m.createdAt >= begun - APART_MS && m.createdAt <= lost.lostAt + APART_MS)
  const [only] = atThatTime
  if (only && same.length === 1) return { kind: 'accepted', providerId: only.sid, code: only.status }
  if (same.length > 0) return { kind: 'unclear', detail: 'the list holds the same text for this number more than once, or at another time' }
  if (!complete) return { kind: 'unclear', detail: 'the list could not be read to its end' }
  if (now - begun < LISTED_AFTER_MS) return { kind: 'unclear', detail: 'too early to say' }
  return { kind: 'never_accepted', others: [...new Set([...near, ...alike].map((m) => m.sid))] }
}

/** Whether a listed text is the one that was sent. Twilio puts a sentence before every text of a trial account. */
function sameText(listedText: string, sent: string): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
  const text = plain(sent)
  return plain(listedText) === text || (/^Sent from your Twilio trial account/.test(listedText) && plain(listedText).endsWith(text))
}

/**
 * The report on a listed message, with its price where there is one. Null while there is neither an end nor a price: where a network gives no
 * receipt, a message stays `sent` for ever. `now`: ms UTC.
 */
export function reportOf(message: ListedMessage, now: number): ProviderReport | null {
  const { sid: providerId, status, errorCode, errorMessage, updatedAt, costMicros, currency } = message
  const price = costMicros !== undefined && currency !== undefined && { costMicros, currency }
  const base = { providerId, at: Number.isNaN(updatedAt) ? now : updatedAt, ...price }
  if (status === 'delivered' || status === 'read') return { ...base, verdict: 'delivered', reason: null, code: status, detail: '' }
  if (status !== 'undelivered' && status !== 'failed' && status !== 'canceled') {
    return price === false ? null : { ...base, verdict: 'on_the_way', reason: null, code: status, detail: '' }
  }
  const meaning = CODES[errorCode]
  const reason = typeof meaning === 'object' && 'failed' in meaning ? meaning.failed : status === 'undelivered' ? 'undelivered' : 'provider_refused'
  return { ...base, verdict: 'failed', reason, code: errorCode || status, detail: shortDetail(errorMessage) }
}
