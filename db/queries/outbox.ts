/** The queue's own reads and writes, the hottest in the console: prepared statements over partial indexes. One writer, one transaction a poll. */
import type { Language } from '../../shared/model/messages/event.ts'
import type { AttemptOutcome, FailureReason, HoldReason, MessageChannel, SkipReason } from '../../shared/model/messages/message.ts'
import type { Reader, Tx } from '../client.ts'
import { spendNow } from './channels.ts'
import { eachChannel, LOG, OWNER } from './tables.ts'

export type DueRow = {
  readonly id: number
  readonly attempts: number
  /** Null: a test message, which is to nobody on file. */
  readonly guardianId: number | null
  readonly batchId: number
  readonly toName: string
  readonly quietStart: string | null
  readonly quietEnd: string | null
  readonly expiresAt: number | null
  readonly balanceCents: number | null
  readonly revision: number
  readonly madeAt: number
}
export type DueSms = DueRow & { readonly phone: string; readonly body: string; readonly sameText: string | null; readonly estimateMicros: number }
export type DueEmail = DueRow & { readonly email: string; readonly subject: string; readonly body: string }

const DUE = `l.id, l.attempts, l.guardian_id guardianId, l.batch_id batchId, l.to_name toName, p.quiet_start quietStart, p.quiet_end quietEnd,
  l.expires_at expiresAt, l.balance_cents balanceCents, l.revision, l.created_at madeAt`
const SMS = `${DUE}, l.phone, l.body, l.same_text sameText, l.estimate_micros estimateMicros`
const EMAIL = `${DUE}, l.email, l.subject, l.body`
const OWN_QUIET = 'LEFT JOIN preferences p ON p.guardian_id = l.guardian_id'
// The indexes are named: left to itself SQLite takes the one on the state and sorts all that waits, at every poll.
const OLDEST = "WHERE l.state = 'queued' AND l.not_before <= ? ORDER BY l.not_before, l.id LIMIT ?"

const BY_IDS = "WHERE l.state = 'queued' AND l.id IN (SELECT value FROM json_each(?)) ORDER BY l.id"

/** Messages whose time has come, oldest first. */
export function dueSms(db: Pick<Reader, 'all'>, now: number, limit: number): DueSms[] {
  return db.all<DueSms>(`SELECT ${SMS} FROM sms_logs l INDEXED BY sms_logs_due ${OWN_QUIET} ${OLDEST}`, now, limit)
}

/** The due messages that share a text, so that they can share a request. */
export function dueSameText(db: Pick<Reader, 'all'>, sameText: string, now: number, limit: number): DueSms[] {
  return db.all<DueSms>(
    `SELECT ${SMS} FROM sms_logs l INDEXED BY sms_logs_same_text ${OWN_QUIET}
     WHERE l.state = 'queued' AND l.same_text = ? AND l.not_before <= ? ORDER BY l.id LIMIT ?`,
    sameText,
    now,
    limit,
  )
}

export function dueEmails(db: Pick<Reader, 'all'>, now: number, limit: number): DueEmail[] {
  return db.all<DueEmail>(`SELECT ${EMAIL} FROM email_logs l INDEXED BY email_logs_due ${OWN_QUIET} ${OLDEST}`, now, limit)
}

const WAITING_TESTS = eachChannel(
  (channel) =>
    `SELECT id, expires_at expiresAt FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_tests WHERE state = 'queued' AND guardian_id IS NULL ORDER BY id`,
)

/** Test messages that wait, whatever the time is: a person waits for each. */
export function waitingTests(db: Pick<Reader, 'all'>, channel: MessageChannel): { id: number; expiresAt: number | null }[] {
  return db.all(WAITING_TESTS[channel])
}

/** Messages that wait, by their ids. */
export function queuedSms(db: Pick<Reader, 'all'>, ids: readonly number[]): DueSms[] {
  return db.all<DueSms>(`SELECT ${SMS} FROM sms_logs l NOT INDEXED ${OWN_QUIET} ${BY_IDS}`, JSON.stringify(ids))
}

export function queuedEmails(db: Pick<Reader, 'all'>, ids: readonly number[]): DueEmail[] {
  return db.all<DueEmail>(`SELECT ${EMAIL} FROM email_logs l NOT INDEXED ${OWN_QUIET} ${BY_IDS}`, JSON.stringify(ids))
}

/** The earliest time at which a queued message may go; null when none is queued. */
export function nextDue(db: Pick<Reader, 'get'>, channel: MessageChannel): number | null {
  return db.get<{ at: number | null }>(`SELECT min(not_before) at FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_due WHERE state = 'queued'`)?.at ?? null
}

/** Of the batches with messages in their hold window, the one whose window is the first to end. */
function nextWindow(db: Pick<Reader, 'get'>, channel: MessageChannel): { batchId: number; endsAt: number } | undefined {
  const held = (of: string) => `FROM ${LOG[channel]} l INDEXED BY ${LOG[channel]}_held WHERE l.state = 'held' AND l.hold_reason = 'hold_window' ${of}`
  return db.get(
    `SELECT c.id batchId, c.release_at endsAt FROM batches c
     WHERE c.id >= (SELECT min(l.batch_id) ${held('')}) AND EXISTS (SELECT 1 ${held('AND l.batch_id = c.id')}) ORDER BY c.release_at LIMIT 1`,
  )
}

/** When the next hold window of this channel ends; null when none runs. */
export function nextRelease(db: Pick<Reader, 'get'>, channel: MessageChannel): number | null {
  return nextWindow(db, channel)?.endsAt ?? null
}

/** Lets messages go whose hold window is over, `limit` at most, of one batch; none of them before `notBefore`. Answers how many. */
export function releaseHeld(tx: Tx, channel: MessageChannel, now: number, notBefore: number, limit: number): number {
  const window = nextWindow(tx, channel)
  if (!window || window.endsAt > now) return 0
  return tx.run(
    `UPDATE ${LOG[channel]} SET state = 'queued', hold_reason = NULL, not_before = ?1, updated_at = ?2 WHERE id IN (
       SELECT id FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_held WHERE state = 'held' AND hold_reason = 'hold_window' AND batch_id = ?3 LIMIT ?4)`,
    notBefore,
    now,
    window.batchId,
    limit,
  ).changes
}

// By their ids alone: left to itself SQLite walks through all that is queued, at every poll.
const TAKE = eachChannel(
  (channel) =>
    `UPDATE ${LOG[channel]} NOT INDEXED SET state = 'sending', provider = ?, provider_id = NULL, updated_at = ?
     WHERE state = 'queued' AND id IN (SELECT value FROM json_each(?))`,
)
const OPEN = eachChannel(
  (channel) =>
    `INSERT INTO attempts (${OWNER[channel]}, n, boot_id, provider, account, begun_at)
     SELECT value, (SELECT coalesce(max(n), 0) + 1 FROM attempts WHERE ${OWNER[channel]} = value), ?1, ?2, ?3, ?4 FROM json_each(?5)
     RETURNING ${OWNER[channel]} id, id attemptId, n`,
)

/** An attempt that was just opened: its row, and which of its message's attempts it is. */
export type OpenAttempt = { readonly attemptId: number; readonly n: number }

/**
 * Takes queued messages for sending and opens their attempts; answers each one's attempt by the message's id. Throws where one is no longer queued:
 * nobody else may have taken it. What an earlier attempt was called is forgotten: a report on it would settle this one.
 */
export function beginAttempts(
  tx: Tx,
  channel: MessageChannel,
  ids: readonly number[],
  provider: { readonly name: string; readonly account: string },
  bootId: number,
  now: number,
): Map<number, OpenAttempt> {
  const all = JSON.stringify(ids)
  const claimed = tx.run(TAKE[channel], provider.name, now, all)
  if (claimed.changes !== ids.length) throw new Error(`of ${ids.length} ${channel} that were to be sent, ${claimed.changes} were queued`)
  const opened = tx.all<OpenAttempt & { id: number }>(OPEN[channel], bootId, provider.name, provider.account, now, all)
  return new Map(opened.map(({ id, ...attempt }) => [id, attempt]))
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

/** Adds a price, where there is one, to what an SMS cost; what it cost in another currency stands in its attempts alone. */
export function priced(micros: string, currency: string): string {
  const sum = `CASE WHEN ${currency} <> cost_currency THEN 0 ELSE coalesce(cost_micros, 0) END + ${micros}`
  return `cost_micros = CASE WHEN ${micros} IS NULL THEN cost_micros ELSE ${sum} END, cost_currency = coalesce(${currency}, cost_currency)`
}

// Its price is written with its state: the index that counts states adds prices up.
const MOVE_ON = eachChannel(
  (channel) =>
    `UPDATE ${LOG[channel]} SET state = ?1, failure_reason = ?2, attempts = ?3, not_before = coalesce(?4, min(not_before, ?7)), provider_id = coalesce(?5, provider_id),
       detail = ?6, ${channel === 'sms' ? `${priced('?9', '?10')},` : ''} sent_at = CASE WHEN ?1 = 'sent' THEN ?7 ELSE sent_at END, updated_at = ?7
     WHERE id = ?8 AND state = 'sending'`,
)

/**
 * Closes the open attempt of a message that was being sent and moves the message on. One that goes back without a wait of its own is due now,
 * even if the clock was set back while it was on its way.
 */
export function endAttempt(
  tx: Tx,
  channel: MessageChannel,
  { id, attemptId }: Pick<OpenAttempt, 'attemptId'> & { readonly id: number },
  end: AttemptEnd,
  now: number,
): void {
  const closed = tx.run(
    'UPDATE attempts SET ended_at = ?, outcome = ?, code = ?, detail = ?, provider_id = ?, cost_micros = ?, cost_currency = ? WHERE id = ? AND ended_at IS NULL',
    now,
    end.attempt.outcome,
    end.attempt.code,
    end.detail,
    end.providerId,
    end.costMicros,
    end.costCurrency,
    attemptId,
  )
  const moved = tx.run(
    MOVE_ON[channel],
    end.state,
    end.failureReason,
    end.attempts,
    end.notBefore,
    end.providerId,
    end.detail,
    now,
    id,
    end.costMicros,
    end.costCurrency,
  )
  if (closed.changes !== 1 || moved.changes !== 1) throw new Error(`${channel} ${id} was not being sent when its answer came`)
}

/** Whether a message was cancelled when it was on the wire, or in doubt. */
export function isCancelRequested(tx: Tx, channel: MessageChannel, id: number): boolean {
  return tx.get(`SELECT 1 FROM ${LOG[channel]} WHERE id = ? AND cancel_requested_at IS NOT NULL`, id) !== undefined
}

/** A message that comes back to the queue and was cancelled meanwhile goes no more. Answers whether it was. */
export function cancelRequested(tx: Tx, channel: MessageChannel, id: number, now: number): boolean {
  const sql = `UPDATE ${LOG[channel]} SET state = 'cancelled', updated_at = ? WHERE id = ? AND state = 'queued' AND cancel_requested_at IS NOT NULL`
  return tx.run(sql, now, id).changes === 1
}

/** A message that a provider took, with the attempt at which it did, and when that one began (ms UTC). */
export type Taken = { readonly id: number; readonly attemptId: number; readonly begunAt: number }

/** So many messages that were taken last, by whatever provider, are looked through: those that none took are not among them, however many they are. */
const LAST_TAKEN = 500

const TAKEN = eachChannel(
  (channel) =>
    `SELECT a.${OWNER[channel]} id, max(a.id) attemptId, a.begun_at begunAt
     FROM (SELECT id FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_sent WHERE sent_at > 0 ORDER BY sent_at DESC LIMIT ${LAST_TAKEN}) taken
     CROSS JOIN attempts a ON a.${OWNER[channel]} = taken.id
     WHERE a.outcome = 'accepted' AND a.provider = ? GROUP BY a.${OWNER[channel]} ORDER BY attemptId DESC LIMIT 2`,
)

/** The two messages that this provider took last, the last one first. */
export function lastTaken(tx: Tx, channel: MessageChannel, provider: string): Taken[] {
  return tx.all<Taken>(TAKEN[channel], provider)
}

/** Whether this provider refused an earlier attempt of this message in the same way, and took another message, one of `taken`, that was handed over after that. */
export function isRefusedAlone(
  tx: Tx,
  channel: MessageChannel,
  { id, provider }: { id: number; provider: string },
  code: string,
  taken: readonly Taken[],
): boolean {
  const other = taken.find((one) => one.id !== id)
  if (!other) return false
  const sql = `SELECT 1 FROM attempts WHERE ${OWNER[channel]} = ? AND outcome = 'not_sent' AND code = ? AND provider = ? AND id < ? AND ended_at < ? LIMIT 1`
  return tx.get(sql, id, code, provider, other.attemptId, other.begunAt) !== undefined
}

/** Lets a message wait: until quiet hours end, say. */
export function postpone(tx: Tx, channel: MessageChannel, id: number, until: number, now: number): void {
  tx.run(`UPDATE ${LOG[channel]} SET not_before = ?, updated_at = ? WHERE id = ? AND state = 'queued'`, until, now, id)
}

/** A hold window is never longer than this; one that seems to be is given so long once more. */
const LONGEST_HOLD_MS = 3_600_000
const HOLD_ANEW_MS = 30_000
/** Nor is the wait between two attempts. One that is not is left: four attempts in a row would be one. */
const LONGEST_RETRY_MS = 180_000

/**
 * The clock or the hours were changed, so times that were reckoned by them are not to be trusted: what waits for one is due now, `limit`
 * messages at most, and is looked at as it comes up; a pause that ends at a time is tried. Answers how many messages.
 */
export function waitAnew(tx: Tx, channel: MessageChannel, now: number, limit: number): number {
  tx.run('UPDATE channels SET until = ?1 WHERE channel = ?2 AND until > ?1', now, channel)
  tx.run('UPDATE batches SET release_at = ?1 WHERE release_at > ?2', now + HOLD_ANEW_MS, now + LONGEST_HOLD_MS)
  spendNow(tx, channel, now)
  const waited = tx.run(
    `UPDATE ${LOG[channel]} SET not_before = ?1, updated_at = ?1 WHERE id IN (
       SELECT id FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_due WHERE state = 'queued' AND not_before > ?1
       AND NOT (attempts > 0 AND not_before <= ?1 + ${LONGEST_RETRY_MS}) LIMIT ?2)`,
    now,
    limit,
  ).changes
  return waited + takeBackExpired(tx, channel, now, limit - waited)
}

/**
 * What became too old by a clock that ran ahead, and is not by the clock as it is now, waits once more, unless it was cancelled or is known to have
 * arrived. Answers how many were looked at.
 */
function takeBackExpired(tx: Tx, channel: MessageChannel, now: number, limit: number): number {
  const arrived = `EXISTS (SELECT 1 FROM delivery_reports WHERE ${OWNER[channel]} = ${LOG[channel]}.id AND verdict IN ('delivered', 'opened', 'clicked'))`
  return tx.run(
    `UPDATE ${LOG[channel]} SET state = CASE WHEN expires_at > ?1 AND cancel_requested_at IS NULL AND NOT ${arrived} THEN 'queued' ELSE state END, not_before = ?1, updated_at = ?1 WHERE id IN (
       SELECT id FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_expired WHERE state = 'expired' AND updated_at > ?1 LIMIT ?2)`,
    now,
    limit,
  ).changes
}

/** Ends a queued message that is not to be sent any more. */
export function endUnsent(
  tx: Tx,
  channel: MessageChannel,
  id: number,
  end: { state: 'skipped'; reason: SkipReason; detail: string } | { state: 'expired' },
  now: number,
): void {
  const [reason, detail] = end.state === 'skipped' ? [end.reason, end.detail] : [null, '']
  tx.run(
    `UPDATE ${LOG[channel]} SET state = ?, skip_reason = ?, detail = ?, updated_at = ? WHERE id = ? AND state = 'queued'`,
    end.state,
    reason,
    detail,
    now,
    id,
  )
}

/** Cancels a message that waits. Answers whether it did: it may be on the wire. */
export function cancelQueued(tx: Tx, channel: MessageChannel, id: number, now: number): boolean {
  return tx.run(`UPDATE ${LOG[channel]} SET state = 'cancelled', updated_at = ? WHERE id = ? AND state = 'queued'`, now, id).changes === 1
}

/** Holds a queued message until a person has answered. */
export function hold(tx: Tx, channel: MessageChannel, id: number, reason: HoldReason, now: number): void {
  tx.run(`UPDATE ${LOG[channel]} SET state = 'held', hold_reason = ?, updated_at = ? WHERE id = ? AND state = 'queued'`, reason, now, id)
}

/** What a waiting message says once it has been written anew, and from which state of the records. */
export type Rewritten = {
  readonly toName: string
  readonly language: Language
  readonly to: string
  readonly body: string
  readonly balanceCents: number | null
  readonly revision: number
}

/**
 * A text that several shared is shared under its own words by those that say the same again. What an earlier try to another address was called is that
 * try's own: a report on it says nothing of this one.
 */
export function rewriteSms(tx: Tx, id: number, r: Rewritten & { encoding: 'gsm7' | 'ucs2'; parts: number; estimateMicros: number }, now: number): void {
  tx.run(
    `UPDATE sms_logs SET to_name = ?1, language = ?2, phone = ?3, body = ?4, balance_cents = ?5, revision = ?6, encoding = ?7, parts = ?8,
       estimate_micros = ?9, provider_id = CASE WHEN phone = ?3 THEN provider_id END,
       same_text = CASE WHEN body = ?4 OR same_text IS NULL THEN same_text ELSE batch_id || ':' || ?4 END, updated_at = ?10
     WHERE id = ?11 AND state = 'queued'`,
    r.toName,
    r.language,
    r.to,
    r.body,
    r.balanceCents,
    r.revision,
    r.encoding,
    r.parts,
    r.estimateMicros,
    now,
    id,
  )
}

export function rewriteEmail(tx: Tx, id: number, r: Rewritten & { subject: string }, now: number): void {
  tx.run(
    `UPDATE email_logs SET to_name = ?1, language = ?2, email = ?3, subject = ?4, body = ?5, balance_cents = ?6, revision = ?7,
       provider_id = CASE WHEN email = ?3 THEN provider_id END, updated_at = ?8 WHERE id = ?9 AND state = 'queued'`,
    r.toName,
    r.language,
    r.to,
    r.subject,
    r.body,
    r.balanceCents,
    r.revision,
    now,
    id,
  )
}

/** A list that gives hundreds one number by mistake must not hold the queue. */
const MOST_AT_ADDRESS = 20
const ADDRESS = { sms: 'phone', email: 'email' } as const
const AT_ADDRESS = eachChannel(
  (channel) =>
    `SELECT guardian_id id FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_${ADDRESS[channel]}
     WHERE ${ADDRESS[channel]} = ? AND batch_id = ? AND id <> ? AND state NOT IN ('skipped', 'cancelled', 'expired', 'failed')
     LIMIT ${MOST_AT_ADDRESS}`,
)

/** The guardians to whose messages of this batch, but for one, an address is given, 20 at most: they wait or went. */
export function othersAt(db: Pick<Reader, 'all'>, channel: MessageChannel, address: string, batchId: number, exceptId: number): number[] {
  return db.all<{ id: number }>(AT_ADDRESS[channel], address, batchId, exceptId).map(({ id }) => id)
}

/** The state of the records: counts up whenever anything changes that a message was written from. */
export function recordsRevision(db: Pick<Reader, 'get'>): number {
  return db.get<{ n: number }>('SELECT n FROM records_revision')?.n ?? 0
}

/** Another day (as the school's calendar writes it) is another state of the records: a text that says how many days are left, or late, is true for one. */
export function beginDay(tx: Tx, day: string): void {
  tx.run('UPDATE records_revision SET n = n + (day IS NOT NULL), day = ?1 WHERE day IS NOT ?1', day)
}

/**
 * When this guardian last got something else on this channel before `before` (ms UTC), counting what is on its way and what left without an answer;
 * null: never. Times after it were left behind by a clock that was set back, and must not hide what went since.
 */
export function lastTold(db: Pick<Reader, 'get'>, channel: MessageChannel, guardianId: number, exceptId: number, before: number): number | null {
  return (
    db.get<{ at: number | null }>(
      `SELECT max(at) at FROM (
         SELECT CASE state WHEN 'sending' THEN updated_at
                           WHEN 'unconfirmed' THEN (SELECT begun_at FROM attempts WHERE ${OWNER[channel]} = l.id ORDER BY n DESC LIMIT 1)
                           ELSE sent_at END at
         FROM ${LOG[channel]} l WHERE guardian_id = ? AND id <> ? AND state IN ('sending', 'unconfirmed', 'sent', 'delivered'))
       WHERE at < ?`,
      guardianId,
      exceptId,
      before,
    )?.at ?? null
  )
}

/** Puts the address of a message into the opt-out register: the network says that its owner wants nothing. */
export function suppressAddress(tx: Tx, channel: MessageChannel, id: number, detail: string, now: number): void {
  const address = channel === 'sms' ? 'phone' : 'lower(email)'
  tx.run(
    `INSERT INTO suppressions (channel, address, kind, source, detail, created_at)
     SELECT '${channel}', ${address}, 'opted_out', 'provider', ?, ? FROM ${LOG[channel]} WHERE id = ? AND ${address} IS NOT NULL ON CONFLICT DO NOTHING`,
    detail,
    now,
    id,
  )
}

/** What an earlier run of the console was sending when it stopped: nobody knows whether it went, so a person decides. Answers how many. */
export function unconfirmInterrupted(tx: Tx, bootId: number, now: number): number {
  let found = 0
  for (const channel of ['sms', 'email'] as const) {
    tx.run(
      `UPDATE attempts SET ended_at = ?, outcome = 'lost' WHERE ended_at IS NULL AND boot_id <> ?
         AND ${OWNER[channel]} IN (SELECT id FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_state WHERE state = 'sending')`,
      now,
      bootId,
    )
    found += tx.run(`UPDATE ${LOG[channel]} SET state = 'unconfirmed', attempts = attempts + 1, updated_at = ? WHERE state = 'sending'`, now).changes
  }
  return found
}
