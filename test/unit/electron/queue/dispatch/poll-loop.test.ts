import { expect, test } from 'vitest'
import { createPollLoop, nextMoment } from '../../../../../electron/queue/dispatch/poll-loop.ts'

/** A loop whose polls end when the test says so. */
function loopOf() {
  const polls: (() => void)[] = []
  const state = { isOpen: true, isQuiet: true }
  const poll = () => new Promise<void>((resolve) => polls.push(resolve))
  const loop = createPollLoop({ poll, isOpen: () => state.isOpen, isQuiet: () => state.isQuiet })
  return { loop, polls, state }
}

test('whoever wakes it in the same moment shares a poll, and a wake during a poll asks for one more', async () => {
  const { loop, polls } = loopOf()
  loop.wake()
  loop.wake()
  await nextMoment()
  expect(polls.length).toBe(1)
  loop.wake()
  loop.wake()
  await nextMoment()
  expect(polls.length).toBe(1)
  polls[0]?.()
  await nextMoment()
  await nextMoment()
  expect(polls.length).toBe(2)
})

test('it is idle when the last poll is over and nothing is on its way', async () => {
  const { loop, polls, state } = loopOf()
  state.isQuiet = false
  let idle = false
  void loop.idle().then(() => {
    idle = true
  })
  await nextMoment()
  polls[0]?.()
  await nextMoment()
  expect(idle).toBe(false)
  state.isQuiet = true
  loop.wake()
  await nextMoment()
  polls[1]?.()
  await nextMoment()
  expect(idle).toBe(true)
})

test('closed it begins no poll, and keeps nobody waiting', async () => {
  const { loop, polls, state } = loopOf()
  loop.wake()
  await nextMoment()
  const idle = loop.idle()
  state.isOpen = false
  polls[0]?.()
  await loop.end()
  await idle
  await loop.idle()
  loop.wake()
  await nextMoment()
  expect(polls.length).toBe(1)
})
