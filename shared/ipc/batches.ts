/** A bulk send: its draft, its queueing, and what became of it. */
import { batchFigures, queuedBatch, queueRequest } from '../model/batches/batch.ts'
import { draft, leftOutPage, preview, recipient } from '../model/batches/draft.ts'
import { balancesAsAt } from '../model/standing/standing.ts'
import { count, id, pageOf } from '../model/values/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, nothing, query } from './call.ts'

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
  'batches:queue': act({ input: queueRequest, output: queuedBatch }),
  'batches:get': query({ input: z.strictObject({ batchId: id }), output: batchFigures, topics: ['messages', 'templates'] }),
  /** Ends the hold window now. */
  'batches:release': act({ input: z.strictObject({ batchId: id }), output: nothing }),
  /** Cancels what has not been handed over. */
  'batches:cancel': act({ input: z.strictObject({ batchId: id }), output: z.object({ cancelled: count, gone: count }) }),
} satisfies Calls<'batches'>
