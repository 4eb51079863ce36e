/** What Home shows: the records and the messages in figures. */
import { z } from '../../zod.ts'
import { batchNamed } from '../batches/cause.ts'
import { cents, charges, count, instant, stateCounts } from '../values/values.ts'

export const overview = z.object({
  people: z.object({ students: count, guardians: count, withoutContact: count }),
  owing: z.object({ students: count, cents }),
  lastImport: z.object({ at: instant, fileName: z.string(), rows: count }).nullable(),
  today: z.object({ sent: count, failed: count, costs: charges }),
  needs: z.object({ failed: count, unconfirmed: count, waiting: count, held: count, expired: count, withoutContact: count }),
  recent: z.array(
    z.object({
      ...batchNamed,
      name: z.string(),
      at: instant,
      planned: count,
      states: stateCounts,
    }),
  ),
})
export type Overview = z.output<typeof overview>
