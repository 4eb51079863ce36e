/** What the one record of an event puts into its text, and when it is no longer to be told. PURE. */
import type { Subject } from '../../db/queries/subjects.ts'
import type { EventType, Language } from '../../shared/model/messages/event.ts'
import type { SkipReason } from '../../shared/model/messages/message.ts'
import { dayIn } from '../../shared/model/values/quiet-hours.ts'
import type { Scope } from '../templates/engine.ts'
import { type Days, dateInWords, money } from '../templates/values.ts'

/** The event of each kind of record, and the key of its text where none is chosen. */
export const EVENT_OF = { invoice: 'invoice_issued', payment: 'payment_received', result: 'exam_result' } as const satisfies Record<Subject['of'], EventType>

/** Why nobody is to be told of this record any more; null: they may be. */
export function whyNotTold(subject: Subject): SkipReason | null {
  switch (subject.of) {
    case 'invoice':
      if (subject.status === 'void') return 'invoice_void'
      return subject.status === 'paid' ? 'paid' : null
    case 'payment':
      return subject.reversed === 0 ? null : 'payment_reversed'
    case 'result':
      return subject.supersededBy === null ? null : 'corrected'
  }
}

/** The fields that the record itself fills, in place of what the family's other records say. */
export function subjectValues(subject: Subject, language: Language, { zone }: Days): Scope {
  switch (subject.of) {
    case 'invoice': {
      const { amountCents, number: invoice_number, term, year, dueOn } = subject
      return { amount: money(amountCents), invoice_number, term, year, ...(dueOn !== null && { due_date: dateInWords(dueOn, language) }) }
    }
    case 'payment':
      return { amount: money(subject.amountCents), receipt: subject.reference, date: dateInWords(dayIn(zone, subject.paidAt), language) }
    case 'result':
      return { exam: subject.title, result: subject.score, term: subject.term, year: subject.year }
  }
}
