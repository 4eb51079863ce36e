import { expect, test } from 'vitest'
import { isDue, isWithin, NEVER_POLLED, POLL_EVERY_MS, REPORT_AGES_MS, REPORT_WINDOW_MS, spansDue } from '../../../../electron/reports/schedule.ts'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 10, 20, 7)

test('a source is asked in its time, and less often the longer it is in trouble', () => {
  const asked = (minutes: number, failures = 0, notBefore: number | null = null) => ({ at: NOW - minutes * MINUTE, trouble: null, failures, notBefore })
  const due = (a: typeof NEVER_POLLED) => isDue(a, POLL_EVERY_MS.relay, NOW)
  expect(due(NEVER_POLLED)).toBe(true)
  expect([due(asked(4)), due(asked(5))]).toEqual([false, true])
  expect([due(asked(9, 1)), due(asked(10, 1)), due(asked(59, 30)), due(asked(60, 30))]).toEqual([false, true, false, true])
})

test('a relay that asks to be left alone is, but never for a day', () => {
  const asked = (notBefore: number) => ({ at: NOW - 10 * MINUTE, trouble: null, failures: 0, notBefore })
  expect([isDue(asked(NOW + MINUTE), POLL_EVERY_MS.relay, NOW), isDue(asked(NOW + 1_440 * MINUTE), POLL_EVERY_MS.relay, NOW)]).toEqual([false, true])
})

test('a clock that was set back silences no source', () => {
  expect(isDue({ at: NOW + 99 * MINUTE, trouble: null, failures: 0, notBefore: null }, POLL_EVERY_MS.relay, NOW)).toBe(true)
})

test('a message is asked about once at each age, however often anybody looks', () => {
  const sentAt = NOW
  const askedAt: number[] = []
  let last: number | null = NOW
  for (let minute = 1; minute <= 3_000; minute++) {
    const now = NOW + minute * MINUTE
    if (isWithin(spansDue(REPORT_AGES_MS, last, now), sentAt)) askedAt.push(minute)
    last = now
  }
  expect(askedAt).toEqual([1, 5, 15, 60, 180, 360, 720, 1_440, 2_820])
})

test('after a long sleep everything of the last two days is asked about, once', () => {
  const spans = spansDue(REPORT_AGES_MS, null, NOW)
  expect(spans).toEqual([[NOW - REPORT_WINDOW_MS, NOW - MINUTE]])
  expect(spansDue(REPORT_AGES_MS, NOW + 999 * MINUTE, NOW)).toEqual(spans)
})
