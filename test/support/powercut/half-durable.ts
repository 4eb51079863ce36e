/** Loaded into a process before anything else, it has every database connection run without the syncs that FULL makes, and lie about it. */
import Sqlite from 'better-sqlite3'

const { pragma } = Sqlite.prototype

Sqlite.prototype.pragma = function lying(this: Sqlite.Database, source: string, options?: Sqlite.PragmaOptions) {
  if (source === 'synchronous = FULL') return pragma.call(this, 'synchronous = NORMAL', options)
  if (source === 'synchronous') return 2
  return pragma.call(this, source, options)
}
