/** A bulk send: its draft, its queueing, and what became of it. */
import { draft, leftOutPage, preview, recipient } from '../model/draft.ts'
import { balancesAsAt } from '../model/standing.ts'
import { charges, count, id, instant, micros, pageOf, stateCounts, token } from '../model/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, nothing, query } from './call.ts'

/** One bulk send as it stands. */
const batch = z.object({
  batchId: id,
  templateKey: z.string(),
  name: z.string(),
  at: instant,
  planned: count,
  states: stateCounts,
  parts: count,
  estimateMicros: micros,
  /** What the provider charged so far, and for how many messages it has said so. */
  actual: charges,
  priced: count,
  currency: z.string(),
  /** End of its hold window; null: it has none, or it is over. */
  releaseAt: instant.nullable(),
  /** Messages that can still be cancelled. */
  cancellable: count,
  /** Where some of it was cancelled: whether a try of any of its messages may have arrived. */
  tried: z.boolean(),
})
export const batchCalls = {
  'batches:options': query({
    input: nothing,
    output: z.object({ classes: z.array(z.object({ name: z.string(), students: count })), guardians: count, balancesAsAt }),
    topics: ['people'],
  }),
  // of messages too: it tells who was written to within the last 24 hours
  'batches:preview': query({ input: draft, output: preview, topics: ['people', 'templates', 'settings', 'messages'] }),
  'batches:recipient': query({ input: z.strictObject({ draft, index: count }), output: recipient.nullable(), topics: ['people', 'templates', 'settings'] }),
  'batches:left-out': query({ input: z.strictObject({ draft, ...pageOf }), output: leftOutPage, topics: ['people', 'templates', 'settings'] }),
  'batches:queue': act({
    /** `staleAccepted`: the bursar was told how old the balances are and wants to send. `clockAccepted`: the clock is behind, and is said to be right. */
    input: z.strictObject({ draft, draftId: token, staleAccepted: z.boolean(), clockAccepted: z.boolean().optional() }),
    output: z.object({ batchId: id, queued: count, skipped: count, already: z.boolean(), releaseAt: instant.nullable() }),
  }),
  'batches:get': query({ input: z.strictObject({ batchId: id }), output: batch, topics: ['messages', 'templates'] }),
  /** Ends the hold window now. */
  'batches:release': act({ input: z.strictObject({ batchId: id }), output: nothing }),
  /** Cancels what has not been handed over. */
  'batches:cancel': act({ input: z.strictObject({ batchId: id }), output: z.object({ cancelled: count, gone: count }) }),
} satisfies Calls<'batches'>
