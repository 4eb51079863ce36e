/** Reads Africa's Talking's answers: what each, or its absence, means for the messages of a call. In doubt a message is `unknown`. PURE. */
import { shortDetail } from '../detail.ts'
import {
  type Answer,
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
import type { BalanceAnswer, Outcomes, SendOutcome } from '../provider.ts'

type Sent = { readonly id: number; readonly phone: string }
type Recipient = { readonly number: string; readonly statusCode: number; readonly status: string; readonly messageId: string | null; readonly cost: string }

/** One outcome for each message of a call. `messages` hold each number once; `now`: ms UTC. */
export function readExchange(exchange: Exchange, messages: readonly Sent[], now: number): Outcomes {
  if (exchange.kind === 'answer') return readAnswer(exchange, messages, now)
  const outcome = noAnswerOutcome(exchange, now)
  return new Map(messages.map((m) => [m.id, outcome]))
}

function readAnswer(answer: Answer, messages: readonly Sent[], now: number): Outcomes {
  const data = answer.status < 500 ? messageData(answer.body) : null
  if (data && data.recipients.length > 0) return byNumber(data.recipients, messages)
  const outcome = (data && wholeCallOutcome(data.message)) ?? httpOutcome(data ? { ...answer, body: data.message } : answer, now)
  return new Map(messages.map((m) => [m.id, outcome]))
}

/** Matches answers by number: neither their order nor one answer for each number is promised. */
function byNumber(recipients: readonly Recipient[], messages: readonly Sent[]): Outcomes {
  const found = new Map<string, SendOutcome>()
  for (const recipient of recipients) {
    const number = numberKey(recipient.number)
    const outcome = recipientOutcome(recipient)
    const before = found.get(number)
    if (!before || certainty(outcome) >= certainty(before)) found.set(number, outcome)
  }
  const missing: SendOutcome = { kind: 'unknown', code: 'no_verdict', detail: 'the answer does not name this number' }
  return new Map(messages.map((m) => [m.id, found.get(numberKey(m.phone)) ?? missing]))
}

/** Which outcome counts for a number that is named twice: accepted before in doubt, and in doubt before refused. */
function certainty({ kind }: SendOutcome): number {
  return kind === 'accepted' ? 2 : kind === 'unknown' ? 1 : 0
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
      return rejected('account_review', code, detail)
    case 402: // InvalidSenderId
      return notSent('sender_refused', code, detail, null)
    case 403: // InvalidPhoneNumber
      return rejected('number_refused', code, detail)
    case 404: // UnsupportedNumberType
      return rejected('number_unsupported', code, detail)
    case 405: // InsufficientBalance
      return notSent('no_credit', code, detail, null)
    case 406: // UserInBlacklist: the parent opted out
      return rejected('blacklisted', code, detail)
    case 407: // CouldNotRoute
      return rejected('no_route', code, detail)
    case 409: // DoNotDisturbRejection
    case 502: // RejectedByGateway: disputed whether for good, so a person decides
      return rejected('provider_refused', code, detail)
    case 500: // InternalServerError
    case 501: // GatewayError
      // A message with an id was accepted before it failed, and may still arrive.
      return messageId === null ? { kind: 'retry', code, detail } : { kind: 'unknown', code, detail }
    default:
      return { kind: 'unknown', code, detail: detail || 'a code that the console does not know' }
  }
}

/** The outcome where an answer names no recipients but one cause for the whole call. Other texts ("Sent to 0/1 …") prove nothing. */
function wholeCallOutcome(message: string): SendOutcome | null {
  const detail = shortDetail(message)
  if (/invalid\s*sender\s*id/i.test(message)) return notSent('sender_refused', 'InvalidSenderId', detail, null)
  if (/insufficient\s*(balance|credit|funds)/i.test(message)) return notSent('no_credit', 'InsufficientBalance', detail, null)
  return null
}

/** "254711000001" for any spelling of that number: answers need not repeat the spelling of the request. */
function numberKey(number: string): string {
  const digits = number.replace(/\D/g, '').replace(/^00/, '')
  return digits.replace(/^0?(?=[17]\d{8}$)/, '254')
}

/** "KES 0.8000" to micros and currency; "0", which has no currency, to 0; nothing for anything else. */
export function readCost(cost: string): { costMicros?: number; currency?: string } {
  const m = /^(?:([A-Z]{3})\s+)?(\d.*)$/.exec(cost.trim())
  const costMicros = readMicros(m?.[2] ?? '')
  if (costMicros === null || (m?.[1] === undefined && costMicros !== 0)) return {}
  return { costMicros, ...(m?.[1] !== undefined && { currency: m[1] }) }
}

/** The account's balance from the answer of `GET /version1/user`. It can be below zero; the sandbox has none. */
export function readBalance(exchange: Exchange): BalanceAnswer {
  if (exchange.kind !== 'answer' || exchange.status !== 200) return { ok: false, ...troubleOf(exchange) }
  const body = parsed(exchange.body)
  // The documents write `userData`, the servers `UserData`.
  const balance = textField(field(body, 'UserData') ?? field(body, 'userData'), 'balance')
  const m = /^([A-Z]{3})\s+(-?\d.*)$/.exec(balance.trim())
  const micros = readMicros(m?.[2] ?? '')
  if (micros === null || m?.[1] === undefined) return { ok: false, code: 'no_balance', detail: shortDetail(balance) || 'the answer names no balance' }
  return { ok: true, micros, currency: m[1] }
}

/** The part of the body about messages; null where there is none (another page, cut JSON). */
function messageData(body: string): { message: string; recipients: Recipient[] } | null {
  const data = field(parsed(body), 'SMSMessageData')
  const recipients = field(data, 'Recipients')
  if (!Array.isArray(recipients)) return null
  return { message: textField(data, 'Message'), recipients: recipients.map(recipientOf) }
}

function recipientOf(entry: unknown): Recipient {
  const messageId = field(entry, 'messageId')
  return {
    number: textField(entry, 'number'),
    statusCode: Number(field(entry, 'statusCode') ?? Number.NaN),
    status: textField(entry, 'status'),
    // Africa's Talking writes the word "None" where there is no id.
    messageId: typeof messageId === 'string' && messageId !== '' && messageId !== 'None' ? messageId : null,
    cost: textField(entry, 'cost'),
  }
}
