import { expect, test } from 'vitest'
import { createLostRun } from '../../../../electron/queue/lost-run.ts'

test('three calls without an answer pause the channel for half a minute', () => {
  const run = createLostRun()
  run.heard(['unknown'])
  run.heard(['unknown', 'unknown'])
  expect(run.pause(0, 0)).toBeNull()
  run.heard(['unknown'])
  expect(run.pause(0, 0)).toEqual({ until: 30_000 })
})

test('an answer in between begins the count anew; what was certainly not sent says nothing', () => {
  const run = createLostRun()
  run.heard(['unknown'])
  run.heard(['unknown'])
  run.heard(['accepted'])
  run.heard(['unknown'])
  run.heard(['not_sent'])
  run.heard(['unknown'])
  expect(run.pause(0, 0)).toBeNull()
})

test('a call in which one number got its answer is not lost', () => {
  const run = createLostRun()
  for (let i = 0; i < 5; i++) run.heard(['unknown', 'rejected'])
  expect(run.pause(0, 0)).toBeNull()
})

test('each try that is lost as well makes the wait longer; after the last of them a person decides', () => {
  const run = createLostRun()
  for (let i = 0; i < 3; i++) run.heard(['unknown'])
  const waits = [run.pause(0, 0)?.until]
  for (let i = 0; i < 7; i++) {
    run.heard(['unknown'])
    waits.push(run.pause(0, 0)?.until)
  }
  expect(waits).toEqual([30_000, 60_000, 120_000, 300_000, 900_000, 1_800_000, null, null])
})

test('calls that were open when it paused do not make the wait longer', () => {
  const run = createLostRun()
  for (let i = 0; i < 3; i++) run.heard(['unknown'])
  expect(run.pause(0, 5)).toEqual({ until: 30_000 })
  for (let i = 0; i < 5; i++) run.heard(['unknown'])
  expect(run.pause(0, 0)).toBeNull()
  run.heard(['unknown'])
  expect(run.pause(0, 0)).toEqual({ until: 60_000 })
})
