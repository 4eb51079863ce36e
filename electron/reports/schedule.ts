/** Decides when sources of reports are polled, from stored instants alone: a restart, a sleep or a crash neither skips a poll nor repeats many. PURE. */

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** How often each source is polled while it answers. */
export const POLL_EVERY_MS = { relay: 5 * MINUTE_MS, mailbox: 15 * MINUTE_MS, provider: MINUTE_MS } as const
/** A source in trouble is polled at least this often. */
const LONGEST_BACKOFF_MS = HOUR_MS

/** How a source stands after its last poll. Instants are ms UTC. */
export type PollState = {
  /** When it was polled last; null: never. */
  readonly at: number | null
  /** Why it could not be polled; null: it answered. */
  readonly trouble: string | null
  /** Polls in a row that failed. */
  readonly failures: number
  /** It asked not to be polled before this. */
  readonly notBefore: number | null
}
export const NEVER_POLLED: PollState = { at: null, trouble: null, failures: 0, notBefore: null }

/** Whether a source is due for a poll. Each failure in a row doubles the wait. A clock that was set back never silences a source. */
export function isDue(state: PollState, everyMs: number, now: number): boolean {
  if (state.at === null || state.at > now) return true
  if (state.notBefore !== null && state.notBefore > now && state.notBefore - now <= LONGEST_BACKOFF_MS) return false
  return now - state.at >= Math.min(everyMs * 2 ** Math.min(state.failures, 10), LONGEST_BACKOFF_MS)
}

/** The provider is asked about a message at these ages: most reports come within a minute, the rest within hours, none after two days. */
export const REPORT_AGES_MS = [1, 5, 15, 60, 180, 360, 720, 1_440, 2_820].map((minutes) => minutes * MINUTE_MS)
/** The provider is asked about a lost message at these ages. */
export const TRACE_AGES_MS = [2, 10, 30, 60, 360, 1_440].map((minutes) => minutes * MINUTE_MS)
/** Nothing older is asked about: providers forget, and a longer list takes longer to read. */
export const REPORT_WINDOW_MS = 48 * HOUR_MS
/** "Never accepted" counts only this long after the message was lost: a proxy may hold a request for minutes and then pass it on. */
export const NEVER_ACCEPTED_AFTER_MS = 10 * MINUTE_MS

/** Instants later than `after` and not later than `until` (ms UTC). */
export type Span = readonly [after: number, until: number]

/**
 * The spans of instants that reached one of these ages since `last` (null: never). What happened within them is due to be asked about.
 * Oldest first, none overlapping. All in ms UTC.
 */
export function spansDue(agesMs: readonly number[], last: number | null, now: number): Span[] {
  const since = last === null || last > now ? Number.NEGATIVE_INFINITY : last
  const oldest = now - REPORT_WINDOW_MS
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

/** Whether an instant (ms UTC) lies in one of the spans. */
export const isWithin = (spans: readonly Span[], at: number): boolean => spans.some(([after, until]) => at > after && at <= until)
