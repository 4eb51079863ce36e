import { expect, test } from 'vitest'
import { channelRow, openChannel, pauseChannel, tryWithOne } from '../../../db/queries/channels.ts'
import { accepted, dispatch, lost, offline, openCalls, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

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

test('a pause whose time is over ends with the last message that it kept back, though that is too old by then', async () => {
  const setup = await queueSchool(2)
  const { db, clock } = setup
  await queueAll(setup)
  const { dispatcher } = await dispatch(setup, () => offline(clock.now() + 30_000))
  await dispatcher.idle()
  clock.advance(10 * 86_400_000)
  await dispatcher.idle()
  expect([smsStates(db), channelRow(db, 'sms').pause]).toEqual([{ expired: 2 }, null])
})

test('without an account nobody is told that the provider cannot be reached for now', async () => {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  await queueAll(setup)
  await db.write((tx) => pauseChannel(tx, 'sms', 'offline', '', clock.now() + 30_000, clock.now()))
  const { dispatcher } = await dispatch(setup, () => accepted, { noAccount: true })
  await dispatcher.idle()
  expect(channelRow(db, 'sms')).toMatchObject({ pause: 'not_set_up', until: null })
})
