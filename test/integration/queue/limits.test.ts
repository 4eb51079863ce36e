import { describe, expect, test } from 'vitest'
import { newestAlerts, unseenAlerts } from '../../../db/queries/alerts.ts'
import { channelRow } from '../../../db/queries/channels.ts'
import { requeue } from '../../../db/queries/log.ts'
import type { SendOutcome } from '../../../electron/providers/provider.ts'
import { accepted, dispatch, lost, openCalls, queueAll, queueSchool, type Script, saveSettings, smsStates } from '../../support/queue.ts'

const HOUR_MS = 3_600_000
const PART = 800_000

describe('rates and limits', () => {
  test('no more leave in a second than the rate, and a pause saves nothing up', async () => {
    const setup = await queueSchool(30)
    await queueAll(setup)
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { perSecond: 5, limits: { concurrency: 10 } })
    await dispatcher.idle()
    const counts = [calls.length]
    for (const wait of [1_000, 1_000, 1_000, HOUR_MS]) {
      setup.clock.advance(wait)
      await dispatcher.idle()
      counts.push(calls.length)
    }
    expect(counts).toEqual([5, 10, 15, 20, 25])
  })

  test('a rate below one a second lets one leave at a time', async () => {
    const setup = await queueSchool(3)
    await queueAll(setup)
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { limits: { perSecond: 0.5 } })
    await dispatcher.idle()
    const counts = [calls.length]
    for (const wait of [1_000, 1_000, 1_000, 1_000]) {
      setup.clock.advance(wait)
      await dispatcher.idle()
      counts.push(calls.length)
    }
    expect(counts).toEqual([1, 1, 2, 2, 3])
  })

  test('the rate is kept while a hold window runs, and the window ends in its time', async () => {
    const setup = await queueSchool(10)
    await queueAll(setup)
    await saveSettings(setup, { holdSeconds: 3 })
    await queueAll(setup, { same: true })
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { perSecond: 1 })
    await dispatcher.idle()
    // by its own timers: whoever asks whether it is idle wakes it
    for (const gone of [2, 3]) {
      setup.clock.advance(1_000)
      await expect.poll(() => smsStates(setup.db)).toEqual({ sent: gone, queued: 10 - gone, held: 10 })
    }
    setup.clock.advance(1_000)
    await expect.poll(() => smsStates(setup.db)).toEqual({ sent: 4, queued: 16 })
    expect(calls.length).toBe(4)
  })

  test('a call of many numbers keeps the rate too', async () => {
    const setup = await queueSchool(30)
    await queueAll(setup, { same: true })
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { perSecond: 8, limits: { perCall: 100 } })
    await dispatcher.idle()
    setup.clock.advance(1_000)
    await dispatcher.idle()
    expect(calls.map((c) => c.length)).toEqual([8, 8])
  })

  test('the cap of any 24 hours holds the rest, over a restart too, and lets them go by itself', async () => {
    const setup = await queueSchool(10)
    await queueAll(setup)
    const first = await dispatch(setup, () => accepted, { rules: { perDay: 4 } })
    await first.dispatcher.idle()
    const capped = setup.clock.now()
    expect(smsStates(setup.db)).toEqual({ sent: 4, queued: 6 })
    expect(channelRow(setup.db, 'sms')).toMatchObject({ pause: 'daily_cap', until: capped + 24 * HOUR_MS + 60_000 })
    await first.dispatcher.stop(0)

    const second = await dispatch(setup, () => accepted, { rules: { perDay: 4 } })
    setup.clock.advance(23 * HOUR_MS)
    await second.dispatcher.idle()
    expect(second.calls.length).toBe(0)
    // to the minute in which they went
    setup.clock.advance(HOUR_MS + 60_000)
    await second.dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 8, queued: 2 })
    expect(newestAlerts(setup.db, 9)).toHaveLength(2)
  })

  test('a cap that is reached while messages are taken is not told as one of money', async () => {
    const setup = await queueSchool(3)
    await queueAll(setup)
    const { calls, send, answerAll } = openCalls()
    const { dispatcher } = await dispatch(setup, () => accepted, { rules: { perDay: 2 }, sender: { send } })
    await expect.poll(() => calls.length).toBe(2)
    expect(channelRow(setup.db, 'sms').pause).toBe('daily_cap')
    answerAll(accepted)
    await dispatcher.idle()
    expect(newestAlerts(setup.db, 9)).toHaveLength(1)
  })

  test.each([
    ['holds where the school names none', null, 2],
    ['gives way to what the school says of its own account', 4, 4],
  ])('the provider’s usual cap %s', async (_, perDay, sent) => {
    const setup = await queueSchool(5)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => accepted, { rules: { perDay }, limits: { perDay: 2 } })
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent, queued: 5 - sent })
  })

  test('the money of a day is never overspent, and what waits for more of it does not fail', async () => {
    const setup = await queueSchool(10)
    await queueAll(setup)
    const parts = setup.db.get<{ n: number }>('SELECT max(parts) n FROM sms_logs')?.n ?? 1
    const cost = parts * PART
    const { dispatcher } = await dispatch(setup, () => ({ ...accepted, costMicros: cost }), { rules: { spendPerDayMicros: cost * 3 + 1 } })
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 3, queued: 7 })
    expect(channelRow(setup.db, 'sms')).toMatchObject({ pause: 'spend_cap', until: Date.parse('2026-11-21T00:00:00+03:00') })
    setup.clock.advance(24 * HOUR_MS)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 6, queued: 4 })
    expect(setup.db.get('SELECT max(attempts) most FROM sms_logs WHERE state = ?', 'queued')).toEqual({ most: 0 })
  })

  test('a price in another currency is reckoned in the school’s', async () => {
    const setup = await queueSchool(10)
    await queueAll(setup)
    const parts = setup.db.get<{ n: number }>('SELECT max(parts) n FROM sms_logs')?.n ?? 1
    const inDollars: SendOutcome = { kind: 'accepted', providerId: 'x', costMicros: 7_900, currency: 'USD' }
    const { dispatcher } = await dispatch(setup, () => inDollars, { rules: { spendPerDayMicros: parts * PART * 3 + 1 } })
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 3, queued: 7 })
  })

  test('what may have gone out counts in the cap of 24 hours, and what goes a second time counts twice', async () => {
    const setup = await queueSchool(10)
    await queueAll(setup)
    const script: Script = (_, call) => (call % 2 ? lost : accepted)
    const { dispatcher, calls } = await dispatch(setup, script, { rules: { perDay: 4 }, limits: { concurrency: 1 } })
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ unconfirmed: 2, sent: 2, queued: 6 })
    setup.clock.advance(24 * HOUR_MS + 59_000)
    await setup.db.write((tx) => {
      tx.run("UPDATE sms_logs SET state = 'cancelled' WHERE state = 'queued'")
      tx.run("UPDATE sms_logs SET state = 'failed', failure_reason = 'undelivered' WHERE state = 'sent'")
      requeue(tx, 'sms', { filter: {}, between: null }, setup.clock.now() + HOUR_MS, setup.clock.now())
    })
    await dispatcher.idle()
    expect(calls.length).toBe(4)
    setup.clock.advance(1_000)
    await dispatcher.idle()
    await queueAll(setup)
    dispatcher.wake()
    await dispatcher.idle()
    expect(calls.length).toBe(8)
  })

  test('the money of a month waits for the next month', async () => {
    const setup = await queueSchool(4)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => accepted, { rules: { spendPerMonthMicros: 1 } })
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ queued: 4 })
    expect(channelRow(setup.db, 'sms')).toMatchObject({ pause: 'spend_cap', until: Date.parse('2026-12-01T00:00:00+03:00') })
  })

  test('a limit that is raised is over at once', async () => {
    const setup = await queueSchool(4)
    await queueAll(setup)
    const rules = { spendPerDayMicros: 1 as number | null }
    const { dispatcher } = await dispatch(setup, () => accepted, { rules })
    await dispatcher.idle()
    await dispatcher.stop(0)
    const again = await dispatch(setup, () => accepted, { rules: { spendPerDayMicros: null } })
    await again.dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 4 })
    expect(channelRow(setup.db, 'sms').pause).toBeNull()
  })

  test('a trouble is told once however often it is met', async () => {
    const setup = await queueSchool(8)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => ({
      kind: 'not_sent',
      code: '405',
      fault: { reason: 'no_credit', detail: 'InsufficientBalance', until: setup.clock.now() + 60_000 },
    }))
    await dispatcher.idle()
    for (let i = 0; i < 5; i++) {
      setup.clock.advance(60_000)
      await dispatcher.idle()
    }
    expect(unseenAlerts(setup.db)).toBe(1)
    expect(smsStates(setup.db)).toEqual({ queued: 8 })
  })

  test('between two messages to one guardian there is the gap that the school wants', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { rules: { gapMs: HOUR_MS } })
    await dispatcher.idle()
    setup.clock.advance(HOUR_MS / 2)
    await queueAll(setup, { same: true })
    dispatcher.wake()
    await dispatcher.idle()
    expect(calls.length).toBe(2)
    setup.clock.advance(HOUR_MS / 2)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 4 })
  })

  test('the gap holds between two sends that are due at the same moment', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    await queueAll(setup, { same: true })
    const { dispatcher, sent } = await dispatch(setup, () => accepted, { rules: { gapMs: HOUR_MS }, limits: { concurrency: 8 } })
    await dispatcher.idle()
    expect(new Set(sent()).size).toBe(2)
    expect(smsStates(setup.db)).toEqual({ sent: 2, queued: 2 })
    setup.clock.advance(HOUR_MS)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 4 })
  })

  test('the gap counts from a message that may have arrived', async () => {
    const setup = await queueSchool(1)
    await queueAll(setup)
    const { dispatcher, calls } = await dispatch(setup, () => (calls.length === 1 ? lost : accepted), { rules: { gapMs: HOUR_MS } })
    await dispatcher.idle()
    setup.clock.advance(HOUR_MS - 1)
    await queueAll(setup, { same: true })
    dispatcher.wake()
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ unconfirmed: 1, queued: 1 })
    setup.clock.advance(1)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ unconfirmed: 1, sent: 1 })
  })
})
