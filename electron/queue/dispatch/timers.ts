import type { Clock } from '../../platform/time/clock.ts'

/** The times at which something is to be done. Each purpose has its own, so that none takes the place of another. */
export type Timers<Purpose extends string> = {
  /** Fires once, `delayMs` from now. It replaces an earlier time of the same purpose, and of no other. */
  set(purpose: Purpose, delayMs: number): void
  /** Nothing that was set fires any more. */
  clear(): void
}

export function createTimers<Purpose extends string>({ after }: Pick<Clock, 'after'>, fire: (purpose: Purpose) => void): Timers<Purpose> {
  const cancels = new Map<Purpose, () => void>()
  return {
    set(purpose, delayMs) {
      cancels.get(purpose)?.()
      const cancel = after(Math.max(delayMs, 0), () => {
        cancels.delete(purpose)
        fire(purpose)
      })
      cancels.set(purpose, cancel)
    },
    clear() {
      for (const cancel of cancels.values()) cancel()
      cancels.clear()
    },
  }
}
