/**
 * Checkpoints of the write-ahead log, made in the worker thread. SQLite by itself makes them within the commit that fills the log, which on a slow disk
 * would hold the main process for seconds.
 */
import type { Database } from '../../db/client.ts'
import { unmovedPages } from '../../db/log-pages.ts'
import type { Log } from '../platform/ports.ts'
import type { WorkerClient } from '../platform/worker/client.ts'
import type { RecordJobs } from './jobs.ts'

/** How many pages of the log (4 KB each) make a checkpoint worth while. */
const LONG_LOG = 1_000

export type CheckpointParts = {
  readonly db: Pick<Database, 'get'>
  readonly worker: Pick<WorkerClient<RecordJobs>, 'call'>
  readonly log: Log
}
export type Checkpoints = {
  /** Call it after every commit. */
  written(): void
}

export function createCheckpoints({ db, worker, log }: CheckpointParts): Checkpoints {
  let moving = false

  async function move() {
    // Most of the log is moved while others go on writing.
    await worker.call('records:move-log', null)
    // The rest, which is little, is moved while nobody writes, so that the log starts over.
    await worker.call('records:move-rest-of-log', null)
  }
  return {
    written() {
      if (moving || unmovedPages(db) < LONG_LOG) return
      moving = true
      void move()
        // The writing connection makes the checkpoint itself once it is overdue.
        .catch((error: unknown) => log.info('the log was not moved into the records', { error: String(error) }))
        .finally(() => {
          moving = false
        })
    },
  }
}
