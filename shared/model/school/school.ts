/** Who the school is, as it says so itself. */
import { z } from '../../zod.ts'
import { line, term, year } from '../values/values.ts'

export const schoolDetails = z.strictObject({
  name: line(80).min(1),
  /** How an SMS signs itself. */
  shortName: line(30).min(1),
  officePhone: line(30),
  paybill: line(20),
  term,
  year,
})
export type SchoolDetails = z.output<typeof schoolDetails>
