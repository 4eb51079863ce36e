/** What every source of reports has in common: how it says that it could not be asked, and what a round of asking comes to. */
import type { FailureKey } from '../../shared/words/en/failures.ts'
import { type Counts, nothingYet } from './apply.ts'

/** Why a source could not be asked; a key of the words for failures, so that nothing of a server's own words or of a secret gets there. */
export type SourceTrouble = Extract<FailureKey, `relay_${string}` | `mailbox_${string}` | 'provider_unreachable'>
/** What one round of asking came to. With a trouble, `counts` is what came before it. */
export type Round = { readonly counts: Counts; readonly trouble: SourceTrouble | null; readonly retryAfterMs: number | null }

/** The most rows of an export that go into one transaction: the worker writes them, and the queue waits for its turn. */
export const CHUNK = 200
/** The most news that goes into one transaction on the process that draws and sends: a hundred reports hold it for 20 to 30 ms. */
export const CHUNK_HERE = 100

export const quietRound = (counts: Counts = nothingYet()): Round => ({ counts, trouble: null, retryAfterMs: null })

/** Adds what another chunk did. */
export function addCounts(to: Counts, more: Counts): void {
  for (const name of ['delivered', 'failed', 'confirmed', 'same'] as const) to[name] += more[name]
}
