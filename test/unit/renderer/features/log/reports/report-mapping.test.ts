import { expect, test } from 'vitest'
import { changesOf, chooseReportColumn, mappingLack } from '../../../../../../renderer/features/log/reports/report-mapping.ts'

test('a column holds one thing, and a field may be in none', () => {
  const mapping = { providerId: 0, phone: 1, status: 3 }
  expect(chooseReportColumn(mapping, 'at', 1)).toEqual({ providerId: 0, status: 3, at: 1 })
  expect(chooseReportColumn(mapping, 'phone', 2)).toEqual({ providerId: 0, phone: 2, status: 3 })
  expect(chooseReportColumn(mapping, 'phone', null)).toEqual({ providerId: 0, status: 3 })
})

test.each([
  [{ phone: 0, at: 1 }, 'status'],
  [{ status: 0 }, 'match'],
  [{ status: 0, phone: 1 }, 'match'],
  [{ status: 0, phone: 1, at: 2 }, null],
  [{ status: 0, providerId: 1 }, null],
] as const)('a report read as %j lacks %s', (mapping, lack) => {
  expect(mappingLack(mapping)).toBe(lack)
})

test('what the log knows already changes nothing', () => {
  expect(changesOf({ would: { deliver: 300, fail: 4, confirm: 2, same: 90, unreadable: 1 } })).toBe(306)
})
