/** The inbox: what a person is told once, for as long as the trouble lasts. */

import type { AlertKind, MessageChannel } from '../../shared/model/messages/message.ts'
import { type AlertParams, alertParams } from '../../shared/model/standing/alert.ts'
import type { Reader, Tx } from '../client.ts'

export type NewAlert = { readonly kind: AlertKind; readonly about: string; readonly channel: MessageChannel | null; readonly params: AlertParams }

/** Messages speak of balances that are too old: one alert for all of them. */
export const STALE_HELD: NewAlert = { kind: 'stale_held', about: 'stale_held', channel: null, params: {} }

/** The disk was full, and nothing was sent. */
export const DISK_FULL: NewAlert = { kind: 'disk_full', about: 'disk_full', channel: null, params: {} }

/** Tells of a trouble, unless the same trouble is told of already and not over. */
export function raiseAlert(tx: Tx, { kind, about, channel, params }: NewAlert, now: number): void {
  tx.run(
    'INSERT INTO alerts (kind, about, channel, params, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    kind,
    about,
    channel,
    JSON.stringify(params),
    now,
  )
}

/** The trouble is over. */
export function endAlert(tx: Tx, about: string, now: number): void {
  tx.run('UPDATE alerts SET over_at = ? WHERE about = ? AND over_at IS NULL', now, about)
}

/** All troubles of this kind are over. */
export function endAlerts(tx: Tx, kind: AlertKind, now: number): void {
  tx.run('UPDATE alerts SET over_at = ? WHERE kind = ? AND over_at IS NULL', now, kind)
}

export type AlertRow = {
  readonly id: number
  readonly kind: AlertKind
  readonly channel: MessageChannel | null
  readonly params: AlertParams
  readonly at: number
  readonly seen: boolean
  readonly over: boolean
}

/** The newest alerts first. */
export function newestAlerts(db: Pick<Reader, 'all'>, limit: number): AlertRow[] {
  const rows = db.all<Omit<AlertRow, 'params' | 'seen' | 'over'> & { params: string; seen: number; over: number }>(
    `SELECT id, kind, channel, params, created_at at, seen_at IS NOT NULL seen, over_at IS NOT NULL over FROM alerts ORDER BY created_at DESC, id DESC LIMIT ?`,
    limit,
  )
  return rows.map((row) => ({ ...row, params: alertParams.parse(JSON.parse(row.params)), seen: row.seen === 1, over: row.over === 1 }))
}

export function unseenAlerts(db: Pick<Reader, 'get'>): number {
  return db.get<{ n: number }>('SELECT count(*) n FROM alerts WHERE seen_at IS NULL')?.n ?? 0
}

export function seeAlerts(tx: Tx, now: number): void {
  tx.run('UPDATE alerts SET seen_at = ? WHERE seen_at IS NULL', now)
}
