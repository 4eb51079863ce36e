/** A fee list on its way in: chosen, read, checked, committed. */

import { droppedFile, knownFile } from '../model/school/file.ts'
import { checkRequest, checkSummary, committedList, feeListReading, fileHead, readOptions, rowsPage, rowsRequest } from '../model/school/import.ts'
import { instant, token } from '../model/values/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, nothing, query } from './call.ts'

export const importCalls = {
  'imports:choose': act({ input: nothing, output: knownFile.nullable() }),
  'imports:receive': act({ input: droppedFile, output: knownFile }),
  'imports:use-sample': act({ input: nothing, output: knownFile }),
  'imports:read': query({
    input: z.strictObject({ token, options: readOptions }),
    /** `importedAt`: when this very file was brought in before. */
    output: feeListReading.extend({ file: knownFile, importedAt: instant.nullable() }),
    // of the file, which no change of the records touches
    topics: [],
  }),
  /** The first rows of a file whose headings were not found. */
  'imports:head': query({
    input: z.strictObject({ token, options: readOptions }),
    output: fileHead,
    topics: [],
  }),
  'imports:check': act({ input: checkRequest.extend({ token }), output: checkSummary.extend({ checkId: token }) }),
  'imports:rows': query({
    input: rowsRequest,
    output: rowsPage,
    // of one check, which the commit holds against the records as they are then
    topics: [],
  }),
  'imports:commit': act({ input: z.strictObject({ checkId: token }), output: committedList }),
  'imports:discard': act({ input: z.strictObject({ token }), output: nothing }),
} satisfies Calls<'imports'>
