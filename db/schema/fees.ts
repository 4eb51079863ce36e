import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { cents, date, flag, instant, oneOf, stamps } from './columns.ts'
import { students } from './people.ts'
import { schools } from './schools.ts'

const INVOICE_STATUSES = ['open', 'paid', 'void'] as const
const PAYMENT_METHODS = ['mpesa', 'bank', 'cash', 'cheque'] as const

/** What a family was asked to pay for a term, and what is left of it. A negative balance is a prepayment. */
export const invoices = sqliteTable(
  'invoices',
  {
    id: integer().primaryKey(),
    schoolId: integer('school_id')
      .notNull()
      .references(() => schools.id),
    /** The school's own number, or <year>-T<term>-<adm> where its list has none. */
    number: text().notNull(),
    studentId: integer('student_id')
      .notNull()
      .references(() => students.id),
    term: integer().notNull(),
    year: integer().notNull(),
    description: text().notNull().default(''),
    amountCents: cents('amount_cents').notNull(),
    balanceCents: cents('balance_cents').notNull(),
    currency: text().notNull().default('KES'),
    issuedOn: date('issued_on'),
    dueOn: date('due_on'),
    status: text({ enum: INVOICE_STATUSES }).notNull(),
    externalRef: text('external_ref'),
    ...stamps(),
  },
  (t) => [
    uniqueIndex('invoices_number').on(t.schoolId, t.number),
    index('invoices_student').on(t.studentId, t.status, t.balanceCents),
    check('invoices_status', oneOf(t.status, INVOICE_STATUSES)),
    check('invoices_term', sql`${t.term} between 1 and 3`),
    check('invoices_amount', sql`${t.amountCents} >= 0`),
    check('invoices_settled', sql`${t.status} = 'void' or (${t.status} = 'open') = (${t.balanceCents} > 0)`),
  ],
)

export const payments = sqliteTable(
  'payments',
  {
    id: integer().primaryKey(),
    schoolId: integer('school_id')
      .notNull()
      .references(() => schools.id),
    studentId: integer('student_id')
      .notNull()
      .references(() => students.id),
    invoiceId: integer('invoice_id').references(() => invoices.id),
    amountCents: cents('amount_cents').notNull(),
    currency: text().notNull().default('KES'),
    paidAt: instant('paid_at').notNull(),
    method: text({ enum: PAYMENT_METHODS }).notNull(),
    reference: text().notNull(),
    reversed: flag('reversed').notNull().default(false),
    externalRef: text('external_ref'),
    ...stamps(),
  },
  (t) => [
    uniqueIndex('payments_reference').on(t.schoolId, t.reference),
    index('payments_student').on(t.studentId, t.paidAt),
    check('payments_method', oneOf(t.method, PAYMENT_METHODS)),
    check('payments_amount', sql`${t.amountCents} > 0`),
  ],
)
