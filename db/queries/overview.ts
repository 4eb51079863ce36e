/** The few numbers of Home and of the shell. */
import type { BatchKind } from '../../shared/model/batches/cause.ts'
import type { HoldReason } from '../../shared/model/messages/message.ts'
import type { Reader } from '../client.ts'

type Db = Pick<Reader, 'all' | 'get'>

export function peopleCounts(db: Db): { students: number; guardians: number; withoutContact: number } {
  const n = (sql: string) => db.get<{ n: number }>(sql)?.n ?? 0
  return {
    students: n("SELECT count(*) n FROM students WHERE status = 'active'"),
    guardians: n("SELECT count(DISTINCT guardian_id) n FROM student_guardians WHERE role = 'primary'"),
    withoutContact: n(
      `SELECT count(*) n FROM guardians g WHERE g.phone_kind <> 'mobile' AND g.email IS NULL
         AND EXISTS (SELECT 1 FROM student_guardians sg WHERE sg.guardian_id = g.id AND sg.role = 'primary')`,
    ),
  }
}

/** Children who owe, and what they owe together. */
export function owing(db: Db): { students: number; cents: number } {
  return (
    db.get<{ students: number; cents: number }>(
      `SELECT count(*) students, coalesce(sum(balance), 0) cents FROM (
         SELECT sum(i.balance_cents) balance FROM invoices i JOIN students s ON s.id = i.student_id
         WHERE i.status <> 'void' AND s.status = 'active' GROUP BY i.student_id HAVING balance > 0)`,
    ) ?? { students: 0, cents: 0 }
  )
}

export function lastImport(db: Db): { at: number; fileName: string; rows: number } | undefined {
  return db.get('SELECT created_at at, file_name fileName, rows_read rows FROM imports ORDER BY id DESC LIMIT 1')
}

/** When a file of this fingerprint was brought in last. */
export function importedAt(db: Db, sha256: string): number | null {
  return db.get<{ at: number | null }>('SELECT max(created_at) at FROM imports WHERE sha256 = ?', sha256)?.at ?? null
}

type Cost = { readonly micros: number; readonly currency: string | null }

/** Messages handed over and failed since an instant, and what those that were handed over cost in each currency. */
export function sentSince(db: Db, since: number): { sent: number; failed: number; costs: Cost[] } {
  const sms = db.all<Cost & { sent: number }>(
    'SELECT count(*) sent, coalesce(sum(cost_micros), 0) micros, cost_currency currency FROM sms_logs WHERE sent_at >= ? GROUP BY cost_currency',
    since,
  )
  const email = db.get<{ sent: number }>('SELECT count(*) sent FROM email_logs WHERE sent_at >= ?', since)
  const failed = (table: string) =>
    db.get<{ n: number }>(`SELECT count(*) n FROM ${table} INDEXED BY ${table}_failed WHERE state = 'failed' AND updated_at >= ?`, since)?.n ?? 0
  const sent = sms.reduce((sum, one) => sum + one.sent, email?.sent ?? 0)
  return { sent, failed: failed('sms_logs') + failed('email_logs'), costs: sms }
}

/** How many messages stand in each of the states that want a person, both channels together; those that a person has left as they are do not. */
export function needs(db: Db, now: number): { failed: number; unconfirmed: number; waiting: number; held: number; expired: number } {
  const n = (where: string) =>
    db.get<{ n: number }>(`SELECT (SELECT count(*) FROM sms_logs WHERE ${where}) + (SELECT count(*) FROM email_logs WHERE ${where}) n`)?.n ?? 0
  const { staleData, restored } = asking(db)
  return {
    failed: n("state = 'failed'"),
    unconfirmed: n("state = 'unconfirmed' AND decided_at IS NULL"),
    waiting: n("state = 'queued'"),
    held: staleData + restored,
    expired: expiredSince(db, now - TOLD_FOR_MS),
  }
}

/** Nobody can answer that a message became too old, so it is told for a month. */
const TOLD_FOR_MS = 30 * 86_400_000

function expiredSince(db: Db, since: number): number {
  const n = (table: string) => `(SELECT count(*) FROM ${table} INDEXED BY ${table}_expired WHERE state = 'expired' AND updated_at > ?1)`
  return db.get<{ n: number }>(`SELECT ${n('sms_logs')} + ${n('email_logs')} n`, since)?.n ?? 0
}

/** How many messages are held until a person answers, by why. */
export function asking(db: Db): { staleData: number; restored: number } {
  const held = (table: string) =>
    db.all<{ reason: HoldReason; n: number }>(
      `SELECT hold_reason reason, count(*) n FROM ${table} INDEXED BY ${table}_asked WHERE state = 'held' AND hold_reason <> 'hold_window' GROUP BY hold_reason`,
    )
  const n = (reason: HoldReason) => [...held('sms_logs'), ...held('email_logs')].reduce((sum, row) => sum + (row.reason === reason ? row.n : 0), 0)
  return { staleData: n('stale_data'), restored: n('restored') }
}

/** The newest batch whose hold window still runs, with how many of its messages wait for the end of it. */
export function holdingBatch(
  db: Db,
  now: number,
): { batchId: number; kind: BatchKind; templateKey: string | null; messages: number; until: number } | undefined {
  const waits = (table: string) =>
    `EXISTS (SELECT 1 FROM ${table} INDEXED BY ${table}_held WHERE state = 'held' AND hold_reason = 'hold_window' AND batch_id = c.id)`
  const line = db.get<{ batchId: number; kind: BatchKind; templateKey: string | null; until: number }>(
    `SELECT id batchId, kind, template_key templateKey, release_at until FROM batches c
     WHERE release_at > ? AND cancelled_at IS NULL AND (${waits('sms_logs')} OR ${waits('email_logs')}) ORDER BY id DESC LIMIT 1`,
    now,
  )
  if (!line) return undefined
  const held = (table: string) => db.get<{ n: number }>(`SELECT count(*) n FROM ${table} WHERE batch_id = ? AND state = 'held'`, line.batchId)?.n ?? 0
  const messages = held('sms_logs') + held('email_logs')
  return messages > 0 ? { ...line, messages } : undefined
}

export type BatchLine = {
  readonly batchId: number
  readonly kind: BatchKind
  readonly templateKey: string | null
  readonly at: number
  readonly planned: number
}

/** The newest batches; a test message is no news of the school's. */
export function recentBatches(db: Db, limit: number): BatchLine[] {
  return db.all("SELECT id batchId, kind, template_key templateKey, created_at at, planned FROM batches WHERE kind <> 'test' ORDER BY id DESC LIMIT ?", limit)
}

/** The newest batch that still has something to send. Each batch is one look into an index, however many messages wait. */
export function runningBatch(db: Db): BatchLine | undefined {
  const waits = (table: string) => `EXISTS (SELECT 1 FROM ${table} WHERE batch_id = c.id AND state IN ('queued', 'sending'))`
  return db.get(
    `SELECT c.id batchId, c.kind, c.template_key templateKey, c.created_at at, c.planned FROM batches c
     WHERE c.kind <> 'test' AND (${waits('sms_logs')} OR ${waits('email_logs')}) ORDER BY c.id DESC LIMIT 1`,
  )
}

/** Children by class. */
export function classCounts(db: Db): { name: string; students: number }[] {
  return db.all("SELECT class_name name, count(*) students FROM students WHERE status = 'active' GROUP BY class_name ORDER BY class_name")
}
