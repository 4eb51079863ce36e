/** Guard rails around drizzle's migrator, which skips late-merged migrations, opens newer files and cascades through table rebuilds without a word. */
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type Sqlite from 'better-sqlite3'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { copyDatabase } from './copy.ts'
import type * as schema from './schema/index.ts'

/** The file was made by a newer console, whose schema this one does not know. */
export class NewerDatabaseError extends Error {
  constructor(file: string) {
    super(`${file} was made by a newer version of the console`)
    this.name = 'NewerDatabaseError'
  }
}

type Journal = { readonly entries: readonly { readonly tag: string; readonly when: number }[] }

/**
 * Brings the file to the newest migration of `folder`, all of them in one transaction. A file that already holds data is copied first
 * (`<file>.before-<n>`), and the error of a migration that went wrong names that copy.
 */
export function migrateGuarded(raw: Sqlite.Database, orm: BetterSQLite3Database<typeof schema>, folder: string): void {
  const known = migrationHashes(folder)
  const applied = appliedHashes(raw)
  if (applied.some((hash) => !known.includes(hash))) throw new NewerDatabaseError(raw.name)
  // drizzle compares dates only: a migration dated before the newest applied one would never run, and nobody would hear of it.
  const missing = known.filter((hash) => !applied.includes(hash))
  if (missing.length === 0) return
  if (applied.length > 0 && known.indexOf(missing[0] as string) < applied.length) throw new Error('a migration is dated before one that has been applied')
  const copy = applied.length > 0 ? `${raw.name}.before-${applied.length}` : undefined
  if (copy) copyDatabase(raw.name, copy)
  // Inside drizzle's one transaction the PRAGMA that drizzle-kit writes into a table rebuild does nothing: its DROP TABLE would cascade into
  // the child tables. So foreign keys are off around all of it, and checked before anything goes on.
  raw.pragma('foreign_keys = OFF')
  migrate(orm, { migrationsFolder: folder })
  const broken = raw.pragma('foreign_key_check') as unknown[]
  if (broken.length > 0) throw new Error(`migrations left ${broken.length} broken foreign keys${copy ? `; the file as it was is ${copy}` : ''}`)
  raw.pragma('foreign_keys = ON')
}

/** The hashes that drizzle records, in the journal's order. */
function migrationHashes(folder: string): string[] {
  const { entries } = JSON.parse(fs.readFileSync(path.join(folder, 'meta', '_journal.json'), 'utf8')) as Journal
  return entries.map(({ tag }) =>
    crypto
      .createHash('sha256')
      .update(fs.readFileSync(path.join(folder, `${tag}.sql`), 'utf8'))
      .digest('hex'),
  )
}

function appliedHashes(raw: Sqlite.Database): string[] {
  const table = raw.prepare("select 1 from sqlite_schema where name = '__drizzle_migrations'").get()
  if (!table) return []
  return (raw.prepare('select hash from __drizzle_migrations order by created_at').all() as { hash: string }[]).map((r) => r.hash)
}
