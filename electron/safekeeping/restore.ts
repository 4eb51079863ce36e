/** Restores the newest good backup in the place of damaged records, when a person says so. The damaged file is moved aside and kept. */
import fs from 'node:fs'
import path from 'node:path'
import { isSoundFile, syncFile, syncFolder } from '../../db/copy.ts'
import { type Backup, listBackups, type RecordsPlace, recordsFile } from './backup.ts'

/** The database file is damaged: nothing may be sent from it. */
export class DamagedRecordsError extends Error {
  readonly code = 'SQLITE_CORRUPT'
  constructor(file: string) {
    super(`${file} is damaged`)
    this.name = 'DamagedRecordsError'
  }
}

/** Whether the records of a mode are whole. Reads the whole file: for the worker. Throws where it may not be read. */
export function checkRecords(place: RecordsPlace): 'ok' | 'damaged' {
  return isSoundFile(recordsFile(place)) ? 'ok' : 'damaged'
}

/** The newest whole backup; null where there is none. Reads each candidate to its end. */
export function newestGoodBackup(place: RecordsPlace): Backup | null {
  return listBackups(place).find(({ file }) => isGood(file)) ?? null
}

function isGood(file: string): boolean {
  try {
    return isSoundFile(file)
  } catch {
    // A backup that cannot be read is of no use, whatever the reason.
    return false
  }
}

/**
 * Puts the backup in the place of the records. The old file and its write-ahead log are kept in `damaged-<now>/`; returns that folder. Wherever it
 * is cut short, either the old file or the backup has the name. Throws before anything is moved where there is no room. `now`: ms UTC.
 */
export function restoreBackup(place: RecordsPlace, backup: Backup, now: number): string {
  const records = recordsFile(place)
  const ready = `${records}.restoring`
  fs.copyFileSync(backup.file, ready)
  syncFile(ready)
  const aside = path.join(place.folder, `damaged-${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`)
  fs.mkdirSync(aside, { recursive: true, mode: 0o700 })
  // The log is moved first: it belongs to the old file, and would be read into the new one. Without it the old file is older, never wrong.
  for (const suffix of ['-wal', '-shm']) moveAside(`${records}${suffix}`, aside)
  keepAside(records, aside)
  fs.renameSync(ready, records)
  syncFolder(aside)
  syncFolder(place.folder)
  return aside
}

function moveAside(file: string, aside: string) {
  if (fs.existsSync(file)) fs.renameSync(file, path.join(aside, path.basename(file)))
}

/** Links the file, or copies it where the file system has no hard links: the old name is there at any moment. */
function keepAside(file: string, aside: string) {
  if (!fs.existsSync(file)) return
  const kept = path.join(aside, path.basename(file))
  try {
    fs.linkSync(file, kept)
  } catch {
    fs.copyFileSync(file, kept)
    syncFile(kept)
  }
}
