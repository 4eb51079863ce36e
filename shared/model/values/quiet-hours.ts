/** Quiet hours: when nothing goes to a family. Deferred to their end, never dropped. PURE. */
import { Temporal } from 'temporal-polyfill'

/** Wall-clock times HH:MM in the school's zone; `from` later than `to` runs over midnight. The first minute of `to` is no longer quiet. */
export type QuietHours = { readonly from: string; readonly to: string }

let last = { now: 0, zone: 'UTC', here: Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO('UTC') }

/** The moment on a clock of this zone. A turn of the queue asks for one moment again and again, which takes longer than all that it decides. */
function onTheWall(now: number, zone: string): Temporal.ZonedDateTime {
  if (last.now !== now || last.zone !== zone) last = { now, zone, here: Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone) }
  return last.here
}

/** When the quiet hours that `now` falls into end (ms UTC), or null outside them. Equal times mean no quiet hours. */
export function quietUntil(now: number, quiet: QuietHours | null, zone: string): number | null {
  if (!quiet || quiet.from === quiet.to) return null
  const here = onTheWall(now, zone)
  const time = here.toPlainTime()
  const from = Temporal.PlainTime.from(quiet.from)
  const to = Temporal.PlainTime.from(quiet.to)
  const afterFrom = Temporal.PlainTime.compare(time, from) >= 0
  const beforeTo = Temporal.PlainTime.compare(time, to) < 0
  const overnight = Temporal.PlainTime.compare(from, to) > 0
  if (overnight ? !afterFrom && !beforeTo : !(afterFrom && beforeTo)) return null
  const day = overnight && afterFrom ? here.toPlainDate().add({ days: 1 }) : here.toPlainDate()
  return day.toZonedDateTime({ timeZone: zone, plainTime: to }).epochMilliseconds
}

/** When the first of these hours begins after `now` (ms UTC), which lies in none of them; Infinity where there are none. */
export function quietFrom(now: number, hours: readonly QuietHours[], zone: string): number {
  const begins = hours
    .filter((quiet) => quiet.from !== quiet.to)
    .map((quiet) => {
      const here = onTheWall(now, zone)
      const plainTime = Temporal.PlainTime.from(quiet.from)
      const today = Temporal.PlainTime.compare(here.toPlainTime(), plainTime) < 0
      return here
        .toPlainDate()
        .add({ days: today ? 0 : 1 })
        .toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds
    })
  return Math.min(...begins)
}

/** When a message may go that must keep all of these hours (ms UTC), or null when it may go now. Hours that leave no gap hold for a week at most. */
export function waitUntil(now: number, hours: readonly QuietHours[], zone: string): number | null {
  let at = now
  // each turn leaves one of them; a gap that all of them leave open is found within a day's worth of turns
  for (let turn = 0; turn < 14; turn++) {
    const ends = hours.map((quiet) => quietUntil(at, quiet, zone)).filter((end) => end !== null)
    if (ends.length === 0) return at === now ? null : at
    at = Math.max(...ends)
  }
  return at
}

/** The calendar day in a zone, as YYYY-MM-DD. */
export function dayIn(zone: string, now: number): string {
  return onTheWall(now, zone).toPlainDate().toString()
}

/** The first instant of the day that `now` falls into, in a zone (ms UTC). */
export function startOfDay(zone: string, now: number): number {
  return onTheWall(now, zone).startOfDay().epochMilliseconds
}

/** The first instant of the day after the one that `now` falls into, in a zone (ms UTC). */
export function startOfNextDay(zone: string, now: number): number {
  return onTheWall(now, zone).add({ days: 1 }).startOfDay().epochMilliseconds
}

/** The first instant of the month that `now` falls into, in a zone (ms UTC). */
export function startOfMonth(zone: string, now: number): number {
  return onTheWall(now, zone).with({ day: 1 }).startOfDay().epochMilliseconds
}

/** The first instant of the month after the one that `now` falls into, in a zone (ms UTC). */
export function startOfNextMonth(zone: string, now: number): number {
  return onTheWall(now, zone).with({ day: 1 }).add({ months: 1 }).startOfDay().epochMilliseconds
}
