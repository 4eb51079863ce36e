import type { Clock } from '../../electron/platform/time/clock.ts'

export type HandClock = Clock & {
  /** Moves the clock and runs what fell due, in order. */
  advance(ms: number): void
  /** Sets the wall clock alone, as a person or a time server does. */
  set(now: number): void
}

/** A clock that only moves when a test says so. */
export function handClock(start = Date.UTC(2026, 10, 20, 7)): HandClock {
  let now = start
  let monotonic = 0
  let timers: { due: number; dueMonotonic: number; work: () => void }[] = []
  // by either clock, as the system's clock does
  const left = (t: { due: number; dueMonotonic: number }) => Math.min(t.due - now, t.dueMonotonic - monotonic)
  const runDue = () => {
    for (;;) {
      const next = timers.filter((t) => left(t) <= 0).sort((a, b) => left(a) - left(b))[0]
      if (!next) return
      timers = timers.filter((t) => t !== next)
      next.work()
    }
  }
  return {
    now: () => now,
    monotonic: () => monotonic,
    after(delayMs, work) {
      const timer = { due: now + delayMs, dueMonotonic: monotonic + delayMs, work }
      timers.push(timer)
      return () => {
        timers = timers.filter((t) => t !== timer)
      }
    },
    advance(ms) {
      now += ms
      monotonic += ms
      runDue()
    },
    set(at) {
      now = at
      runDue()
    },
  }
}
