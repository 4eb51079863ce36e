import { expect, test } from 'vitest'
import { minutesSeconds } from '../../../../../renderer/lib/time/countdown.ts'

test.each([
  [30_000, '0:30'],
  [29_001, '0:30'],
  [1, '0:01'],
  [0, '0:00'],
  [-5_000, '0:00'],
  [725_000, '12:05'],
])('%i ms read "%s"', (ms, words) => {
  expect(minutesSeconds(ms)).toBe(words)
})
