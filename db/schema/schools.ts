import { sql } from 'drizzle-orm'
import { check, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { stamps } from './columns.ts'

/** The school itself: what templates say of it and which term is running. One row today; every record names its school all the same. */
export const schools = sqliteTable(
  'schools',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    /** How an SMS signs itself; short, since it is paid for by the letter. */
    shortName: text('short_name').notNull(),
    officePhone: text('office_phone').notNull().default(''),
    paybill: text().notNull().default(''),
    currency: text().notNull().default('KES'),
    zone: text().notNull().default('Africa/Nairobi'),
    term: integer().notNull(),
    year: integer().notNull(),
    ...stamps(),
  },
  (t) => [check('schools_term', sql`${t.term} between 1 and 3`), check('schools_year', sql`${t.year} between 2000 and 2100`)],
)
