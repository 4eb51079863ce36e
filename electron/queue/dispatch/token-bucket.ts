/** How many messages may leave now. By a clock that nobody sets, so neither sleep nor a corrected clock lets a flood through. */
export type TokenBucket = {
  /** Messages that may leave now: whole ones; Infinity without a limit. */
  allowance(perSecond: number | null): number
  take(messages: number): void
  /** Milliseconds until one more may leave. */
  waitMs(perSecond: number): number
}

/** Holds a second's worth, and one message at least. `monotonic` answers milliseconds. */
export function tokenBucket(monotonic: () => number): TokenBucket {
  let tokens = Number.POSITIVE_INFINITY
  let filledAt = monotonic()
  const fill = (perSecond: number) => {
    const now = monotonic()
    tokens = Math.min(tokens + ((now - filledAt) / 1_000) * perSecond, Math.max(perSecond, 1))
    filledAt = now
    return tokens
  }
  return {
    allowance(perSecond) {
      if (perSecond === null) {
        tokens = Number.POSITIVE_INFINITY
        filledAt = monotonic()
        return tokens
      }
      return Math.floor(fill(perSecond))
    },
    take(messages) {
      tokens -= messages
    },
    waitMs: (perSecond) => Math.max(Math.ceil(((1 - fill(perSecond)) / perSecond) * 1_000), 1),
  }
}
