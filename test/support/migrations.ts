import fs from 'node:fs'
import path from 'node:path'
import { temporaryFolder } from './database.ts'

/** The folder of the migrations that ship. */
export const MIGRATIONS = path.resolve(import.meta.dirname, '../../db/migrations')

/** A copy of the migrations (those that ship, or `others`) with one more, which a test writes; `when` it was made, by the newest of them. */
export function withOneMore(sql: string, when: (newest: number) => number = (newest) => newest + 1, others = MIGRATIONS): string {
  const folder = path.join(temporaryFolder(), 'migrations')
  fs.cpSync(others, folder, { recursive: true })
  const file = path.join(folder, 'meta/_journal.json')
  const journal = JSON.parse(fs.readFileSync(file, 'utf8'))
  const newest = journal.entries.at(-1)
  const tag = `${newest.idx + 1}_more`
  journal.entries.push({ ...newest, idx: newest.idx + 1, when: when(newest.when), tag })
  journal.entries.sort((a: { when: number }, b: { when: number }) => a.when - b.when)
  fs.writeFileSync(file, JSON.stringify(journal))
  fs.writeFileSync(path.join(folder, `${tag}.sql`), sql)
  return folder
}
