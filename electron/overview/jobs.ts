/** What the worker does for Home. */
import type { Database } from '../../db/client.ts'
import type { Overview } from '../../shared/model/standing/overview.ts'
import { type JobHandlers, type JobRule, READS } from '../platform/worker/wire.ts'
import { homeOverview } from './home.ts'

export type OverviewJobs = {
  'overview:get': { input: { now: number }; output: Overview }
}

export const OVERVIEW_RULES = {
  'overview:get': READS,
} as const satisfies Readonly<Record<keyof OverviewJobs, JobRule>>

export function createOverviewJobs(db: Database): JobHandlers<OverviewJobs> {
  return {
    'overview:get': ({ now }) => homeOverview(db, now),
  }
}
