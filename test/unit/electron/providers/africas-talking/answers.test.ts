import { describe, expect, it } from 'vitest'
import { readBalance, readCost, readExchange } from '../../../../../electron/providers/africas-talking/answers.ts'
import type { Exchange } from '../../../../../electron/providers/http/answers.ts'
import type { SendOutcome } from '../../../../../electron/providers/provider.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const PHONE = '+254711000001'
const ONE = [{ id: 1, phone: PHONE }]

const answer = (status: number, body: unknown, retryAfter: string | null = null) =>
  ({ kind: 'answer', status, body: typeof body === 'string' ? body : JSON.stringify(body), retryAfter }) satisfies Exchange
const messageData = (Recipients: unknown[], Message = 'Sent') => ({ SMSMessageData: { Message, Recipients } })
const recipient = (statusCode: unknown, more: object = {}) => ({ statusCode, number: PHONE, status: 'Words', cost: '0', messageId: 'None', ...more })
const outcomeOf = (exchange: Exchange) => readExchange(exchange, ONE, NOW).get(1)

/** "accepted", "rejected number_refused", "not_sent offline +30" (seconds from now; "stop": until a person says so). */
function short(outcome: SendOutcome | undefined): string {
  if (outcome?.kind === 'rejected') return `rejected ${outcome.reason}`
  if (outcome?.kind !== 'not_sent') return outcome?.kind ?? 'none'
  const { reason, until } = outcome.fault
  return `not_sent ${reason} ${until === null ? 'stop' : `+${(until - NOW) / 1000}`}`
}

describe('the code of one number', () => {
  it.each([
    [100, 'accepted'],
    [101, 'accepted'],
    [102, 'accepted'],
    ['101', 'accepted'],
    [401, 'rejected account_review'],
    [402, 'not_sent sender_refused stop'],
    [403, 'rejected number_refused'],
    [404, 'rejected number_unsupported'],
    [405, 'not_sent no_credit stop'],
    [406, 'rejected blacklisted'],
    [407, 'rejected no_route'],
    [409, 'rejected provider_refused'],
    [500, 'retry'],
    [501, 'retry'],
    [502, 'rejected provider_refused'],
    [408, 'unknown'],
    [999, 'unknown'],
    [undefined, 'unknown'],
  ])('%s means %s', (statusCode, expected) => {
    const outcome = outcomeOf(answer(201, messageData([recipient(statusCode)])))
    expect(short(outcome)).toBe(expected)
    expect(JSON.stringify(outcome)).not.toContain(PHONE)
  })

  it('is not tried again when the message had got an id before it failed', () => {
    expect(short(outcomeOf(answer(201, messageData([recipient(500, { messageId: 'ATXid_1' })]))))).toBe('unknown')
  })
})

describe('an accepted number', () => {
  it('has its id, its code and its charge', () => {
    expect(outcomeOf(answer(201, messageData([recipient(101, { messageId: 'ATXid_1', cost: 'KES 0.8000' })])))).toEqual({
      kind: 'accepted',
      providerId: 'ATXid_1',
      code: '101',
      costMicros: 800_000,
      currency: 'KES',
    })
  })

  it('has no id where Africa’s Talking writes the word None', () => {
    expect(outcomeOf(answer(201, messageData([recipient(101)])))).toEqual({ kind: 'accepted', providerId: null, code: '101', costMicros: 0 })
  })
})

describe('a charge', () => {
  it.each([
    ['KES 0.8000', { costMicros: 800_000, currency: 'KES' }],
    ['KES 12', { costMicros: 12_000_000, currency: 'KES' }],
    ['USD 0.0079', { costMicros: 7_900, currency: 'USD' }],
    ['UGX 1234.56789012', { costMicros: 1_234_567_890, currency: 'UGX' }],
    ['0', { costMicros: 0 }],
    ['0.8', {}],
    ['', {}],
    ['KES', {}],
    ['KES -1.00', {}],
  ])('of "%s" is read exactly or not at all', (cost, expected) => {
    expect(readCost(cost)).toEqual(expected)
  })
})

describe('numbers and answers', () => {
  const three = [
    { id: 1, phone: '+254711000001' },
    { id: 2, phone: '+254722000002' },
    { id: 3, phone: '+254733000003' },
  ]

  it('are matched by number, in whatever order and way of writing', () => {
    const exchange = answer(
      201,
      messageData([recipient(403, { number: '0733000003' }), recipient(101, { number: '254722000002' }), recipient(406, { number: '711000001' })]),
    )
    expect([...readExchange(exchange, three, NOW)].map(([id, o]) => [id, short(o)])).toEqual([
      [1, 'rejected blacklisted'],
      [2, 'accepted'],
      [3, 'rejected number_refused'],
    ])
  })

  it('leave a number that is not answered for unknown, and never answer for one that was not asked', () => {
    const exchange = answer(201, messageData([recipient(101), recipient(101, { number: '+254799999999' })]))
    expect([...readExchange(exchange, three, NOW)].map(([id, o]) => [id, short(o)])).toEqual([
      [1, 'accepted'],
      [2, 'unknown'],
      [3, 'unknown'],
    ])
  })

  it.each([
    [101, 406],
    [406, 101],
  ])('count a number as taken that is answered for twice, with %i and %i', (first, second) => {
    expect(short(outcomeOf(answer(201, messageData([recipient(first), recipient(second)]))))).toBe('accepted')
  })
})

describe('a number that is named twice, once as taken and then failed', () => {
  const taken = recipient(500, { messageId: 'ATXid_1' })
  it.each([501, 409])('is in doubt whatever is said beside it, here %i', (code) => {
    const other = recipient(code, { messageId: 'None' })
    expect(short(outcomeOf(answer(201, messageData([taken, other]))))).toBe('unknown')
    expect(short(outcomeOf(answer(201, messageData([other, taken]))))).toBe('unknown')
  })
})

describe('an answer without recipients', () => {
  it.each([
    ['InvalidSenderId', 'not_sent sender_refused stop'],
    ['Invalid sender id SCHOOL', 'not_sent sender_refused stop'],
    ['InsufficientBalance', 'not_sent no_credit stop'],
    ['Insufficient credit', 'not_sent no_credit stop'],
    ['Sent to 0/1 Total Cost: 0', 'unknown'],
    ['', 'unknown'],
  ])('and the words "%s" means %s', (message, expected) => {
    expect(short(outcomeOf(answer(201, messageData([], message))))).toBe(expected)
  })
})

describe('a body that says nothing of messages', () => {
  it.each([
    ['cut JSON', '{"SMSMessageData":{"Message":"Sent to 1/1","Recipi'],
    ['a web page', '<html>Welcome</html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['another object', '{"ok":true}'],
    ['recipients that are no list', '{"SMSMessageData":{"Recipients":"all"}}'],
    ['a recipient that is no object', '{"SMSMessageData":{"Recipients":[null]}}'],
  ])('(%s) leaves the message unknown after a success', (_what, body) => {
    expect(short(outcomeOf(answer(201, body)))).toBe('unknown')
  })

  it.each([200, 202])('is not needed: verdicts are read from a %i as well', (status) => {
    expect(short(outcomeOf(answer(status, messageData([recipient(101)]))))).toBe('accepted')
  })

  it('is not all a 409 can be: verdicts are read from it too', () => {
    expect(short(outcomeOf(answer(409, messageData([recipient(409)]))))).toBe('rejected provider_refused')
  })

  it('does not turn a server’s error into a success', () => {
    expect(short(outcomeOf(answer(500, messageData([recipient(101)]))))).toBe('unknown')
  })
})

describe('no answer', () => {
  it.each([
    [false, 'ECONNREFUSED', 'not_sent offline +30'],
    [false, 'timeout', 'not_sent offline +30'],
    [true, 'ECONNRESET', 'unknown'],
    [true, 'timeout', 'unknown'],
  ])('(left: %s, %s) means %s', (left, code, expected) => {
    expect(short(outcomeOf({ kind: 'lost', left, code }))).toBe(expected)
  })

  it('because the SDK refuses the account means that the account is not set up', () => {
    expect(short(outcomeOf({ kind: 'refused_here', detail: '"username" is required' }))).toBe('not_sent settings_refused stop')
  })
})

describe('the balance', () => {
  const user = (balance: string, name = 'UserData') => answer(200, { [name]: { balance } })
  it.each([
    [user('KES 1785.50'), { ok: true, micros: 1_785_500_000, currency: 'KES' }],
    [user('KES 1785.50', 'userData'), { ok: true, micros: 1_785_500_000, currency: 'KES' }],
    [user('UGX -14.5731'), { ok: true, micros: -14_573_100, currency: 'UGX' }],
    [user('KES 0'), { ok: true, micros: 0, currency: 'KES' }],
    // the sandbox
    [user('N/A'), { ok: false, code: 'no_balance', detail: 'N/A' }],
    [user(''), { ok: false, code: 'no_balance', detail: 'the answer names no balance' }],
    [user('1785.50'), { ok: false, code: 'no_balance', detail: '1785.50' }],
    [answer(200, '<html>'), { ok: false, code: 'no_balance', detail: 'the answer names no balance' }],
    [answer(401, 'The supplied authentication is invalid'), { ok: false, code: 'HTTP 401', detail: 'The supplied authentication is invalid' }],
    [answer(503, ''), { ok: false, code: 'HTTP 503', detail: 'HTTP 503' }],
    [{ kind: 'lost', left: false, code: 'ENOTFOUND' } as const, { ok: false, code: 'ENOTFOUND', detail: 'ENOTFOUND' }],
    [{ kind: 'refused_here', detail: '"username" is required' } as const, { ok: false, code: 'local', detail: '"username" is required' }],
  ])('is read from %j', (exchange, expected) => {
    expect(readBalance(exchange)).toEqual(expected)
  })
})
