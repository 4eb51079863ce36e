/** A fee list on its way in: chosen, read, checked, committed. */

import { DATE_ORDERS } from '../model/date.ts'
import { droppedFile, knownFile } from '../model/file.ts'
import { checkSummary, columnMapping, feeListReading, fileHead, readOptions, rowCounts, rowLine, rowVerdict, zerosLost } from '../model/import.ts'
import { count, date, id, instant, pageOf, term, token, year } from '../model/values.ts'
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
  'imports:check': act({
    input: z.strictObject({
      token,
      options: readOptions,
      mapping: columnMapping,
      term,
      year,
      dueOn: date.nullable(),
      acceptProposals: z.boolean(),
      /** How the due dates write day and month; null: as their column proves. */
      dateOrder: z.enum(DATE_ORDERS).nullable().default(null),
      /** Whether a number that lacks the zeros of one on file is that child's; ask: such rows are not brought in yet. */
      zerosLost: zerosLost.default('ask'),
    }),
    output: checkSummary.extend({ checkId: token }),
  }),
  'imports:rows': query({
    input: z.strictObject({ checkId: token, verdict: z.union([rowVerdict, z.literal('noted')]), ...pageOf }),
    output: z.object({ rows: z.array(rowLine), total: count }),
    // of one check, which the commit holds against the records as they are then
    topics: [],
  }),
  'imports:commit': act({
    input: z.strictObject({ checkId: token }),
    output: z.object({ importId: id, rows: rowCounts, balances: z.object({ students: count, asAt: instant }) }),
  }),
  'imports:discard': act({ input: z.strictObject({ token }), output: nothing }),
} satisfies Calls<'imports'>
