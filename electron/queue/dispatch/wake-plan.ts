/** What the queue wakes for by itself after a poll, and when. PURE. */
import type { Poll } from '../poll.ts'

/**
 * due: a message or a hold window in its time. retry: a disk that failed. suspension_end: a sleep that never came.
 * clock_check: the two clocks are compared.
 */
export type WakeReason = 'due' | 'retry' | 'suspension_end' | 'clock_check'

/** When the database or the journal could not be written (a full disk, say), it is tried again after this. */
export const STORE_RETRY_MS = 2_000
/** The clocks are compared this often, and the queue sleeps no longer for what is due. The clock may be set meanwhile, and the hours be over sooner. */
export const CLOCK_CHECK_MS = 60_000

/** How the queue stands after a poll. Times in ms, `now`, `wakeAt`, `releaseAt` and `rateAt` in ms UTC. */
export type AfterPoll = Pick<Poll<unknown>, 'wakeAt' | 'releaseAt'> & {
  readonly now: number
  /** When the rate lets one more message go; null: now. */
  readonly rateAt: number | null
  readonly diskIsFull: boolean
  readonly suspendedMs: number
}
/** In how many ms, for which reason. 0: at once. */
export type Wake = readonly [WakeReason, number]

/**
 * Every reason that keeps a message from being taken has a wake of its own here. The others are ended by an answer, a person or an account,
 * and each of these wakes the queue. Without one, what is due would stay.
 */
export function wakesAfter({ now, wakeAt, releaseAt, rateAt, diskIsFull, suspendedMs }: AfterPoll): Wake[] {
  const wakes: Wake[] = []
  const takeAt = wakeAt === null || rateAt === null ? (rateAt ?? wakeAt) : Math.max(wakeAt, rateAt)
  if (takeAt !== null || releaseAt !== null) {
    const at = Math.min(takeAt ?? Number.POSITIVE_INFINITY, releaseAt ?? Number.POSITIVE_INFINITY)
    wakes.push(['due', Math.min(Math.max(at - now, 0), CLOCK_CHECK_MS)])
  }
  if (diskIsFull) wakes.push(['retry', STORE_RETRY_MS])
  // Set after each poll: a timer that fired by the wall clock, which a sleep sets forward, came too early.
  if (suspendedMs > 0) wakes.push(['suspension_end', suspendedMs])
  return wakes
}
