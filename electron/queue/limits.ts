/** The limits that the school set itself, and those that the provider names: how many messages may still be taken, or until when none may. */
import type { Tx } from '../../db/client.ts'
import { onTheWay, outAfter, soManyOutSince, spentBetween } from '../../db/queries/channels.ts'
import type { MessageChannel, PauseReason } from '../../shared/model/messages/message.ts'
import { startOfDay, startOfMonth, startOfNextDay, startOfNextMonth } from '../../shared/model/values/quiet-hours.ts'

const DAY_MS = 86_400_000
/** Where what fills the day is still on its way, nobody knows yet when its place is free again. */
const SOON_MS = 60_000

export type LimitSettings = {
  /** Messages in any 24 hours; null: no limit. */
  readonly perDay: number | null
  /** By the school's calendar, in millionths of its currency; null: no limit. SMS only. */
  readonly spendPerDayMicros: number | null
  readonly spendPerMonthMicros: number | null
}
export type OwnLimit = { readonly pause: Extract<PauseReason, 'daily_cap' | 'spend_cap'>; readonly until: number }
/** What a limit is of. */
export type Scarce = 'messages' | 'micros'
/** How much may still be taken in this poll. */
export type Room = { readonly messages: number; readonly micros: number; readonly full: ((of: Scarce) => OwnLimit) | null }

/** Room without limits. */
const OPEN: Room = { messages: Number.POSITIVE_INFINITY, micros: Number.POSITIVE_INFINITY, full: null }

/** What the limits leave, counting what is on its way. `full` says which limit stops a message for which the room is too small. */
export function roomLeft(tx: Tx, channel: MessageChannel, limits: LimitSettings, zone: string, now: number): Room {
  if (limits.perDay === null && limits.spendPerDayMicros === null && limits.spendPerMonthMicros === null) return OPEN
  const going = onTheWay(tx, channel)
  const { perDay } = limits
  const messages = perDay === null ? OPEN.messages : perDay - outAfter(tx, channel, now - DAY_MS) - going.n
  const money = moneyLeft(tx, channel, limits, zone, now)
  return {
    messages,
    micros: money.micros - going.estimateMicros,
    full: (of) => {
      if (of === 'messages' && perDay !== null)
        return { pause: 'daily_cap', until: Math.max((soManyOutSince(tx, channel, perDay, now) ?? 0) + DAY_MS, now + SOON_MS) }
      return { pause: 'spend_cap', until: money.until }
    },
  }
}

function moneyLeft(tx: Tx, channel: MessageChannel, { spendPerDayMicros, spendPerMonthMicros }: LimitSettings, zone: string, now: number) {
  const tomorrow = startOfNextDay(zone, now)
  const day = spendPerDayMicros === null ? OPEN.micros : spendPerDayMicros - spentBetween(tx, channel, startOfDay(zone, now), tomorrow)
  const month = spendPerMonthMicros === null ? OPEN.micros : spendPerMonthMicros - spentBetween(tx, channel, startOfMonth(zone, now), tomorrow)
  return month < day ? { micros: month, until: startOfNextMonth(zone, now) } : { micros: day, until: tomorrow }
}
