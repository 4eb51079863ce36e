/** Damaged records as the person at the computer meets them: a question, and nothing done before it is answered. */
import fs from 'node:fs'
import path from 'node:path'
import type { MessageBoxOptions } from 'electron'
import { expect, test } from 'vitest'
import { openOrRestore, type RestoreParts, restoreDialog } from '../../../electron/app/offer-restore.ts'
import { makeBackup } from '../../../electron/safekeeping/backup.ts'
import { temporaryFolder } from '../../support/database.ts'
import { openRecords } from '../../support/records.ts'

const BACKED_UP = Date.UTC(2026, 10, 20, 5, 30)

async function damagedRecords() {
  const folder = temporaryFolder()
  const run = await openRecords(folder)
  await run.queue(2)
  await makeBackup({ folder, mode: 'live' }, BACKED_UP)
  await run.stop()
  fs.writeFileSync(path.join(folder, 'live.db'), 'these are no records '.repeat(500))
  return folder
}

/** The person's answers, by the button's place; each question is written down. */
function person(folder: string, answers: number[]) {
  const asked: MessageBoxOptions[] = []
  const opened: string[] = []
  const parts: RestoreParts = {
    place: { folder, mode: 'live' },
    language: 'en',
    clock: { now: () => BACKED_UP + 3_600_000 },
    log: { info() {}, warn() {}, error() {} },
    ask: async (options) => {
      asked.push(options)
      return { response: answers.shift() ?? -1 }
    },
    openFolder: async (name) => opened.push(name),
  }
  return { parts, asked, opened }
}

test('told to, the newest good backup is brought back and the console opens; what was there is kept', async () => {
  const folder = await damagedRecords()
  const { parts, asked, opened } = person(folder, [1, 0])
  const run = await openOrRestore(() => openRecords(folder), parts)
  expect(Object.values(run.states())).toEqual(['held: restored', 'held: restored'])
  expect(opened).toEqual([folder])
  expect(asked.map(({ buttons }) => buttons?.[0])).toEqual(['Bring back the copy of 20 November 2026', 'Bring back the copy of 20 November 2026'])
  expect(asked[0]?.detail).toContain('20 November 2026 (08:30)')
  expect(fs.readFileSync(path.join(folder, 'damaged-20261120-063000/live.db'), 'utf8')).toMatch(/^these are no records/)
  await run.stop()
})

test.each([
  ['told to close', 2],
  ['when the question is closed without an answer', -1],
])('%s, it leaves everything as it is', async (_name, answer) => {
  const folder = await damagedRecords()
  const before = fs.readdirSync(folder)
  const { parts } = person(folder, [answer])
  await expect(openOrRestore(() => openRecords(folder), parts)).rejects.toThrow(/not a database/)
  expect(fs.readdirSync(folder)).toEqual(before)
  expect(fs.readFileSync(path.join(folder, 'live.db'), 'utf8')).toMatch(/^these are no records/)
})

test('any other fault is not answered by a backup', async () => {
  const folder = await damagedRecords()
  const { parts, asked } = person(folder, [0])
  const locked = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
  await expect(openOrRestore(() => Promise.reject(locked), parts)).rejects.toBe(locked)
  expect(asked).toEqual([])
})

test('without a good backup there is nothing to bring back, and closing is what Enter and Escape do, in both languages', () => {
  for (const language of ['en', 'sw'] as const) {
    for (const backup of [null, { file: 'live.db', at: BACKED_UP, nth: 1 }]) {
      const { options, choices } = restoreDialog(backup, '/records', language)
      expect(choices).toEqual(backup ? ['restore', 'folder', 'quit'] : ['folder', 'quit'])
      expect([options.defaultId, options.cancelId]).toEqual([choices.indexOf('quit'), choices.indexOf('quit')])
      expect(options.buttons).toHaveLength(choices.length)
      expect(`${options.message}${options.detail}${options.buttons}`).not.toContain('{{')
      expect(options.detail).toContain('/records')
    }
  }
})
