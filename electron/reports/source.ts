/** What all sources of delivery reports share: the result of one poll, and the size of a chunk. */
import type { FailureKey } from '../../shared/words/en/failures.ts'
import { type Counts, noCounts } from './apply.ts'

/** Why a source could not be polled. It is a key of our own words, so that neither a server's words nor a secret is stored. */
export type SourceTrouble = Extract<FailureKey, `relay_${string}` | `mailbox_${string}` | 'provider_unreachable'>
/** The result of one poll of a source. With a trouble, `counts` is what was applied before it. */
export type PollResult = { readonly counts: Counts; readonly trouble: SourceTrouble | null; readonly retryAfterMs: number | null }

/** The most rows of an export in one transaction of the worker: the queue waits for the write lock meanwhile. */
export const WORKER_CHUNK = 200
/** The most reports in one transaction of the main process: a hundred hold it for 20 to 30 ms. */
export const MAIN_CHUNK = 100

/** A poll without trouble. */
export const pollOk = (counts: Counts = noCounts()): PollResult => ({ counts, trouble: null, retryAfterMs: null })

/** Adds what another chunk did to `to`. */
export function addCounts(to: Counts, more: Counts): void {
  for (const name of ['delivered', 'failed', 'confirmed', 'same'] as const) to[name] += more[name]
}
