/** How each job of the worker is run. A job that is missing here does not compile. */
import type { Job } from './jobs.ts'

export type JobRule = {
  /** It writes, and has the write lock while it is run (db/client.ts). */
  readonly writes: boolean
  /** How long it may tell nothing before it is taken for stuck: many times what it takes on a slow computer. */
  readonly silentMs: number
}

const MINUTE_MS = 60_000
const READS = { writes: false, silentMs: MINUTE_MS } as const
/** One statement over a million messages tells nothing until it is done. */
const WRITES = { writes: true, silentMs: 3 * MINUTE_MS } as const
/** It reads or copies all of the records, on whatever disk they are. */
const WHOLE_FILE = { writes: false, silentMs: 30 * MINUTE_MS } as const

export const JOB_RULES = {
  'imports:read': READS,
  'imports:check': READS,
  'imports:rows': READS,
  'imports:commit': WRITES,
  'campaigns:preview': READS,
  'campaigns:recipient': READS,
  'campaigns:left-out': READS,
  'templates:preview': READS,
  'overview:get': READS,
  'campaigns:get': READS,
  'messages:page': READS,
  'messages:count': READS,
  'messages:change': WRITES,
  'campaigns:queue': WRITES,
  'records:check': WHOLE_FILE,
  'records:move-log': { writes: false, silentMs: 5 * MINUTE_MS },
  'records:move-rest-of-log': { writes: true, silentMs: MINUTE_MS },
  'records:backup': WHOLE_FILE,
  'reports:read': READS,
  'reports:start-applying': READS,
  'reports:apply-next': WRITES,
} as const satisfies Readonly<Record<Job, JobRule>>

/** Jobs that have the write lock while they are run. */
export type WritingJob = { [J in Job]: (typeof JOB_RULES)[J]['writes'] extends true ? J : never }[Job]
