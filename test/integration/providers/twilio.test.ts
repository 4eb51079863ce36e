import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../../electron/platform/time/clock.ts'
import type { LostSms, Outcomes, SmsProvider } from '../../../electron/providers/provider.ts'
import { createTwilio, type TwilioAccount } from '../../../electron/providers/twilio/twilio.ts'
import { handClock } from '../../support/clock.ts'
import { startTwilioSimulator, type TwilioBehaviour, type TwilioSimulator } from '../../support/twilio-simulator.ts'

const TEXT = 'Dear parent, fees of KES 12,000 are due.'
const clock = systemClock()
let simulator: TwilioSimulator
let opened: { close(): Promise<unknown> }[] = []

beforeEach(async () => {
  simulator = await startTwilioSimulator()
  opened = [simulator]
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(opened.map((o) => o.close()))
})

function provider(more: Partial<TwilioAccount> = {}): SmsProvider {
  const { accountSid, authToken, baseUrl } = simulator
  const made = createTwilio({ accountSid, authToken, sender: 'UHURU', baseUrl, clock, ...more })
  opened.push(made)
  return made
}
const number = (n: number) => `+2547${String(n).padStart(8, '0')}`
const message = (id: number, body = TEXT) => ({ id, phone: number(id), body })
const kinds = (outcomes: Outcomes) => [...outcomes.values()].map((o) => (o.kind === 'rejected' ? o.reason : o.kind === 'not_sent' ? o.fault.reason : o.kind))

describe('a message', () => {
  it('is posted as it is, from the sender name, and keeps Twilio’s id', async () => {
    const body = 'Karo – “Otieno & sons” = 100% + € ñ'
    const outcome = (await provider().send([{ id: 1, phone: number(1), body }])).get(1)
    expect(simulator.received).toMatchObject([{ to: number(1), body, from: 'UHURU' }])
    expect(outcome).toEqual({ kind: 'accepted', providerId: simulator.received[0]?.sid, code: 'queued' })
  })

  it('goes by a messaging service where the sender is one', async () => {
    const service = `MG${'0123456789abcdef'.repeat(2)}`
    await provider({ sender: service }).send([message(1)])
    expect(simulator.received).toMatchObject([{ from: service }])
  })

  it.each([
    [undefined, null],
    [30 * 60_000, 1_800],
    [999 * 60_000, 36_000],
    [-5_000, 60],
  ])('that may go for %s ms more may wait in Twilio’s queue for %s seconds', async (left, seconds) => {
    const now = Date.UTC(2026, 10, 20, 7)
    const sender = provider({ clock: handClock(now) })
    expect(kinds(await sender.send([{ ...message(1), ...(left !== undefined && { until: now + left }) }]))).toEqual(['accepted'])
    expect(simulator.received[0]?.validityPeriod).toBe(seconds)
  })

  it('has a request of its own', async () => {
    const sender = provider()
    expect(sender.limits).toEqual({ perCall: 1, concurrency: 8, perSecond: 10, perDay: null })
    expect(kinds(await sender.send([message(1), message(2), message(3)]))).toEqual(['accepted', 'accepted', 'accepted'])
    expect(simulator.requests).toBe(3)
  })

  it.each(['0711000001', '254711000001', '+254 711 000 001', '+0711000001', ''])('to "%s" is refused here', async (phone) => {
    expect((await provider().send([{ id: 1, phone, body: TEXT }])).get(1)).toMatchObject({ kind: 'rejected', reason: 'number_refused', code: 'local' })
    expect(simulator.requests).toBe(0)
  })
})

describe('a fault of the wire', () => {
  it.each<[TwilioBehaviour, string, number]>([
    ['bad_gateway', 'unknown', 1],
    ['reset_before', 'unknown', 0],
    ['reset_after', 'unknown', 1],
    ['hang', 'unknown', 1],
    ['cut_answer', 'unknown', 1],
    ['broken_json', 'unknown', 1],
    ['web_page', 'unknown', 1],
    [{ status: 503 }, 'unknown', 0],
    [{ status: 504 }, 'unknown', 0],
    [{ status: 307, headers: { location: '/elsewhere' } }, 'settings_refused', 0],
    [{ status: 400, body: 'nonsense' }, 'provider_refused', 0],
    [{ status: 401, code: 20003 }, 'wrong_key', 0],
    [{ status: 429, code: 20429 }, 'rate_limited', 0],
    [{ status: 429, code: 63038 }, 'quota', 0],
    [{ status: 400, code: 21611 }, 'retry', 0],
  ])('(%o) means %s, when %i messages went out; one request only; and the next call is well', async (behaviour, kind, processed) => {
    simulator.plan(behaviour)
    const by = handClock()
    const sender = provider({ clock: by })
    const sending = sender.send([message(1)])
    while (behaviour === 'hang' && simulator.received.length < 1) await new Promise((done) => setImmediate(done))
    if (behaviour === 'hang') by.advance(60_000)
    expect(kinds(await sending)).toEqual([kind])
    expect(simulator.received).toHaveLength(processed)
    expect(simulator.requests).toBe(1)
    expect(kinds(await sender.send([message(2)]))).toEqual(['accepted'])
  })

  it.each([
    ['a name that does not exist', 'https://sms.invalid'],
    ['a port that nobody listens on', 'http://127.0.0.1:1'],
  ])('before a connection stands (%s) means that nothing was sent', async (_what, baseUrl) => {
    expect((await provider({ baseUrl }).send([message(1)])).get(1)).toMatchObject({ kind: 'not_sent', fault: { reason: 'offline' } })
  })

  it('takes as long as Retry-After says', async () => {
    simulator.plan({ status: 429, code: 20429, headers: { 'retry-after': '7' } })
    const by = handClock()
    const outcome = (await provider({ clock: by }).send([message(1)])).get(1)
    expect(outcome).toMatchObject({ kind: 'not_sent', fault: { until: by.now() + 7_000 }, code: '20429' })
  })

  it('shows neither the token nor its written form', async () => {
    const basic = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')
    simulator.plan({ status: 400, body: `bad: ${simulator.authToken} ${basic}` }, 'reset_after', { status: 401, code: 20003, message: simulator.authToken })
    const sender = provider()
    for (const id of [1, 2, 3]) {
      const outcomes = await sender.send([message(id)])
      expect(JSON.stringify([...outcomes]) + inspect(outcomes, { depth: 20 })).not.toMatch(new RegExp(`${simulator.authToken}|${basic.slice(0, 20)}`))
    }
  })

  it('is not mended by a proxy of the environment', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1')
    vi.stubEnv('TWILIO_EDGE', 'sydney')
    expect(kinds(await provider().send([message(1)]))).toEqual(['accepted'])
  })
})

describe('what is left on the account', () => {
  it.each([
    ['12.3400', 12_340_000],
    ['-0.05', -50_000],
    ['100', 100_000_000],
  ])('(%s) is told to the millionth', async (balance, micros) => {
    simulator.balance = balance
    expect(await provider().balance?.()).toEqual({ ok: true, micros, currency: 'USD' })
  })

  it('is not told with a wrong key, and nothing of the key is', async () => {
    const answer = await provider({ authToken: 'not-the-token' }).balance?.()
    expect(answer).toEqual({ ok: false, code: '20003', detail: 'Authentication Error - invalid username' })
  })

  it.each([
    ['http://127.0.0.1:1', 'ECONNREFUSED'],
    ['https://sms.invalid', 'ENOTFOUND'],
  ])('is not told offline (%s)', async (baseUrl, code) => {
    expect(await provider({ baseUrl }).balance?.()).toEqual({ ok: false, code, detail: code })
  })

  it.each(['<html>', '{"balance":"lots"}', '{}'])('is not read from %s', async (body) => {
    simulator.planAsked({ status: 200, body })
    expect(await provider().balance?.()).toMatchObject({ ok: false })
  })
})

describe('a lost message', () => {
  const MINUTE = 60_000
  /** Sends a message whose answer is lost; answers it with a clock that stands three minutes later. */
  async function lose(more: Partial<LostSms> = {}) {
    const by = handClock(Date.now())
    simulator.plan('reset_after')
    const sender = provider({ clock: by })
    const begunAt = by.now()
    expect(kinds(await sender.send([message(1)]))).toEqual(['unknown'])
    by.advance(3 * MINUTE)
    const lost: LostSms = { id: 1, phone: number(1), body: TEXT, begunAt, lostAt: begunAt + 1_000, earlier: null, ...more }
    return { sender, lost, by, trace: () => sender.trace?.(lost) }
  }

  it('was taken when Twilio’s list holds it', async () => {
    const { trace } = await lose()
    expect(await trace()).toEqual({ kind: 'accepted', providerId: simulator.received[0]?.sid, code: 'queued' })
    expect(simulator.asked).toEqual([`/2010-04-01/Accounts/${simulator.accountSid}/Messages.json?To=${encodeURIComponent(number(1))}&PageSize=1000`])
  })

  it('was never taken when the whole list does not hold it, however many pages that has', async () => {
    const { sender, trace } = await lose()
    simulator.received.length = 0
    for (let i = 0; i < 7; i += 1) await sender.send([message(1, `Another text ${i}`)])
    simulator.pageSize = 3
    expect(await trace()).toEqual({ kind: 'never_accepted', others: simulator.received.map((m) => m.sid).reverse() })
    expect(simulator.asked).toHaveLength(3)
  })

  it('is found on a later page too', async () => {
    const { sender, trace } = await lose()
    for (let i = 0; i < 7; i += 1) await sender.send([message(1, `Another text ${i}`)])
    simulator.pageSize = 3
    expect(await trace()).toMatchObject({ kind: 'accepted', providerId: simulator.received[0]?.sid })
  })

  it('is not yet said to be lost within two minutes', async () => {
    const { sender, lost, by } = await lose()
    simulator.received.length = 0
    expect(await sender.trace?.({ ...lost, begunAt: by.now() - 119_000, lostAt: by.now() })).toMatchObject({ kind: 'unclear' })
    expect(await sender.trace?.({ ...lost, begunAt: by.now() - 120_000, lostAt: by.now() })).toEqual({ kind: 'never_accepted', others: [] })
  })

  it.each([
    ['the same text to this number twice', (s: TwilioSimulator) => s.received.push({ ...first(s), sid: 'SM2' })],
    ['the same text at another hour, as by a clock that is wrong', (s: TwilioSimulator) => (first(s).createdAt -= 60 * MINUTE)],
    ['a page that cannot be read', (s: TwilioSimulator) => s.planAsked({ status: 200, body: '<html>' })],
    ['a refusal', (s: TwilioSimulator) => s.planAsked({ status: 500, body: '' })],
  ])('is left for a person when there is %s', async (_what, change) => {
    const { trace } = await lose()
    change(simulator)
    expect(await trace()).toMatchObject({ kind: 'unclear' })
  })

  it('is left for a person when Twilio cannot be reached', async () => {
    const { trace } = await lose()
    await simulator.close()
    expect(await trace()).toMatchObject({ kind: 'unclear', detail: 'ECONNREFUSED' })
  })

  it('is known again with the sentence that a trial account puts before it', async () => {
    const { trace } = await lose()
    first(simulator).body = `Sent from your Twilio trial account - ${TEXT}`
    expect(await trace()).toMatchObject({ kind: 'accepted' })
  })

  it('is not taken for last month’s message of the same text, if that is known', async () => {
    const { trace } = await lose()
    first(simulator).createdAt -= 30 * 24 * 60 * MINUTE
    expect(await trace()).toEqual({ kind: 'never_accepted', others: [first(simulator).sid] })
  })

  function first(s: TwilioSimulator) {
    const [message] = s.received
    if (!message) throw new Error('nothing was received')
    return message
  }
})

describe('reports', () => {
  async function sent(states: readonly [status: string, errorCode: number | null][]) {
    const sender = provider()
    for (const [i, [status, errorCode]] of states.entries()) {
      await sender.send([message(i + 1)])
      const kept = simulator.received[i]
      if (kept) Object.assign(kept, { status, errorCode, sentAt: kept.createdAt })
    }
    return { sender, ids: simulator.received.map((m) => m.sid), since: Date.now() - 60_000 }
  }

  it('tell what is final, by id, and leave out what is not', async () => {
    const { sender, ids, since } = await sent([
      ['delivered', null],
      ['sent', null],
      ['undelivered', 30003],
      ['failed', 30007],
      ['queued', null],
      ['read', null],
    ])
    const reports = (await sender.reports?.(ids, since)) ?? []
    expect(reports.map((r) => [ids.indexOf(r.providerId), r.verdict, r.reason, r.code]).sort()).toEqual([
      [0, 'delivered', null, 'delivered'],
      [2, 'failed', 'subscriber_absent', '30003'],
      [3, 'failed', 'filtered', '30007'],
      [5, 'delivered', null, 'read'],
    ])
  })

  it('tell the price, a charge below zero, once Twilio has it', async () => {
    const { sender, ids, since } = await sent([
      ['delivered', null],
      ['sent', null],
      ['sent', null],
    ])
    for (const message of simulator.received.slice(0, 2)) message.price = '-0.04680'
    const reports = (await sender.reports?.(ids, since)) ?? []
    expect(reports.map((r) => [ids.indexOf(r.providerId), r.verdict, r.costMicros, r.currency]).sort()).toEqual([
      [0, 'delivered', 46_800, 'USD'],
      [1, 'on_the_way', 46_800, 'USD'],
    ])
  })

  it('are of the messages asked for alone, over as many pages as it takes and no more', async () => {
    const { sender, ids, since } = await sent(Array.from({ length: 6 }, () => ['delivered', null] as const).map((s) => [...s]))
    simulator.pageSize = 2
    const [, , third] = ids
    expect((await sender.reports?.([third ?? ''], since))?.map((r) => r.providerId)).toEqual([third])
    // newest first: 6 5 | 4 3
    expect(simulator.asked).toHaveLength(2)
    expect(simulator.asked[0]).toContain('DateSent%3E=')
  })

  it('ask nothing where there is nothing to ask for', async () => {
    expect(await provider().reports?.([], 0)).toEqual([])
    expect(simulator.asked).toEqual([])
  })

  it('say that they cannot be had, without the token', async () => {
    const asking = provider({ authToken: 'not-the-token' }).reports?.(['SM1'], Date.now())
    await expect(asking).rejects.toThrow(/20003/)
    await expect(asking).rejects.not.toThrow(/not-the-token/)
  })
})

describe('the line', () => {
  it('is kept from one call to the next', async () => {
    const sender = provider()
    for (let id = 1; id <= 10; id += 1) await sender.send([message(id)])
    expect(simulator.requests).toBe(10)
    expect(simulator.connections).toBe(1)
  })
})
