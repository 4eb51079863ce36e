import { expect, test } from 'vitest'
import { readDate } from '../../../../../shared/model/values/date.ts'

test.each<[string, string | null]>([
  ['31/12/2026', '2026-12-31'],
  ['1/2/26', '2026-02-01'],
  ['31-12-2026', '2026-12-31'],
  ['31.12.2026', '2026-12-31'],
  ['2026-12-31', '2026-12-31'],
  ['2026-12-31 00:00:00', '2026-12-31'],
  ['31 Dec 2026', '2026-12-31'],
  ['31-December-2026', '2026-12-31'],
  ['29/2/2028', '2028-02-29'],
  ['', null],
  ['-', null],
  ['12/31/2026', 'not_a_date'],
  ['29/2/2026', 'not_a_date'],
  ['31/4/2026', 'not_a_date'],
  ['31 Foo 2026', 'not_a_date'],
  ['0/1/2026', 'not_a_date'],
  ['1/1/1890', 'not_a_date'],
  ['46022', 'not_a_date'],
  ['next week', 'not_a_date'],
])('the cell %j is read as %j', (cell, date) => {
  expect(readDate(cell)).toBe(date)
})
