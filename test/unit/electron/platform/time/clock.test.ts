import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../../../../electron/platform/time/clock.ts'

const HOUR_MS = 3_600_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('work is done once, when its time has come and not before', () => {
  let done = 0
  systemClock().after(150_000, () => done++)
  vi.advanceTimersByTime(149_999)
  expect(done).toBe(0)
  vi.advanceTimersByTime(600_000)
  expect(done).toBe(1)
})

test('work that is stopped is not done', () => {
  let done = 0
  const stop = systemClock().after(150_000, () => done++)
  vi.advanceTimersByTime(100_000)
  stop()
  vi.advanceTimersByTime(HOUR_MS)
  expect(done).toBe(0)
})

test('a computer clock that is set back makes nobody wait longer', () => {
  let done = 0
  systemClock().after(10_000, () => done++)
  vi.setSystemTime(Date.now() - 24 * HOUR_MS)
  vi.advanceTimersByTime(10_000)
  expect(done).toBe(1)
})

test('after sleep, which stops timers, what fell due is done within a minute', () => {
  let done = 0
  systemClock().after(8 * HOUR_MS, () => done++)
  vi.setSystemTime(Date.now() + 8 * HOUR_MS)
  vi.advanceTimersByTime(60_000)
  expect(done).toBe(1)
})
