/** A copy of the records every day, for as long as the console runs. */
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/ports.ts'
import type { WorkerClient } from '../platform/worker-client.ts'
import { listBackups, type RecordsPlace } from './backup.ts'
import type { RecordJobs } from './jobs.ts'
import { pruneJournals } from './journal-reader.ts'

const DAY_MS = 86_400_000
/** A computer that slept over the hour is looked at again this soon. */
const LOOK_EVERY_MS = 3_600_000

export type Backups = {
  /** Makes one now if the last is a day old, and one a day from then on. */
  start(): void
  stop(): void
}
export type BackupParts = RecordsPlace & { readonly worker: Pick<WorkerClient<RecordJobs>, 'call'>; readonly clock: Clock; readonly log: Log }

/** The daily backup of a mode; journals too old for any of them go with it. One that fails is told to the log and tried again within the hour. */
export function createBackups({ folder, mode, worker, clock, log }: BackupParts): Backups {
  let cancel = () => {}
  let running = false
  const look = async () => {
    try {
      const now = clock.now()
      const newest = listBackups({ folder, mode })[0]
      // one from the future was made while the clock was wrong, or the clock is wrong now: the one that is made for it is the newest from then on
      if (newest && now - newest.at < DAY_MS && newest.at <= now) return
      await worker.call('records:backup', { folder, mode, now })
      log.info('a backup was made', { mode })
      await pruneJournals({ folder, mode })
    } catch (error) {
      if (running) log.error('no backup could be made', error, { mode })
    } finally {
      if (running) cancel = clock.after(LOOK_EVERY_MS, () => void look())
    }
  }
  return {
    start() {
      if (running) return
      running = true
      void look()
    },
    stop() {
      running = false
      cancel()
    },
  }
}
