/** Whether the balances, and the clock that their age is measured by, may be trusted. PURE. */

const DAY_MS = 86_400_000

/** Whether balances of this age (`asAt`: ms UTC) have to be asked about before a text speaks of them. */
export function isStale(asAt: number | null, staleDays: number, now: number): boolean {
  return asAt !== null && now - asAt > staleDays * DAY_MS
}

/**
 * What is known of the present where the clock shows an earlier one (both ms UTC), as after its battery ran empty; else null. By such a clock days
 * are counted wrongly, and all that is written is too old as soon as it is put right. A day is let pass: a clock that runs wild is not meant.
 */
export function clockBehind(latestKnown: number, now: number): { now: number; known: number } | null {
  return latestKnown - now > DAY_MS ? { now, known: latestKnown } : null
}
