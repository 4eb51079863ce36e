/** Queries of the sent-journal: what the records know of a message, and bringing an older copy up to what the journal holds. */
import type { AttemptOutcome, MessageChannel, MessageState } from '../../shared/model/messages/message.ts'
import type { Reader, Tx } from '../client.ts'
import { addBoot } from './boots.ts'
import { priced } from './outbox.ts'
import { LOG, OWNER } from './tables.ts'

/** An attempt as a line of the sent-journal holds it. */
export type JournalAttempt = {
  readonly channel: MessageChannel
  /** The id of the message. */
  readonly id: number
  /** When the message was created (ms UTC): in another copy of the records the same id may be another message. */
  readonly madeAt: number
  readonly n: number
  readonly bootId: number
  readonly provider: string
  /** Empty: not known. */
  readonly account: string
  /** Null: the attempt began, and no answer was written down. */
  readonly outcome: AttemptOutcome | null
  readonly providerId: string | null
  /** What it counts for in the money limits (millionths of the school's currency): the price, else the estimate, else 0. */
  readonly spentMicros: number
  /** What the provider charged (millionths of `costCurrency`); null where that is not known. */
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

/** A message and its attempts as these records know them; null: there is no message of this id. */
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

/** Ends an attempt that is open in these records. */
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

/** Adds an attempt that these records do not know, and its boot. An attempt without an outcome was lost. */
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

/** Ends open attempts before a later one as lost: they got no answer. */
export function loseOpenBefore(tx: Tx, { channel, id, n, at }: JournalAttempt): void {
  tx.run(`UPDATE attempts SET ended_at = ?, outcome = 'lost' WHERE ${OWNER[channel]} = ? AND n < ? AND ended_at IS NULL`, at, id, n)
}

/** Moves a message one step towards the state that the journal proves. `counted`: attempts to add to its count. `now`: ms UTC. */
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

/** Holds every waiting message until a person has looked, and ends every hold window. Returns how many messages wait. `now`: ms UTC. */
export function holdAllRestored(tx: Tx, now: number): number {
  tx.run('UPDATE batches SET release_at = ?1 WHERE release_at > ?1', now)
  let held = 0
  for (const log of Object.values(LOG)) {
    held += tx.run(`UPDATE ${log} SET state = 'held', hold_reason = 'restored', updated_at = ? WHERE state IN ('queued', 'held')`, now).changes
  }
  return held
}
