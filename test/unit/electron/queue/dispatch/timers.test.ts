import { expect, test } from 'vitest'
import { createTimers } from '../../../../../electron/queue/dispatch/timers.ts'
import { handClock } from '../../../../support/clock.ts'

function ringing() {
  const clock = handClock()
  const fired: string[] = []
  return { clock, fired, timers: createTimers<'due' | 'retry'>(clock, (purpose) => fired.push(purpose)) }
}

test('a later time of one purpose leaves an earlier time of another in place', () => {
  const { clock, fired, timers } = ringing()
  timers.set('retry', 2_000)
  timers.set('due', 60_000)
  clock.advance(2_000)
  expect(fired).toEqual(['retry'])
  clock.advance(58_000)
  expect(fired).toEqual(['retry', 'due'])
})

test('a new time takes the place of the one before of its own purpose', () => {
  const { clock, fired, timers } = ringing()
  timers.set('due', 1_000)
  timers.set('due', 5_000)
  clock.advance(4_999)
  expect(fired).toEqual([])
  clock.advance(1)
  expect(fired).toEqual(['due'])
})

test('nothing fires once all is cleared, until something is set again', () => {
  const { clock, fired, timers } = ringing()
  timers.set('due', 1_000)
  timers.set('retry', 1_000)
  timers.clear()
  clock.advance(1_000)
  expect(fired).toEqual([])
  timers.set('due', -5)
  clock.advance(0)
  expect(fired).toEqual(['due'])
})
