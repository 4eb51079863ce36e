import { describe, expect, test } from 'vitest'
import { newestAlerts } from '../../../db/queries/alerts.ts'
import { channelRow, pauseChannel } from '../../../db/queries/channels.ts'
import type { SendOutcome } from '../../../electron/providers/provider.ts'
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
