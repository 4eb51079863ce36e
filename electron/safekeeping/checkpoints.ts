/**
 * Moves the write-ahead log into the database file from the worker thread. SQLite's own habit is to do it within whoever's commit fills the log,
 * which on a slow disk would hold the main process for seconds.
 */
import type { Database } from '../../db/client.ts'
import { unmovedPages } from '../../db/log-pages.ts'
import type { Log } from '../platform/ports.ts'
import type { WorkerClient } from '../platform/worker-client.ts'
import type { RecordJobs } from './jobs.ts'

/** Pages of the log (4 KB each) that are worth a move. */
const LONG_LOG = 1_000

export type CheckpointParts = {
  readonly db: Pick<Database, 'get' | 'lend'>
  readonly worker: Pick<WorkerClient<RecordJobs>, 'call' | 'isIdle'>
  readonly log: Log
}
export type Checkpoints = {
  /** A transaction was written. */
  written(): void
}

export function createCheckpoints({ db, worker, log }: CheckpointParts): Checkpoints {
  let moving = false

  async function move() {
    // most of it beside whoever writes on
    await worker.call('records:move-log', null)
    // What was written meanwhile while nobody writes, so that the log begins anew. It is little, but behind a long job everybody would wait for that one too.
    await db.lend(async () => {
      if (worker.isIdle()) await worker.call('records:move-log', null)
    })
  }
  return {
    written() {
      if (moving || unmovedPages(db) < LONG_LOG) return
      moving = true
      void move()
        // the connection that writes does it by itself once it is overdue
        .catch((error: unknown) => log.info('the log was not moved into the records', { error: String(error) }))
        .finally(() => {
          moving = false
        })
    },
  }
}
