import { expect, test } from 'vitest'
import { accepted, dispatch, queueAll, queueSchool, saveSettings, smsStates } from '../../support/queue.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

test('what is due goes a minute after a sleep that never came, though the queue polled meanwhile', async () => {
  const setup = await queueSchool(2)
  const { db, clock } = setup
  await saveSettings(setup, { holdSeconds: 10 })
  const { dispatcher, calls } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  dispatcher.suspend()
  // a poll that has a time of its own to wake for: the end of the hold window
  await queueAll(setup)
  await dispatcher.idle()
  clock.advance(10_000)
  await dispatcher.idle()
  expect(smsStates(db)).toEqual({ queued: 2 })
  clock.advance(MINUTE_MS - 10_001)
  await dispatcher.idle()
  expect(calls).toEqual([])
  clock.advance(1)
  await expect.poll(() => smsStates(db)).toEqual({ sent: 2 })
})

test('a suspension lasts by the clock that nobody sets, and what is due goes when it ends', async () => {
  const setup = await queueSchool(2)
  const { db, clock } = setup
  const { dispatcher, calls } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  dispatcher.suspend()
  await queueAll(setup)
  // the computer slept, and nobody says that it is awake: the wall clock ran on, the other stood still
  clock.set(clock.now() + 8 * HOUR_MS)
  await dispatcher.idle()
  expect(calls).toEqual([])
  clock.advance(MINUTE_MS)
  await expect.poll(() => smsStates(db)).toEqual({ sent: 2 })
})

test('a second announcement of sleep counts from when it comes', async () => {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  const { dispatcher, calls } = await dispatch(setup, () => accepted)
  dispatcher.suspend()
  clock.advance(MINUTE_MS / 2)
  dispatcher.suspend()
  await queueAll(setup)
  dispatcher.wake()
  clock.advance(MINUTE_MS - 1)
  await dispatcher.idle()
  expect(calls).toEqual([])
  clock.advance(1)
  await expect.poll(() => smsStates(db)).toEqual({ sent: 1 })
})
