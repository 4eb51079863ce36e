import type { Clock } from './clock.ts'

/**
 * Does something now and again every `everyMs` until the answer is called; the next time is counted from the end of the last. What goes wrong
 * is told to `onFault` and ends nothing. The end waits for what is under way, which hears of it by its signal.
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
