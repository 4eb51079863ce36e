/** Time for the rest of the code, so that a test can drive it by hand. No other file reads the computer's clock. */
export type Clock = {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Monotonic milliseconds since some moment, for measuring rates and finding jumps of the wall clock. */
  monotonic(): number
  /** Runs `work` once, `delayMs` from now. Returns a function that cancels it. Never keeps the process alive. */
  after(delayMs: number, work: () => void): () => void
}

/** The longest timer. Node fires timers of 2^31 ms and more at once, and timers stand still during sleep, so a longer wait is checked again. */
const LONGEST_TIMER_MS = 60_000

export function systemClock(offsetMs = 0): Clock {
  const now = () => Date.now() + offsetMs
  return {
    now,
    monotonic: () => performance.now(),
    after(delayMs, work) {
      const due = now() + delayMs
      const begun = performance.now()
      // Due by either clock: the wall clock goes on during sleep but can be set back; the monotonic one cannot, but stands still during sleep.
      const left = () => Math.min(due - now(), delayMs - (performance.now() - begun))
      let timer: NodeJS.Timeout
      const arm = () => {
        timer = setTimeout(() => (left() <= 0 ? work() : arm()), Math.min(Math.max(left(), 0), LONGEST_TIMER_MS))
        timer.unref()
      }
      arm()
      return () => clearTimeout(timer)
    },
  }
}
