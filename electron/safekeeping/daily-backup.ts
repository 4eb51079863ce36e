/** Makes a backup of the records every day, for as long as the console runs. */

import type { Log } from '../platform/ports.ts'
import type { Clock } from '../platform/time/clock.ts'
import type { WorkerClient } from '../platform/worker/client.ts'
import { listBackups, type RecordsPlace } from './backup.ts'
import type { RecordJobs } from './jobs.ts'
import { pruneJournals } from './journal-reader.ts'

const DAY_MS = 86_400_000
/** How often the age of the last backup is checked: after a sleep the next backup is made within this time. */
const CHECK_EVERY_MS = 3_600_000

export type Backups = {
  /** Makes one now if the last is a day old, and one a day from then on. */
  start(): void
  stop(): void
}
export type BackupParts = RecordsPlace & { readonly worker: Pick<WorkerClient<RecordJobs>, 'call'>; readonly clock: Clock; readonly log: Log }

/** The daily backup of a mode. Journals that are too old for any backup are removed. A backup that fails is logged and tried again within the hour. */
export function createBackups({ folder, mode, worker, clock, log }: BackupParts): Backups {
  let cancel = () => {}
  let running = false
  const check = async () => {
    try {
      const now = clock.now()
      const newest = listBackups({ folder, mode })[0]
      // A backup from the future shows that the clock was wrong then or is wrong now. The one that is made for it is the newest from then on.
      if (newest && now - newest.at < DAY_MS && newest.at <= now) return
      await worker.call('records:backup', { folder, mode, now })
      log.info('a backup was made', { mode })
      await pruneJournals({ folder, mode })
    } catch (error) {
      if (running) log.error('no backup could be made', error, { mode })
    } finally {
      if (running) cancel = clock.after(CHECK_EVERY_MS, () => void check())
    }
  }
  return {
    start() {
      if (running) return
      running = true
      void check()
    },
    stop() {
      running = false
      cancel()
    },
  }
}
