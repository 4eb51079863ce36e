/** The write-ahead log is moved into the records from the worker, so that no commit of the main process has to. */
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { unmovedPages } from '../../../db/log-pages.ts'
import { openDatabase } from '../../../db/open.ts'
import { startWorker } from '../../../electron/platform/worker/client.ts'
import { type CheckpointParts, createCheckpoints } from '../../../electron/safekeeping/checkpoints.ts'
import { JOB_RULES, type Jobs, type WritingJob } from '../../../electron/worker/jobs.ts'
import { handClock } from '../../support/clock.ts'
import { temporaryDatabase, temporaryFolder } from '../../support/database.ts'

/** The records as the main process opens them; `writePages` fills about so many pages of their log. */
async function records(makeWorker: (file: string, db: Database) => CheckpointParts['worker']) {
  const { file } = await temporaryDatabase()
  let written = () => {}
  const db: Database = openDatabase(file, { onWritten: () => written() })
  onTestFinished(() => db.close())
  written = createCheckpoints({ db, worker: makeWorker(file, db), log: { info() {}, warn() {}, error() {} } }).written
  const writePages = async (n: number) => {
    for (let i = 0; i < n; i += 10) {
      await db.write((tx) => tx.run("INSERT INTO audit (at, action, about) VALUES (0, 'test', ?)", 'x'.repeat(40_000)))
    }
  }
  return { db, writePages }
}

const faultyScript = pathToFileURL(path.resolve(import.meta.dirname, '../../support/faulty-worker.ts'))

function realWorker(file: string, db: Database) {
  const worker = startWorker<Jobs, WritingJob>({
    rules: JOB_RULES,
    script: faultyScript,
    file,
    db,
    clock: handClock(),
    log: { info() {}, warn() {}, error() {} },
  })
  onTestFinished(() => worker.close())
  return worker
}

test('the log is moved into the records while they are written, and begins anew', async () => {
  const { db, writePages } = await records(realWorker)
  await writePages(1_100)
  await expect.poll(() => unmovedPages(db)).toBe(0)
  await writePages(10)
  expect(db.get<{ log: number }>('PRAGMA wal_checkpoint(NOOP)')?.log).toBeLessThan(100)
})

test('while the worker is at a long job nobody who writes waits for it, and the log is moved after it', async () => {
  const busy = path.join(temporaryFolder(), 'busy')
  fs.writeFileSync(busy, '')
  let job: Promise<unknown> = Promise.resolve()
  const { db, writePages } = await records((file, db) => {
    const worker = realWorker(file, db)
    job = worker.call('imports:read', { path: busy, name: 'busy', options: {} })
    return worker
  })
  await writePages(1_100)
  expect(unmovedPages(db)).toBeGreaterThan(1_000)
  await db.write((tx) => tx.run("INSERT INTO audit (at, action, about) VALUES (0, 'test', 'waited for nobody')"))
  fs.rmSync(busy)
  await expect(job).rejects.toThrow()
  await expect.poll(() => unmovedPages(db)).toBe(0)
})

test('a log that nobody has moved is moved by whoever writes, once it is long overdue', async () => {
  const { db, writePages } = await records(() => ({ call: () => Promise.reject(new Error('the worker died')) }))
  await writePages(5_000)
  expect(unmovedPages(db)).toBeLessThan(4_100)
})
