import { expect, test } from 'vitest'
import { throttled } from '../../../../../electron/platform/time/throttle.ts'
import { handClock } from '../../../../support/clock.ts'

test('the first change is told at once, and those that come meanwhile together', () => {
  const clock = handClock()
  let told = 0
  const changes = throttled(clock, 250, () => told++)
  for (let i = 0; i < 5; i++) changes.tell()
  expect(told).toBe(1)
  clock.advance(250)
  expect(told).toBe(2)
  clock.advance(250)
  changes.tell()
  expect(told).toBe(3)
})

test('once it is stopped nothing more is told by itself', () => {
  const clock = handClock()
  let told = 0
  const changes = throttled(clock, 250, () => told++)
  changes.tell()
  changes.tell()
  changes.stop()
  clock.advance(1_000)
  expect(told).toBe(1)
})
