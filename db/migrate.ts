/**
 * Brings a database file to the schema of this version, by the migrations that drizzle-kit writes. They are applied here, since drizzle's own
 * migrator commits before anybody can check, skips late-merged migrations, and opens files of a newer console.
 */
import fs from 'node:fs'
import path from 'node:path'
import type Sqlite from 'better-sqlite3'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import { copyDatabase, removeDatabase } from './copy.ts'

/** The file was made by a newer console, whose schema this one does not know. */
export class NewerDatabaseError extends Error {
  constructor(file: string) {
    super(`${file} was made by a newer version of the console`)
    this.name = 'NewerDatabaseError'
  }
}

/** The file could not be brought to this version's schema, and is as it was. `cause` says why. */
export class MigrationError extends Error {
  constructor(file: string, copy: string | undefined, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`${file} could not be brought to this version: ${why}${copy ? `; ${copy} is a copy of it` : ''}`, { cause })
    this.name = 'MigrationError'
  }
}

/**
 * How many copies of before a migration are kept. One is the way back to the console of before an update. A second, since an update that went wrong
 * is often followed by its mend within days, and the copy of that day has the fault in it. Older days are in the daily backups.
 */
const KEPT_COPIES = 2

/**
 * Brings the file to the newest migration of `folder`: all of them in one transaction, or none. A file that already holds data is copied first
 * (`<file>.before-<n>`, n being the migrations that it had). Throws MigrationError where a migration fails or leaves a broken foreign key, as often
 * as the file is opened.
 */
export function migrateGuarded(raw: Sqlite.Database, folder: string): void {
  const known = readMigrationFiles({ migrationsFolder: folder })
  const applied = appliedHashes(raw)
  if (applied.some((hash) => !known.some((one) => one.hash === hash))) throw new NewerDatabaseError(raw.name)
  const missing = known.filter(({ hash }) => !applied.includes(hash))
  const [first] = missing
  if (!first) return
  // a migration that was merged late: the later ones were written and tested without it
  if (known.indexOf(first) < applied.length) throw new Error('a migration is dated before one that has been applied')
  const copy = applied.length > 0 ? copyName(raw.name, applied.length) : undefined
  if (copy) copyDatabase(raw.name, copy)
  // Inside a transaction this PRAGMA does nothing, also the one that drizzle-kit writes into a table rebuild: its DROP TABLE would cascade into
  // the child tables. So foreign keys are off around all of it, and checked before it is committed.
  raw.pragma('foreign_keys = OFF')
  try {
    raw.transaction(() => apply(raw, missing)).immediate()
  } catch (cause) {
    throw new MigrationError(raw.name, copy, cause)
  }
  raw.pragma('foreign_keys = ON')
  if (copy) removeOldCopies(raw.name, copy)
}

/** The table is drizzle's own, so that its tools know what has been applied. */
function apply(raw: Sqlite.Database, migrations: readonly MigrationMeta[]) {
  raw.exec('CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)')
  const remember = raw.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
  for (const { sql, hash, folderMillis } of migrations) {
    for (const statement of sql) raw.exec(statement)
    remember.run(hash, folderMillis)
  }
  const broken = raw.pragma('foreign_key_check') as readonly { readonly table: string; readonly parent: string }[]
  const [first] = broken
  if (first) throw new Error(`${broken.length} broken foreign keys, the first from ${first.table} to ${first.parent}`)
}

function appliedHashes(raw: Sqlite.Database): string[] {
  const table = raw.prepare("select 1 from sqlite_schema where name = '__drizzle_migrations'").get()
  if (!table) return []
  return (raw.prepare('select hash from __drizzle_migrations order by created_at').all() as { hash: string }[]).map((r) => r.hash)
}

const copyName = (file: string, applied: number) => `${file}.before-${applied}`

/** Removes all copies but the newest and the one that was just made. What cannot be removed now (a virus scanner reads it) goes after the next migration. */
function removeOldCopies(file: string, made: string) {
  const beginning = path.basename(copyName(file, 0)).slice(0, -1)
  const names = fs.readdirSync(path.dirname(file)).filter((name) => name.startsWith(beginning))
  const counts = names.map((name) => name.slice(beginning.length)).filter((count) => /^\d+$/.test(count))
  const newestFirst = counts
    .map(Number)
    .sort((a, b) => b - a)
    .map((count) => copyName(file, count))
  for (const old of newestFirst.slice(KEPT_COPIES)) {
    try {
      if (old !== made) removeDatabase(old)
    } catch {
      // the records are open and whole all the same
    }
  }
}
