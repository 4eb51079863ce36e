/** Repeats a task until it is stopped. */
import type { Clock } from './clock.ts'

/**
 * Runs a task now, and again `everyMs` after each run has ended. Errors go to `onFault` and stop nothing. Returns a function that stops it: it aborts the
 * run under way by its signal, and resolves when that has ended.
 */
export function repeat(clock: Clock, everyMs: number, work: (signal: AbortSignal) => Promise<void>, onFault: (error: unknown) => void): () => Promise<void> {
  const stopped = new AbortController()
  let cancel = () => {}
  let underWay = Promise.resolve()
  const run = () => {
    underWay = work(stopped.signal)
      .catch(onFault)
      .finally(() => {
        if (!stopped.signal.aborted) cancel = clock.after(everyMs, run)
      })
  }
  run()
  return () => {
    stopped.abort()
    cancel()
    return underWay
  }
}
