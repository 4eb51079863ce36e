/** Quiet hours: when nothing goes to a family. Deferred to their end, never dropped. PURE. */
import { Temporal } from 'temporal-polyfill'

/** Wall-clock times HH:MM in the school's zone; `from` later than `to` runs over midnight. The first minute of `to` is no longer quiet. */
export type QuietHours = { readonly from: string; readonly to: string }

/** When the quiet hours that `now` falls into end (ms UTC), or null outside them. Equal times mean no quiet hours. */
export function quietUntil(now: number, quiet: QuietHours | null, zone: string): number | null {
  if (!quiet || quiet.from === quiet.to) return null
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
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

/** The calendar day in a zone, as YYYY-MM-DD. */
export function dayIn(zone: string, now: number): string {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** The first instant of the day that `now` falls into, in a zone (ms UTC). */
export function startOfDay(zone: string, now: number): number {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay().epochMilliseconds
}
