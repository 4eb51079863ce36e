import { describe, expect, it } from 'vitest'
import { termAt, yearIsRight } from '../../../../../renderer/lib/format/term.ts'

const NAIROBI = 'Africa/Nairobi'

describe('the term that a list is for, when the school has not said', () => {
  it.each([
    { at: '2026-01-05T08:00:00Z', expected: { term: 1, year: 2026 } },
    { at: '2026-04-30T20:59:59Z', expected: { term: 1, year: 2026 } },
    { at: '2026-04-30T21:00:00Z', expected: { term: 2, year: 2026 } },
    { at: '2026-08-31T12:00:00Z', expected: { term: 2, year: 2026 } },
    { at: '2026-11-22T07:10:00Z', expected: { term: 3, year: 2026 } },
    { at: '2026-12-31T21:30:00Z', expected: { term: 1, year: 2027 } },
  ])('is $expected at $at on the clock of Nairobi', ({ at, expected }) => {
    expect(termAt(Date.parse(at), NAIROBI)).toEqual(expected)
  })

  it.each([
    [2026, true],
    [1999, false],
    [2101, false],
    ['', false],
  ] as const)('takes the year %s: %s', (year, right) => {
    expect(yearIsRight(year)).toBe(right)
  })
})
