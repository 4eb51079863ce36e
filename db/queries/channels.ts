/** A channel as a whole: whether it sends, what is left on its account, and what its limits are measured by. */
import type { MessageChannel, PauseReason } from '../../shared/model/messages/message.ts'
import type { Reader, Tx } from '../client.ts'
import { endAlert, raiseAlert } from './alerts.ts'
import { LOG, OWNER } from './tables.ts'

export type ChannelRow = {
  readonly channel: MessageChannel
  readonly pause: PauseReason | null
  readonly detail: string
  readonly until: number | null
  readonly since: number
  readonly balanceMicros: number | null
  readonly balanceCurrency: string | null
  readonly balanceAt: number | null
}

export function channelRow(db: Pick<Reader, 'get'>, channel: MessageChannel): ChannelRow {
  const row = db.get<ChannelRow>(
    `SELECT channel, pause, detail, until, since, balance_micros balanceMicros, balance_currency balanceCurrency, balance_at balanceAt
     FROM channels WHERE channel = ?`,
    channel,
  )
  if (!row) throw new Error(`no row for channel ${channel}`)
  return row
}

/** Pauses that the inbox does not tell of: they end by themselves within minutes, or a person made them. */
const UNTOLD: readonly PauseReason[] = ['offline', 'not_set_up', 'by_hand']

/** A provider that takes nothing for longer than this is no passing matter any more. */
const LONG_WAIT_MS = 45 * 60_000

/** Lost answers are told of once the channel is no longer tried by itself. */
function isTold(pause: PauseReason, until: number | null, now: number): boolean {
  if (pause === 'unconfirmed_run') return until === null
  if (pause === 'rate_limited') return until !== null && until - now > LONG_WAIT_MS
  return !UNTOLD.includes(pause)
}

/** Stops a channel, and tells the inbox once for as long as the reason stands. `until`: when it tries again by itself (ms UTC). */
export function pauseChannel(tx: Tx, channel: MessageChannel, pause: PauseReason, detail: string, until: number | null, now: number): void {
  const before = channelRow(tx, channel).pause
  tx.run(
    'UPDATE channels SET since = CASE WHEN pause IS ?1 THEN since ELSE ?2 END, pause = ?1, detail = ?3, until = ?4 WHERE channel = ?5',
    pause,
    now,
    detail,
    until,
    channel,
  )
  if (before !== pause && before !== null) endAlert(tx, `pause:${channel}`, now)
  if (isTold(pause, until, now)) raiseAlert(tx, { kind: 'channel_paused', about: `pause:${channel}`, channel, params: { reason: pause, detail } }, now)
}

/** Opens a channel. Answers whether it was paused. */
export function openChannel(tx: Tx, channel: MessageChannel, now: number): boolean {
  endAlert(tx, `pause:${channel}`, now)
  return tx.run("UPDATE channels SET pause = NULL, detail = '', until = NULL, since = ? WHERE channel = ? AND pause IS NOT NULL", now, channel).changes === 1
}

/** A channel that is paused for this reason is tried now. */
export function tryNow(tx: Tx, channel: MessageChannel, pause: PauseReason, now: number): void {
  tx.run('UPDATE channels SET until = ?1 WHERE channel = ?2 AND pause = ?3 AND until > ?1', now, channel, pause)
}

/** A channel that lost several answers in a row goes on with one message, though a person says so: the outage may last. Answers whether it is such a one. */
export function tryWithOne(tx: Tx, channel: MessageChannel, now: number): boolean {
  return tx.run("UPDATE channels SET until = ? WHERE channel = ? AND pause = 'unconfirmed_run'", now, channel).changes === 1
}

/** Keeps what the provider said was left, in millionths of the currency unit. */
export function saveBalance(tx: Tx, channel: MessageChannel, micros: number, currency: string, now: number): void {
  tx.run('UPDATE channels SET balance_micros = ?, balance_currency = ?, balance_at = ? WHERE channel = ?', micros, currency, now, channel)
}

/** Another account stands behind the channel now. */
export function forgetBalance(tx: Tx, channel: MessageChannel): void {
  tx.run('UPDATE channels SET balance_micros = NULL, balance_currency = NULL, balance_at = NULL WHERE channel = ?', channel)
}

/** How many messages wait, how many begin when their hold window ends, and how many are on their way. */
export function queueCounts(db: Pick<Reader, 'get'>, channel: MessageChannel): { waiting: number; holding: number; sending: number } {
  const count = (from: string) => db.get<{ n: number }>(`SELECT count(*) n FROM ${LOG[channel]} ${from}`)?.n ?? 0
  const asked = count(`INDEXED BY ${LOG[channel]}_asked WHERE state = 'held' AND hold_reason <> 'hold_window'`)
  // By what is not asked about: the reason of each held message lies in no index, and a school can have thousands of them.
  return { waiting: count("WHERE state = 'queued'"), holding: count("WHERE state = 'held'") - asked, sending: count("WHERE state = 'sending'") }
}

const MINUTE_MS = 60_000

/** How many messages went out after `since` (ms UTC), or may have: to the minute, and none too few. One that goes a second time counts twice. */
export function outAfter(db: Pick<Reader, 'get'>, channel: MessageChannel, since: number): number {
  const sql = 'SELECT coalesce(sum(messages), 0) n FROM spend WHERE channel = ? AND minute > ?'
  return db.get<{ n: number }>(sql, channel, since - MINUTE_MS)?.n ?? 0
}

/** The end of the latest minute since which at least so many went out, or may have, and not later than that of `now` (ms UTC); null: fewer did. */
export function soManyOutSince(db: Pick<Reader, 'get'>, channel: MessageChannel, messages: number, now: number): number | null {
  const newest = 'SELECT minute, sum(messages) OVER (ORDER BY minute DESC) n FROM spend WHERE channel = ?'
  const sql = `SELECT min(minute, ? / ${MINUTE_MS} * ${MINUTE_MS}) + ${MINUTE_MS} at FROM (${newest}) WHERE n >= ? LIMIT 1`
  return db.get<{ at: number }>(sql, now, channel, messages)?.at ?? null
}

/** What is on its way: how many, and what they are reckoned at (SMS). */
export function onTheWay(db: Pick<Reader, 'get'>, channel: MessageChannel): { n: number; estimateMicros: number } {
  const estimate = channel === 'sms' ? 'coalesce(sum(estimate_micros), 0)' : '0'
  const sql = `SELECT count(*) n, ${estimate} estimateMicros FROM ${LOG[channel]} INDEXED BY ${LOG[channel]}_state WHERE state = 'sending'`
  return db.get<{ n: number; estimateMicros: number }>(sql) ?? { n: 0, estimateMicros: 0 }
}

/** What is on its way, by the minute in which it began (ms UTC). */
export function onTheWayByMinute(db: Pick<Reader, 'all'>, channel: MessageChannel): { minute: number; n: number; estimateMicros: number }[] {
  return db.all(
    `SELECT a.begun_at / ${MINUTE_MS} * ${MINUTE_MS} minute, count(*) n, sum(${channel === 'sms' ? 'l.estimate_micros' : '0'}) estimateMicros
     FROM ${LOG[channel]} l INDEXED BY ${LOG[channel]}_state JOIN attempts a ON a.${OWNER[channel]} = l.id
     WHERE l.state = 'sending' AND a.ended_at IS NULL GROUP BY 1`,
  )
}

/** Counts messages that went out at an instant (ms UTC), or may have, and what they cost. */
export function addSpend(tx: Tx, channel: MessageChannel, at: number, messages: number, costMicros: number): void {
  tx.run(
    `INSERT INTO spend (channel, minute, messages, cost_micros) VALUES (?, ?, ?, ?)
     ON CONFLICT (channel, minute) DO UPDATE SET messages = messages + excluded.messages, cost_micros = cost_micros + excluded.cost_micros`,
    channel,
    at - (at % MINUTE_MS),
    messages,
    costMicros,
  )
}

/** What was spent by a clock that ran ahead was spent not later than now (ms UTC): else it would count as of a day that is still to come. */
export function spendNow(tx: Tx, channel: MessageChannel, now: number): void {
  const ahead = tx.get<{ messages: number | null; micros: number }>(
    'SELECT sum(messages) messages, sum(cost_micros) micros FROM spend WHERE channel = ? AND minute > ?',
    channel,
    now,
  )
  if (!ahead?.messages) return
  tx.run('DELETE FROM spend WHERE channel = ? AND minute > ?', channel, now)
  addSpend(tx, channel, now, ahead.messages, ahead.micros)
}

/** What was spent from the beginning of a day until the beginning of another (ms UTC). */
export function spentBetween(db: Pick<Reader, 'get'>, channel: MessageChannel, from: number, until: number): number {
  const sql = 'SELECT coalesce(sum(cost_micros), 0) n FROM spend WHERE channel = ? AND minute >= ? AND minute < ?'
  return db.get<{ n: number }>(sql, channel, from, until)?.n ?? 0
}
