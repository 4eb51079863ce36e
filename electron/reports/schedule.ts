/** When sources of reports are asked, computed from stored instants alone: a restart, a sleep or a crash neither forgets a question nor repeats many. PURE. */

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How often each source is asked while it answers. */
export const ASK_EVERY_MS = { relay: 5 * MINUTE_MS, mailbox: 15 * MINUTE_MS, provider: MINUTE_MS } as const
/** A source in trouble is asked at least this often. */
const LONGEST_WAIT_MS = HOUR_MS

/** When a source was asked last (ms UTC), what it said if it could not be, how often in a row, and when it asked to be left alone until. */
export type Asked = { readonly at: number | null; readonly trouble: string | null; readonly failures: number; readonly notBefore: number | null }
export const NEVER_ASKED: Asked = { at: null, trouble: null, failures: 0, notBefore: null }

/** Whether a source is to be asked now. Each failure in a row doubles the wait; a clock that was set back never silences one. */
export function isDue(asked: Asked, everyMs: number, now: number): boolean {
  if (asked.at === null || asked.at > now) return true
  if (asked.notBefore !== null && asked.notBefore > now && asked.notBefore - now <= LONGEST_WAIT_MS) return false
  return now - asked.at >= Math.min(everyMs * 2 ** Math.min(asked.failures, 10), LONGEST_WAIT_MS)
}

/** A message is asked about at these ages: most news comes within a minute, the rest within hours, and after two days nothing does. */
export const REPORT_AGES_MS = [1, 5, 15, 60, 180, 360, 720, 1_440, 2_820].map((minutes) => minutes * MINUTE_MS)
/** A lost message is looked for at these ages. */
export const TRACE_AGES_MS = [2, 10, 30, 60, 360, 1_440].map((minutes) => minutes * MINUTE_MS)
/** Nothing is asked about that is older: providers forget, and a question takes longer the further it goes back. */
export const OLDEST_NEWS_MS = 48 * HOUR_MS
/** An answer "never taken" counts only so long after the message was lost: a proxy on the way may hold a request for minutes and pass it on after all. */
export const NEVER_TAKEN_AFTER_MS = 10 * MINUTE_MS

/** Later than the first instant, not later than the second (ms UTC). */
export type Span = readonly [after: number, until: number]

/** The spans of birth of those that reached one of these ages since `last`, when all were asked about that had (null: never). Oldest first, none overlapping. */
export function spansDue(agesMs: readonly number[], last: number | null, now: number): Span[] {
  const since = last === null || last > now ? Number.NEGATIVE_INFINITY : last
  const oldest = now - OLDEST_NEWS_MS
  const spans: [number, number][] = []
  for (const age of agesMs.toSorted((a, b) => b - a)) {
    const [after, until] = [Math.max(since - age, oldest), now - age]
    if (after >= until) continue
    const before = spans.at(-1)
    if (before && before[1] >= after) before[1] = until
    else spans.push([after, until])
  }
  return spans
}

export const isWithin = (spans: readonly Span[], at: number): boolean => spans.some(([after, until]) => at > after && at <= until)
