/** Backups of the records: whole, checked, marked as copies, and thinned out with age. */
import fs from 'node:fs'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { copyDatabase, UNFINISHED } from '../../db/copy.ts'
import type { Mode } from '../platform/context.ts'

/** The setting that marks a backup: when it was made (ms UTC). Records that have it when they are opened were restored from a backup. */
export const COPY_MADE_AT = 'copy_made_at'

const KEEP_NEWEST = 14
const KEEP_MONTHS = 12
/** A backup must not take the room that the queue needs. */
const SPARE_BYTES = 64 * 1024 * 1024

export type RecordsPlace = { readonly folder: string; readonly mode: Mode }
/** `nth` counts up with every backup of the folder, and tells which is newer. The clock may have been wrong when one was made. */
export type Backup = { readonly file: string; readonly at: number; readonly nth: number }

/** The database file of a mode. */
export function recordsFile({ folder, mode }: RecordsPlace): string {
  return path.join(folder, `${mode}.db`)
}

/** The finished backups of a mode, newest first. */
export function listBackups({ folder, mode }: RecordsPlace): Backup[] {
  return namesIn(backupFolder(folder))
    .flatMap((name) => {
      const made = name.startsWith(`${mode}-`) ? readName(name) : null
      return made ? [{ file: path.join(backupFolder(folder), name), ...made }] : []
    })
    .sort((a, b) => b.nth - a.nth)
}

/**
 * Makes a backup, and removes old backups and unfinished files. It holds its thread for as long as the copy takes: for the worker. `now`: ms UTC.
 * Rejects with ENOSPC where too little room would be left, and with SQLite's error where the records cannot be read.
 */
export async function makeBackup(place: RecordsPlace, now: number): Promise<Backup> {
  const from = recordsFile(place)
  const folder = backupFolder(place.folder)
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of namesIn(folder)) if (name.startsWith(`${place.mode}-`) && name.includes(UNFINISHED)) fs.rmSync(path.join(folder, name), { force: true })
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < fs.statSync(from).size + SPARE_BYTES) throw Object.assign(new Error('too little room for a backup'), { code: 'ENOSPC' })
  const nth = (listBackups(place)[0]?.nth ?? 0) + 1
  const file = path.join(folder, backupName(place.mode, now, nth))
  copyDatabase(from, file, (copy) =>
    copy.prepare('INSERT OR REPLACE INTO settings (key, value, updated_at) VALUES (?, ?, ?)').run(COPY_MADE_AT, JSON.stringify(now), now),
  )
  for (const { file } of toDrop(listBackups(place))) fs.rmSync(file, { force: true })
  return { file, at: now, nth }
}

/** The backups to remove, of those given (newest first). The newest 14 are kept, and the newest of each of the last 12 months. PURE. */
export function toDrop<One extends Pick<Backup, 'at'>>(backups: readonly One[]): One[] {
  const month = ({ at }: One) => new Date(at).toISOString().slice(0, 7)
  const months = [...new Set(backups.map(month))].slice(0, KEEP_MONTHS)
  const newestOfMonth = new Set(months.map((one) => backups.find((backup) => month(backup) === one)))
  return backups.filter((backup, i) => i >= KEEP_NEWEST && !newestOfMonth.has(backup))
}

function backupFolder(folder: string): string {
  return path.join(folder, 'backups')
}

/** For example live-20261125-050000-31.db: mode, UTC day and time, `nth`. */
function backupName(mode: Mode, now: number, nth: number): string {
  const [day = '', time = ''] = new Date(now).toISOString().split('T')
  return `${mode}-${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${nth}.db`
}

function readName(name: string): Pick<Backup, 'at' | 'nth'> | null {
  const m = /-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-(\d+)\.db$/.exec(name)
  return m ? { at: Date.parse(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}Z`), nth: Number(m[7]) } : null
}

function namesIn(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : []
}
