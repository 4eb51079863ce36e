/**
 * Lost answers in a row. After a few the channel waits and then tries one message: an outage must not make 900 messages uncertain.
 * Each try leaves one family more in doubt, so the waits grow, and after the last of them a person decides.
 */
import type { SendOutcome } from '../providers/provider.ts'

const LOST_RUN = 3
const WAITS_MS = [30_000, 60_000, 120_000, 300_000, 900_000, 1_800_000]

/** `until`: when one message is tried (ms UTC); null: not before a person says so. */
export type LostPause = { readonly until: number | null }

export type LostRun = {
  /** A call ended with these outcomes. */
  heard(kinds: readonly SendOutcome['kind'][]): void
  /** How the channel should wait, if it should. `openCalls`: those whose answers are still to come. */
  pause(now: number, openCalls: number): LostPause | null
}

export function createLostRun(): LostRun {
  let inARow = 0
  let runs = 0
  // calls that were open when the channel paused: that they are lost as well says nothing new, and must not make the wait longer
  let stale = 0
  return {
    heard(kinds) {
      const lost = kinds.every((kind) => kind === 'unknown')
      if (stale > 0) stale--
      else if (lost) inARow++
      if (!lost && kinds.some((kind) => kind !== 'not_sent')) {
        inARow = 0
        runs = 0
      }
    },
    pause(now, openCalls) {
      // the one message that is tried after a wait decides alone
      if (inARow < (runs > 0 ? 1 : LOST_RUN)) return null
      const wait = WAITS_MS[runs]
      inARow = 0
      runs++
      stale = openCalls
      return { until: wait === undefined ? null : now + wait }
    },
  }
}
