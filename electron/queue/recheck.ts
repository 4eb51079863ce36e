/** Whether a message whose turn has come may still go as it was written. PURE: the one hook that every message passes before it leaves. */
import type { DueRow } from '../../db/queries/outbox.ts'
import type { HoldReason, SkipReason } from '../../shared/model/messages/message.ts'
import { type QuietHours, quietFrom, quietUntil } from '../../shared/model/values/quiet-hours.ts'

/** What holds for every message of a poll. */
export type Moment = {
  /** ms UTC. */
  readonly now: number
  readonly zone: string
  /** Least time between two messages to one guardian on this channel, ms; 0: none. */
  readonly gapMs: number
  /** State of the records: a message written from the same one is still true. */
  readonly revision: number
}

/** What the records would say today of a message that was written from an older state of them. */
export type Today<Text> =
  | { readonly kind: 'same' }
  | { readonly kind: 'not_now'; readonly reason: SkipReason; readonly detail: string }
  | { readonly kind: 'changed'; readonly text: Text }

/** What has to be looked up, and is only when nothing else decides. */
export type Lookups<Text> = {
  /** When this guardian last got something else on this channel (ms UTC), or null. */
  lastTold(): number | null
  /** Whether the balances of which it speaks are older than the school wants, and nobody has said that the send may go all the same. */
  mustAsk(): boolean
  today(): Today<Text>
}

export type Verdict<Text> =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly detail: string }
  | { readonly kind: 'expire' }
  | { readonly kind: 'hold'; readonly reason: HoldReason }
  | { readonly kind: 'rewrite'; readonly text: Text }

/** Decides for one message at its turn. Nothing but its age keeps a test message back: it is the bursar's own, who waits for it. What ends it comes before what lets it wait: nobody is told in the morning what they paid at night. */
export function recheck<Text>(row: DueRow, moment: Moment, look: Lookups<Text>): Verdict<Text> {
  const { now } = moment
  if (row.expiresAt !== null && row.expiresAt <= now) return { kind: 'expire' }
  if (row.guardianId === null) return { kind: 'go' }
  const today: Today<Text> = row.revision === moment.revision ? { kind: 'same' } : look.today()
  if (today.kind === 'not_now') return { kind: 'skip', reason: today.reason, detail: today.detail }
  if (today.kind === 'changed') return { kind: 'rewrite', text: today.text }
  const until = waits(row, moment, look)
  if (until !== null) return { kind: 'wait', until }
  if (row.balanceCents !== null && look.mustAsk()) return { kind: 'hold', reason: 'stale_data' }
  return { kind: 'go' }
}

function waits(row: DueRow, { now, zone, gapMs }: Moment, look: Pick<Lookups<never>, 'lastTold'>): number | null {
  const quietEnd = quietUntil(now, ownHours(row), zone)
  if (quietEnd !== null) return quietEnd
  const told = gapMs > 0 ? look.lastTold() : null
  // a clock that was set back leaves times in the future behind: the gap is never longer than itself
  return told !== null && Math.abs(now - told) < gapMs ? now + Math.min(gapMs, told + gapMs - now) : null
}

/** Until when a message may go that may go now (ms UTC); Infinity: for ever. `closing`: when the hours that hold for everybody begin. */
export function deadline(row: DueRow, closing: number, { now, zone }: Pick<Moment, 'now' | 'zone'>): number {
  if (row.guardianId === null) return Number.POSITIVE_INFINITY
  const own = ownHours(row)
  return Math.min(closing, own ? quietFrom(now, [own], zone) : closing, row.expiresAt ?? closing)
}

function ownHours({ quietStart, quietEnd }: DueRow): QuietHours | null {
  return quietStart !== null && quietEnd !== null ? { from: quietStart, to: quietEnd } : null
}
