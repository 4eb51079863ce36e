import { sql } from 'drizzle-orm'
import { type AnySQLiteColumn, check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { stamps } from './columns.ts'
import { students } from './people.ts'
import { schools } from './schools.ts'

/** What a child reached in an examination. Never edited: a correction is a row of its own, which the corrected one names. */
export const results = sqliteTable(
  'results',
  {
    id: integer().primaryKey(),
    schoolId: integer('school_id')
      .notNull()
      .references(() => schools.id),
    studentId: integer('student_id')
      .notNull()
      .references(() => students.id),
    term: integer().notNull(),
    year: integer().notNull(),
    /** Which examination: "Mid-term exam". */
    title: text().notNull(),
    /** As a family reads it: "Mean grade B+, position 12 of 45". */
    score: text().notNull(),
    /** The row that stands in its place; null: it holds. */
    supersededBy: integer('superseded_by').references((): AnySQLiteColumn => results.id),
    ...stamps(),
  },
  (t) => [index('results_student').on(t.studentId, t.year, t.term), check('results_term', sql`${t.term} between 1 and 3`)],
)
