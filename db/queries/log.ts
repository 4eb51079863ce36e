/** The message log: pages by key (never by offset), counts, one message whole. */
import type { BatchKind } from '../../shared/model/batches/cause.ts'
import type { Language } from '../../shared/model/messages/event.ts'
import {
  CANCELLABLE,
  type FailureReason,
  type HoldReason,
  MESSAGE_STATES,
  type MessageChannel,
  type MessageState,
  MOVES,
  type ReportSource,
  type ReportVerdict,
  type SkipReason,
} from '../../shared/model/messages/message.ts'
import type { Reader, SqlValue, Tx } from '../client.ts'

export type LogFilter = {
  readonly states?: readonly MessageState[] | undefined
  readonly search?: string | undefined
  readonly batchId?: number | undefined
  readonly from?: number | undefined
  readonly until?: number | undefined
}
export type LogKey = { readonly at: number; readonly id: number }
export type LogLine = {
  readonly id: number
  readonly createdAt: number
  /** Null: a test message, which is to nobody on file. */
  readonly toName: string | null
  readonly to: string
  readonly state: MessageState
  readonly skipReason: SkipReason | null
  readonly failureReason: FailureReason | null
  readonly holdReason: HoldReason | null
  /** When a person left it as it is (ms UTC), or said that it was sent. */
  readonly decidedAt: number | null
  readonly notBefore: number
  readonly parts: number | null
  readonly costMicros: number | null
  /** Null: the school's own. */
  readonly costCurrency: string | null
  readonly text: string
}

/** A currency that is not the school's. */
const foreign = (column: string) => `nullif(${column}, (SELECT currency FROM schools))`

/** What the two logs call the same thing. */
const LOG = {
  sms: {
    table: 'sms_logs',
    address: 'phone',
    owner: 'sms_log_id',
    columns: `l.parts, l.cost_micros costMicros, ${foreign('l.cost_currency')} costCurrency, substr(l.body, 1, 200) text`,
    found: 'l.body',
  },
  email: {
    table: 'email_logs',
    address: 'email',
    owner: 'email_log_id',
    columns: "NULL parts, NULL costMicros, NULL costCurrency, substr(l.subject || ': ' || l.body, 1, 200) text",
    found: "l.subject || ' ' || l.body",
  },
} as const

/** A hold window is its batch's. */
const NOT_BEFORE = "CASE l.hold_reason WHEN 'hold_window' THEN (SELECT release_at FROM batches WHERE id = l.batch_id) ELSE l.not_before END"

const TO_NAME = 'CASE WHEN l.guardian_id IS NULL THEN NULL ELSE l.to_name END'

type Where = { readonly sql: string; readonly params: readonly SqlValue[] }

function conditions(channel: MessageChannel, filter: LogFilter): Where {
  const parts: string[] = []
  const params: SqlValue[] = []
  const add = (sql: string, ...values: SqlValue[]) => {
    parts.push(sql)
    params.push(...values)
  }
  if (filter.states) add(`l.state IN (${filter.states.map(() => '?').join(', ') || 'NULL'})`, ...filter.states)
  if (filter.batchId !== undefined) add('l.batch_id = ?', filter.batchId)
  if (filter.from !== undefined) add('l.created_at >= ?', filter.from)
  if (filter.until !== undefined) add('l.created_at < ?', filter.until)
  for (const word of searchWords(filter.search)) {
    const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    add(`(l.to_name LIKE ? ESCAPE '\\' OR l.${LOG[channel].address} LIKE ? ESCAPE '\\' OR ${LOG[channel].found} LIKE ? ESCAPE '\\')`, like, like, like)
  }
  return { sql: parts.length > 0 ? parts.join(' AND ') : '1', params }
}

/** Words to look for. A Kenyan number typed as it is spoken (0712 345 678) is looked for as it is stored. */
function searchWords(search: string | undefined): string[] {
  const text = (search ?? '').trim()
  if (text === '') return []
  const digits = text.replace(/[\s-]/g, '')
  if (/^\+?\d{4,}$/.test(digits)) return [digits.replace(/^0(?=[17])/, '').replace(/^\+/, '')]
  return text.split(/\s+/)
}

/** Up to `limit` messages of one log, newest first, strictly older than `after`. */
export function logLines(db: Pick<Reader, 'all'>, channel: MessageChannel, filter: LogFilter, after: LogKey | null, limit: number): LogLine[] {
  const { sql, params } = conditions(channel, filter)
  const { table, address, columns } = LOG[channel]
  // a row value, not "created_at < ? OR (… AND id < ?)": only this form walks the index
  const older = after ? 'AND (l.created_at, l.id) < (?, ?)' : ''
  return db.all<LogLine>(
    `SELECT l.id, l.created_at createdAt, ${TO_NAME} toName, coalesce(l.${address}, '') "to", l.state, l.skip_reason skipReason, l.failure_reason failureReason,
       l.hold_reason holdReason, l.decided_at decidedAt, ${NOT_BEFORE} notBefore, ${columns}
     FROM ${table} l WHERE ${sql} ${older} ORDER BY l.created_at DESC, l.id DESC LIMIT ?`,
    ...params,
    ...(after ? [after.at, after.id] : []),
    limit,
  )
}

export type LogCount = { readonly state: MessageState; readonly n: number; readonly micros: number; readonly currency: string | null }

/** How many messages match in each state, and what they cost in each currency. */
export function logCounts(db: Pick<Reader, 'all'>, channel: MessageChannel, filter: LogFilter): LogCount[] {
  // every state by name, so that the index of each is entered at the first day that is wanted
  const { sql, params } = conditions(channel, { ...filter, states: filter.batchId === undefined ? MESSAGE_STATES : undefined })
  const cost =
    channel === 'sms' ? 'coalesce(sum(l.cost_micros), 0) micros, min(l.cost_currency) currency, max(l.cost_currency)' : '0 micros, NULL currency, NULL'
  const counts = db.all<LogCount & { last: string | null }>(
    `SELECT l.state, count(*) n, ${cost} last FROM ${LOG[channel].table} l WHERE ${sql} GROUP BY l.state`,
    ...params,
  )
  return counts.flatMap(({ last, ...count }) => (count.currency === last ? [count] : countsByCurrency(db, { ...filter, states: [count.state] })))
}

/** Sorting by currency takes four times as long, so it is done only where there are several. */
function countsByCurrency(db: Pick<Reader, 'all'>, filter: LogFilter): LogCount[] {
  const { sql, params } = conditions('sms', filter)
  return db.all(
    `SELECT l.state, count(*) n, coalesce(sum(l.cost_micros), 0) micros, l.cost_currency currency
     FROM sms_logs l WHERE ${sql} GROUP BY l.state, l.cost_currency`,
    ...params,
  )
}

/** How many unconfirmed messages match that nobody has left as they are. */
export function undecidedCount(db: Pick<Reader, 'get'>, channel: MessageChannel, filter: LogFilter): number {
  const { sql, params } = conditions(channel, { ...filter, states: ['unconfirmed'] })
  return db.get<{ n: number }>(`SELECT count(*) n FROM ${LOG[channel].table} l WHERE ${sql} AND l.decided_at IS NULL`, ...params)?.n ?? 0
}

export type LogDetail = LogLine & {
  readonly language: Language
  readonly subject: string | null
  readonly body: string
  readonly detail: string
  readonly encoding: 'gsm7' | 'ucs2' | null
  readonly estimateMicros: number | null
  readonly provider: string
  readonly providerId: string | null
  readonly sentAt: number | null
  readonly deliveredAt: number | null
  readonly expiresAt: number | null
  readonly openedAt: number | null
  readonly clickedAt: number | null
  readonly guardianId: number | null
  readonly batchId: number
  readonly batchKind: BatchKind
  readonly templateKey: string | null
}

export function logDetail(db: Pick<Reader, 'get'>, channel: MessageChannel, id: number): LogDetail | undefined {
  const { table, address, columns } = LOG[channel]
  const own =
    channel === 'sms'
      ? 'NULL subject, l.encoding, l.estimate_micros estimateMicros, NULL openedAt, NULL clickedAt'
      : 'l.subject, NULL encoding, NULL estimateMicros, l.opened_at openedAt, l.clicked_at clickedAt'
  return db.get<LogDetail>(
    `SELECT l.id, l.created_at createdAt, ${TO_NAME} toName, coalesce(l.${address}, '') "to", l.state, l.skip_reason skipReason, l.failure_reason failureReason,
       l.hold_reason holdReason, l.decided_at decidedAt, ${NOT_BEFORE} notBefore, ${columns}, l.delivered_at deliveredAt, l.expires_at expiresAt, l.language, l.body, l.detail, l.provider, l.provider_id providerId, l.sent_at sentAt, l.guardian_id guardianId,
       l.batch_id batchId, c.kind batchKind, c.template_key templateKey, ${own}
     FROM ${table} l JOIN batches c ON c.id = l.batch_id WHERE l.id = ?`,
    id,
  )
}

export type AttemptLine = {
  readonly n: number
  readonly provider: string
  readonly begunAt: number
  readonly endedAt: number | null
  readonly outcome: 'accepted' | 'rejected' | 'retry' | 'not_sent' | 'unknown' | 'lost' | null
  readonly code: string | null
  readonly detail: string
  readonly costMicros: number | null
  readonly costCurrency: string | null
}

export function attemptsOf(db: Pick<Reader, 'all'>, channel: MessageChannel, id: number): AttemptLine[] {
  return db.all<AttemptLine>(
    `SELECT n, provider, begun_at begunAt, ended_at endedAt, outcome, code, detail, cost_micros costMicros, ${foreign('cost_currency')} costCurrency
     FROM attempts WHERE ${LOG[channel].owner} = ? ORDER BY n`,
    id,
  )
}

export type ReportLine = {
  /** Which attempt it is about; null: nobody can tell. */
  readonly attempt: number | null
  readonly source: ReportSource
  readonly verdict: ReportVerdict
  readonly code: string
  readonly detail: string
  readonly at: number
}

/** What was heard of a message after it was sent, oldest first. */
export function reportsOf(db: Pick<Reader, 'all'>, channel: MessageChannel, id: number): ReportLine[] {
  return db.all(
    `SELECT attempt, source, verdict, code, detail, reported_at at FROM delivery_reports WHERE ${LOG[channel].owner} = ? ORDER BY reported_at, id`,
    id,
  )
}

/** Children of a guardian, by name. */
export function childrenOf(db: Pick<Reader, 'all'>, guardianId: number): { name: string; admNo: string }[] {
  return db.all(
    'SELECT s.name, s.adm_no admNo FROM student_guardians sg JOIN students s ON s.id = sg.student_id WHERE sg.guardian_id = ? ORDER BY s.name, s.id',
    guardianId,
  )
}

/** States from which a person may send again. */
const AGAIN = (Object.keys(MOVES) as MessageState[]).filter(
  (from) => from !== 'held' && from !== 'sending' && (MOVES[from] as readonly MessageState[]).includes('queued'),
)

/** Whether a person may send this message again. */
export function canSendAgain(state: MessageState): boolean {
  return AGAIN.includes(state)
}

/** Messages of one channel: by name, or all that a filter finds but those that were changed `between` two instants (ms UTC), the second among them. */
export type Target = { readonly ids: readonly number[] } | { readonly filter: LogFilter; readonly between: readonly [after: number, until: number] | null }

function chosen(channel: MessageChannel, target: Target): Where {
  if ('ids' in target) return { sql: 'id IN (SELECT value FROM json_each(?))', params: [JSON.stringify(target.ids)] }
  const { sql, params } = conditions(channel, target.filter)
  const found = (more: string) => `id IN (SELECT l.id FROM ${LOG[channel].table} l WHERE ${sql}${more})`
  if (target.between === null) return { sql: found(''), params }
  return { sql: found(' AND NOT (l.updated_at > ? AND l.updated_at <= ?)'), params: [...params, ...target.between] }
}

function change(tx: Tx, channel: MessageChannel, target: Target, set: Where, from: readonly MessageState[], only = '1'): number {
  const { sql, params } = chosen(channel, target)
  const states = from.map((state) => `'${state}'`).join(', ')
  return tx.run(`UPDATE ${LOG[channel].table} NOT INDEXED SET ${set.sql} WHERE state IN (${states}) AND ${only} AND ${sql}`, ...set.params, ...params).changes
}

/**
 * Puts messages back into the queue with all their attempts before them; those in no state to be sent again are left, and what was cancelled too,
 * unless it is named. Answers how many.
 */
export function requeue(tx: Tx, channel: MessageChannel, target: Target, expiresAt: number, now: number): number {
  forgetAccepted(tx, channel, target, now - DAY_MS)
  const sql =
    "state = 'queued', failure_reason = NULL, detail = '', attempts = 0, decided_at = NULL, cancel_requested_at = NULL, not_before = ?, expires_at = ?, updated_at = ?"
  return change(tx, channel, target, { sql, params: [now, expiresAt, now] }, AGAIN, 'filter' in target ? 'cancel_requested_at IS NULL' : '1')
}

const DAY_MS = 86_400_000

/** That old balances may go was said when these sends were written; of those written before an instant (ms UTC) it says nothing any more. */
function forgetAccepted(tx: Tx, channel: MessageChannel, target: Target, before: number) {
  const { sql, params } = chosen(channel, target)
  const sends = `SELECT batch_id FROM ${LOG[channel].table} NOT INDEXED WHERE state IN (${AGAIN.map((state) => `'${state}'`).join(', ')}) AND ${sql}`
  tx.run(`UPDATE batches SET stale_accepted = 0 WHERE stale_accepted = 1 AND created_at < ? AND id IN (${sends})`, before, ...params)
}

/** What a person can cancel only if it comes back: it is on the wire, nobody knows whether it went, or it is too old by a clock that may run ahead. */
const CANCEL_LATER: readonly MessageState[] = ['sending', 'unconfirmed', 'expired']

/** Cancels what was not handed over, and bears in mind what was: should it turn out that it did not go, it goes no more. Answers how many were not. */
export function cancel(tx: Tx, channel: MessageChannel, target: Target, now: number): number {
  change(tx, channel, target, { sql: 'cancel_requested_at = ?', params: [now] }, CANCEL_LATER)
  return change(tx, channel, target, { sql: "state = 'cancelled', hold_reason = NULL, updated_at = ?", params: [now] }, CANCELLABLE)
}

/** A person knows that unconfirmed messages went out: when they were tried last. Answers how many. */
export function settleAsSent(tx: Tx, channel: MessageChannel, target: Target, now: number): number {
  const { table, owner } = LOG[channel]
  const lastTry = `(SELECT begun_at FROM attempts WHERE ${owner} = ${table}.id AND outcome <> 'not_sent' ORDER BY n DESC LIMIT 1)`
  const sql = `state = 'sent', sent_at = coalesce(${lastTry}, ?), decided_at = ?, updated_at = ?`
  return change(tx, channel, target, { sql, params: [now, now, now] }, ['unconfirmed'])
}

/** A person looked at unconfirmed messages and leaves them as they are; those left before keep their day. Answers how many. */
export function leaveAsTheyAre(tx: Tx, channel: MessageChannel, target: Target, now: number): number {
  return change(tx, channel, target, { sql: 'decided_at = ?, updated_at = ?', params: [now, now] }, ['unconfirmed'], 'decided_at IS NULL')
}

/** A person's word on messages that are held for a reason: they go, or they are cancelled. Answers how many. */
export function answerHeld(tx: Tx, channel: MessageChannel, reason: HoldReason, answer: 'send' | 'cancel', now: number): number {
  const { table } = LOG[channel]
  const held = `state = 'held' AND hold_reason = ?`
  if (answer === 'cancel') return tx.run(`UPDATE ${table} SET state = 'cancelled', hold_reason = NULL, updated_at = ? WHERE ${held}`, now, reason).changes
  if (reason === 'stale_data') {
    tx.run(`UPDATE batches SET stale_accepted = 1 WHERE id IN (SELECT batch_id FROM ${table} WHERE ${held})`, reason)
  }
  return tx.run(`UPDATE ${table} SET state = 'queued', hold_reason = NULL, not_before = ?, updated_at = ? WHERE ${held}`, now, now, reason).changes
}
