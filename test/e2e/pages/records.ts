import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'

/** Every row of every table of a mode's database as text, to compare before and after. */
export function dumpRecords(records: string, mode: 'practice' | 'live'): string {
  const db = new Sqlite(path.join(records, `${mode}.db`), { readonly: true })
  try {
    const tables = db.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`).all()
    return tables.map(({ name }) => `${name}: ${JSON.stringify(db.prepare(`SELECT * FROM "${name}" ORDER BY rowid`).all())}`).join('\n')
  } finally {
    db.close()
  }
}

/** Copies a mode's database as it stands. Answers a way to put the copy in its place, as somebody does who brings an old file back by hand. */
export function copyRecords(records: string, mode: 'practice' | 'live'): () => void {
  const file = path.join(records, `${mode}.db`)
  const copy = `${file}.older`
  const db = new Sqlite(file, { readonly: true })
  try {
    db.prepare('VACUUM INTO ?').run(copy)
  } finally {
    db.close()
  }
  return () => {
    for (const part of ['-wal', '-shm']) fs.rmSync(file + part, { force: true })
    fs.renameSync(copy, file)
  }
}
