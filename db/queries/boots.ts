/** Queries of boots: runs of the console on these records. */
import type { Reader, Tx } from '../client.ts'

export type Boot = { readonly id: number; readonly stoppedAt: number | null }

/** The newest boot; undefined in new records. */
export function lastBoot(db: Pick<Reader, 'get'>): Boot | undefined {
  return db.get<Boot>('SELECT id, stopped_at stoppedAt FROM boots ORDER BY id DESC LIMIT 1')
}

/** Begins a boot of this version at `now` (ms UTC). Returns its id. */
export function beginBoot(tx: Tx, version: string, now: number): number {
  return tx.run('INSERT INTO boots (version, started_at) VALUES (?, ?)', version, now).id
}

/** Adds a boot that is known from a journal, unless it is there. `startedAt`: ms UTC. */
export function addBoot(tx: Tx, id: number, startedAt: number): void {
  tx.run("INSERT OR IGNORE INTO boots (id, version, started_at) VALUES (?, '', ?)", id, startedAt)
}

/** Ends a boot in order: nothing of it is on the wire any more. `now`: ms UTC. */
export function endBoot(tx: Tx, bootId: number, now: number): void {
  tx.run('UPDATE boots SET stopped_at = ? WHERE id = ?', now, bootId)
}

/** The longest that quiet hours or the gap to a guardian's last message let a message wait. */
const LONGEST_WAIT_MS = 86_400_000

/** The latest instant in these records (ms UTC). A clock that shows an earlier one was set back. */
export function latestKnown(db: Pick<Reader, 'get'>): number {
  const newest = (table: string, at: string) => `coalesce((SELECT ${at} FROM ${table} ORDER BY id DESC LIMIT 1), 0)`
  const waits = (table: string) => `coalesce((SELECT max(not_before) FROM ${table} INDEXED BY ${table}_due WHERE state = 'queued'), 0) - ${LONGEST_WAIT_MS}`
  const expiry = (table: string) => `coalesce((SELECT max(updated_at) FROM ${table} INDEXED BY ${table}_expired WHERE state = 'expired'), 0)`
  const all = [
    // this boot has written the end of what the one before it left open
    'coalesce((SELECT max(max(started_at, coalesce(stopped_at, 0))) FROM boots), 0)',
    // more than can have been on the wire at once
    'coalesce((SELECT max(max(begun_at, coalesce(ended_at, 0))) FROM (SELECT begun_at, ended_at FROM attempts ORDER BY id DESC LIMIT 1000)), 0)',
    newest('sms_logs', 'created_at'),
    newest('email_logs', 'created_at'),
    // a hold window that ended, or a wait that began, by a clock that was wrong
    waits('sms_logs'),
    waits('email_logs'),
    // what became too old by it
    expiry('sms_logs'),
    expiry('email_logs'),
  ]
  return db.get<{ at: number }>(`SELECT max(${all.join(', ')}) at`)?.at ?? 0
}
