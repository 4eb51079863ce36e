import { expect, test } from 'vitest'
import { watchSilence } from '../../../../../electron/platform/worker/silence.ts'
import { handClock } from '../../../../support/clock.ts'

const LIMIT = 60_000

function watched() {
  const clock = handClock()
  let silent = 0
  const watch = watchSilence(clock, LIMIT, () => silent++)
  const pass = (ms: number) => {
    for (let i = 0; i < ms; i += 1_000) clock.advance(1_000)
    return silent
  }
  return { clock, watch, pass }
}

test('what is not heard of for the limit is silent, and told once', () => {
  const { pass } = watched()
  expect([pass(LIMIT - 1_000), pass(1_000), pass(10 * LIMIT)]).toEqual([0, 1, 1])
})

test('whoever is heard of in time is never silent, and has half as long again at most afterwards', () => {
  const { watch, pass } = watched()
  for (let i = 0; i < 10; i++) {
    watch.heard()
    expect(pass(LIMIT / 2)).toBe(0)
  }
  watch.heard()
  expect([pass(LIMIT - 1_000), pass(LIMIT / 2 + 1_000)]).toEqual([0, 1])
})

test('a computer that slept for hours is no silence', () => {
  const { clock, pass } = watched()
  clock.advance(8 * 3_600_000)
  expect([pass(LIMIT / 2 - 1_000), pass(1_000)]).toEqual([0, 1])
})

test('nothing is told of what has ended', () => {
  const { watch, pass } = watched()
  watch.stop()
  expect(pass(10 * LIMIT)).toBe(0)
})
