import { expect, test } from 'vitest'
import { repeat } from '../../../../../electron/platform/time/repeat.ts'
import { handClock } from '../../../../support/clock.ts'

const moments = () => new Promise<void>((resolve) => setImmediate(resolve))

test('work that fails is told of and done again in its time', async () => {
  const clock = handClock()
  const faults: unknown[] = []
  let done = 0
  const stop = repeat(
    clock,
    1_000,
    async () => {
      done++
      throw new Error('the disk is full')
    },
    (error) => faults.push(error),
  )
  await moments()
  clock.advance(999)
  await moments()
  expect(done).toBe(1)
  clock.advance(1)
  await moments()
  expect([done, faults.length]).toEqual([2, 2])
  await stop()
})

test('the end waits for what is under way, tells it so, and nothing follows', async () => {
  const clock = handClock()
  let begun = 0
  let over = false
  const stop = repeat(
    clock,
    1_000,
    async (signal) => {
      begun++
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      await moments()
      over = true
    },
    () => {},
  )
  await stop()
  expect(over).toBe(true)
  clock.advance(5_000)
  await moments()
  expect(begun).toBe(1)
})
