/** How a process fares while something is measured: the pauses of its main thread, its memory, and the largest write-ahead log. */
import fs from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'

export type Vitals = {
  readonly maxPauseMs: number
  readonly p99PauseMs: number
  /** The same of the idle process, just before. */
  readonly idlePauseMs: number
  /** Above the idle process after a collection. Of the whole process, its worker thread included. */
  readonly memoryMb: number
  readonly idleMemoryMb: number
  readonly walMb: number
}

const SAMPLE_MS = 20
const IDLE_MS = 1_000
const MB = 1024 * 1024

/** Looks at the idle process for a second, then watches until it is stopped. `database`: the file whose log is looked at. */
export async function watchVitals(database: string): Promise<() => Vitals> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  for (let i = 0; i < 3; i++) {
    global.gc?.()
    await wait(50)
  }
  delays.enable()
  await wait(IDLE_MS)
  const idlePause = delays.max
  const idleMemory = process.memoryUsage.rss()
  delays.reset()
  let peak = idleMemory
  let wal = 0
  const sample = () => {
    peak = Math.max(peak, process.memoryUsage.rss())
    wal = Math.max(wal, fs.statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0)
  }
  const sampling = setInterval(sample, SAMPLE_MS)
  return () => {
    clearInterval(sampling)
    delays.disable()
    sample()
    return {
      maxPauseMs: delays.max / 1e6,
      p99PauseMs: delays.percentile(99) / 1e6,
      idlePauseMs: idlePause / 1e6,
      memoryMb: (peak - idleMemory) / MB,
      idleMemoryMb: idleMemory / MB,
      walMb: wal / MB,
    }
  }
}
