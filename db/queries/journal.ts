/** Attempts as the sent-journal tells of them: what is written into it, and what is compared with it when the records are opened. */
import type { AttemptOutcome, MessageChannel, MessageState } from '../../shared/model/message.ts'
import type { Reader, Tx } from '../client.ts'
import { addBoot } from './boots.ts'
import { priced } from './outbox.ts'
import { LOG, OWNER } from './tables.ts'

export type JournalAttempt = {
  readonly channel: MessageChannel
  /** The message, and when it was written (ms UTC): in another copy of the records the same id may name another message. */
  readonly id: number
  readonly madeAt: number
  readonly n: number
  readonly bootId: number
  readonly provider: string
  /** Empty: not known. */
  readonly account: string
  /** Null: it was opened, and no answer was written down. */
  readonly outcome: AttemptOutcome | null
  readonly providerId: string | null
  /** What it counts for in the money limits, in millionths of the school's currency: as charged, as reckoned where that is not known, or 0. */
  readonly spentMicros: number
  /** What the provider says that it charged. */
  readonly costMicros: number | null
  readonly costCurrency: string | null
  /** When it began, or ended where it has an outcome (ms UTC). */
  readonly at: number
}

export type KnownMessage = {
  readonly madeAt: number
  readonly state: MessageState
  readonly attempts: readonly { readonly n: number; readonly ended: boolean }[]
}

/** A message and its attempts as these records know them; null: there is none of this id. */
export function knownMessage(db: Pick<Reader, 'all'>, channel: MessageChannel, id: number): KnownMessage | null {
  const rows = db.all<{ madeAt: number; state: MessageState; n: number | null; endedAt: number | null }>(
    `SELECT l.created_at madeAt, l.state, a.n, a.ended_at endedAt FROM ${LOG[channel]} l LEFT JOIN attempts a ON a.${OWNER[channel]} = l.id WHERE l.id = ?`,
    id,
  )
  const [first] = rows
  if (!first) return null
  const attempts = rows.flatMap(({ n, endedAt }) => (n === null ? [] : [{ n, ended: endedAt !== null }]))
  return { madeAt: first.madeAt, state: first.state, attempts }
}

/** Ends an attempt that these records hold as open. */
export function endFromJournal(tx: Tx, { channel, id, n, outcome, providerId, costMicros, costCurrency, at }: JournalAttempt): void {
  tx.run(
    `UPDATE attempts SET ended_at = ?, outcome = ?, provider_id = ?, cost_micros = ?, cost_currency = ? WHERE ${OWNER[channel]} = ? AND n = ? AND ended_at IS NULL`,
    at,
    outcome,
    providerId,
    costMicros,
    costCurrency,
    id,
    n,
  )
}

/** Adds an attempt that these records do not know; one without an outcome was lost. The run that made it becomes known too. */
export function addFromJournal(tx: Tx, { channel, id, n, bootId, provider, account, outcome, providerId, costMicros, costCurrency, at }: JournalAttempt): void {
  addBoot(tx, bootId, at)
  tx.run(
    `INSERT INTO attempts (${OWNER[channel]}, n, boot_id, provider, account, begun_at, ended_at, outcome, provider_id, cost_micros, cost_currency)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    n,
    bootId,
    provider,
    account,
    at,
    at,
    outcome ?? 'lost',
    providerId,
    costMicros,
    costCurrency,
  )
}

/** Adds what the provider charged for an attempt to the price of its SMS. */
export function priceFromJournal(tx: Tx, { channel, id, costMicros, costCurrency }: JournalAttempt): void {
  if (channel !== 'sms' || costMicros === null) return
  tx.run(`UPDATE sms_logs SET ${priced('?1', '?2')} WHERE id = ?3`, costMicros, costCurrency, id)
}

/** What was open before a later attempt began had no answer. */
export function loseOpenBefore(tx: Tx, { channel, id, n, at }: JournalAttempt): void {
  tx.run(`UPDATE attempts SET ended_at = ?, outcome = 'lost' WHERE ${OWNER[channel]} = ? AND n < ? AND ended_at IS NULL`, at, id, n)
}

/** One move of a message towards what the journal says of it. */
export function moveFromJournal(tx: Tx, to: MessageState, last: JournalAttempt, counted: number, now: number): void {
  tx.run(
    `UPDATE ${LOG[last.channel]} SET state = ?1, hold_reason = NULL, failure_reason = CASE WHEN ?1 = 'failed' THEN 'provider_refused' END,
       attempts = attempts + ?2, provider = ?3, provider_id = ?4, sent_at = CASE WHEN ?1 = 'sent' THEN ?5 ELSE sent_at END, updated_at = ?6
     WHERE id = ?7`,
    to,
    counted,
    last.provider,
    last.providerId,
    last.at,
    now,
    last.id,
  )
}

/** Nothing that waits goes before a person has looked; no hold window runs any more. Answers how many wait now. */
export function holdAllRestored(tx: Tx, now: number): number {
  tx.run('UPDATE batches SET release_at = ?1 WHERE release_at > ?1', now)
  let held = 0
  for (const log of Object.values(LOG)) {
    held += tx.run(`UPDATE ${log} SET state = 'held', hold_reason = 'restored', updated_at = ? WHERE state IN ('queued', 'held')`, now).changes
  }
  return held
}
