import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../../../../electron/providers/http/answers.ts'
import type { LostSms, SendOutcome } from '../../../../../electron/providers/provider.ts'
import { type ListedMessage, readAnswer, readBalance, readPage, reportOf, traceIn } from '../../../../../electron/providers/twilio/answers.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const answer = (status: number, body: unknown, retryAfter: string | null = null) =>
  ({ kind: 'answer', status, body: typeof body === 'string' ? body : JSON.stringify(body), retryAfter }) satisfies Exchange
const refusal = (status: number, code: number, message = 'Words') =>
  answer(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
const taken = (more: object = {}) => answer(201, { sid: 'SM1', status: 'queued', price: null, price_unit: 'USD', error_code: null, ...more })

/** "accepted", "rejected number_refused", "not_sent quota +86400" (seconds from now; "stop": until a person says so). */
function short(outcome: SendOutcome): string {
  if (outcome.kind === 'rejected') return `rejected ${outcome.reason}`
  if (outcome.kind !== 'not_sent') return outcome.kind
  const { reason, until } = outcome.fault
  return `not_sent ${reason} ${until === null ? 'stop' : `+${(until - NOW) / 1000}`}`
}

describe('a code of Twilio’s', () => {
  it.each([
    [401, 20003, 'not_sent wrong_key stop'],
    [403, 20005, 'not_sent suspended stop'],
    [404, 20404, 'not_sent settings_refused stop'],
    [429, 20429, 'not_sent rate_limited +30'],
    [400, 21211, 'rejected number_refused'],
    [400, 21214, 'rejected number_refused'],
    [400, 21408, 'not_sent settings_refused stop'],
    [400, 21212, 'not_sent sender_refused stop'],
    [400, 21267, 'not_sent sender_refused stop'],
    [400, 21601, 'not_sent sender_refused stop'],
    [400, 21603, 'not_sent sender_refused stop'],
    [400, 21606, 'not_sent sender_refused stop'],
    [400, 21607, 'not_sent sender_refused stop'],
    [400, 21608, 'not_sent settings_refused stop'],
    [400, 21610, 'rejected blacklisted'],
    [400, 21611, 'retry'],
    [400, 21612, 'not_sent sender_refused stop'],
    [400, 21614, 'rejected number_unsupported'],
    [400, 21617, 'rejected content_refused'],
    [400, 21635, 'rejected number_unsupported'],
    [400, 21659, 'not_sent sender_refused stop'],
    [400, 21660, 'not_sent sender_refused stop'],
    [400, 21661, 'not_sent sender_refused stop'],
    [400, 21703, 'not_sent sender_refused stop'],
    [400, 21705, 'not_sent sender_refused stop'],
    [400, 30001, 'retry'],
    [400, 30002, 'not_sent suspended stop'],
    [400, 30003, 'rejected subscriber_absent'],
    [400, 30004, 'rejected undelivered'],
    [400, 30005, 'rejected number_refused'],
    [400, 30006, 'rejected number_unsupported'],
    [400, 30007, 'rejected filtered'],
    [400, 30008, 'rejected undelivered'],
    [400, 30036, 'rejected filtered'],
    [429, 63038, 'not_sent quota +86400'],
  ])('(HTTP %i, %i) means %s, whether it refuses a message or is told of one it wrote down', (status, code, expected) => {
    expect(short(readAnswer(refusal(status, code), NOW))).toBe(expected)
    expect(readAnswer(refusal(status, code), NOW)).toMatchObject({ code: String(code) })
    expect(short(readAnswer(taken({ status: 'failed', error_code: code }), NOW))).toBe(expected)
  })

  it.each([
    [400, 29999, 'rejected provider_refused'],
    [401, 29999, 'not_sent wrong_key stop'],
    [403, 29999, 'not_sent wrong_key stop'],
    [404, 29999, 'not_sent settings_refused stop'],
    [409, 29999, 'rejected provider_refused'],
    [429, 29999, 'not_sent rate_limited +30'],
    [500, 29999, 'unknown'],
    [503, 20503, 'unknown'],
    [500, 21211, 'unknown'],
  ])('that the console does not know, or of a server’s own error, goes by its status (HTTP %i, %i): %s', (status, code, expected) => {
    expect(short(readAnswer(refusal(status, code), NOW))).toBe(expected)
  })

  it('20429 waits as Retry-After asks', () => {
    expect(short(readAnswer({ ...refusal(429, 20429), retryAfter: '7' }, NOW))).toBe('not_sent rate_limited +7')
  })

  it.each([21611, 30001])('%i is about the sender’s queue, and so about everybody', (code) => {
    expect(readAnswer(refusal(400, code), NOW)).toMatchObject({ kind: 'retry', whose: 'provider' })
  })

  it('keeps Twilio’s words, without the number', () => {
    expect(readAnswer(refusal(400, 21211, "Invalid 'To' Phone Number: +254711000001"), NOW)).toEqual({
      kind: 'rejected',
      reason: 'number_refused',
      code: '21211',
      detail: "Invalid 'To' Phone Number: …",
    })
  })
})

describe('a message that Twilio wrote down', () => {
  it.each(['queued', 'accepted', 'scheduled', 'sending', 'sent', 'delivered'])('is accepted as %s, at no charge that is known yet', (status) => {
    expect(readAnswer(taken({ status }), NOW)).toEqual({ kind: 'accepted', providerId: 'SM1', code: status })
  })

  it.each([
    ['-0.00750', 7_500],
    ['0.0362', 36_200],
  ])('at %s costs that much', (price, costMicros) => {
    expect(readAnswer(taken({ price }), NOW)).toMatchObject({ kind: 'accepted', costMicros, currency: 'USD' })
  })

  it.each(['', '<html>Welcome</html>', '{"sid":"SM1"', '{"status":"queued"}', '{}', 'null', '[]'])('is unknown where the answer is "%s"', (body) => {
    expect(short(readAnswer(answer(201, body), NOW))).toBe('unknown')
  })

  it('failed where it says so without a code', () => {
    expect(short(readAnswer(taken({ status: 'failed' }), NOW))).toBe('rejected provider_refused')
  })
})

describe('no answer', () => {
  it.each([
    [false, 'not_sent offline +30'],
    [true, 'unknown'],
  ])('(left: %s) means %s', (left, expected) => {
    expect(short(readAnswer({ kind: 'lost', left, code: 'timeout' }, NOW))).toBe(expected)
  })

  it('because the SDK refuses the account means that it cannot be used as it is set up', () => {
    expect(short(readAnswer({ kind: 'refused_here', detail: 'accountSid must start with AC' }, NOW))).toBe('not_sent settings_refused stop')
  })
})

describe('the balance', () => {
  it.each([
    [answer(200, { balance: '12.34', currency: 'USD' }), { ok: true, micros: 12_340_000, currency: 'USD' }],
    [answer(200, { balance: '-3.1', currency: 'EUR' }), { ok: true, micros: -3_100_000, currency: 'EUR' }],
    [answer(200, { balance: 12.34, currency: 'USD' }), { ok: true, micros: 12_340_000, currency: 'USD' }],
    [answer(200, { balance: 'N/A', currency: 'USD' }), { ok: false, code: 'no_balance', detail: 'the answer names no balance' }],
    [answer(200, '<html>'), { ok: false, code: 'no_balance', detail: 'the answer names no balance' }],
    [refusal(401, 20003, 'Authenticate'), { ok: false, code: '20003', detail: 'Authenticate' }],
    [answer(502, '<h1>Bad Gateway</h1>'), { ok: false, code: 'HTTP 502', detail: 'Bad Gateway' }],
    [{ kind: 'lost', left: true, code: 'timeout' } as const, { ok: false, code: 'timeout', detail: 'timeout' }],
  ])('is read from %j', (exchange, expected) => {
    expect(readBalance(exchange)).toEqual(expected)
  })
})

describe('a page of the list', () => {
  it('has its messages and where the next one is', () => {
    const entry = {
      sid: 'SM1',
      status: 'sent',
      body: 'Hi',
      date_created: 'Fri, 20 Nov 2026 08:00:00 +0000',
      date_updated: null,
      error_code: 30003,
      error_message: null,
    }
    expect(readPage(answer(200, { messages: [entry], next_page_uri: '/2010-04-01/…?Page=1' }))).toEqual({
      messages: [{ sid: 'SM1', status: 'sent', body: 'Hi', createdAt: NOW - HOUR, updatedAt: Number.NaN, errorCode: '30003', errorMessage: '' }],
      next: '/2010-04-01/…?Page=1',
    })
    expect(readPage(answer(200, { messages: [], next_page_uri: null }))).toEqual({ messages: [], next: null })
  })

  it.each([answer(200, '<html>'), answer(200, { messages: 'none' }), answer(500, { messages: [] }), { kind: 'lost', left: true, code: 'x' } as const])(
    'is not read from %j',
    (exchange) => {
      expect(readPage(exchange)).toBeNull()
    },
  )
})

const listed = (more: Partial<ListedMessage> = {}): ListedMessage => ({
  sid: 'SM1',
  status: 'sent',
  body: 'Fees are due.',
  createdAt: NOW - 10 * MINUTE,
  updatedAt: NOW - 9 * MINUTE,
  errorCode: '',
  errorMessage: '',
  ...more,
})

describe('a lost message', () => {
  const lost: LostSms = { id: 1, phone: '+254711000001', body: 'Fees are due.', begunAt: NOW - 10 * MINUTE, lostAt: NOW - 9 * MINUTE, earlier: null }

  it.each<[string, readonly ListedMessage[], boolean, string]>([
    ['is there once', [listed()], true, 'accepted'],
    ['is there once, among others, in a list that goes on', [listed(), listed({ sid: 'SM2', body: 'Other' })], false, 'accepted'],
    ['is there with other spaces', [listed({ body: ' Fees  are\r\ndue. ' })], true, 'accepted'],
    ['is there after a trial account’s own sentence', [listed({ body: 'Sent from your Twilio trial account - Fees are due.' })], true, 'accepted'],
    ['is there as made four minutes earlier, by another clock', [listed({ createdAt: lost.begunAt - 4 * MINUTE })], true, 'accepted'],
    ['is there as made six minutes earlier', [listed({ createdAt: lost.begunAt - 6 * MINUTE })], true, 'unclear'],
    ['is there as made a day later', [listed({ createdAt: lost.begunAt + 24 * HOUR })], true, 'unclear'],
    ['is there without a time', [listed({ createdAt: Number.NaN })], true, 'unclear'],
    ['is there twice', [listed(), listed({ sid: 'SM2' })], true, 'unclear'],
    ['is there, and once more some hours before', [listed(), listed({ sid: 'SM2', createdAt: lost.begunAt - 5 * HOUR })], true, 'unclear'],
    ['is not there in a list that goes on', [listed({ body: 'Other' })], false, 'unclear'],
  ])('that %s', (_what, messages, complete, kind) => {
    expect(traceIn(messages, complete, lost, NOW).kind).toBe(kind)
  })

  it.each<[string, readonly ListedMessage[], readonly string[]]>([
    ['nothing', [], []],
    ['other words', [listed({ body: 'Fees are due. Pay.' })], ['SM1']],
    ['words that were taken out', [listed({ body: '' }), listed({ sid: 'SM2', body: 'REDACTED' })], ['SM1', 'SM2']],
    ['other words as made a day later', [listed({ body: 'Other', createdAt: lost.begunAt + 24 * HOUR })], ['SM1']],
    ['other words without a time', [listed({ body: 'Other', createdAt: Number.NaN })], ['SM1']],
    ['other words of last week', [listed({ body: 'Other', createdAt: lost.begunAt - 7 * 24 * HOUR })], []],
    ['the same words of last week', [listed({ createdAt: lost.begunAt - 7 * 24 * HOUR })], ['SM1']],
  ])('was never taken where %s of that number are known', (_what, messages, others) => {
    expect(traceIn(messages, true, lost, NOW)).toEqual({ kind: 'never_accepted', others })
  })
})

describe('the report of a message', () => {
  it.each([
    ['delivered', '', 'delivered', null],
    ['read', '', 'delivered', null],
    ['undelivered', '30003', 'failed', 'subscriber_absent'],
    ['undelivered', '30004', 'failed', 'undelivered'],
    ['undelivered', '30005', 'failed', 'number_refused'],
    ['undelivered', '30006', 'failed', 'number_unsupported'],
    ['undelivered', '30007', 'failed', 'filtered'],
    ['undelivered', '30008', 'failed', 'undelivered'],
    ['undelivered', '30036', 'failed', 'filtered'],
    ['undelivered', '39999', 'failed', 'undelivered'],
    ['undelivered', '', 'failed', 'undelivered'],
    ['failed', '21610', 'failed', 'blacklisted'],
    ['failed', '30001', 'failed', 'provider_refused'],
    ['failed', '30002', 'failed', 'provider_refused'],
    ['failed', '', 'failed', 'provider_refused'],
    ['canceled', '', 'failed', 'provider_refused'],
  ])('as %s %s is %s %s', (status, errorCode, verdict, reason) => {
    expect(reportOf(listed({ status, errorCode }), NOW)).toMatchObject({ providerId: 'SM1', verdict, reason, code: errorCode || status, at: NOW - 9 * MINUTE })
  })

  it.each(['accepted', 'scheduled', 'queued', 'sending', 'sent', 'partially_delivered', 'unheard-of'])('is none as %s', (status) => {
    expect(reportOf(listed({ status }), NOW)).toBeNull()
  })

  it.each([
    ['delivered', 'delivered'],
    ['undelivered', 'failed'],
    ['sent', 'on_the_way'],
  ] as const)('as %s tells the price as soon as there is one', (status, verdict) => {
    const price = { costMicros: 7_900, currency: 'USD' }
    expect(reportOf(listed({ status, ...price }), NOW)).toMatchObject({ verdict, ...price })
    expect(reportOf(listed({ status }), NOW) ?? {}).not.toHaveProperty('costMicros')
  })

  it('is of now where Twilio names no time', () => {
    expect(reportOf(listed({ status: 'delivered', updatedAt: Number.NaN }), NOW)?.at).toBe(NOW)
  })
})
