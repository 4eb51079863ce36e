/**
 * Moves the write-ahead log into the database file from the worker thread. SQLite's own habit is to do it within whoever's commit fills the log,
 * which on a slow disk would hold the main process for seconds.
 */
import type { Database } from '../../db/client.ts'
import { unmovedPages } from '../../db/log-pages.ts'
import type { Log } from '../platform/ports.ts'
import type { WorkerClient } from '../platform/worker-client.ts'

/** Pages of the log (4 KB each) that are worth a move. */
const LONG_LOG = 1_000

export type CheckpointParts = {
  readonly db: Pick<Database, 'get'>
  readonly worker: Pick<WorkerClient, 'call'>
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
    // what was written meanwhile while nobody writes, so that the log begins anew; it is little
    await worker.call('records:move-rest-of-log', null)
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
