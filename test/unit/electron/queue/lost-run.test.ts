import { expect, test } from 'vitest'
import { createLostRun } from '../../../../electron/queue/lost-run.ts'

test('three calls without an answer pause the channel for half a minute', () => {
  const run = createLostRun()
  run.heard(['unknown'])
  run.heard(['unknown', 'unknown'])
  expect(run.pauseUntil(0, 0)).toBeNull()
  run.heard(['unknown'])
  expect(run.pauseUntil(0, 0)).toBe(30_000)
})

test('an answer in between begins the count anew; what was certainly not sent says nothing', () => {
  const run = createLostRun()
  run.heard(['unknown'])
  run.heard(['unknown'])
  run.heard(['accepted'])
  run.heard(['unknown'])
  run.heard(['not_sent'])
  run.heard(['unknown'])
  expect(run.pauseUntil(0, 0)).toBeNull()
})

test('a call in which one number got its answer is not lost', () => {
  const run = createLostRun()
  for (let i = 0; i < 5; i++) run.heard(['unknown', 'rejected'])
  expect(run.pauseUntil(0, 0)).toBeNull()
})

test('each try that is lost as well makes the wait longer, up to five minutes', () => {
  const run = createLostRun()
  for (let i = 0; i < 3; i++) run.heard(['unknown'])
  const waits = [run.pauseUntil(0, 0)]
  for (let i = 0; i < 5; i++) {
    run.heard(['unknown'])
    waits.push(run.pauseUntil(0, 0))
  }
  expect(waits).toEqual([30_000, 60_000, 120_000, 300_000, 300_000, 300_000])
})

test('calls that were open when it paused do not make the wait longer', () => {
  const run = createLostRun()
  for (let i = 0; i < 3; i++) run.heard(['unknown'])
  expect(run.pauseUntil(0, 5)).toBe(30_000)
  for (let i = 0; i < 5; i++) run.heard(['unknown'])
  expect(run.pauseUntil(0, 0)).toBeNull()
  run.heard(['unknown'])
  expect(run.pauseUntil(0, 0)).toBe(60_000)
})
