import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { BATCH_KINDS } from '../../shared/model/batches/cause.ts'
import { CHANNEL_CHOICES } from '../../shared/model/batches/draft.ts'
import { BATCH_EVENTS } from '../../shared/model/messages/event.ts'
import { flag, instant, micros, oneOf } from './columns.ts'
import { invoices, payments } from './fees.ts'
import { guardians } from './people.ts'
import { results } from './results.ts'
import { schools } from './schools.ts'

/** What the school sent for one cause: to whom, from which texts, and what it came to when it was queued. Every message belongs to one. */
export const batches = sqliteTable(
  'batches',
  {
    id: integer().primaryKey(),
    /** Null: a test message of a console that knows no school yet. */
    schoolId: integer('school_id').references(() => schools.id),
    kind: text({ enum: BATCH_KINDS }).notNull(),
    /** The name of what caused it ("draft:<uuid>", "invoice:77:issued"): whoever comes with the same cause finds the batch that was made. */
    cause: text().notNull(),
    /** Null: its words were written for it alone. */
    templateKey: text('template_key'),
    eventType: text('event_type', { enum: BATCH_EVENTS }).notNull(),
    /** How it was to reach them. */
    channel: text({ enum: CHANNEL_CHOICES }).notNull(),
    /** JSON of whom it is for. */
    reach: text({ mode: 'json' }).notNull(),
    /** JSON of what its messages are written from, as it was when it was queued: what becomes of the template is for later sends. */
    writtenFrom: text('written_from', { mode: 'json' }).notNull(),
    planned: integer().notNull(),
    skipped: integer().notNull(),
    smsParts: integer('sms_parts').notNull(),
    estimateMicros: micros('estimate_micros').notNull(),
    /** End of the hold window of its messages (ms UTC); null: it had none, or is not written whole yet. */
    releaseAt: instant('release_at'),
    cancelledAt: instant('cancelled_at'),
    /** The bursar was told that the balances are old and said to send all the same. */
    staleAccepted: flag('stale_accepted').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('batches_cause').on(t.cause),
    index('batches_created').on(t.createdAt),
    check('batches_kind', oneOf(t.kind, BATCH_KINDS)),
    check('batches_channel', oneOf(t.channel, CHANNEL_CHOICES)),
    check('batches_test', sql`(${t.kind} = 'test') = (${t.eventType} = 'test')`),
    check('batches_school', sql`${t.schoolId} is not null or ${t.kind} = 'test'`),
  ],
)

/** One event for one guardian: what the school wanted to tell, before it is split over channels. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: integer().primaryKey(),
    schoolId: integer('school_id').references(() => schools.id),
    batchId: integer('batch_id')
      .notNull()
      .references(() => batches.id),
    /** Null: a test message, which is to nobody on file. */
    guardianId: integer('guardian_id').references(() => guardians.id),
    /** The one record that it is about; all null: it is about whatever the family owes, or about no record. */
    invoiceId: integer('invoice_id').references(() => invoices.id),
    paymentId: integer('payment_id').references(() => payments.id),
    resultId: integer('result_id').references(() => results.id),
    eventType: text('event_type', { enum: BATCH_EVENTS }).notNull(),
    title: text().notNull(),
    message: text().notNull(),
    isRead: flag('is_read').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('notifications_idempotency').on(t.batchId, t.guardianId),
    check('notifications_test', sql`(${t.guardianId} is null) = (${t.eventType} = 'test')`),
    check('notifications_school', sql`${t.schoolId} is not null or ${t.eventType} = 'test'`),
    check('notifications_about_one', sql`(${t.invoiceId} is not null) + (${t.paymentId} is not null) + (${t.resultId} is not null) <= 1`),
  ],
)
