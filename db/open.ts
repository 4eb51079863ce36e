/** Opens a database file the one way it may be opened: durable, checked, and at this version's schema. */
import Sqlite from 'better-sqlite3'
import { createDatabase, type Database, type SlowQuery } from './client.ts'
import { migrateGuarded } from './migrate.ts'

/** Before this SQLite, two connections that checkpoint at once could corrupt the file (WAL-reset fault, 3.7.0 to 3.51.2). */
const SAFE_SQLITE = '3.51.3'
/** How long a file that another program has locked is waited for while it is opened: no window is there yet that could stand still. */
const OPENING_MS = 2_000
/** And once it is open: `write` waits without holding the thread (client.ts). */
const OPEN_MS = 5

/** Pages: a log that nobody has moved into the file until then is moved by the connection that writes, within its commit. */
const OVERDUE_LOG = 4_000

export type OpenOptions = {
  readonly migrations?: string
  readonly onSlow?: SlowQuery
  readonly readonly?: boolean
  /** Hears of every transaction, and has the log moved into the file by somebody else (electron/safekeeping/checkpoints.ts). */
  readonly onWritten?: () => void
}

/**
 * Opens `file`, makes it if it is missing, and brings it to this version's schema when `migrations` is given. Throws NewerDatabaseError for
 * a file of a newer console, MigrationError where that schema could not be had, and whatever SQLite throws for one that is not a database.
 */
export function openDatabase(file: string, { migrations, onSlow, onWritten, readonly = false }: OpenOptions = {}): Database {
  const raw = new Sqlite(file, { readonly, timeout: OPENING_MS })
  try {
    assertSafeSqlite(raw)
    if (!readonly) raw.pragma('journal_mode = WAL')
    if (migrations) migrateGuarded(raw, migrations)
    durable(raw)
    raw.pragma(`busy_timeout = ${OPEN_MS}`)
    if (onWritten) raw.pragma(`wal_autocheckpoint = ${OVERDUE_LOG}`)
    return createDatabase(raw, { onSlow, onWritten })
  } catch (error) {
    raw.close()
    throw error
  }
}

/** Sets what durability needs and reads it back: better-sqlite3's build turns `synchronous` to NORMAL by itself once a file is in WAL mode. */
function durable(raw: Sqlite.Database) {
  raw.prepare('select count(*) from sqlite_schema').get()
  raw.pragma('synchronous = FULL')
  raw.pragma('foreign_keys = ON')
  raw.pragma('journal_size_limit = 16777216')
  // KiB of pages, of each of two connections: twice as many make nothing faster
  raw.pragma('cache_size = -8000')
  // A statement with triggers keeps what it would need to be undone; in a temporary file, SQLite's habit, that takes half the time of a batch.
  raw.pragma('temp_store = MEMORY')
  if (process.platform === 'darwin') raw.pragma('fullfsync = 1')
  const set = [raw.pragma('journal_mode', { simple: true }), raw.pragma('synchronous', { simple: true }), raw.pragma('foreign_keys', { simple: true })]
  if (set.join() !== 'wal,2,1') throw new Error(`the database is not durable: journal_mode, synchronous, foreign_keys are ${set.join()}`)
}

function assertSafeSqlite(raw: Sqlite.Database) {
  const { v } = raw.prepare('select sqlite_version() v').get() as { v: string }
  if (v.localeCompare(SAFE_SQLITE, 'en', { numeric: true }) < 0) throw new Error(`SQLite ${v} is older than ${SAFE_SQLITE}`)
}
