/** The write-ahead log: what was committed stands in it, durable, until its pages are moved into the database file (a checkpoint). */
import type { Reader } from './client.ts'

type LogState = { readonly log: number; readonly checkpointed: number }

/** How many pages of the log are not in the file yet. Takes microseconds. */
export function unmovedPages(db: Pick<Reader, 'get'>): number {
  const { log = 0, checkpointed = 0 } = db.get<LogState>('PRAGMA wal_checkpoint(NOOP)') ?? {}
  return log - checkpointed
}

/**
 * Moves what it can into the file and waits for the disk; others can read and write meanwhile. Where it moved everything, and nobody reads from the
 * log, whoever writes next begins the log anew.
 */
export function moveLog(db: Pick<Reader, 'get'>): void {
  db.get('PRAGMA wal_checkpoint(PASSIVE)')
}
