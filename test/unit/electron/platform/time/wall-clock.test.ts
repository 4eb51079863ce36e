import { expect, test } from 'vitest'
import { wallClock } from '../../../../../electron/platform/time/wall-clock.ts'

const night = '2026-05-04T23:30:00+03:00'

test('a checkout can be started at another time, and the clock runs on from there', () => {
  const clock = wallClock({ isPackaged: false, env: { BURSAR_CLOCK: night } })
  expect(clock.now() - Date.parse(night)).toBeLessThan(60_000)
  expect(clock.now()).toBeGreaterThanOrEqual(Date.parse(night))
})

test('a packaged console goes by the computer, whatever the environment says', () => {
  expect(Math.abs(wallClock({ isPackaged: true, env: { BURSAR_CLOCK: night } }).now() - Date.now())).toBeLessThan(60_000)
})

test('a text that is no instant is refused', () => {
  expect(() => wallClock({ isPackaged: false, env: { BURSAR_CLOCK: 'tomorrow' } })).toThrow('BURSAR_CLOCK')
})
