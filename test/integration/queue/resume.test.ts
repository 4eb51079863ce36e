import { expect, test } from 'vitest'
import { channelRow, openChannel, pauseChannel, tryWithOne } from '../../../db/queries/channels.ts'
import { accepted, dispatch, lost, openCalls, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

test('a channel that lost several answers in a row goes on with one message, though a person says so', async () => {
  const setup = await queueSchool(900)
  const { db, clock } = setup
  await queueAll(setup, { same: true })
  await db.write((tx) => pauseChannel(tx, 'sms', 'unconfirmed_run', '', null, clock.now()))
  const { calls, send, answerAll } = openCalls()
  const { dispatcher } = await dispatch(setup, () => lost, { limits: { perCall: 100, concurrency: 8 }, sender: { send } })
  await dispatcher.idle()
  expect(calls).toEqual([])
  expect(await db.write((tx) => tryWithOne(tx, 'sms', clock.now()))).toBe(true)
  dispatcher.wake()
  await expect.poll(() => calls.map(({ messages }) => messages.length)).toEqual([1])
  answerAll(accepted)
  await dispatcher.idle()
  expect([smsStates(db), channelRow(db, 'sms').pause]).toEqual([{ sent: 900 }, null])
})

test('a channel that waits for something else is opened whole', async () => {
  const { db, clock } = await queueSchool(0)
  await db.write((tx) => pauseChannel(tx, 'sms', 'wrong_key', '', null, clock.now()))
  expect(await db.write((tx) => tryWithOne(tx, 'sms', clock.now()))).toBe(false)
  await db.write((tx) => openChannel(tx, 'sms', clock.now()))
  expect(channelRow(db, 'sms').pause).toBeNull()
})
