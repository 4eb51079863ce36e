import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { EVENT_TYPES, LANGUAGES } from '../../shared/model/messages/event.ts'
import { ON_CHANGE } from '../../shared/model/messages/template.ts'
import { oneOf, stamps } from './columns.ts'
import { schools } from './schools.ts'

/** A text for one event in one language. `schoolId` null: built in; a school's own row of the same key and language stands before it. */
export const templates = sqliteTable(
  'templates',
  {
    id: integer().primaryKey(),
    schoolId: integer('school_id').references(() => schools.id),
    /** The event for the five built-in events; a name of its own for a bulk text. */
    key: text().notNull(),
    eventType: text('event_type', { enum: EVENT_TYPES }).notNull(),
    language: text({ enum: LANGUAGES }).notNull(),
    /** What the bursar calls it; blank for the built-in events, whose names are words of the screen. */
    name: text().notNull().default(''),
    sms: text().notNull(),
    emailSubject: text('email_subject').notNull(),
    emailText: text('email_text').notNull(),
    /** What becomes of a waiting message when its balance is no longer true: written anew, or not sent. */
    onChange: text('on_change', { enum: ON_CHANGE }).notNull().default('rewrite'),
    ...stamps(),
  },
  (t) => [
    uniqueIndex('templates_key').on(sql`coalesce(${t.schoolId}, 0)`, t.key, t.language),
    check('templates_language', oneOf(t.language, LANGUAGES)),
    check('templates_on_change', oneOf(t.onChange, ON_CHANGE)),
  ],
)
