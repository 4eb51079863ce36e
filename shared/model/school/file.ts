/** A file that the bursar hands over: chosen in the system's dialog, or dropped on the page. */
import { z } from '../../zod.ts'
import { count, line, token } from '../values/values.ts'

export const MAX_FILE_BYTES = 32 * 1024 * 1024
/** How long a file that a person chose may take to be read. */
export const FILE_SECONDS = 20

/** How the page knows a file: where it lies stays in the main process. */
export const knownFile = z.object({ token, name: z.string(), bytes: count })
export type KnownFile = z.output<typeof knownFile>

export const droppedFile = z.strictObject({ name: line(255).min(1), bytes: z.instanceof(Uint8Array).refine((b) => b.byteLength <= MAX_FILE_BYTES) })
export type DroppedFile = z.output<typeof droppedFile>

/** A column of a table with a few of its cells. */
export const fileColumn = z.object({ index: count, heading: z.string(), samples: z.array(z.string()) })
/** Where a column stands. */
export const columnIndex = count.max(199)
