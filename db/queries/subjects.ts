/** The one record that an event is about, as it stands now. */
import type { About } from '../../shared/model/batches/cause.ts'
import type { Reader } from '../client.ts'

type Common = { readonly schoolId: number; readonly studentId: number }
export type Subject =
  | (Common & {
      readonly of: 'invoice'
      readonly number: string
      readonly term: number
      readonly year: number
      readonly amountCents: number
      readonly dueOn: string | null
      readonly status: 'open' | 'paid' | 'void'
    })
  /** `paidAt`: ms UTC. */
  | (Common & { readonly of: 'payment'; readonly amountCents: number; readonly reference: string; readonly paidAt: number; readonly reversed: number })
  /** `supersededBy`: the result that stands in its place. */
  | (Common & {
      readonly of: 'result'
      readonly term: number
      readonly year: number
      readonly title: string
      readonly score: string
      readonly supersededBy: number | null
    })

const COLUMNS = {
  invoice: 'number, term, year, amount_cents amountCents, due_on dueOn, status FROM invoices',
  payment: 'amount_cents amountCents, reference, paid_at paidAt, reversed FROM payments',
  result: 'term, year, title, score, superseded_by supersededBy FROM results',
} as const

/** The record; undefined where it is not on file. */
export function subjectOf(db: Pick<Reader, 'get'>, { of, id }: About): Subject | undefined {
  return db.get(`SELECT '${of}' "of", school_id schoolId, student_id studentId, ${COLUMNS[of]} WHERE id = ?`, id)
}
