/** The records of a mode, opened for this process alone, with the last run settled. */
import fs from 'node:fs'
import type { Database } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { ownRecords } from '../../db/owner.ts'
import { raiseAlert } from '../../db/queries/alerts.ts'
import { beginBoot, lastBoot } from '../../db/queries/boots.ts'
import { loadSmsSdk } from '../accounts/on-file.ts'
import type { Mode } from '../platform/context.ts'
import type { Platform } from '../platform/ports.ts'
import { startWorker, type WorkerClient } from '../platform/worker/client.ts'
import { closeInterrupted } from '../queue/close.ts'
import { recordsFile } from '../safekeeping/backup.ts'
import { type Checkpoints, createCheckpoints } from '../safekeeping/checkpoints.ts'
import type { InstallationId } from '../safekeeping/installation.ts'
import { replayJournals } from '../safekeeping/replay.ts'
import { DamagedRecordsError } from '../safekeeping/restore.ts'
import { JOB_RULES, type Jobs, type WritingJob } from '../worker/jobs.ts'

export type Records = {
  readonly file: string
  readonly db: Database
  readonly worker: WorkerClient<Jobs, WritingJob>
  /** The name of these records. */
  readonly installation: InstallationId
  /** The run of the console that began with them. */
  readonly bootId: number
  /** Ends the worker, closes the file and lets another process have it. */
  close(): Promise<void>
}

/** Nothing is sent before it resolves. What it opened it closes when it throws. */
export async function openRecords(platform: Platform, mode: Mode): Promise<Records> {
  const { migrations, workerScript, dataFolder: folder, clock, log } = platform
  fs.mkdirSync(folder, { recursive: true })
  const file = recordsFile({ folder, mode })
  const letGo = ownRecords(file)
  const opened: { close(): unknown }[] = []
  try {
    let checkpoints: Checkpoints | null = null
    const db = openDatabase(file, {
      migrations,
      onSlow: (what, ms) => log.info('slow query', { what: what.slice(0, 80), ms: Math.round(ms) }),
      onWritten: () => checkpoints?.written(),
    })
    opened.unshift(db)
    const worker = startWorker<Jobs, WritingJob>({ rules: JOB_RULES, script: workerScript, file, db, clock, log })
    opened.unshift(worker)
    checkpoints = createCheckpoints({ db, worker, log })
    // a run that was cut short can have cut a write short, on a disk that does not keep its word
    const cutShort = lastBoot(db)?.stoppedAt === null
    if (cutShort) {
      const [found] = await Promise.all([worker.call('records:check', { folder, mode }), loadSmsSdk({ mode, db }).catch(() => {})])
      if (found === 'damaged') throw new DamagedRecordsError(file)
    }
    const run = await settleLastRun(db, platform, mode)
    const close = async () => {
      try {
        await worker.close()
        db.close()
      } finally {
        letGo()
      }
    }
    return { file, db, worker, ...run, close }
  } catch (error) {
    for (const one of opened) await one.close()
    letGo()
    throw error
  }
}

/** Settles what an earlier run left open, before anything is sent. Answers the name of these records, and the run that begins. */
async function settleLastRun(
  db: Database,
  { dataFolder: folder, clock, log, version }: Platform,
  mode: Mode,
): Promise<Pick<Records, 'installation' | 'bootId'>> {
  const now = clock.now()
  const { installation } = await replayJournals(db, { folder, mode }, now, log)
  return db.write((tx) => {
    const bootId = beginBoot(tx, version, now)
    const interrupted = closeInterrupted(tx, { bootId, now })
    if (interrupted > 0) {
      raiseAlert(tx, { kind: 'unconfirmed', about: `unconfirmed:${bootId}`, channel: null, params: { count: interrupted } }, now)
      log.warn('messages were on their way when the console stopped', { interrupted })
    }
    return { installation, bootId }
  })
}
