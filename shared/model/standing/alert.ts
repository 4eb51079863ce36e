/** What an alert's sentence needs, as it is stored. Which words it fills is the alert's kind's. */
import { z } from '../../zod.ts'

export const alertParams = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
export type AlertParams = Readonly<z.output<typeof alertParams>>
