/** What every use case works with: the open database of this mode, the worker on it, and the computer. */
import type { Database } from '../../db/client.ts'
import type { Mode } from '../../shared/model/profile.ts'
import type { Platform } from './ports.ts'
import type { WorkerClient } from './worker-client.ts'
import type { JobTable } from './worker-wire.ts'

export type { Mode }
/** `Jobs`: what the use case asks of the worker, if anything. */
export type Context<Jobs extends JobTable = Record<never, never>> = Platform & {
  readonly mode: Mode
  readonly db: Database
  readonly worker: WorkerClient<Jobs>
}

/**
 * A worker for what is shown of the log: no walk through a million messages holds the process, and none waits for an import or a backup.
 */
export type LogReader<Jobs extends JobTable> = () => Pick<WorkerClient<Jobs>, 'call'>
