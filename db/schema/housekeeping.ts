import { sql } from 'drizzle-orm'
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { ALERT_KINDS, CHANNELS_OUT } from '../../shared/model/messages/message.ts'
import { instant, oneOf } from './columns.ts'
import { schools } from './schools.ts'

/** A file that was brought in: its fingerprint, how it was read, and what it did. */
export const imports = sqliteTable(
  'imports',
  {
    id: integer().primaryKey(),
    schoolId: integer('school_id')
      .notNull()
      .references(() => schools.id),
    kind: text({ enum: ['fee_list'] }).notNull(),
    fileName: text('file_name').notNull(),
    sha256: text().notNull(),
    /** JSON of encoding, delimiter, header row and column mapping. */
    readAs: text('read_as', { mode: 'json' }).notNull(),
    term: integer().notNull(),
    year: integer().notNull(),
    rowsRead: integer('rows_read').notNull(),
    rowsCreated: integer('rows_created').notNull(),
    rowsChanged: integer('rows_changed').notNull(),
    rowsSame: integer('rows_same').notNull(),
    rowsSkipped: integer('rows_skipped').notNull(),
    rowsRefused: integer('rows_refused').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('imports_sha').on(t.sha256), check('imports_kind', oneOf(t.kind, ['fee_list']))],
)

/** Settings by name; each value is JSON that its schema in its domain reads. Secrets are never here. */
export const settings = sqliteTable('settings', {
  key: text().primaryKey(),
  value: text({ mode: 'json' }).notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** One row that counts up with every change of the school, a family, a balance, a wish or the opt-out register (triggers do it): see `revision` of a message. */
export const recordsRevision = sqliteTable('records_revision', { id: integer().primaryKey(), n: integer().notNull(), day: text() }, (t) => [
  check('records_revision_one', sql`${t.id} = 1`),
])

/** What was done, append-only (triggers refuse UPDATE and DELETE). Ids and counts, no names, numbers or texts. */
export const audit = sqliteTable(
  'audit',
  {
    id: integer().primaryKey(),
    at: instant('at').notNull(),
    action: text().notNull(),
    about: text({ mode: 'json' }).notNull(),
  },
  (t) => [index('audit_at').on(t.at)],
)

/** The inbox: what a person is told once, until it is seen. */
export const alerts = sqliteTable(
  'alerts',
  {
    id: integer().primaryKey(),
    kind: text({ enum: ALERT_KINDS }).notNull(),
    /** The same trouble has the same name: it is told once while it lasts. */
    about: text().notNull(),
    channel: text({ enum: CHANNELS_OUT }),
    /** JSON of what its sentence needs. */
    params: text({ mode: 'json' }).notNull(),
    createdAt: instant('created_at').notNull(),
    seenAt: instant('seen_at'),
    /** The trouble is over. */
    overAt: instant('over_at'),
  },
  (t) => [
    uniqueIndex('alerts_open').on(t.about).where(sql`over_at is null`),
    index('alerts_created').on(t.createdAt),
    check('alerts_kind', oneOf(t.kind, ALERT_KINDS)),
    check('alerts_channel', oneOf(t.channel, CHANNELS_OUT)),
  ],
)
