/** The queue's own reads and writes, the hottest in the console: prepared statements over partial indexes. One writer, one transaction a turn. */
import type { AttemptOutcome, FailureReason, MessageChannel, PauseReason } from '../../shared/model/message.ts'
import type { Reader, Tx } from '../client.ts'

const LOG = { sms: 'sms_logs', email: 'email_logs' } as const
const OWNER = { sms: 'sms_log_id', email: 'email_log_id' } as const

export type DueRow = {
  readonly id: number
  readonly attempts: number
  readonly toName: string
  readonly quietStart: string | null
  readonly quietEnd: string | null
}
export type DueSms = DueRow & { readonly phone: string; readonly body: string; readonly sameText: string | null }
export type DueEmail = DueRow & { readonly email: string; readonly subject: string; readonly body: string }

// The indexes are named: left to itself SQLite takes the one on the state and sorts all that waits, at every turn.
const OWN_QUIET = 'LEFT JOIN preferences p ON p.guardian_id = l.guardian_id'

/** Messages whose time has come, oldest first. */
export function dueSms(db: Pick<Reader, 'all'>, now: number, limit: number): DueSms[] {
  return db.all<DueSms>(
    `SELECT l.id, l.attempts, l.to_name toName, l.phone, l.body, l.same_text sameText, p.quiet_start quietStart, p.quiet_end quietEnd
     FROM sms_logs l INDEXED BY sms_logs_due ${OWN_QUIET} WHERE l.state = 'queued' AND l.not_before <= ? ORDER BY l.not_before, l.id LIMIT ?`,
    now,
    limit,
  )
}

/** The due messages that share a text, so that they can share a request. */
export function dueSameText(db: Pick<Reader, 'all'>, sameText: string, now: number, limit: number): DueSms[] {
  return db.all<DueSms>(
    `SELECT l.id, l.attempts, l.to_name toName, l.phone, l.body, l.same_text sameText, p.quiet_start quietStart, p.quiet_end quietEnd
     FROM sms_logs l INDEXED BY sms_logs_same_text ${OWN_QUIET} WHERE l.state = 'queued' AND l.same_text = ? AND l.not_before <= ? ORDER BY l.id LIMIT ?`,
    sameText,
    now,
    limit,
  )
}

export function dueEmails(db: Pick<Reader, 'all'>, now: number, limit: number): DueEmail[] {
  return db.all<DueEmail>(
    `SELECT l.id, l.attempts, l.to_name toName, l.email, l.subject, l.body, p.quiet_start quietStart, p.quiet_end quietEnd
     FROM email_logs l INDEXED BY email_logs_due ${OWN_QUIET} WHERE l.state = 'queued' AND l.not_before <= ? ORDER BY l.not_before, l.id LIMIT ?`,
    now,
    limit,
  )
}

/** The earliest time at which a queued message may go; null when none is queued. */
export function nextDue(db: Pick<Reader, 'get'>, channel: MessageChannel): number | null {
  return db.get<{ at: number | null }>(`SELECT min(not_before) at FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_due WHERE state = 'queued'`)?.at ?? null
}

/** Takes a queued message for sending and opens its attempt. Throws where it is no longer queued: nobody else may have taken it. */
export function beginAttempt(tx: Tx, channel: MessageChannel, id: number, provider: string, now: number): void {
  const { changes } = tx.run(`UPDATE ${LOG[channel]} SET state = 'sending', provider = ?, updated_at = ? WHERE id = ? AND state = 'queued'`, provider, now, id)
  if (changes !== 1) throw new Error(`${channel} ${id} was not queued when it was to be sent`)
  tx.run(
    `INSERT INTO attempts (${OWNER[channel]}, n, provider, begun_at)
     VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM attempts WHERE ${OWNER[channel]} = ?1), ?2, ?3)`,
    id,
    provider,
    now,
  )
}

/** The row of a message after an attempt, and the row of the attempt itself. `attempts`: those that count, with this one. */
export type AttemptEnd = {
  readonly state: 'sent' | 'queued' | 'failed' | 'unconfirmed'
  readonly failureReason: FailureReason | null
  readonly attempts: number
  readonly notBefore: number | null
  readonly providerId: string | null
  readonly detail: string
  readonly costMicros: number | null
  readonly costCurrency: string | null
  readonly attempt: { readonly outcome: AttemptOutcome; readonly code: string | null }
}

/** Closes the open attempt of a message that was being sent and moves the message on. */
export function endAttempt(tx: Tx, channel: MessageChannel, id: number, end: AttemptEnd, now: number): void {
  tx.run(
    `UPDATE attempts SET ended_at = ?, outcome = ?, code = ?, detail = ?, provider_id = ?, cost_micros = ? WHERE ${OWNER[channel]} = ? AND ended_at IS NULL`,
    now,
    end.attempt.outcome,
    end.attempt.code,
    end.detail,
    end.providerId,
    end.costMicros,
    id,
  )
  const { changes } = tx.run(
    `UPDATE ${LOG[channel]} SET state = ?1, failure_reason = ?2, attempts = ?3, not_before = coalesce(?4, not_before), provider_id = coalesce(?5, provider_id),
       detail = ?6, sent_at = CASE WHEN ?1 = 'sent' THEN ?7 ELSE sent_at END, updated_at = ?7 WHERE id = ?8 AND state = 'sending'`,
    end.state,
    end.failureReason,
    end.attempts,
    end.notBefore,
    end.providerId,
    end.detail,
    now,
    id,
  )
  if (changes !== 1) throw new Error(`${channel} ${id} was not being sent when its answer came`)
  if (channel === 'sms' && end.costMicros !== null) {
    tx.run('UPDATE sms_logs SET cost_micros = coalesce(cost_micros, 0) + ?, cost_currency = ? WHERE id = ?', end.costMicros, end.costCurrency, id)
  }
}

/** Lets a message wait: until quiet hours end, say. */
export function postpone(tx: Tx, channel: MessageChannel, id: number, until: number, now: number): void {
  tx.run(`UPDATE ${LOG[channel]} SET not_before = ?, updated_at = ? WHERE id = ? AND state = 'queued'`, until, now, id)
}

/** Moves whatever waits for the end of quiet hours, not for a retry, to `until`: the hours were changed. */
export function postponeWaiting(tx: Tx, until: number, now: number): void {
  for (const channel of ['sms', 'email'] as const) {
    tx.run(`UPDATE ${LOG[channel]} SET not_before = ?, updated_at = ? WHERE state = 'queued' AND not_before > ? AND attempts = 0`, until, now, now)
  }
}

/** What was being sent when the console stopped: nobody knows whether it went, so a person decides. Answers how many. */
export function unconfirmInterrupted(tx: Tx, now: number): number {
  let found = 0
  for (const channel of ['sms', 'email'] as const) {
    tx.run(
      `UPDATE attempts SET ended_at = ?, outcome = 'lost' WHERE ended_at IS NULL AND ${OWNER[channel]} IN (SELECT id FROM ${LOG[channel]} WHERE state = 'sending')`,
      now,
    )
    found += tx.run(`UPDATE ${LOG[channel]} SET state = 'unconfirmed', attempts = attempts + 1, updated_at = ? WHERE state = 'sending'`, now).changes
  }
  return found
}

export type ChannelRow = {
  readonly channel: MessageChannel
  readonly pause: PauseReason | null
  readonly detail: string
  readonly until: number | null
  readonly since: number
}

export function channelRow(db: Pick<Reader, 'get'>, channel: MessageChannel): ChannelRow {
  const row = db.get<ChannelRow>('SELECT channel, pause, detail, until, since FROM channels WHERE channel = ?', channel)
  if (!row) throw new Error(`no row for channel ${channel}`)
  return row
}

export function pauseChannel(tx: Tx, channel: MessageChannel, pause: PauseReason, detail: string, until: number | null, now: number): void {
  tx.run(
    'UPDATE channels SET since = CASE WHEN pause IS ?1 THEN since ELSE ?2 END, pause = ?1, detail = ?3, until = ?4 WHERE channel = ?5',
    pause,
    now,
    detail,
    until,
    channel,
  )
}

/** Opens a channel. Answers whether it was paused. */
export function openChannel(tx: Tx, channel: MessageChannel, now: number): boolean {
  return tx.run("UPDATE channels SET pause = NULL, detail = '', until = NULL, since = ? WHERE channel = ? AND pause IS NOT NULL", now, channel).changes === 1
}

/** How many messages wait and how many are on their way. */
export function queueCounts(db: Pick<Reader, 'get'>, channel: MessageChannel): { waiting: number; sending: number } {
  const count = (state: string) => db.get<{ n: number }>(`SELECT count(*) n FROM ${LOG[channel]} WHERE state = '${state}'`)?.n ?? 0
  return { waiting: count('queued'), sending: count('sending') }
}
