import Sqlite from 'better-sqlite3'

/** A connection that nobody holds would be closed by the garbage collector, and its lock with it. */
const owned = new Set<Sqlite.Database>()

/**
 * Takes the records of `file` for this process, and answers how to let go of them. A second console on the same records would send twice, and
 * would take what the first has on the wire for lost. Held by a lock of the operating system on a file beside them, so that whoever dies lets
 * go at once. Throws SQLITE_BUSY where somebody else has them.
 */
export function ownRecords(file: string): () => void {
  const raw = new Sqlite(`${file}.owner`, { timeout: 0 })
  try {
    raw.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    raw.close()
    throw error
  }
  owned.add(raw)
  return () => {
    owned.delete(raw)
    raw.close()
  }
}
