import { expect, test } from 'vitest'
import { guessReportMapping, isEnough } from '../../../../../electron/reports/export/columns.ts'

test('the surer heading is taken where two could be meant', () => {
  expect(guessReportMapping(['ID', 'Message ID', 'Date', 'From', 'To', 'Message', 'Status', 'Delivery Status', 'Failure Reason', 'Cost'])).toEqual({
    providerId: 1,
    phone: 4,
    at: 2,
    status: 7,
    reason: 8,
    text: 5,
  })
  expect(guessReportMapping(['From', 'To', 'Body', 'Status', 'SentDate', 'ErrorCode', 'Sid'])).toEqual({
    phone: 1,
    text: 2,
    status: 3,
    at: 4,
    reason: 5,
    providerId: 6,
  })
})

test('a status and a way to find the message are needed', () => {
  expect([{ status: 0, providerId: 1 }, { status: 0, phone: 1, at: 2 }, { status: 0, phone: 1 }, { providerId: 1 }, {}].map(isEnough)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
