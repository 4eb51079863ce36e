import type { Clock } from './clock.ts'

/** Does something now and again every `everyMs` until the answer is called; the next time is counted from the end of the last. `work` never rejects. */
export function repeat(clock: Clock, everyMs: number, work: () => Promise<void>): () => void {
  let stopped = false
  let cancel = () => {}
  const run = () => {
    void work().finally(() => {
      if (!stopped) cancel = clock.after(everyMs, run)
    })
  }
  run()
  return () => {
    stopped = true
    cancel()
  }
}
