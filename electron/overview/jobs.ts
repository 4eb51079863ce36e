/** What the worker does for Home. */
import type { Database } from '../../db/client.ts'
import type { Output } from '../../shared/ipc/contract.ts'
import type { JobHandlers } from '../platform/worker-wire.ts'
import { homeOverview } from './home.ts'

export type OverviewJobs = {
  'overview:get': { input: { now: number }; output: Output<'overview:get'> }
}

export function createOverviewJobs(db: Database): JobHandlers<OverviewJobs> {
  return {
    'overview:get': ({ now }) => homeOverview(db, now),
  }
}
