/** What the queue knows of the computer's sleep: that one was announced, and that the clocks parted over one. */
import type { Clock } from '../../platform/time/clock.ts'

/** A sleep that the system announced may never come. The suspension ends by itself after this. */
const SUSPENSION_MS = 60_000
/** The two clocks part by more than this only when somebody sets one, or the computer slept. */
const JUMP_MS = 60_000

export type Suspension = {
  begin(): void
  end(): void
  /** How long it lasts yet (ms); 0: the queue is not suspended. */
  leftMs(): number
}

/** Reckoned by the monotonic clock, which stands still over sleep: a minute of being awake ends it. */
export function createSuspension({ monotonic }: Pick<Clock, 'monotonic'>): Suspension {
  let until = Number.NEGATIVE_INFINITY
  return {
    begin() {
      until = monotonic() + SUSPENSION_MS
    },
    end() {
      until = Number.NEGATIVE_INFINITY
    },
    leftMs: () => Math.max(until - monotonic(), 0),
  }
}

/** Answers whether the wall clock jumped since it was asked last: somebody set it, or the computer slept. */
export function watchClocks({ now, monotonic }: Pick<Clock, 'now' | 'monotonic'>): () => boolean {
  let apart = now() - monotonic()
  return () => {
    const before = apart
    apart = now() - monotonic()
    return Math.abs(apart - before) > JUMP_MS
  }
}
