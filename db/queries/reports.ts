/** Queries of delivery reports: finding the message that a report is about, adding the report as evidence, moving the message. */
import {
  type FailureReason,
  MAY_HAVE_ARRIVED,
  type MessageChannel,
  type MessageState,
  type ReportSource,
  type ReportVerdict,
  UNANSWERED,
} from '../../shared/model/messages/message.ts'
import type { Reader, Tx } from '../client.ts'
import { addSpend } from './channels.ts'
import { priced } from './outbox.ts'
import { LOG, OWNER } from './tables.ts'

type Db = Pick<Reader, 'all' | 'get'>

const ADDRESS = { sms: 'phone', email: 'email' } as const

/** A message that a report may be about. */
export type ReportedMessage = {
  readonly channel: MessageChannel
  readonly id: number
  readonly state: MessageState
  /** never: no attempt can have arrived · failed: one could have, and failed · unanswered: nobody knows what became of one. */
  readonly tried: 'never' | 'failed' | 'unanswered'
  /** How many attempts may have arrived, the open one included. */
  readonly times: number
  readonly providerId: string | null
  readonly address: string
  readonly toName: string
  readonly body: string
}

const among = (outcomes: readonly string[]) => `outcome IN (${outcomes.map((one) => `'${one}'`).join(', ')})`

/** Attempts that may have left: no report can be about one that ended as `not_sent`. */
const MAY_HAVE_LEFT = "outcome IS NOT 'not_sent'"

const triedBefore = (owner: string) =>
  `CASE WHEN NOT EXISTS (SELECT 1 FROM attempts WHERE ${owner} = l.id AND ${among(MAY_HAVE_ARRIVED)}) THEN 'never'
     WHEN EXISTS (SELECT 1 FROM attempts WHERE ${owner} = l.id AND ${among(UNANSWERED)}
       AND NOT EXISTS (SELECT 1 FROM delivery_reports WHERE ${owner} = l.id AND verdict = 'failed' AND attempt = n)) THEN 'unanswered'
     ELSE 'failed' END`

const timesOut = (owner: string) => `(SELECT count(*) FROM attempts WHERE ${owner} = l.id AND (outcome IS NULL OR ${among(MAY_HAVE_ARRIVED)}))`

const columns = (channel: MessageChannel) =>
  `'${channel}' channel, l.id, l.state, ${triedBefore(OWNER[channel])} tried, ${timesOut(OWNER[channel])} times, l.provider_id providerId,
   l.${ADDRESS[channel]} address, l.to_name toName, l.body`

/** A message by our own id. `lastBoot`: only if its last attempt was made in this boot or an earlier one. */
export function messageById(db: Db, channel: MessageChannel, id: number, lastBoot: number | null = null): ReportedMessage | undefined {
  const run = `SELECT boot_id FROM attempts WHERE ${OWNER[channel]} = l.id ORDER BY n DESC LIMIT 1`
  return db.get(`SELECT ${columns(channel)} FROM ${LOG[channel]} l WHERE id = ?1 AND (?2 IS NULL OR (${run}) <= ?2)`, id, lastBoot)
}

/** The messages with this provider's id. There are several where one SMS stands for two messages: the same text to the same number in one call. */
export function messagesByProviderId(db: Db, channel: MessageChannel, providerId: string): ReportedMessage[] {
  return db.all(`SELECT ${columns(channel)} FROM ${LOG[channel]} l WHERE provider_id = ?`, providerId)
}

/** The messages to this address whose last attempt that may have left began between two instants (ms UTC, inclusive). */
export function messagesTo(db: Db, channel: MessageChannel, address: string, from: number, until: number): ReportedMessage[] {
  return db.all(
    `SELECT ${columns(channel)} FROM ${LOG[channel]} l WHERE l.${ADDRESS[channel]} = ?
       AND (SELECT begun_at FROM attempts WHERE ${OWNER[channel]} = l.id AND ${MAY_HAVE_LEFT} ORDER BY n DESC LIMIT 1) BETWEEN ? AND ? ORDER BY l.id`,
    address,
    from,
    until,
  )
}

/** The messages to this address of which an attempt had this provider's id. Attempts have no index by that id, and to one address there are few. */
export function messagesByEarlierProviderId(db: Db, channel: MessageChannel, address: string, providerId: string): ReportedMessage[] {
  return db.all(
    `SELECT ${columns(channel)} FROM ${LOG[channel]} l WHERE l.${ADDRESS[channel]} = ?
       AND EXISTS (SELECT 1 FROM attempts WHERE ${OWNER[channel]} = l.id AND provider_id = ?) ORDER BY l.id`,
    address,
    providerId,
  )
}

export type Evidence = {
  /** The number of the attempt that it is about; null: nobody can tell. */
  readonly attempt: number | null
  readonly source: ReportSource
  readonly externalKey: string
  readonly verdict: ReportVerdict
  readonly code: string
  readonly detail: string
  readonly at: number
}

/** The number of a message's last attempt that may have left; `providerId`: of those with this id. Null: none. */
export function lastAttemptOut(db: Db, channel: MessageChannel, id: number, providerId: string | null = null): number | null {
  const sql = `SELECT max(n) n FROM attempts WHERE ${OWNER[channel]} = ?1 AND ${MAY_HAVE_LEFT} AND (?2 IS NULL OR provider_id = ?2)`
  return db.get<{ n: number | null }>(sql, id, providerId)?.n ?? null
}

/** Adds a report of a message; false where it is there already. `now`: ms UTC. */
export function addReport(tx: Tx, channel: MessageChannel, id: number, evidence: Evidence, now: number): boolean {
  const { attempt, source, externalKey, verdict, code, detail, at } = evidence
  return (
    tx.run(
      `INSERT INTO delivery_reports (${OWNER[channel]}, attempt, source, external_key, verdict, code, detail, reported_at, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, external_key) DO NOTHING`,
      id,
      attempt,
      source,
      externalKey,
      verdict,
      code,
      detail,
      at,
      now,
    ).changes === 1
  )
}

export type ReportedMove = {
  readonly from: MessageState
  readonly to: 'sent' | 'delivered' | 'failed'
  readonly failureReason: FailureReason | null
  readonly detail: string
  /** The provider's id in the report; it is kept where none was known. */
  readonly providerId: string | null
  readonly at: number
}

/** Selects the id of a message's last attempt that may have left. */
const lastAttemptOutSql = (owner: string, id: string) => `SELECT id FROM attempts WHERE ${owner} = ${id} AND ${MAY_HAVE_LEFT} ORDER BY n DESC LIMIT 1`

/**
 * Moves a message as a report says. Where no answer said when it was sent, the start of its last attempt counts. The provider's id in the report is kept
 * with that attempt too: after another attempt it tells which one a report is about. Throws where the message is no longer in `from`. `now`: ms UTC.
 */
export function moveByReport(tx: Tx, channel: MessageChannel, id: number, move: ReportedMove, now: number): void {
  const begunAt = `(SELECT begun_at FROM attempts WHERE id = (${lastAttemptOutSql(OWNER[channel], '?5')}))`
  const { changes } = tx.run(
    `UPDATE ${LOG[channel]} SET state = ?1, failure_reason = ?2, hold_reason = NULL, detail = ?3, provider_id = coalesce(provider_id, ?4),
       sent_at = CASE WHEN ?8 = 'sent' OR ?8 = 'failed' THEN coalesce(sent_at, ${begunAt}, ?6) ELSE coalesce(${begunAt}, sent_at, ?6) END,
       delivered_at = CASE WHEN ?1 = 'delivered' THEN ?6 ELSE delivered_at END, updated_at = ?7
     WHERE id = ?5 AND state = ?8`,
    move.to,
    move.failureReason,
    move.detail,
    move.providerId,
    id,
    Math.min(move.at, now),
    now,
    move.from,
  )
  if (changes !== 1) throw new Error(`${channel} ${id} was no longer ${move.from} when its report came`)
  if (move.providerId === null) return
  tx.run(`UPDATE attempts SET provider_id = ? WHERE id = (${lastAttemptOutSql(OWNER[channel], '?')}) AND provider_id IS NULL`, move.providerId, id)
}

/** Sets when a mail was opened, or a link in it clicked, on the first report of it. All instants are ms UTC. */
export function markRead(tx: Tx, id: number, verdict: 'opened' | 'clicked', at: number, now: number): void {
  tx.run(
    `UPDATE email_logs SET opened_at = coalesce(opened_at, ?1), clicked_at = CASE WHEN ?2 = 'clicked' THEN coalesce(clicked_at, ?1) ELSE clicked_at END, updated_at = ?3
     WHERE id = ?4`,
    at,
    verdict,
    now,
    id,
  )
}

/** Adds an address to the opt-out register. An entry that is there already stays as it is. Returns whether it was added. */
export function suppressReported(tx: Tx, channel: MessageChannel, address: string, source: ReportSource, detail: string, now: number): boolean {
  return (
    tx.run(
      `INSERT INTO suppressions (channel, address, kind, source, detail, created_at) VALUES (?, ?, 'opted_out', ?, ?, ?) ON CONFLICT DO NOTHING`,
      channel,
      channel === 'email' ? address.toLowerCase() : address,
      source,
      detail,
      now,
    ).changes === 1
  )
}

/**
 * The SMS that this account accepted after `after` and not after `until` (ms UTC), and that have no final report. `prices`: those without a price too.
 * Youngest first.
 */
export function sentWithoutFinalReport(db: Db, account: string, after: number, until: number, prices: boolean): { providerId: string; sentAt: number }[] {
  return db.all(
    `SELECT l.provider_id providerId, l.sent_at sentAt FROM sms_logs l INDEXED BY sms_logs_sent CROSS JOIN attempts a ON a.sms_log_id = l.id
     WHERE l.sent_at > ? AND l.sent_at <= ? AND l.provider_id IS NOT NULL AND a.account = ?
       AND (l.state = 'sent' OR ${prices ? "l.state IN ('delivered', 'failed') AND a.cost_micros IS NULL" : '0'})
       AND a.n = (SELECT max(n) FROM attempts WHERE sms_log_id = l.id) ORDER BY l.sent_at DESC`,
    after,
    until,
    account,
  )
}

export type ReportedPrice = { readonly providerId: string; readonly costMicros: number; readonly currency: string }

/**
 * Sets the price of an SMS that this account accepted, on the first report of it. The money limits had counted an estimate, when the answer came or, for a
 * lost attempt, when it began. There the price replaces the estimate, if it is in the school's currency. `now`: ms UTC.
 */
export function fillPrice(tx: Tx, account: string, { providerId, costMicros, currency }: ReportedPrice, now: number): void {
  const unpriced = tx.all<{ id: number; attemptId: number; estimateMicros: number; countedAt: number }>(
    `SELECT l.id, a.id attemptId, l.estimate_micros estimateMicros, CASE a.outcome WHEN 'lost' THEN a.begun_at ELSE a.ended_at END countedAt
     FROM sms_logs l JOIN attempts a ON a.sms_log_id = l.id
     WHERE l.provider_id = ? AND a.account = ? AND a.cost_micros IS NULL AND a.n = (SELECT max(n) FROM attempts WHERE sms_log_id = l.id)`,
    providerId,
    account,
  )
  const isOurs = tx.get('SELECT 1 FROM schools WHERE currency = ?', currency) !== undefined
  for (const { id, attemptId, estimateMicros, countedAt } of unpriced) {
    tx.run('UPDATE attempts SET cost_micros = ?, cost_currency = ? WHERE id = ?', costMicros, currency, attemptId)
    tx.run(`UPDATE sms_logs SET ${priced('?1', '?2')}, updated_at = ?3 WHERE id = ?4`, costMicros, currency, now, id)
    if (isOurs) addSpend(tx, 'sms', countedAt, 0, costMicros - estimateMicros)
  }
}

/** An SMS whose answer was lost, with the attempt that lost it. */
export type LostMessage = {
  readonly id: number
  readonly phone: string
  readonly body: string
  readonly attemptId: number
  readonly begunAt: number
  readonly lostAt: number
  /** A person looked at it and left it as it is. */
  readonly decidedAt: number | null
}

/** An attempt `a` without an answer, and its SMS `l`: it is unconfirmed, or a person has queued it again and no later attempt may have left. */
const LOST = `l.state IN ('unconfirmed', 'queued', 'held') AND a.${among(UNANSWERED)}
  AND NOT EXISTS (SELECT 1 FROM attempts WHERE sms_log_id = l.id AND n > a.n AND ${MAY_HAVE_LEFT})`

/** The SMS of this account whose answer was lost after an instant (ms UTC), while nobody knows what became of them. Oldest first. */
export function lostMessages(db: Pick<Reader, 'all'>, account: string, after: number): LostMessage[] {
  return db.all(
    `SELECT l.id, l.phone, l.body, a.id attemptId, a.begun_at begunAt, a.ended_at lostAt, l.decided_at decidedAt
     FROM attempts a INDEXED BY attempts_unanswered CROSS JOIN sms_logs l ON l.id = a.sms_log_id
     WHERE a.sms_log_id IS NOT NULL AND a.ended_at > ? AND a.account = ? AND ${LOST} ORDER BY a.ended_at, a.id`,
    after,
    account,
  )
}

/** How many earlier attempts are searched for one that the account accepted. */
const LOOK_BACK = 1_000

/** The provider's id of the last SMS that this account accepted before this attempt; null: none among the thousand attempts before it. */
export function lastAcceptedBefore(db: Db, account: string, attemptId: number): string | null {
  return (
    db.get<{ providerId: string }>(
      `SELECT provider_id providerId FROM attempts WHERE id < ?1 AND id >= ?1 - ${LOOK_BACK} AND account = ?2 AND outcome = 'accepted'
         AND sms_log_id IS NOT NULL AND provider_id IS NOT NULL ORDER BY id DESC LIMIT 1`,
      attemptId,
      account,
    )?.providerId ?? null
  )
}

/** Whether the message of this attempt is still neither settled nor sent again. */
export function isStillLost(db: Db, id: number, attemptId: number): boolean {
  return db.get(`SELECT 1 FROM sms_logs l JOIN attempts a ON a.sms_log_id = l.id WHERE l.id = ? AND a.id = ? AND ${LOST}`, id, attemptId) !== undefined
}

/** Whether this provider's id is known already: of another message, or of an earlier attempt of any SMS to this number. */
export function isKnownProviderId(db: Db, providerId: string, { id, phone }: Pick<LostMessage, 'id' | 'phone'>): boolean {
  return (
    db.get(
      `SELECT 1 FROM sms_logs WHERE provider_id = ?1 AND id <> ?2
       UNION ALL SELECT 1 FROM sms_logs l JOIN attempts a ON a.sms_log_id = l.id WHERE l.phone = ?3 AND a.provider_id = ?1 LIMIT 1`,
      providerId,
      id,
      phone,
    ) !== undefined
  )
}

/** Queues an unconfirmed message again that the provider proved never to have accepted. `now`: ms UTC. */
export function requeueNeverAccepted(tx: Tx, id: number, now: number): void {
  tx.run("UPDATE sms_logs SET state = 'queued', not_before = ?1, detail = '', updated_at = ?1 WHERE id = ?2 AND state = 'unconfirmed'", now, id)
}
