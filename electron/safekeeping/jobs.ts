/** What the worker does for the safety of the records. */
import type { Database } from '../../db/client.ts'
import { moveLog } from '../../db/log-pages.ts'
import { type JobHandlers, type JobRule, MINUTE_MS, WHOLE_FILE } from '../platform/worker/wire.ts'
import { type Backup, makeBackup, type RecordsPlace } from './backup.ts'
import { checkRecords } from './restore.ts'

export type RecordJobs = {
  'records:check': { input: RecordsPlace; output: 'ok' | 'damaged' }
  'records:move-log': { input: null; output: null }
  'records:move-rest-of-log': { input: null; output: null }
  'records:backup': { input: RecordsPlace & { now: number }; output: Backup }
}

export const RECORD_RULES = {
  'records:check': WHOLE_FILE,
  'records:move-log': { writes: false, silentMs: 5 * MINUTE_MS },
  'records:move-rest-of-log': { writes: true, silentMs: MINUTE_MS },
  'records:backup': WHOLE_FILE,
} as const satisfies Readonly<Record<keyof RecordJobs, JobRule>>

export function createRecordJobs(db: Database): JobHandlers<RecordJobs> {
  const moveAll = () => {
    moveLog(db)
    return null
  }
  return {
    'records:check': (place) => checkRecords(place),
    'records:move-log': moveAll,
    'records:move-rest-of-log': moveAll,
    'records:backup': ({ now, ...place }) => makeBackup(place, now),
  }
}
