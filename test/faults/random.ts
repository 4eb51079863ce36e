/** Random numbers that come again from the same seed (mulberry32), so that a run that failed can be run again. */
export type Random = {
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  /** The same, but as often below the geometric middle as above it: most of what can go wrong lies near the beginning. */
  early(from: number, to: number): number
  pick<T>(from: readonly [T, ...T[]]): T
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    between,
    early: (from, to) => Math.min(Math.floor(from * ((to + 1) / from) ** next()), to),
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
  }
}
