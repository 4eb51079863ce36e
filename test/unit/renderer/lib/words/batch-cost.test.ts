import { expect, test } from 'vitest'
import { costOf } from '../../../../../renderer/lib/words/batch-cost.ts'

const figures = { estimateMicros: 8_000_000, actual: [{ micros: 6_400_000, currency: 'KES' }], priced: 8, currency: 'KES' }

test('a difference is told once every SMS that the provider took has its price', () => {
  const actual = [{ micros: 9_600_000, currency: 'KES' }]
  expect(costOf({ ...figures, actual }, { sent: 5, delivered: 3, failed: 2 })).toEqual({
    estimateMicros: 8_000_000,
    actual,
    taken: 8,
    priced: 8,
    isWhole: true,
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

test('a sum in another currency has no difference to the estimate, though it is whole', () => {
  const dollars = { micros: 63_200, currency: 'USD' }
  const differences = [[dollars], [...figures.actual, dollars]].map((actual) => costOf({ ...figures, actual }, { sent: 8 }))
  expect(differences).toMatchObject([
    { isWhole: true, differenceMicros: null },
    { isWhole: true, differenceMicros: null },
  ])
})
