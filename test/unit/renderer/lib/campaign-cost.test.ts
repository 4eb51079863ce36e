import { expect, test } from 'vitest'
import { costOf } from '../../../../renderer/lib/campaign-cost.ts'

const figures = { estimateMicros: 8_000_000, actualMicros: 6_400_000, priced: 8 }

test('a difference is told once every SMS that the provider took has its price', () => {
  expect(costOf({ ...figures, actualMicros: 9_600_000 }, { sent: 5, delivered: 3, failed: 2 })).toEqual({
    estimateMicros: 8_000_000,
    actualMicros: 9_600_000,
    taken: 8,
    priced: 8,
    differenceMicros: 1_600_000,
  })
})

test.each([
  { why: 'some prices are not told', priced: 7, sms: { sent: 8 } },
  { why: 'some wait', priced: 8, sms: { sent: 8, queued: 2 } },
  { why: 'one may have gone out', priced: 8, sms: { sent: 8, unconfirmed: 1 } },
  { why: 'nothing was taken', priced: 0, sms: { failed: 10 } },
])('no difference is told while $why', ({ priced, sms }) => {
  expect(costOf({ ...figures, priced }, sms).differenceMicros).toBeNull()
})
