import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fileLog } from '../../../../electron/platform/logger.ts'

const clock = { now: () => Date.parse('2026-05-04T06:00:00Z'), monotonic: () => 0, after: () => () => {} }
let folder: string
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'log-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))
const lines = (name = 'console.log') =>
  fs
    .readFileSync(path.join(folder, 'logs', name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test('each line is an object with the time, the level, the phrase and the fields', () => {
  const log = fileLog(path.join(folder, 'logs'), clock)
  log.info('queue started', { waiting: 3 })
  log.warn('channel paused', { channel: 'sms' })
  expect(lines()).toEqual([
    { at: '2026-05-04T06:00:00.000Z', level: 'info', what: 'queue started', waiting: 3 },
    { at: '2026-05-04T06:00:00.000Z', level: 'warn', what: 'channel paused', channel: 'sms' },
  ])
})

test('an error keeps its stack and its causes, and loses numbers and addresses', () => {
  const log = fileLog(path.join(folder, 'logs'), clock)
  log.error('send failed', new Error('to +254712345678', { cause: new TypeError('from head@example.co.ke') }), { id: 7 })
  const [{ error, id }] = lines()
  expect(id).toBe(7)
  expect(error).toContain('Error: to [number]\n    at ')
  expect(error).toContain('caused by TypeError: from [address]\n    at ')
})

test('the log never grows beyond three files of 1 MB', () => {
  const log = fileLog(path.join(folder, 'logs'), clock)
  const long = 'x'.repeat(100_000)
  for (let n = 0; n < 60; n++) log.info('long', { n, long })
  expect(fs.readdirSync(path.join(folder, 'logs')).sort()).toEqual(['console.1.log', 'console.2.log', 'console.log'])
  expect(lines().at(-1).n).toBe(59)
  for (const name of fs.readdirSync(path.join(folder, 'logs'))) expect(fs.statSync(path.join(folder, 'logs', name)).size).toBeLessThan(1_200_000)
})
