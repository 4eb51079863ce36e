/** A batch: what it is queued with, and what became of it. */
import { z } from '../../zod.ts'
import { charges, count, id, instant, micros, stateCounts, token } from '../values/values.ts'
import { batchNamed } from './cause.ts'
import { draft } from './draft.ts'

/** `staleAccepted`: the bursar was told how old the balances are and wants to send. `clockAccepted`: the clock is behind, and is said to be right. */
export const queueRequest = z.strictObject({ draft, draftId: token, staleAccepted: z.boolean(), clockAccepted: z.boolean().optional() })
export type QueueRequest = z.output<typeof queueRequest>

/** What a draft became. `already`: by an earlier request. */
export const queuedBatch = z.object({ batchId: id, queued: count, skipped: count, already: z.boolean(), releaseAt: instant.nullable() })
export type QueuedBatch = z.output<typeof queuedBatch>

/** One batch as it stands. */
export const batchFigures = z.object({
  ...batchNamed,
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
export type BatchFigures = z.output<typeof batchFigures>
