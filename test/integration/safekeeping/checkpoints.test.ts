/** The write-ahead log is moved into the records from the worker, so that no commit of the main process has to. */
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { unmovedPages } from '../../../db/log-pages.ts'
import { openDatabase } from '../../../db/open.ts'
import { startWorker } from '../../../electron/platform/worker-client.ts'
import { type CheckpointParts, createCheckpoints } from '../../../electron/safekeeping/checkpoints.ts'
import type { Jobs } from '../../../electron/worker/jobs.ts'
import { testPlatform } from '../../support/console.ts'
import { temporaryDatabase } from '../../support/database.ts'

/** The records as the main process opens them; `writePages` fills about so many pages of their log. */
async function records(makeWorker: (file: string) => CheckpointParts['worker']) {
  const { file } = await temporaryDatabase()
  let written = () => {}
  const db: Database = openDatabase(file, { onWritten: () => written() })
  onTestFinished(() => db.close())
  written = createCheckpoints({ db, worker: makeWorker(file), log: { info() {}, warn() {}, error() {} } }).written
  const writePages = async (n: number) => {
    for (let i = 0; i < n; i += 10) {
      await db.write((tx) => tx.run("INSERT INTO audit (at, action, about) VALUES (0, 'test', ?)", 'x'.repeat(40_000)))
    }
  }
  return { db, writePages }
}

test('the log is moved into the records while they are written, and begins anew', async () => {
  const { db, writePages } = await records((file) => {
    const worker = startWorker<Jobs>(testPlatform({ dataFolder: path.dirname(file) }).workerScript, file, { info() {}, warn() {}, error() {} })
    onTestFinished(() => worker.close())
    return worker
  })
  await writePages(1_100)
  await expect.poll(() => unmovedPages(db)).toBe(0)
  await writePages(10)
  expect(db.get<{ log: number }>('PRAGMA wal_checkpoint(NOOP)')?.log).toBeLessThan(100)
})

test('while the worker is at a long job nobody who writes waits for it', async () => {
  const asked: string[] = []
  const call = (async (job: string) => {
    asked.push(job)
    return null
  }) as unknown as CheckpointParts['worker']['call']
  const { db, writePages } = await records(() => ({ call, isIdle: () => false }))
  await writePages(1_100)
  expect(unmovedPages(db)).toBeGreaterThan(1_000)
  expect(new Set(asked)).toEqual(new Set(['records:move-log']))
  await db.write((tx) => tx.run("INSERT INTO audit (at, action, about) VALUES (0, 'test', 'waited for nobody')"))
})

test('a log that nobody has moved is moved by whoever writes, once it is long overdue', async () => {
  const { db, writePages } = await records(() => ({ call: () => Promise.reject(new Error('the worker died')), isIdle: () => true }))
  await writePages(5_000)
  expect(unmovedPages(db)).toBeLessThan(4_100)
})
