/** Copies of a database file, and whether one is sound: whole, durable, and never half there under its own name. */
import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { recordsFault } from '../shared/records-fault.ts'

/** The name of a copy while it is being made; one that is left was cut short and is worth nothing. */
export const UNFINISHED = '.unfinished'

/**
 * Copies the database file, with whatever its write-ahead log holds, to `to`, on the disk when it answers. Holds its thread all the while;
 * others can go on writing. `finish` may change the copy before it gets its name. Throws where the copy is not sound or has no room.
 */
export function copyDatabase(from: string, to: string, finish: (copy: Sqlite.Database) => void = () => {}): void {
  const unfinished = `${to}${UNFINISHED}`
  removeDatabase(unfinished)
  try {
    const source = new Sqlite(from, { fileMustExist: true })
    try {
      source.prepare('vacuum into ?').run(unfinished)
    } finally {
      source.close()
    }
    const copy = new Sqlite(unfinished)
    try {
      finish(copy)
      if (!isSound(copy)) throw new Error(`the copy of ${path.basename(from)} is not sound`)
    } finally {
      copy.close()
    }
    syncFile(unfinished)
    fs.renameSync(unfinished, to)
    syncFolder(path.dirname(to))
  } catch (error) {
    removeDatabase(unfinished)
    throw error
  }
}

/** Whether SQLite finds the file whole. It reads all of it; it cannot see a change inside a text. Throws where it may not be read. */
export function isSoundFile(file: string): boolean {
  const raw = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    return isSound(raw)
  } finally {
    raw.close()
  }
}

function isSound(raw: Sqlite.Database): boolean {
  try {
    return raw.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch (error) {
    if (recordsFault(error) === 'damaged') return false
    throw error
  }
}

/** What was written to the file is on the disk when it answers. */
export function syncFile(file: string): void {
  const open = fs.openSync(file, 'r+')
  try {
    fs.fsyncSync(open)
  } finally {
    fs.closeSync(open)
  }
}

/** The names in the folder are on the disk when it answers. Windows writes names down by itself, and opens no folder. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const open = fs.openSync(folder, 'r')
  try {
    fs.fsyncSync(open)
  } finally {
    fs.closeSync(open)
  }
}

/** Removes a database file with what SQLite keeps beside it, where they are there. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) fs.rmSync(`${file}${suffix}`, { force: true })
}
