/** The failure that a person is shown when the console could not start. */
import { MigrationError, NewerDatabaseError } from '../../db/migrate.ts'
import { type AppFailure, failureOf } from '../../shared/errors.ts'
import { recordsFault } from '../../shared/records-fault.ts'

/** The failure for an error at the start. Nothing is repaired or removed by itself: there may be no other copy of the records. */
export function startFailure(error: unknown, dataFolder: string): AppFailure {
  const failure = failureOf(error)
  if (failure) return failure
  if (error instanceof NewerDatabaseError) return { code: 'conflict', key: 'database_newer' }
  const fault = recordsFault(error)
  if (fault === 'read_only') return { code: 'internal', key: 'records_read_only', params: { folder: dataFolder } }
  if (fault === undefined && error instanceof MigrationError) return { code: 'internal', key: 'database_not_updated', params: { folder: dataFolder } }
  if (fault === 'damaged' || (error instanceof Error && error.name === 'SqliteError'))
    return { code: 'internal', key: 'database_damaged', params: { file: dataFolder } }
  return { code: 'internal', key: 'internal' }
}
