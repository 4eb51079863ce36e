/** Writing a batch: the hot path of a bulk send, all prepared statements in one transaction. */
import { type About, type BatchKind, type Cause, causeKey, type Reach, storedReach } from '../../shared/model/batches/cause.ts'
import type { ChannelChoice } from '../../shared/model/batches/draft.ts'
import type { BatchEvent, Language } from '../../shared/model/messages/event.ts'
import { CHANNELS_OUT, MAY_HAVE_ARRIVED, MESSAGE_STATES, type MessageChannel, type MessageState, type SkipReason } from '../../shared/model/messages/message.ts'
import type { Reader, Tx } from '../client.ts'
import { LOG, OWNER } from './tables.ts'

/** A batch as it begins. A test message has no text on file, and needs no school. */
export type BatchFields = {
  readonly cause: Cause
  readonly schoolId: number | null
  /** Null: its words were written for it alone. */
  readonly templateKey: string | null
  readonly eventType: BatchEvent
  readonly channel: ChannelChoice
  readonly reach: Reach
  /** What its messages are written from. */
  readonly writtenFrom: unknown
  readonly staleAccepted: boolean
}
export type BatchEnd = {
  readonly planned: number
  readonly skipped: number
  readonly smsParts: number
  readonly estimateMicros: number
  /** End of the hold window (ms UTC); null: none. */
  readonly releaseAt: number | null
}

/** Begins a batch, whose messages follow. Until `endBatch` it is unfinished, and nothing at all is sent meanwhile. Answers its id. */
export function beginBatch(tx: Tx, c: BatchFields, now: number): number {
  const { id } = tx.run(
    `INSERT INTO batches (school_id, kind, cause, template_key, event_type, channel, reach, written_from, planned, skipped, sms_parts, estimate_micros,
       stale_accepted, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?)`,
    c.schoolId,
    c.cause.kind,
    causeKey(c.cause),
    c.templateKey,
    c.eventType,
    c.channel,
    JSON.stringify(storedReach.write(c.reach)),
    JSON.stringify(c.writtenFrom),
    c.staleAccepted ? 1 : 0,
    now,
  )
  tx.run(`INSERT INTO settings (key, value, updated_at) VALUES (${UNFINISHED}, ?, ?)`, JSON.stringify(id), now)
  return id
}

/** The batch is written whole: its messages may go, at the end of their hold window if they have one. */
export function endBatch(tx: Tx, id: number, { planned, skipped, smsParts, estimateMicros, releaseAt }: BatchEnd): void {
  tx.run(
    'UPDATE batches SET planned = ?, skipped = ?, sms_parts = ?, estimate_micros = ?, release_at = ? WHERE id = ?',
    planned,
    skipped,
    smsParts,
    estimateMicros,
    releaseAt,
    id,
  )
  tx.run(`DELETE FROM settings WHERE key = ${UNFINISHED}`)
}

const UNFINISHED = "'unfinished-batch'"

/**
 * Removes a batch whose writing was cut short as if it had never been begun, `limit` of its notifications at a time. Answers whether there
 * was anything to remove: there may be more. Nothing of it was sent.
 */
export function dropUnfinished(tx: Tx, limit: number): boolean {
  const id = tx.get<{ id: number }>(`SELECT CAST(value AS INTEGER) id FROM settings WHERE key = ${UNFINISHED}`)?.id
  if (id === undefined) return false
  const those = JSON.stringify(tx.all<{ id: number }>('SELECT id FROM notifications WHERE batch_id = ? LIMIT ?', id, limit).map((n) => n.id))
  for (const log of ['sms_logs', 'email_logs']) tx.run(`DELETE FROM ${log} WHERE notification_id IN (SELECT value FROM json_each(?))`, those)
  if (tx.run('DELETE FROM notifications WHERE id IN (SELECT value FROM json_each(?))', those).changes > 0) return true
  tx.run('DELETE FROM batches WHERE id = ?', id)
  tx.run(`DELETE FROM settings WHERE key = ${UNFINISHED}`)
  return true
}

/** A batch that was made already, with what it came to. */
export type MadeBatch = { readonly id: number; readonly planned: number; readonly skipped: number; readonly releaseAt: number | null }

/** The batch that this cause made already. */
export function batchOfCause(db: Pick<Reader, 'get'>, cause: Cause): MadeBatch | undefined {
  return db.get('SELECT id, planned, skipped, release_at releaseAt FROM batches WHERE cause = ?', causeKey(cause))
}

export type NotificationFields = {
  readonly schoolId: number | null
  readonly batchId: number
  /** Null: a test message, which is to nobody on file. */
  readonly guardianId: number | null
  readonly eventType: BatchEvent
  /** The one record that it is about, if it is about one. */
  readonly about: About | null
  readonly title: string
  readonly message: string
}

/** The notification of this batch to this guardian. Null where there is one already: its messages were written with it. */
export function insertNotification(tx: Tx, n: NotificationFields, now: number): number | null {
  const idOf = (what: About['of']) => (n.about?.of === what ? n.about.id : null)
  const made = tx.run(
    `INSERT INTO notifications (school_id, batch_id, guardian_id, event_type, invoice_id, payment_id, result_id, title, message, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (batch_id, guardian_id) DO NOTHING`,
    n.schoolId,
    n.batchId,
    n.guardianId,
    n.eventType,
    idOf('invoice'),
    idOf('payment'),
    idOf('result'),
    n.title,
    n.message,
    now,
  )
  return made.changes === 1 ? made.id : null
}

/** The one message of a batch that has one on this channel. */
export function messageOfBatch(db: Pick<Reader, 'get'>, channel: MessageChannel, batchId: number): number {
  const row = db.get<{ id: number }>(`SELECT id FROM ${LOG[channel]} WHERE batch_id = ? LIMIT 1`, batchId)
  if (!row) throw new Error(`batch ${batchId} has no ${channel}`)
  return row.id
}

/** The one record that the notification of a message is about; null: none. */
export function aboutOf(db: Pick<Reader, 'get'>, channel: MessageChannel, messageId: number): About | null {
  const row = db.get<{ invoice: number | null; payment: number | null; result: number | null }>(
    `SELECT invoice_id invoice, payment_id payment, result_id result FROM notifications WHERE id = (SELECT notification_id FROM ${LOG[channel]} WHERE id = ?)`,
    messageId,
  )
  for (const kind of ['invoice', 'payment', 'result'] as const) {
    const id = row?.[kind] ?? null
    if (id !== null) return { of: kind, id }
  }
  return null
}

export type DeliveryFields = {
  readonly notificationId: number
  readonly batchId: number
  /** Null: a test message, which is to nobody on file. */
  readonly guardianId: number | null
  readonly toName: string
  readonly language: Language
  /** held: until the hold window of the batch ends. */
  readonly state: 'held' | 'queued' | 'skipped'
  readonly skipReason: SkipReason | null
  readonly detail: string
  readonly notBefore: number
  readonly expiresAt: number
  readonly balanceCents: number | null
  readonly revision: number
  /** Should it come back from the wire, it goes no more: nobody waits for it any longer. */
  readonly once?: boolean
}
export type SmsFields = DeliveryFields & {
  readonly phone: string | null
  readonly body: string
  readonly encoding: 'gsm7' | 'ucs2'
  readonly parts: number
  readonly estimateMicros: number
  readonly sameText: string | null
}
export type EmailFields = DeliveryFields & { readonly email: string | null; readonly subject: string; readonly body: string }

const DELIVERY = `notification_id, batch_id, guardian_id, to_name, language, state, skip_reason, hold_reason, detail, not_before, expires_at, balance_cents,
  revision, cancel_requested_at, created_at, updated_at`
const shared = (d: DeliveryFields, now: number) =>
  [
    d.notificationId,
    d.batchId,
    d.guardianId,
    d.toName,
    d.language,
    d.state,
    d.skipReason,
    d.state === 'held' ? 'hold_window' : null,
    d.detail,
    d.notBefore,
    d.expiresAt,
    d.balanceCents,
    d.revision,
    d.once ? now : null,
    now,
    now,
  ] as const

/** Queues an SMS, or records why it is left out. False when this notification has its SMS already. */
export function insertSms(tx: Tx, d: SmsFields, now: number): boolean {
  return (
    tx.run(
      `INSERT INTO sms_logs (${DELIVERY}, phone, body, encoding, parts, estimate_micros, same_text)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (notification_id) DO NOTHING`,
      ...shared(d, now),
      d.phone,
      d.body,
      d.encoding,
      d.parts,
      d.estimateMicros,
      d.sameText,
    ).changes === 1
  )
}

/** Queues an email, or records why it is left out. False when this notification has its email already. */
export function insertEmail(tx: Tx, d: EmailFields, now: number): boolean {
  return (
    tx.run(
      `INSERT INTO email_logs (${DELIVERY}, email, subject, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (notification_id) DO NOTHING`,
      ...shared(d, now),
      d.email,
      d.subject,
      d.body,
    ).changes === 1
  )
}

/** Guardians to whom a text of this key went, or waits to go, since `since`. */
export function recentlyTold(db: Pick<Reader, 'all'>, templateKey: string, since: number): Set<number> {
  const told = (log: 'sms_logs' | 'email_logs') =>
    db.all<{ id: number }>(
      `SELECT DISTINCT l.guardian_id id FROM batches c JOIN ${log} l ON l.batch_id = c.id
       WHERE c.template_key = ? AND c.created_at >= ? AND l.state NOT IN ('skipped', 'cancelled', 'expired', 'failed')`,
      templateKey,
      since,
    )
  return new Set([...told('sms_logs'), ...told('email_logs')].map((r) => r.id))
}

/** How many messages of a batch stand in each state, by channel. */
export function batchStates(db: Pick<Reader, 'all'>, batchId: number): { channel: MessageChannel; state: MessageState; n: number }[] {
  // a count of one state walks its index three times as fast as one that groups by states
  const count = (channel: MessageChannel, state: MessageState) =>
    `SELECT '${channel}' channel, '${state}' state, count(*) n FROM ${channel}_logs WHERE batch_id = ?1 AND state = '${state}' HAVING n > 0`
  const counts = CHANNELS_OUT.flatMap((channel) => MESSAGE_STATES.map((state) => count(channel, state)))
  return db.all(counts.join(' UNION ALL '), batchId)
}

/** How many messages of a batch stand in each state, both channels together. */
export function statesOf(db: Pick<Reader, 'all'>, batchId: number): Partial<Record<MessageState, number>> {
  const sums: Partial<Record<MessageState, number>> = {}
  for (const { state, n } of batchStates(db, batchId)) sums[state] = (sums[state] ?? 0) + n
  return sums
}

/** Whether a try of some message of a batch may have arrived, whatever became of the message since: one that was lost and sent again can be cancelled. */
export function mayHaveArrived(db: Pick<Reader, 'get'>, batchId: number): boolean {
  const outcomes = MAY_HAVE_ARRIVED.map((one) => `'${one}'`).join(', ')
  const tries = CHANNELS_OUT.map(
    (channel) => `EXISTS (SELECT 1 FROM ${LOG[channel]} l JOIN attempts a ON a.${OWNER[channel]} = l.id WHERE l.batch_id = ?1 AND a.outcome IN (${outcomes}))`,
  )
  return db.get<{ tried: number }>(`SELECT ${tries.join(' OR ')} tried`, batchId)?.tried === 1
}

export type BatchFigures = {
  readonly batchId: number
  readonly kind: BatchKind
  readonly templateKey: string | null
  readonly at: number
  readonly planned: number
  readonly parts: number
  readonly estimateMicros: number
  readonly releaseAt: number | null
}

export function batchLine(db: Pick<Reader, 'get'>, id: number): BatchFigures | undefined {
  return db.get(
    `SELECT id batchId, kind, template_key templateKey, created_at at, planned, sms_parts parts, estimate_micros estimateMicros, release_at releaseAt
     FROM batches WHERE id = ?`,
    id,
  )
}

/** What the provider charged for a batch so far in each currency, and for how many messages it has said so. */
export function batchCosts(db: Pick<Reader, 'all'>, id: number): { micros: number; currency: string | null; priced: number }[] {
  return db.all(
    // in the order of its index: by currency alone it would have to be sorted
    `SELECT sum(cost_micros) micros, cost_currency currency, count(*) priced FROM sms_logs INDEXED BY sms_logs_batch
     WHERE batch_id = ? AND cost_micros IS NOT NULL GROUP BY state, cost_currency`,
    id,
  )
}

/** Begins the hold window of a batch now, however long its writing took. Answers when it ends (ms UTC); null: it has none. */
export function beginWindow(tx: Tx, id: number, now: number): number | null {
  tx.run('UPDATE batches SET release_at = release_at + ?1 - created_at WHERE id = ?2', now, id)
  return tx.get<{ at: number | null }>('SELECT release_at at FROM batches WHERE id = ?', id)?.at ?? null
}

/** Ends the hold window of a batch now. */
export function endWindow(tx: Tx, id: number, now: number): void {
  tx.run('UPDATE batches SET release_at = ?1 WHERE id = ?2 AND release_at > ?1', now, id)
}

export function markCancelled(tx: Tx, id: number, now: number): void {
  tx.run('UPDATE batches SET cancelled_at = ? WHERE id = ? AND cancelled_at IS NULL', now, id)
}

/** `reach` and `writtenFrom` as JSON. */
export type BatchFacts = {
  readonly kind: BatchKind
  readonly eventType: BatchEvent
  readonly reach: string
  readonly writtenFrom: string
  readonly staleAccepted: number
}

/** What a message's batch was: for whom, from which texts, and whether old balances were accepted. */
export function batchFacts(db: Pick<Reader, 'get'>, id: number): BatchFacts | undefined {
  return db.get('SELECT kind, event_type eventType, reach, written_from writtenFrom, stale_accepted staleAccepted FROM batches WHERE id = ?', id)
}
