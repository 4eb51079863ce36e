/** The context of every use case: the open database of this mode, its worker, and the platform. */
import type { Database } from '../../db/client.ts'
import type { Mode } from '../../shared/model/settings/profile.ts'
import type { Platform } from './ports.ts'
import type { WorkerClient } from './worker/client.ts'
import type { JobTable } from './worker/wire.ts'

export type { Mode }
/** `Jobs`: what the use case asks of the worker, if anything. `Writing`: those of them after which it writes something of its own. */
export type Context<Jobs extends JobTable = Record<never, never>, Writing extends keyof Jobs = never> = Platform & {
  readonly mode: Mode
  readonly db: Database
  readonly worker: WorkerClient<Jobs, Writing>
}

/** The worker that reads the log, so that a walk through a million messages neither holds the process nor waits for an import or a backup. */
export type LogReader<Jobs extends JobTable> = () => Pick<WorkerClient<Jobs>, 'call'>
