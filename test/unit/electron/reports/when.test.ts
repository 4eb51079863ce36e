import { expect, test } from 'vitest'
import { isMonthFirst, readWhen } from '../../../../electron/reports/when.ts'

const ZONE = 'Africa/Nairobi'
const iso = (cell: string, monthFirst = false) => {
  const at = readWhen(cell, ZONE, monthFirst)
  return at === null ? null : new Date(at).toISOString()
}

test.each([
  ['2026-11-20 09:15:30', '2026-11-20T06:15:30.000Z'],
  ['2026-11-20T09:15:30.123', '2026-11-20T06:15:30.000Z'],
  ['2026-11-20T06:15:30Z', '2026-11-20T06:15:30.000Z'],
  ['2026-11-20T09:15:30+03:00', '2026-11-20T06:15:30.000Z'],
  ['2026-11-20 09:15 EAT', '2026-11-20T06:15:00.000Z'],
  ['20/11/2026 09:15', '2026-11-20T06:15:00.000Z'],
  ['20-11-26 9:15 PM', '2026-11-20T18:15:00.000Z'],
  ['20 Nov 2026, 12:05 am', '2026-11-19T21:05:00.000Z'],
  ['November 20, 2026 at 9:15 AM', '2026-11-20T06:15:00.000Z'],
  ['Fri, 20 Nov 2026 06:15:30 +0000', '2026-11-20T06:15:30.000Z'],
  ['20th Nov 2026 09:15 GMT+3', '2026-11-20T06:15:00.000Z'],
])('%s', (cell, instant) => {
  expect(iso(cell)).toBe(instant)
})

test('a date without a time, no date, and a zone of several meanings are not read', () => {
  expect(['2026-11-20', '', 'yesterday', '31/02/2026 10:00', '2026-11-20 25:00', '2026-11-20 09:15 PST', '20/11/2026 13:00 PM'].map((c) => iso(c))).toEqual(
    Array(7).fill(null),
  )
})

test('the day comes first unless a column leaves no other reading', () => {
  expect([isMonthFirst(['03/04/2026 10:00']), isMonthFirst(['03/04/2026', '11/20/2026']), isMonthFirst(['20/11/2026', '11/20/2026'])]).toEqual([
    false,
    true,
    false,
  ])
  expect([iso('03/04/2026 10:00'), iso('03/04/2026 10:00', true)]).toEqual(['2026-04-03T07:00:00.000Z', '2026-03-04T07:00:00.000Z'])
})
