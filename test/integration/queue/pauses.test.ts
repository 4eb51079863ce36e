import { describe, expect, test } from 'vitest'
import { newestAlerts } from '../../../db/queries/alerts.ts'
import { channelRow, openChannel, pauseChannel } from '../../../db/queries/channels.ts'
import { withBreakers } from '../../../electron/providers/breakers/with-breakers.ts'
import type { Limits, OutgoingSms, SendOutcome } from '../../../electron/providers/provider.ts'
import { accepted, dispatch, lost, offline, openCalls, queueAll, queueSchool, smsStates, wrongKey } from '../../support/queue.ts'

const HOUR_MS = 3_600_000
const MORE_THAN_ANY_WAIT_MS = 24 * HOUR_MS

/** Three messages are on their way, nine wait. */
async function threeOnTheirWay() {
  const setup = await queueSchool(12)
  await queueAll(setup)
  const { calls, send, answerAll } = openCalls()
  const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send }, limits: { concurrency: 3 } })
  await expect.poll(() => calls.length).toBe(3)
  const { db, clock } = setup
  const slowDown = (): SendOutcome => ({ kind: 'not_sent', code: '429', fault: { reason: 'rate_limited', detail: '', until: clock.now() + HOUR_MS } })
  return {
    db,
    clock,
    dispatcher,
    calls,
    slowDown,
    channel: () => channelRow(db, 'sms'),
    async answerAll(outcome: SendOutcome) {
      answerAll(outcome)
      await dispatcher.idle()
    },
  }
}

describe('a channel that a person paused', () => {
  test.each<[string, (now: number) => SendOutcome]>([
    ['nobody could be reached', (now) => offline(now + 30_000)],
    ['the answers were lost', () => lost],
    ['the key was refused', () => wrongKey],
    ['all went well', () => accepted],
  ])('stays paused when for what was on its way %s', async (_, outcome) => {
    const { db, clock, dispatcher, calls, channel, answerAll } = await threeOnTheirWay()
    await db.write((tx) => pauseChannel(tx, 'sms', 'by_hand', '', null, clock.now()))
    await answerAll(outcome(clock.now()))
    clock.advance(MORE_THAN_ANY_WAIT_MS)
    await dispatcher.idle()
    expect(channel()).toMatchObject({ pause: 'by_hand', until: null })
    expect(calls).toHaveLength(3)
  })
})

describe('a channel that waits for a person', () => {
  test('is not opened by the answer to an older call, and is told of once', async () => {
    const { db, calls, channel, answerAll } = await threeOnTheirWay()
    calls[0]?.answer(wrongKey)
    await expect.poll(() => channel().pause).toBe('wrong_key')
    calls[1]?.answer(accepted)
    await expect.poll(() => smsStates(db)).toEqual({ queued: 10, sent: 1, sending: 1 })
    await answerAll(wrongKey)
    expect(channel().pause).toBe('wrong_key')
    expect(calls).toHaveLength(3)
    expect(newestAlerts(db, 9)).toHaveLength(1)
  })

  test('is not tried by itself because an older call could reach nobody', async () => {
    const { clock, dispatcher, calls, channel, answerAll } = await threeOnTheirWay()
    calls[0]?.answer(wrongKey)
    await expect.poll(() => channel().pause).toBe('wrong_key')
    await answerAll(offline(clock.now() + 30_000))
    clock.advance(MORE_THAN_ANY_WAIT_MS)
    await dispatcher.idle()
    expect(channel().pause).toBe('wrong_key')
    expect(calls).toHaveLength(3)
  })
})

describe('an account that cannot be used as it is set up', () => {
  const notEnabled: SendOutcome = { kind: 'not_sent', code: '21408', fault: { reason: 'settings_refused', detail: 'not enabled for the region', until: null } }

  test('stops the channel and is told of in the provider’s words, until somebody resumes it', async () => {
    const { db, clock, dispatcher, calls, channel, answerAll } = await threeOnTheirWay()
    for (const call of calls) call.answer(notEnabled)
    await dispatcher.idle()
    expect(channel()).toMatchObject({ pause: 'settings_refused', detail: 'not enabled for the region', until: null })
    expect(newestAlerts(db, 9)).toMatchObject([{ kind: 'channel_paused', channel: 'sms', over: false, params: { reason: 'settings_refused' } }])
    clock.advance(MORE_THAN_ANY_WAIT_MS)
    await dispatcher.idle()
    expect(calls).toHaveLength(3)
    await db.write((tx) => openChannel(tx, 'sms', clock.now()))
    await answerAll(accepted)
    expect(smsStates(db)).toEqual({ sent: 12 })
    expect(newestAlerts(db, 9)).toMatchObject([{ over: true }])
  })

  test('is not said of a channel that has no account: that one waits, and tells nobody', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => accepted, { noAccount: true })
    await dispatcher.idle()
    expect(channelRow(setup.db, 'sms').pause).toBe('not_set_up')
    expect(newestAlerts(setup.db, 9)).toEqual([])
  })
})

describe('a provider that refuses everybody for a reason that the console does not know', () => {
  const unheard: SendOutcome = { kind: 'rejected', reason: 'provider_refused', code: '29999', detail: 'A new reason' }

  test.each([
    ['one by one', false, 1, 2],
    ['many in a call', true, 100, 0],
  ])('fails hardly any of 300 families (%s), is told of, and the others go when it works again', async (_, same, perCall, failed) => {
    const setup = await queueSchool(300)
    await queueAll(setup, { same })
    const { db, clock } = setup
    let works = false
    const send = async (all: readonly OutgoingSms[]) => new Map(all.map(({ id }) => [id, works ? accepted : unheard]))
    const sender = withBreakers({ send }, ({ phone }: OutgoingSms) => phone, clock.now)
    const { dispatcher } = await dispatch(setup, () => accepted, { sender, limits: { concurrency: 8, perCall } })
    await dispatcher.idle()
    expect(smsStates(db)).toEqual({ queued: 300 - failed, ...(failed > 0 && { failed }) })
    expect(channelRow(db, 'sms')).toMatchObject({ pause: 'refused_run', detail: 'A new reason', until: null })
    expect(newestAlerts(db, 9)).toMatchObject([{ kind: 'channel_paused', over: false }])
    works = true
    await db.write((tx) => openChannel(tx, 'sms', clock.now()))
    await dispatcher.idle()
    expect(smsStates(db)).toEqual({ sent: 300 - failed, ...(failed > 0 && { failed }) })
  })
})

describe('a provider that takes nobody’s message for a while', () => {
  const full: SendOutcome = { kind: 'retry', code: '452', detail: 'Insufficient system storage' }

  test.each([
    ['one by one', false, 1, 2],
    ['many in a call', true, 100, 0],
  ])('costs 300 families hardly an attempt (%s), is tried with one message at ever longer times, and then all go', async (_, same, perCall, tried) => {
    const setup = await queueSchool(300)
    await queueAll(setup, { same })
    const { db, clock } = setup
    let works = false
    let calls = 0
    const send = async (all: readonly OutgoingSms[]) => {
      calls++
      return new Map(all.map(({ id }) => [id, works ? accepted : full]))
    }
    const sender = withBreakers({ send }, ({ phone }: OutgoingSms) => phone, clock.now)
    const { dispatcher } = await dispatch(setup, () => accepted, { sender, limits: { concurrency: 8, perCall } })
    await dispatcher.idle()
    expect(newestAlerts(db, 9)).toEqual([])
    for (const minutes of [5, 15, 30, 60, 60]) {
      expect(channelRow(db, 'sms')).toMatchObject({ pause: 'rate_limited', until: clock.now() + minutes * 60_000 })
      const before = calls
      clock.advance(minutes * 60_000)
      await dispatcher.idle()
      expect(calls).toBe(before + 1)
    }
    expect(newestAlerts(db, 9)).toMatchObject([{ kind: 'channel_paused', params: { reason: 'rate_limited' } }])
    expect(db.all('SELECT count(*) n FROM sms_logs WHERE attempts > 0')).toEqual([{ n: tried }])
    works = true
    clock.advance(3_600_000)
    await dispatcher.idle()
    expect(smsStates(db)).toEqual({ sent: 300 })
    expect(newestAlerts(db, 9)).toMatchObject([{ over: true }])
  })
})

describe('a pause with a time', () => {
  test('that a provider asked for is kept, whatever older calls come to, and then tried with one message', async () => {
    const { db, clock, dispatcher, calls, channel, slowDown, answerAll } = await threeOnTheirWay()
    calls[0]?.answer(slowDown())
    await expect.poll(() => channel().pause).toBe('rate_limited')
    const { until } = channel()
    calls[1]?.answer(accepted)
    await expect.poll(() => smsStates(db)).toEqual({ queued: 10, sent: 1, sending: 1 })
    calls[2]?.answer(offline(clock.now() + 30_000))
    await dispatcher.idle()
    expect(channel()).toMatchObject({ pause: 'rate_limited', until })
    clock.advance(HOUR_MS)
    await expect.poll(() => calls.length).toBe(4)
    calls[3]?.answer(accepted)
    await expect.poll(() => calls.length).toBe(7)
    expect(channel().pause).toBeNull()
    await answerAll(accepted)
  })

  test('that began because nobody was there ends with whoever answers', async () => {
    const { clock, calls, channel, answerAll } = await threeOnTheirWay()
    calls[0]?.answer(offline(clock.now() + 30_000))
    await expect.poll(() => channel().pause).toBe('offline')
    calls[1]?.answer(accepted)
    await expect.poll(() => calls.length).toBe(5)
    expect(channel().pause).toBeNull()
    await answerAll(accepted)
  })
})

describe('a fault of the account that is really one family’s', () => {
  const senderRefused: SendOutcome = { kind: 'not_sent', code: '402', fault: { reason: 'sender_refused', detail: 'InvalidSenderId', until: null } }

  async function resumed(same: boolean, answer: (phone: string) => SendOutcome, limits: Partial<Limits>) {
    const setup = await queueSchool(4)
    await queueAll(setup, { same })
    setup.clock.advance(1_000)
    const { dispatcher, calls } = await dispatch(setup, ({ phone }) => answer(phone), { limits })
    await dispatcher.idle()
    return {
      ...setup,
      calls,
      async resume() {
        setup.clock.advance(1_000)
        await setup.db.write((tx) => openChannel(tx, 'sms', setup.clock.now()))
        await dispatcher.idle()
      },
    }
  }

  test.each([
    ['by itself', false, 1],
    ['in a call with others', true, 3],
  ])('stops the channel once when met %s; once the others have gone that message fails, with the provider’s words', async (_, same, perCall) => {
    const { db, resume } = await resumed(same, (phone) => (phone.endsWith('00000') ? senderRefused : accepted), { concurrency: 1, perCall })
    expect(channelRow(db, 'sms').pause).toBe('sender_refused')
    await resume()
    expect(smsStates(db)).toEqual({ sent: 3, failed: 1 })
    expect(channelRow(db, 'sms').pause).toBeNull()
    expect(db.get("SELECT failure_reason reason, detail, attempts FROM sms_logs WHERE state = 'failed'")).toEqual({
      reason: 'provider_refused',
      detail: 'InvalidSenderId',
      attempts: 1,
    })
    expect(newestAlerts(db, 9)).toHaveLength(1)
  })

  test.each(['no_credit', 'wrong_key', 'suspended'] as const)(
    'is nobody’s own where it is %s: met a second time it stops the channel again, and nothing fails',
    async (reason) => {
      const everybodys: SendOutcome = { kind: 'not_sent', code: '405', fault: { reason, detail: '', until: null } }
      const { db, resume } = await resumed(false, (phone) => (phone.endsWith('00000') ? everybodys : accepted), { concurrency: 1 })
      await resume()
      expect(smsStates(db)).toEqual({ sent: 3, queued: 1 })
      expect(channelRow(db, 'sms').pause).toBe(reason)
    },
  )

  test('goes on stopping the channel while nobody else’s message is taken', async () => {
    const { db, calls, resume } = await resumed(false, () => senderRefused, { concurrency: 1 })
    for (let i = 0; i < 6; i++) await resume()
    expect(smsStates(db)).toEqual({ queued: 4 })
    expect(channelRow(db, 'sms').pause).toBe('sender_refused')
    // each has had its turn before one comes up again
    expect(new Set(calls.slice(0, 4).flatMap((call) => call.map((m) => m.id))).size).toBe(4)
  })
})

describe('when the system says that the network is back', () => {
  test.each(['networkBack', 'resume'] as const)('a channel that waits for it is tried at once, with one message (%s)', async (comesBack) => {
    const { clock, dispatcher, calls, channel, answerAll } = await threeOnTheirWay()
    for (const call of calls) call.answer(offline(clock.now() + 30_000))
    await dispatcher.idle()
    expect(channel().pause).toBe('offline')
    dispatcher[comesBack]()
    await expect.poll(() => calls.length).toBe(4)
    calls[3]?.answer(offline(clock.now() + 30_000))
    await dispatcher.idle()
    expect(channel()).toMatchObject({ pause: 'offline', until: clock.now() + 30_000 })
    expect(calls).toHaveLength(4)
    dispatcher[comesBack]()
    await answerAll(accepted)
    expect(channel().pause).toBeNull()
  })

  test('a channel that the provider asked to wait keeps its time', async () => {
    const { dispatcher, calls, channel, slowDown } = await threeOnTheirWay()
    for (const call of calls) call.answer(slowDown())
    await dispatcher.idle()
    dispatcher.networkBack()
    await dispatcher.idle()
    expect(channel().pause).toBe('rate_limited')
    expect(calls).toHaveLength(3)
  })
})
