import { expect, test } from 'vitest'
import { daysSince } from '../../../../../../renderer/features/shell/bars/days-since.ts'

test.each([
  ['2026-11-21T20:30:00Z', '2026-11-21T21:30:00Z', 1],
  ['2026-11-12T06:00:00Z', '2026-11-21T06:00:00Z', 9],
  ['2026-11-21T06:00:00Z', '2026-11-21T18:00:00Z', 0],
  ['2026-11-22T06:00:00Z', '2026-11-21T06:00:00Z', 0],
])('from %s to %s the school counts %i days', (then, now, days) => {
  expect(daysSince(Date.parse(then), Date.parse(now), 'Africa/Nairobi')).toBe(days)
})
