/** What every use case works with: the open database of this mode, the worker on it, and the computer. */
import type { Database } from '../../db/client.ts'
import { type SchoolRow, theSchool } from '../../db/queries/schools.ts'
import { AppError } from '../../shared/errors.ts'
import type { Mode } from '../../shared/model/profile.ts'
import type { Platform } from './ports.ts'
import type { WorkerClient } from './worker-client.ts'

export type { Mode }
export type Context = Platform & { readonly mode: Mode; readonly db: Database; readonly worker: WorkerClient }

/**
 * A worker for what is shown of the log: no walk through a million messages holds the process, and none waits for an import or a backup.
 */
export type LogReader = () => Pick<WorkerClient, 'call'>

/** The school, or AppError school_missing while its details are not filled in. */
export function requireSchool(db: Pick<Database, 'get'>): SchoolRow {
  const school = theSchool(db)
  if (!school) throw new AppError('not_configured', 'school_missing')
  return school
}
