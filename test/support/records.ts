/** Records as a run of the console opens them, sends from them and leaves them, without the console around it. */
import path from 'node:path'
import type { Database } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { beginBoot, endBoot } from '../../db/queries/boots.ts'
import type { JournalAttempt } from '../../db/queries/journal.ts'
import { openJournal, type SentJournal } from '../../electron/safekeeping/journal.ts'
import { type Replay, replayJournals } from '../../electron/safekeeping/replay.ts'
import { closeAttempts, insertSms, openAttempts } from './sms-rows.ts'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../db/migrations')
/** When the first run begins, unless it is said (ms UTC). */
export const START = Date.UTC(2026, 10, 20, 7)
/** What each SMS is reckoned at, and costs when it is accepted. */
export const PRICE = 800_000

export type Run = {
  readonly db: Database
  readonly journal: SentJournal
  readonly replay: Replay
  readonly bootId: number
  /** When it sends (ms UTC). */
  readonly now: number
  /** Queues new SMS. Answers their ids. */
  queue(count: number): Promise<number[]>
  /** Hands SMS over, and writes the answer down where there is one. */
  send(ids: readonly number[], outcome: Parameters<typeof closeAttempts>[2] | null): Promise<void>
  /** id → state, with the reason of a hold. */
  states(): Record<number, string>
  /** Ends the run in order; `kill` leaves the records as a killed console does. */
  stop(): Promise<void>
  kill(): Promise<void>
}

/** Opens `live.db` in the folder as a start of the console does. Each run is a minute after the one before it. */
export async function openRecords(folder: string, start = START): Promise<Run> {
  const db = openDatabase(path.join(folder, 'live.db'), { migrations: MIGRATIONS })
  const replay = await replayJournals(db, { folder, mode: 'live' }, start, { info() {}, warn() {}, error() {} })
  const bootId = await db.write((tx) => beginBoot(tx, 'test', start))
  const now = start + bootId * 60_000
  const journal = openJournal({
    folder,
    mode: 'live',
    installation: replay.installation,
    bootId,
    clock: { now: () => now, monotonic: () => performance.now() },
  })
  const toJournal = (ids: readonly number[]) => journal.append(newestAttempts(db, ids))
  return {
    db,
    journal,
    replay,
    bootId,
    now,
    queue: (count) =>
      db.write((tx) => {
        const school = tx.get<{ id: number }>('SELECT id FROM schools')?.id
        const schoolId =
          school ??
          tx.run(
            `INSERT INTO schools (name, short_name, office_phone, paybill, term, year, created_at, updated_at)
             VALUES ('Nyota Ridge Secondary School', 'Nyota Ridge', '0700 111 222', '555017', 3, 2026, 0, 0)`,
          ).id
        return insertSms(tx, schoolId, count, { made: now, estimateMicros: PRICE })
      }),
    async send(ids, outcome) {
      await db.write((tx) => openAttempts(tx, ids, bootId, now))
      await toJournal(ids)
      if (outcome === null) return
      await db.write((tx) => closeAttempts(tx, ids, outcome, now))
      await toJournal(ids)
    },
    states: () =>
      Object.fromEntries(
        db
          .all<{ id: number; state: string; why: string | null }>('SELECT id, state, hold_reason why FROM sms_logs ORDER BY id')
          .map(({ id, state, why }) => [id, why === null ? state : `${state}: ${why}`]),
      ),
    async stop() {
      await journal.close()
      await db.write((tx) => endBoot(tx, bootId, now))
      db.close()
    },
    async kill() {
      await journal.close()
      db.close()
    },
  }
}

/** The newest attempt of each of these SMS, as the queue journals it. */
function newestAttempts(db: Database, ids: readonly number[]): JournalAttempt[] {
  return db.all<JournalAttempt>(
    `SELECT 'sms' channel, l.id, l.created_at madeAt, a.n, a.boot_id bootId, a.provider, a.account, a.outcome, a.provider_id providerId,
       CASE WHEN a.outcome IN ('rejected', 'retry') THEN 0 ELSE l.estimate_micros END spentMicros,
       CASE a.outcome WHEN 'accepted' THEN ?1 END costMicros, CASE a.outcome WHEN 'accepted' THEN 'KES' END costCurrency, coalesce(a.ended_at, a.begun_at) at
     FROM json_each(?2) j JOIN sms_logs l ON l.id = j.value
     JOIN attempts a ON a.sms_log_id = l.id AND a.n = (SELECT max(n) FROM attempts WHERE sms_log_id = l.id)`,
    PRICE,
    JSON.stringify(ids),
  )
}
