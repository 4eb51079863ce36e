/** Column kinds that every table shares, so that a state is text with a CHECK and an instant is integer milliseconds everywhere. */
import { type SQL, sql } from 'drizzle-orm'
import { integer, type SQLiteColumn, text } from 'drizzle-orm/sqlite-core'

/** An instant: milliseconds since 1970 in UTC. */
export const instant = (name: string) => integer(name)
/** Money: integer cents of the school's currency. */
export const cents = (name: string) => integer(name)
/** A provider's charge: millionths of the currency unit (their prices go below a cent). */
export const micros = (name: string) => integer(name)
/** A date without time: YYYY-MM-DD. */
export const date = (name: string) => text(name)
export const flag = (name: string) => integer(name, { mode: 'boolean' })
/** When a row was made, and last changed. */
export const stamps = () => ({ createdAt: instant('created_at').notNull(), updatedAt: instant('updated_at').notNull() })

/**
 * `column = 'a' or column = 'b'`, for a CHECK that mirrors a list of shared/. NULL passes, as in any CHECK. Not IN: for a list of more than two
 * SQLite builds a table of its own, at every row that is written.
 */
export function oneOf(column: SQLiteColumn, values: readonly string[]): SQL {
  return sql`(${sql.join(
    values.map((value) => sql`${column} = ${sql.raw(`'${value}'`)}`),
    sql` or `,
  )})`
}
