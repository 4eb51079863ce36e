/** Delivery reports: a provider's export that the bursar brings, and what the sources say when they are asked. */

import { reportMapping, reportReading } from '../model/messages/report-export.ts'
import { droppedFile, knownFile } from '../model/school/file.ts'
import { count, token } from '../model/values/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, nothing, query } from './call.ts'

export const reportCalls = {
  'reports:choose': act({ input: nothing, output: knownFile.nullable() }),
  'reports:receive': act({ input: droppedFile, output: knownFile }),
  /** Reads a provider's dashboard export against the log; writes nothing. */
  'reports:read': query({
    input: z.strictObject({ token, mapping: reportMapping.nullable() }),
    output: reportReading.extend({ file: knownFile }),
    // a long read, and applying it looks up every row anew
    topics: [],
  }),
  'reports:apply': act({
    input: z.strictObject({ token, mapping: reportMapping }),
    output: z.object({ delivered: count, failed: count, confirmed: count, same: count }),
  }),
  /** Asks every source of reports now (relay, provider, mailbox). */
  'reports:refresh': act({ input: nothing, output: z.object({ delivered: count, failed: count, confirmed: count, trouble: z.array(z.string()) }) }),
} satisfies Calls<'reports'>
