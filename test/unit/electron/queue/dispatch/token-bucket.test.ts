import { expect, test } from 'vitest'
import { tokenBucket } from '../../../../../electron/queue/dispatch/token-bucket.ts'

function bucket() {
  let ms = 0
  const made = tokenBucket(() => ms)
  return { ...made, after: (more: number) => (ms += more) }
}

test('without a limit everything may leave', () => {
  expect(bucket().allowance(null)).toBe(Number.POSITIVE_INFINITY)
})

test('a limit that is set later holds from then on', () => {
  const one = bucket()
  one.take(1_000)
  one.allowance(null)
  expect(one.allowance(10)).toBe(10)
})

test.each([
  [10, 0, 10],
  [10, 100, 11],
  [10, 1_000, 20],
  // a long sleep saves up a second's worth, no more
  [10, 8 * 3_600_000, 20],
  [0.5, 1_999, 1],
  [0.5, 2_000, 2],
  [0.5, 60_000, 2],
])('at %d a second, after %d ms %d have left', (rate, wait, left) => {
  const one = bucket()
  let gone = one.allowance(rate)
  one.take(gone)
  one.after(wait)
  gone += one.allowance(rate)
  expect(gone).toBe(left)
})

test('says how long to wait for the next', () => {
  const one = bucket()
  one.take(one.allowance(4))
  expect(one.waitMs(4)).toBe(250)
  one.after(200)
  expect(one.waitMs(4)).toBe(50)
})
