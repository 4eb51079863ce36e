/** A provider's dashboard export, as the bursar sees it while it is read against the log. */
import { z } from '../../zod.ts'
import { columnIndex, fileColumn } from '../school/file.ts'
import { count } from '../values/values.ts'
import { MESSAGE_STATES } from './message.ts'

export const reportField = z.enum(['providerId', 'phone', 'at', 'status', 'reason', 'text'])
/** Field → column index in the file. */
export const reportMapping = z.partialRecord(reportField, columnIndex)
export type ReportMapping = z.output<typeof reportMapping>

export const reportReading = z.object({
  columns: z.array(fileColumn),
  mapping: reportMapping,
  rows: count,
  /** How its rows were found among the messages. */
  matched: z.object({ byId: count, byNumberAndTime: count, none: count, doubtful: count }),
  /** What applying it would do. */
  would: z.object({ deliver: count, fail: count, confirm: count, same: count, unreadable: count }),
  sample: z.array(
    z.object({
      row: z.number().int(),
      phone: z.string(),
      toName: z.string().nullable(),
      status: z.string(),
      from: z.enum(MESSAGE_STATES).nullable(),
      to: z.enum(MESSAGE_STATES).nullable(),
    }),
  ),
})
export type ReportReading = z.output<typeof reportReading>
