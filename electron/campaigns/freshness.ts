/** PURE. */

const DAY_MS = 86_400_000

/** Whether balances of this age (`asAt`: ms UTC) have to be asked about before a text speaks of them. */
export function isStale(asAt: number | null, staleDays: number, now: number): boolean {
  return asAt !== null && now - asAt > staleDays * DAY_MS
}
