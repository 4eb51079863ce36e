import type { Clock } from '../time/clock.ts'

export type SilenceWatch = {
  /** A sign of life: the time begins anew. */
  heard(): void
  stop(): void
}

/**
 * Calls `onSilent` once when nothing was heard for `limitMs`, or for half as long again. It looks twice, half the limit apart: a computer that slept
 * over the first look has the second half to be heard of.
 */
export function watchSilence(clock: Pick<Clock, 'after'>, limitMs: number, onSilent: () => void): SilenceWatch {
  let silentLooks = 0
  let cancel = () => {}
  const look = () => {
    silentLooks += 1
    if (silentLooks === 2) onSilent()
    else wait()
  }
  const wait = () => {
    cancel = clock.after(limitMs / 2, look)
  }
  wait()
  return {
    heard() {
      silentLooks = 0
    },
    stop: () => cancel(),
  }
}
