/** The database as the baselines use it: the library alone, opened as durably as the console opens it, and as fast. */
import Sqlite from 'better-sqlite3'

export function openRaw(file: string): Sqlite.Database {
  const raw = new Sqlite(file)
  raw.pragma('journal_mode = WAL')
  raw.prepare('SELECT count(*) FROM sqlite_schema').get()
  raw.pragma('synchronous = FULL')
  raw.pragma('foreign_keys = ON')
  raw.pragma('temp_store = MEMORY')
  if (raw.pragma('synchronous', { simple: true }) !== 2) throw new Error('the baseline would be less durable than the console')
  return raw
}

export const rowsIn = (raw: Sqlite.Database, sql: string): number => (raw.prepare(sql).get() as { n: number }).n
