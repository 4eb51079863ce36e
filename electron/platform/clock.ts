/** Time as the rest of the code asks for it, so that a test can drive it by hand. The only place that reads the computer's clock. */
export type Clock = {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Milliseconds since some moment, never set back or forward by anybody: what rates and jumps of the other clock are measured by. */
  monotonic(): number
  /** Runs `work` once, `delayMs` from now; the answer stops it. Never keeps the process alive. */
  after(delayMs: number, work: () => void): () => void
}

/** Timers longer than this fire at once (2^31 ms), and stall over sleep: whoever waits longer looks again. */
const LONGEST_TIMER_MS = 60_000

export function systemClock(offsetMs = 0): Clock {
  const now = () => Date.now() + offsetMs
  return {
    now,
    monotonic: () => performance.now(),
    after(delayMs, work) {
      const due = now() + delayMs
      const begun = performance.now()
      // By either clock: this one goes on over sleep, and can be set back; the other cannot, and stands still over sleep.
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
