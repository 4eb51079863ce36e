import { once } from 'node:events'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../electron/platform/time/clock.ts'
import { withBreakers } from '../../../electron/providers/breakers/with-breakers.ts'
import { createGateway } from '../../../electron/providers/gateway/gateway.ts'
import type { Outcomes, OutgoingSms, SmsProvider } from '../../../electron/providers/provider.ts'
import { type GatewayAccount, PRESETS } from '../../../shared/model/settings/gateway.ts'
import { handClock } from '../../support/clock.ts'
import { type GatewaySimulator, startGatewaySimulator } from '../../support/gateway-simulator.ts'
import { type PhoneSimulator, startPhoneSimulator } from '../../support/phone-simulator.ts'

const SECRET = 's3cret/key+&%"'
const NASTY = 'Dear "Mama Karo" \\ & sons = 100%,\nbalance: KES 1,200 😀 – {{secret}} {{phone}} </a> \u0007 it’s due;'
const clock = systemClock()
const sms = (body = NASTY, id = 7): OutgoingSms => ({ id, phone: '+254711000001', body })
const kinds = (outcomes: Outcomes) => [...outcomes.values()].map((o) => (o.kind === 'rejected' ? o.reason : o.kind === 'not_sent' ? o.fault.reason : o.kind))

let opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(opened.map((o) => o.close()))
  opened = []
})
function keep<T extends { close(): Promise<unknown> }>(made: T): T {
  opened.push(made)
  return made
}

describe('a gateway that the school described', () => {
  let simulator: GatewaySimulator
  beforeEach(async () => {
    simulator = keep(await startGatewaySimulator())
  })
  const account = (more: Partial<GatewayAccount> = {}): GatewayAccount => ({
    preset: 'none',
    name: 'A gateway',
    sender: 'SCHOOL',
    method: 'POST',
    url: `${simulator.baseUrl}/send`,
    headers: [{ name: 'Authorization', value: 'Bearer {{secret}}' }],
    bodyKind: 'json',
    body: '{"to":["{{phone}}"],"from":"{{sender}}","text":"{{text}}","ref":"{{id}}","urgent":true}',
    idPath: 'data.0.id',
    statusPath: 'status',
    statusAccepted: ['queued'],
    perSecond: 5,
    perDay: 1_000,
    ...more,
  })
  const provider = (more: Partial<GatewayAccount> = {}, secret = SECRET, by = clock) => keep(createGateway({ account: account(more), secret, clock: by }))

  it('gets the text whole in a JSON body, whatever it holds', async () => {
    const outcomes = await provider().send([sms()])
    expect(outcomes.get(7)).toEqual({ kind: 'accepted', providerId: 'gw-1', code: 'HTTP 200' })
    const [request] = simulator.requests
    expect(JSON.parse(request?.body ?? '')).toEqual({
      to: ['+254711000001'],
      from: 'SCHOOL',
      text: NASTY,
      ref: expect.stringMatching(/^bc-7-[0-9a-f]{16}$/),
      urgent: true,
    })
    expect(request?.headers).toMatchObject({ authorization: `Bearer ${SECRET}`, 'content-type': 'application/json; charset=utf-8' })
  })

  it('gets the text whole in a form', async () => {
    await provider({ bodyKind: 'form', body: 'to={{phone_digits}}\nmessage={{text}}\nkey={{secret}}\nfrom=Fees & {{sender}}' }).send([sms()])
    expect(Object.fromEntries(new URLSearchParams(simulator.requests[0]?.body))).toEqual({
      to: '254711000001',
      message: NASTY,
      key: SECRET,
      from: 'Fees & SCHOOL',
    })
  })

  it('gets the text whole in its address', async () => {
    const url = `${simulator.baseUrl}/send/{{phone_local}}?text={{text}}&to={{phone}}&key={{secret}}`
    await provider({ method: 'GET', url, headers: [], bodyKind: 'none' }).send([sms()])
    const [request] = simulator.requests
    expect(request).toMatchObject({ method: 'GET', path: '/send/0711000001', body: '' })
    expect(Object.fromEntries(request?.query ?? [])).toEqual({ text: NASTY, to: '+254711000001', key: SECRET })
  })

  it('gets half an emoji as the sign for a letter that is none', async () => {
    await provider().send([sms('half \ud83d')])
    expect(JSON.parse(simulator.requests[0]?.body ?? '')).toMatchObject({ text: 'half \ufffd' })
  })

  it('gets no second header through a secret or a sender name of two lines', async () => {
    await provider({ sender: 'A\r\nX-Evil: 1', headers: [{ name: 'X-From', value: '{{sender}} {{secret}}' }] }, 'k\r\nX-Evil: 1').send([sms()])
    expect(simulator.requests[0]?.headers).toMatchObject({ 'x-from': 'AX-Evil: 1 kX-Evil: 1' })
    expect(simulator.requests[0]?.headers).not.toHaveProperty('x-evil')
  })

  it('knows a message again that is tried again, and tells another text from it', async () => {
    const sender = provider()
    for (const message of [sms('A'), sms('A'), sms('B'), sms('A', 8)]) await sender.send([message])
    const refs = simulator.requests.map((r) => JSON.parse(r.body).ref)
    expect(refs[0]).toBe(refs[1])
    expect(new Set(refs).size).toBe(3)
  })

  it('gets a test of the account each time as a new message', async () => {
    const sender = provider()
    await sender.send([sms('Test', 0)])
    await sender.send([sms('Test', 0)])
    expect(new Set(simulator.requests.map((r) => JSON.parse(r.body).ref)).size).toBe(2)
  })

  it('is asked for no more than it is described to take', () => {
    expect(provider().limits).toEqual({ perCall: 1, concurrency: 4, perSecond: 5, perDay: 1_000 })
    expect(provider()).not.toHaveProperty('trace')
    expect(provider()).not.toHaveProperty('reports')
  })

  it.each(['0711000001', '254711000001', '+2547110000O1', '', '+254711000001,+254711000002'])('gets nothing for the number “%s”', async (phone) => {
    expect(kinds(await provider().send([{ id: 1, phone, body: 'x' }]))).toEqual(['number_refused'])
    expect(simulator.requests).toEqual([])
  })

  it.each<[string, Partial<GatewayAccount>, string, string]>([
    ['whose description is at fault', { body: '{"to":"{{phone}}"}' }, SECRET, 'settings_refused'],
    ['whose secret is missing', {}, '', 'wrong_key'],
    ['whose secret cannot stand in a header', {}, 'siri-🔑', 'settings_refused'],
  ])('gets nothing %s', async (_what, more, secret, reason) => {
    expect(kinds(await provider(more, secret).send([sms()]))).toEqual([reason])
    expect(simulator.requests).toEqual([])
  })

  it('is not followed elsewhere, and the secret stays', async () => {
    const other = keep(await startGatewaySimulator())
    for (const [status, reason] of [
      [301, 'settings_refused'],
      [302, 'unknown'],
      [303, 'unknown'],
      [307, 'settings_refused'],
      [308, 'settings_refused'],
    ] as const) {
      simulator.plan({ status, headers: { location: `${other.baseUrl}/send?key=${encodeURIComponent(SECRET)}` } })
      const outcomes = await provider().send([sms()])
      expect(kinds(outcomes)).toEqual([reason])
      expect(JSON.stringify([...outcomes])).toContain(`moved to ${other.baseUrl}`)
    }
    expect(other.requests).toEqual([])
  })

  it('is read no further than a page', async () => {
    const huge = { status: 200, body: `{"status":"queued","more":"${'x'.repeat(5_000_000)}"}` }
    simulator.plan(huge, huge, { ...huge, status: 401 })
    expect(kinds(await provider().send([sms()]))).toEqual(['unknown'])
    expect(kinds(await provider({ idPath: '', statusPath: '', statusAccepted: [] }).send([sms()]))).toEqual(['accepted'])
    expect(kinds(await provider().send([sms()]))).toEqual(['wrong_key'])
  })

  it.each(['hang', 'reset_before', 'reset_after', 'cut_answer'] as const)('leaves the message in doubt after %s', async (fault) => {
    simulator.plan(fault)
    const by = handClock()
    const sending = provider({}, SECRET, by).send([sms()])
    while (fault === 'hang' && simulator.taken.length < 1) await new Promise((done) => setImmediate(done))
    if (fault === 'hang') by.advance(60_000)
    expect(kinds(await sending)).toEqual(['unknown'])
    expect(simulator.taken).toHaveLength(fault === 'reset_before' ? 0 : 1)
  })

  it('certainly got nothing when its name is unknown', async () => {
    expect(kinds(await provider({ url: 'https://sms.gateway.invalid/send' }).send([sms()]))).toEqual(['offline'])
  })

  it('certainly got nothing when TLS never came to stand', async () => {
    const mute = createTcpServer((socket) => socket.on('error', () => {}).resume())
    await new Promise<void>((done) => mute.listen(0, '127.0.0.1', done))
    keep({ close: () => new Promise((done) => mute.close(done)) })
    const { port } = mute.address() as AddressInfo
    const by = handClock()
    const connected = once(mute, 'connection')
    const sending = provider({ url: `https://127.0.0.1:${port}/send` }, SECRET, by).send([sms()])
    await connected
    by.advance(10_000)
    expect((await sending).get(7)).toMatchObject({ kind: 'not_sent', fault: { reason: 'offline' }, code: 'timeout' })
  })

  it('certainly got nothing where it speaks no TLS at all', async () => {
    expect(kinds(await provider({ url: `${simulator.baseUrl.replace('http:', 'https:')}/send` }).send([sms()]))).toEqual(['settings_refused'])
    expect(simulator.requests).toEqual([])
  })

  it('is not sent through a proxy that the computer names', async () => {
    const proxy = keep(await startGatewaySimulator())
    const before = process.env.http_proxy
    process.env.http_proxy = proxy.baseUrl
    try {
      expect(kinds(await provider().send([sms()]))).toEqual(['accepted'])
    } finally {
      if (before === undefined) delete process.env.http_proxy
      else process.env.http_proxy = before
    }
    expect(proxy.requests).toEqual([])
  })
})

describe('the phone on the school’s Wi-Fi', () => {
  const LOGIN = 'sms:a1B2c3D4'
  const NOW = Date.UTC(2026, 10, 20, 7)
  let phone: PhoneSimulator
  beforeEach(async () => {
    phone = keep(await startPhoneSimulator({ login: LOGIN }))
  })
  const provider = (more: Partial<GatewayAccount> = {}, secret = LOGIN, to = phone) =>
    keep(createGateway({ account: { ...PRESETS.android_gateway(to.address), ...more }, secret, clock: handClock(NOW) }))
  const lost = (message: OutgoingSms, lostAt = NOW, earlier: string | null = null) => ({ ...message, begunAt: lostAt - 60_000, lostAt, earlier })
  const ask = (sender: SmsProvider, ids: readonly string[]) => sender.reports?.(ids, NOW - 3_600_000)

  it('sends a message under our id, slowly', async () => {
    const sender = provider()
    const outcomes = await sender.send([sms()])
    expect(phone.messages).toMatchObject([{ id: expect.stringMatching(/^bc-7-/), number: '+254711000001', text: NASTY }])
    expect(outcomes.get(7)).toEqual({ kind: 'accepted', providerId: phone.messages[0]?.id, code: 'HTTP 202' })
    expect(sender.limits).toEqual({ perCall: 1, concurrency: 1, perSecond: 0.2, perDay: 300 })
  })

  it.each([
    [undefined, 14_400],
    [30 * 60_000, 1_800],
    [999 * 60_000, 14_400],
    [0, 60],
  ])('that cannot send a message which may go for %s ms more gives it up after %s seconds', async (left, seconds) => {
    await provider().send([{ ...sms(), ...(left !== undefined && { until: NOW + left }) }])
    expect(phone.messages).toMatchObject([{ text: NASTY, ttl: seconds }])
  })

  it('keeps what the school wrote into its request', async () => {
    const body = JSON.stringify({ id: '{{id}}', textMessage: { text: '{{text}}' }, phoneNumbers: ['{{phone}}'] })
    await provider({ body }).send([sms(), { ...sms(), id: 8, until: NOW + 120_000 }])
    expect(phone.messages.map((m) => m.ttl)).toEqual([undefined, 120])
  })

  it.each(['hang', 'reset_after', 'cut_answer'] as const)('settles a message whose answer was lost (%s), and never sends it twice', async (fault) => {
    const by = handClock()
    const sender = keep(createGateway({ account: PRESETS.android_gateway(phone.address), secret: LOGIN, clock: by }))
    phone.plan(fault)
    const sending = sender.send([sms()])
    while (fault === 'hang' && phone.messages.length < 1) await new Promise((done) => setImmediate(done))
    if (fault === 'hang') by.advance(60_000)
    expect(kinds(await sending)).toEqual(['unknown'])
    expect(await sender.trace?.(lost(sms(), by.now()))).toEqual({ kind: 'accepted', providerId: phone.messages[0]?.id, code: 'pending' })
    expect((await sender.send([sms()])).get(7)).toEqual({ kind: 'accepted', providerId: phone.messages[0]?.id, code: 'pending' })
    expect(phone.messages).toHaveLength(1)
  })

  it('says that it never took a message that it does not know while it knows an older one', async () => {
    const sender = provider()
    await sender.send([{ ...sms(), id: 6 }])
    const earlier = phone.messages[0]?.id ?? ''
    phone.plan('reset_before')
    expect(kinds(await sender.send([sms()]))).toEqual(['unknown'])
    expect(await sender.trace?.(lost(sms(), NOW, earlier))).toEqual({ kind: 'never_accepted', others: [] })
    expect(await sender.trace?.(lost(sms()))).toMatchObject({ kind: 'unclear' })
    phone.messages.length = 0
    expect(await sender.trace?.(lost(sms(), NOW, earlier))).toMatchObject({ kind: 'unclear' })
  })

  it('is another account at another address, and the same one after a restart', () => {
    const account = provider().account
    expect(provider().account).toBe(account)
    expect(provider({ url: 'http://192.168.1.9:8080/message' }).account).not.toBe(account)
    expect(provider({ preset: 'none' }).account).not.toBe(account)
  })

  it('decides nothing about a message that it may have forgotten, or when it cannot be asked', async () => {
    const sender = provider()
    await sender.send([{ ...sms(), id: 6 }])
    const earlier = phone.messages[0]?.id ?? ''
    expect(await sender.trace?.(lost(sms(), NOW - 24 * 3_600_000, earlier))).toMatchObject({ kind: 'unclear' })
    expect(await provider({}, 'sms:wrong').trace?.(lost(sms()))).toMatchObject({ kind: 'unclear' })
    await phone.close()
    expect(await provider().trace?.(lost(sms()))).toMatchObject({ kind: 'unclear', detail: 'ECONNREFUSED' })
  })

  it.each([false, true])('sends again what failed on it, as a new message (older version: %s)', async (forgiving) => {
    const app = keep(await startPhoneSimulator({ login: LOGIN, forgiving }))
    const sender = provider({}, LOGIN, app)
    await sender.send([sms()])
    app.become(app.messages[0]?.id ?? '', 'Failed', NOW)
    const again = (await sender.send([sms()])).get(7)
    expect(app.messages).toHaveLength(2)
    expect(again).toMatchObject({ kind: 'accepted', providerId: app.messages[1]?.id })
    expect(await sender.trace?.(lost(sms()))).toMatchObject({ kind: 'accepted', providerId: app.messages[1]?.id })
  })

  it('leaves in doubt a message that it says to have, though it just had not', async () => {
    phone.plan({ status: 409, body: '{"message":"Message with the same ID already exists"}' })
    expect(kinds(await provider().send([sms()]))).toEqual(['unknown'])
  })

  it('tells what became of its messages, with the reason', async () => {
    const sender = provider()
    for (const id of [1, 2, 3, 4, 5, 6]) await sender.send([sms('x', id)])
    const ids = phone.messages.map((m) => m.id)
    const [delivered = '', noService = '', absent = '', badNumber = '', sent = ''] = ids
    phone.become(delivered, 'Delivered', NOW - 5_000)
    phone.become(noService, 'Failed', NOW - 4_000, 'Send result: RESULT_ERROR_NO_SERVICE (Failed because service is currently unavailable)')
    phone.become(absent, 'Failed', NOW - 3_000, 'Delivery result from SC +254722500029: 70')
    phone.become(badNumber, 'Failed', NOW + 9_000_000, 'sendSMS: Invalid phone number')
    phone.become(sent, 'Sent', NOW)
    expect(await ask(sender, [...ids, 'ATXid_of-another-provider'])).toEqual([
      { providerId: delivered, verdict: 'delivered', reason: null, code: 'delivered', detail: '', at: NOW - 5_000 },
      {
        providerId: noService,
        verdict: 'failed',
        reason: 'undelivered',
        code: 'failed',
        detail: 'Send result: RESULT_ERROR_NO_SERVICE (Failed because service is currently unavailable)',
        at: NOW - 4_000,
      },
      { providerId: absent, verdict: 'failed', reason: 'subscriber_absent', code: 'failed', detail: 'Delivery result from SC …: 70', at: NOW - 3_000 },
      { providerId: badNumber, verdict: 'failed', reason: 'number_refused', code: 'failed', detail: 'sendSMS: Invalid phone number', at: NOW },
    ])
  })

  it('has no report when it is out of reach', async () => {
    const sender = provider()
    await phone.close()
    await expect(ask(sender, ['bc-1-0'])).rejects.toThrow('ECONNREFUSED')
  })

  it.each<[string, { status: number; body?: string }, string]>([
    ['another device at its old address', { status: 200, body: '<html>Router login</html>' }, 'settings_refused'],
    ['an app in trouble', { status: 500, body: '{"message":"database is locked"}' }, 'retry'],
    ['too many wrong passwords', { status: 429 }, 'rate_limited'],
    ['a wrong password', { status: 401 }, 'wrong_key'],
  ])('is handed nothing when the question before meets %s', async (_what, reply, reason) => {
    phone.planQuestions(reply)
    expect(kinds(await provider().send([sms()]))).toEqual([reason])
    expect(phone.messages).toEqual([])
  })

  it('whose app is in trouble makes the channel wait at once, since there is no other phone', async () => {
    phone.planQuestions({ status: 500, body: '{"message":"database is locked"}' })
    const sender = withBreakers(
      provider(),
      (message: OutgoingSms) => message.phone,
      () => NOW,
    )
    expect((await sender.send([sms()])).get(7)).toMatchObject({ kind: 'not_sent', fault: { reason: 'rate_limited', until: NOW + 300_000 } })
  })

  it('shows no part of its log-in', async () => {
    phone.plan({ status: 400, body: JSON.stringify({ message: `${LOGIN} ${Buffer.from(LOGIN).toString('base64')} a1B2c3D4` }) })
    expect((await provider().send([sms()])).get(7)).toMatchObject({ kind: 'rejected', detail: '… … …' })
  })
})
