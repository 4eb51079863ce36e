/** What the worker does for the safety of the records. */
import type { Database } from '../../db/client.ts'
import { moveLog } from '../../db/log-pages.ts'
import type { JobHandlers } from '../platform/worker-wire.ts'
import { type Backup, makeBackup, type RecordsPlace } from './backup.ts'
import { checkRecords } from './restore.ts'

export type RecordJobs = {
  'records:check': { input: RecordsPlace; output: 'ok' | 'damaged' }
  'records:move-log': { input: null; output: null }
  'records:backup': { input: RecordsPlace & { now: number }; output: Backup }
}

export function createRecordJobs(db: Database): JobHandlers<RecordJobs> {
  return {
    'records:check': (place) => checkRecords(place),
    'records:move-log': () => {
      moveLog(db)
      return null
    },
    'records:backup': ({ now, ...place }) => makeBackup(place, now),
  }
}
