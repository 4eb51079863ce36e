import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Database, Reader } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { temporary } from './folders.ts'

const MIGRATIONS = path.resolve(import.meta.dirname, '../../db/migrations')
/** When the test school was made: a school-day morning in Nairobi. */
const MADE_AT = Date.UTC(2026, 8, 1, 6)

export type TemporaryDatabase = { readonly db: Database; readonly file: string; readonly folder: string; readonly schoolId: number }

/** A folder of its own for one test, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(temporary, 'bursar-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A migrated database file with one school (term 3 of 2026), closed and removed after the test. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const folder = temporaryFolder()
  const file = path.join(folder, 'console.db')
  const db = openDatabase(file, { migrations: MIGRATIONS })
  onTestFinished(() => db.close())
  const { id } = await db.write((tx) =>
    tx.run(
      `INSERT INTO schools (name, short_name, office_phone, paybill, term, year, created_at, updated_at)
       VALUES ('Nyota Ridge Secondary School', 'Nyota Ridge', '0700 111 222', '555017', 3, 2026, ?, ?)`,
      MADE_AT,
      MADE_AT,
    ),
  )
  return { db, file, folder, schoolId: id }
}

/** Every row of every table as text, to compare before and after. */
export function dumpTables(db: Reader): string {
  const tables = db.all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
  return tables.map(({ name }) => `${name}: ${JSON.stringify(db.all(`SELECT * FROM "${name}" ORDER BY rowid`))}`).join('\n')
}
