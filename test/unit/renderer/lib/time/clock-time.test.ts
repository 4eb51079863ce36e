import { expect, test } from 'vitest'
import { readClockTime } from '../../../../../renderer/lib/time/clock-time.ts'

test.each([
  ['21:30', '21:30'],
  ['9:05', '09:05'],
  ['2130', '21:30'],
  [' 07.00 ', '07:00'],
  ['00:00', '00:00'],
  ['23:59', '23:59'],
])('the time “%s” is read as %s', (typed, read) => {
  expect(readClockTime(typed)).toBe(read)
})

test.each(['24:00', '12:60', '9', '', 'saa mbili', '21:3', '1:2:3'])('“%s” is no time of day', (typed) => {
  expect(readClockTime(typed)).toBeNull()
})
