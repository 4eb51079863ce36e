import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../electron/platform/time/clock.ts'
import { type AfricasTalkingAccount, createAfricasTalking } from '../../../electron/providers/africas-talking/africas-talking.ts'
import type { Outcomes, SmsProvider } from '../../../electron/providers/provider.ts'
import { type AfricasTalkingSimulator, type SmsBehaviour, startAfricasTalkingSimulator } from '../../support/africas-talking-simulator.ts'
import { handClock } from '../../support/clock.ts'
import { startSmtpSimulator } from '../../support/smtp-simulator.ts'

const TEXT = 'Dear parent, fees of KES 12,000 are due.'
const clock = systemClock()
let simulator: AfricasTalkingSimulator
let opened: { close(): Promise<unknown> }[] = []

beforeEach(async () => {
  simulator = await startAfricasTalkingSimulator()
  opened = [simulator]
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(opened.map((o) => o.close()))
})

function provider(more: Partial<AfricasTalkingAccount> = {}): SmsProvider {
  const made = createAfricasTalking({ username: 'school', apiKey: simulator.apiKey, senderId: '', baseUrl: simulator.baseUrl, clock, ...more })
  opened.push(made)
  return made
}
const number = (n: number) => `+2547${String(n).padStart(8, '0')}`
const messages = (count: number, body = TEXT) => Array.from({ length: count }, (_, i) => ({ id: i + 1, phone: number(i + 1), body }))
const kinds = (outcomes: Outcomes) => [...outcomes.values()].map((o) => (o.kind === 'rejected' ? o.reason : o.kind === 'not_sent' ? o.fault.reason : o.kind))

describe('a call', () => {
  it('posts the text, the sender name and the numbers just as they are', async () => {
    const body = 'Karo – “Otieno & sons” = 100% + € ñ'
    await provider({ senderId: 'SCHOOL' }).send([{ id: 1, phone: '+254711000001', body }])
    expect(simulator.received).toMatchObject([{ number: '+254711000001', text: body, from: 'SCHOOL' }])
  })

  it('leaves the sender name to Africa’s Talking where the school has none', async () => {
    await provider().send(messages(1))
    expect(simulator.received).toMatchObject([{ from: '' }])
  })

  it('holds up to a hundred numbers, and more go in further calls', async () => {
    const outcomes = await provider().send(messages(250))
    expect(new Set(kinds(outcomes))).toEqual(new Set(['accepted']))
    expect(outcomes.size).toBe(250)
    expect(simulator.requests).toBe(3)
    expect(new Set(simulator.received.map((m) => m.number)).size).toBe(250)
  })

  it('sends a number that comes twice one SMS, paid once', async () => {
    const sms = { phone: number(1), body: TEXT }
    const outcomes = await provider().send([
      { id: 1, ...sms },
      { id: 9, ...sms },
    ])
    expect(simulator.received).toHaveLength(1)
    expect(outcomes.get(1)).toMatchObject({ kind: 'accepted', costMicros: 800_000 })
    expect(outcomes.get(9)).toMatchObject({ kind: 'accepted', costMicros: 0 })
  })

  it('never gives one family the text of another', async () => {
    await provider().send([
      { id: 1, phone: number(1), body: 'A owes 1' },
      { id: 2, phone: number(2), body: 'B owes 2' },
      { id: 3, phone: number(1), body: 'C owes 3' },
    ])
    expect(simulator.received.map((m) => [m.number, m.text]).sort()).toEqual([
      [number(1), 'A owes 1'],
      [number(1), 'C owes 3'],
      [number(2), 'B owes 2'],
    ])
  })

  it.each([
    '0711000001',
    '254711000001',
    '+254 711 000 001',
    ' +254711000001',
    '+25471100000',
    '+2547110000012',
    '+254211000001',
    '+254O11000001',
    'abc+254711000001',
    '+255711000001',
    '',
  ])('refuses "%s" itself, and sends to the others', async (phone) => {
    const outcomes = await provider().send([{ id: 7, phone, body: TEXT }, ...messages(2)])
    expect(outcomes.get(7)).toEqual({ kind: 'rejected', reason: 'number_refused', code: 'local', detail: 'not a Kenyan mobile number' })
    expect(simulator.received.map((m) => m.number)).toEqual([number(1), number(2)])
  })

  it('is not made for refused numbers alone', async () => {
    expect(kinds(await provider().send([{ id: 1, phone: '0711', body: TEXT }]))).toEqual(['number_refused'])
    expect(simulator.requests).toBe(0)
  })

  it('gives each number its own outcome', async () => {
    const codes = [100, 101, 102, 401, 402, 403, 404, 405, 406, 407, 409, 500, 501, 502, 999]
    codes.forEach((code, i) => {
      simulator.codeFor(number(i + 1), code)
    })
    expect(kinds(await provider().send(messages(codes.length)))).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'account_review',
      'sender_refused',
      'number_refused',
      'number_unsupported',
      'no_credit',
      'blacklisted',
      'no_route',
      'provider_refused',
      'retry',
      'retry',
      'provider_refused',
      'unknown',
    ])
  })

  it('costs what its parts cost', async () => {
    const outcomes = await provider().send(messages(1, 'é'.repeat(161)))
    expect(outcomes.get(1)).toMatchObject({ costMicros: 1_600_000, currency: 'KES' })
  })
})

describe('a fault of the wire', () => {
  it.each<[SmsBehaviour, string, number]>([
    ['ok_200', 'accepted', 2],
    ['sender_refused', 'sender_refused', 0],
    ['no_credit', 'no_credit', 0],
    ['wrong_key', 'wrong_key', 0],
    ['busy', 'rate_limited', 0],
    ['server_error', 'unknown', 0],
    ['bad_gateway', 'unknown', 2],
    ['redirect', 'unknown', 0],
    ['reset_before', 'unknown', 0],
    ['reset_after', 'unknown', 2],
    ['hang', 'unknown', 2],
    ['cut_answer', 'unknown', 2],
    ['broken_json', 'unknown', 2],
    ['web_page', 'unknown', 2],
  ])('(%s) means %s, when %i messages went out; one request only; and the next call is well', async (behaviour, kind, processed) => {
    simulator.plan(behaviour)
    const by = handClock()
    const sender = provider({ clock: by })
    const sending = sender.send(messages(2))
    while (behaviour === 'hang' && simulator.received.length < 2) await new Promise((done) => setImmediate(done))
    if (behaviour === 'hang') by.advance(60_000)
    expect(kinds(await sending)).toEqual([kind, kind])
    expect(simulator.received).toHaveLength(processed)
    expect(simulator.requests).toBe(1)
    expect(kinds(await sender.send(messages(1)))).toEqual(['accepted'])
  })

  it('that leaves one number out of the answer leaves only that one unknown', async () => {
    simulator.plan('leaves_out')
    expect(kinds(await provider().send(messages(3)))).toEqual(['unknown', 'accepted', 'accepted'])
  })

  it.each([
    [400, 'Must have username in your request', 'wrong_key'],
    [400, 'Bad request', 'provider_refused'],
    [403, 'Forbidden', 'wrong_key'],
    [404, 'Not Found', 'settings_refused'],
    [307, '', 'settings_refused'],
    [409, '', 'provider_refused'],
    [429, '', 'rate_limited'],
    [500, '', 'unknown'],
    [502, '', 'unknown'],
    [503, '', 'unknown'],
    [504, '', 'unknown'],
    [200, '{"SMSMessageData":{"Mess', 'unknown'],
  ])('(HTTP %i "%s") means %s', async (status, body, kind) => {
    simulator.plan({ status, body, headers: { location: `${simulator.baseUrl}/version1/messaging` } })
    expect(kinds(await provider().send(messages(1)))).toEqual([kind])
    expect(simulator.requests).toBe(1)
  })

  it('of 409 with verdicts inside means what they say', async () => {
    const Recipients = [
      { statusCode: 409, number: number(1), status: 'DoNotDisturbRejection', cost: '0', messageId: 'None' },
      { statusCode: 101, number: number(2), status: 'Success', cost: 'KES 0.8000', messageId: 'ATXid_2' },
    ]
    simulator.plan({ status: 409, body: JSON.stringify({ SMSMessageData: { Message: 'Sent to 1/2', Recipients } }) })
    expect(kinds(await provider().send(messages(2)))).toEqual(['provider_refused', 'accepted'])
  })

  it('that names a number twice counts it once, as taken', async () => {
    const verdict = (statusCode: number, id: string) => ({ statusCode, number: number(1), status: '', cost: '0', messageId: id })
    simulator.plan({ status: 201, body: JSON.stringify({ SMSMessageData: { Message: '', Recipients: [verdict(403, 'None'), verdict(101, 'ATXid_1')] } }) })
    expect(kinds(await provider().send(messages(2)))).toEqual(['accepted', 'unknown'])
  })

  it('that keeps silent is waited for a whole minute', async () => {
    const by = handClock()
    simulator.plan('hang')
    const sender = provider({ clock: by })
    const slow = sender.send(messages(1))
    while (simulator.received.length < 1) await new Promise((done) => setImmediate(done))
    by.advance(59_000)
    expect(await Promise.race([slow, new Promise((done) => setImmediate(() => done('still waiting')))])).toBe('still waiting')
    by.advance(1_000)
    expect((await slow).get(1)).toMatchObject({ kind: 'unknown', code: 'timeout' })
  })

  it('takes as long as Retry-After says', async () => {
    simulator.plan('busy')
    const by = handClock()
    const outcome = (await provider({ clock: by }).send(messages(1))).get(1)
    expect(outcome).toMatchObject({ kind: 'not_sent', fault: { until: by.now() + 7_000 } })
  })
})

describe('before a connection stands, nothing was sent', () => {
  it.each([
    ['a name that does not exist', 'https://sms.invalid'],
    ['a port that nobody listens on', 'http://127.0.0.1:1'],
  ])('(%s)', async (_what, baseUrl) => {
    expect((await provider({ baseUrl }).send(messages(1))).get(1)).toMatchObject({ kind: 'not_sent', fault: { reason: 'offline' } })
  })

  it('(a server without TLS)', async () => {
    const baseUrl = simulator.baseUrl.replace('http:', 'https:')
    expect(kinds(await provider({ baseUrl }).send(messages(1)))).toEqual(['offline'])
    expect(simulator.requests).toBe(0)
  })

  it('(a certificate that nobody vouches for)', async () => {
    const stranger = await startSmtpSimulator({ encryption: 'tls' })
    opened.push(stranger)
    const outcomes = await provider({ baseUrl: `https://127.0.0.1:${stranger.port}` }).send(messages(1))
    expect(outcomes.get(1)).toMatchObject({
      kind: 'not_sent',
      fault: { reason: 'offline' },
      code: expect.stringMatching(/^(DEPTH_ZERO_SELF_SIGNED_CERT|CERT_HAS_EXPIRED)$/),
    })
  })

  it('(an address from which no answer comes: given up after ten seconds, not a minute)', async () => {
    const by = handClock()
    const silent = createTcpServer((socket) => socket.on('error', () => {}).resume())
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    opened.push({ close: async () => silent.close() })
    const { port } = silent.address() as AddressInfo
    const connected = once(silent, 'connection')
    const sending = provider({ baseUrl: `https://127.0.0.1:${port}`, clock: by }).send(messages(1))
    await connected
    by.advance(10_000)
    expect((await sending).get(1)).toMatchObject({ kind: 'not_sent', fault: { reason: 'offline' }, code: 'timeout' })
  })
})

describe('what is left on the account', () => {
  it('is told to the millionth', async () => {
    expect(await provider().balance?.()).toEqual({ ok: true, micros: 1_785_500_000, currency: 'KES' })
  })

  it('is not told with a wrong key', async () => {
    expect(await provider({ apiKey: 'not-the-key' }).balance?.()).toEqual({ ok: false, code: 'HTTP 401', detail: 'The supplied authentication is invalid' })
  })

  it('is not told offline', async () => {
    expect(await provider({ baseUrl: 'http://127.0.0.1:1' }).balance?.()).toEqual({ ok: false, code: 'ECONNREFUSED', detail: 'ECONNREFUSED' })
  })

  it('is asked of the sandbox at its own address, too', async () => {
    await provider({ username: 'sandbox' }).balance?.()
    expect(simulator.asked).toEqual(['/version1/user?username=sandbox'])
  })
})

describe('the account', () => {
  it('may be two at once, each with its own address and key', async () => {
    const other = await startAfricasTalkingSimulator({ apiKey: 'another-key' })
    opened.push(other)
    const mine = provider()
    const theirs = provider({ apiKey: 'another-key', baseUrl: other.baseUrl })
    await Promise.all(messages(20).map((m) => (m.id % 2 ? mine : theirs).send([m])))
    expect(simulator.received.map((m) => Number(m.number.slice(-2)) % 2)).toEqual(Array(10).fill(1))
    expect(other.received.map((m) => Number(m.number.slice(-2)) % 2)).toEqual(Array(10).fill(0))
  })

  it.each(['sandbox', 'Sandbox'])('"%s" does not carry the others off to the sandbox', async (username) => {
    const sandbox = await startAfricasTalkingSimulator({ apiKey: 'sandbox-key' })
    opened.push(sandbox)
    const live = provider()
    await provider({ username, apiKey: 'sandbox-key', baseUrl: sandbox.baseUrl }).send(messages(1))
    await live.send(messages(2))
    expect([sandbox.received.length, simulator.received.length]).toEqual([1, 2])
  })

  it.each([{ username: '' }, { apiKey: '' }])('is not set up with %o', async (missing) => {
    expect(kinds(await provider(missing).send(messages(1)))).toEqual(['settings_refused'])
    expect(simulator.requests).toBe(0)
  })
})

describe('the line', () => {
  it('never carries the key to where a redirect points', async () => {
    const keys: unknown[] = []
    const elsewhere: Server = createServer((request, response) => {
      keys.push(request.headers.apikey)
      response.end()
    })
    elsewhere.listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    opened.push({ close: async () => elsewhere.close() })
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/version1/messaging`
    for (const status of [301, 302, 303, 307, 308]) simulator.plan({ status, headers: { location } })
    const sender = provider()
    for (let i = 0; i < 5; i += 1) await sender.send(messages(1))
    expect(keys).toEqual([])
  })

  it('ignores a proxy of the environment', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1')
    vi.stubEnv('http_proxy', 'http://127.0.0.1:1')
    expect(kinds(await provider().send(messages(1)))).toEqual(['accepted'])
  })

  it('waits for a slow answer longer than it keeps an idle connection', async () => {
    const sender = provider()
    await sender.send(messages(1))
    simulator.setLatency(1_400)
    expect(kinds(await sender.send(messages(1)))).toEqual(['accepted'])
  })

  it('is kept from one call to the next', async () => {
    const sender = provider()
    for (const message of messages(10)) await sender.send([message])
    expect(simulator.requests).toBe(10)
    expect(simulator.connections).toBe(1)
  })
})
