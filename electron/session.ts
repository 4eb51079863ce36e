/** One mode's console at work: its records, its parts and its use cases. Leaving or entering practice ends one and begins another. */
import { DISK_FULL, endAlerts, raiseAlert } from '../db/queries/alerts.ts'
import { endBoot } from '../db/queries/boots.ts'
import type { MessageChannel } from '../shared/model/messages/message.ts'
import { sweepSecrets } from './accounts/secrets.ts'
import { createAccountService } from './accounts/service.ts'
import { createBatchService } from './batches/service.ts'
import { createSampleService } from './imports/sample.ts'
import { createImportService } from './imports/service.ts'
import { createMessageService } from './messages/service.ts'
import { createOverviewService } from './overview/service.ts'
import type { Context, LogReader, Mode } from './platform/context.ts'
import { begun, createRunner, type Stage } from './platform/parts.ts'
import type { Platform } from './platform/ports.ts'
import { repeat } from './platform/time/repeat.ts'
import { throttled } from './platform/time/throttle.ts'
import { startWorker, type WorkerClient } from './platform/worker/client.ts'
import { createChannelService } from './queue/service.ts'
import { createReportService } from './reports/service.ts'
import { createBackups } from './safekeeping/daily-backup.ts'
import { createDisk, type DiskState } from './safekeeping/disk.ts'
import { openJournal } from './safekeeping/journal.ts'
import { createSchoolService } from './school/service.ts'
import { createQueues } from './session/queues.ts'
import { openRecords } from './session/records.ts'
import { createSendingService } from './settings/service.ts'
import { createTemplateService } from './templates/service.ts'
import { JOB_RULES, type Jobs, type WritingJob } from './worker/jobs.ts'

/** What is left on the SMS account is asked so often; a top-up is seen within that time. */
const BALANCE_EVERY_MS = 10 * 60_000
/** An account whose key could not be read (a keyring that is still locked, a virus scanner at the file) is tried again so often. */
const OPEN_ACCOUNTS_EVERY_MS = 60_000
/** Closing a worker waits a second for its thread (platform/worker-client.ts). It costs no time, since it is beside the queues. */
const WORKER_STOP_MS = 5_000
/** The page hears of changing messages at most so often. */
const CHANGE_EVERY_MS = 250

export type Session = Awaited<ReturnType<typeof openSession>>

export type SessionOptions = {
  /** Whether its queue runs and delivery reports are asked for. Without, what is queued waits for the next session. */
  readonly sends?: boolean
}

/** Opens the mode's records and starts its queue. Throws NewerDatabaseError, or SQLite's error for a file that cannot be read. */
export async function openSession(platform: Platform, mode: Mode, { sends = true }: SessionOptions = {}) {
  const { clock, log, emit, dataFolder: folder } = platform
  const records = await openRecords(platform, mode)
  const { db, worker, installation, bootId } = records
  const context: Context<Jobs, WritingJob> = { ...platform, mode, db, worker }
  const status = () => emit('console:changed', { topics: ['status'] })
  const changes = throttled(clock, CHANGE_EVERY_MS, () => emit('console:changed', { topics: ['messages', 'status'] }))
  const reader = readerOf(() => startWorker<Jobs, WritingJob>({ rules: JOB_RULES, script: platform.workerScript, file: records.file, db, clock, log }))

  const journal = openJournal({ folder, mode, installation, bootId, clock })
  const disk = createDisk({ folder, mode, journal, log, onChange: diskChanged })
  const accounts = createAccountService(context, {
    wake,
    idle: (channel) => queues.idle(channel),
    tests: { answerTo: (channel, id) => queues.answerTo(channel, id) },
  })
  const queues = createQueues(context, { accounts, disk, installation, bootId, onChange: changes.tell })
  const reports = createReportService(context, { smsProvider: () => accounts.providers.sms, wake })
  const backups = createBackups({ folder, mode, worker, clock, log })
  const imports = createImportService(context)

  function wake(channel: MessageChannel) {
    queues.wake(channel)
  }
  function diskChanged(state: DiskState) {
    if (state === 'ok') void tellThatDiskWasFull().catch((error: unknown) => log.error('nobody could be told that the disk was full', error))
    status()
    queues.wakeBoth()
  }
  /** While it is full a bar stands there, and there may be no room for a line: the alert is written when it is over. */
  async function tellThatDiskWasFull() {
    await db.write((tx) => {
      raiseAlert(tx, DISK_FULL, clock.now())
      endAlerts(tx, DISK_FULL.kind, clock.now())
    })
  }
  const openMissing = async (channel: MessageChannel) =>
    accounts.openMissing(channel).catch((error: unknown) => log.error('an account could not be opened', error, { channel }))
  const openBoth = async () => {
    await openMissing('sms')
    await openMissing('email')
  }
  const every = (ms: number, work: (signal: AbortSignal) => Promise<void>, fault: string) => () => repeat(clock, ms, work, (error) => log.error(fault, error))

  // A part that runs beside the queue goes into the last stage, above the queues: it starts with the session, and stops before anything under it.
  const stages: readonly Stage[] = [
    [{ name: 'records', stop: records.close }],
    [
      {
        name: 'end of the boot',
        stop: async () => {
          if (queues.allAnswered()) await db.write((tx) => endBoot(tx, bootId, clock.now()))
        },
      },
    ],
    [
      { name: 'sent-journal', stop: journal.close },
      // what a virus scanner holds open can stay until the next start
      {
        name: 'dropped files',
        start: () => imports.clear().catch((error: unknown) => log.error('copies of dropped files could not be removed', error)),
      },
      { name: 'secrets', start: () => sweepSecrets(context) },
      { name: 'accounts', start: accounts.open, stop: accounts.close },
      { name: 'changes for the page', stop: changes.stop },
    ],
    [
      { name: 'backups', start: backups.start, stop: backups.stop },
      sends ? { name: 'reports', start: reports.startPolling, stop: reports.stop } : { name: 'reports', stop: reports.stop },
      begun('balance', every(BALANCE_EVERY_MS, accounts.refreshBalance, 'what is left on the account could not be written down')),
      begun('missing accounts', every(OPEN_ACCOUNTS_EVERY_MS, openBoth, 'the accounts could not be looked at')),
      { name: 'chosen files', stop: imports.close },
      // Beside the queues, not under them: an answer of a provider cannot be written down while a job has the write lock.
      { name: 'log reader', stop: reader.close, stopMs: WORKER_STOP_MS },
      { name: 'worker', stop: worker.close, stopMs: WORKER_STOP_MS },
      // the last, so that it stops first: nothing more is taken from then on
      sends ? queues : { name: 'queues', stop: queues.stop },
    ],
  ]
  const runner = createRunner(stages, { clock, log })
  await runner.start()

  return {
    mode,
    db,
    accounts,
    imports,
    reports,
    school: createSchoolService(context),
    batches: createBatchService(context, { reader: reader.get, wake: queues.wakeBoth }),
    channels: createChannelService(context, { wake, openMissing }),
    messages: createMessageService(context, { reader: reader.get, wake, tracksReading: reports.tracksReading }),
    overview: createOverviewService(context, { reader: reader.get, storage: disk.state }),
    sample: createSampleService(context, imports),
    sending: createSendingService(context, queues.reschedule),
    templates: createTemplateService(context),
    /** The network came back: what waits for it is tried now. */
    wake: queues.networkBack,
    /** The computer goes to sleep; it is awake again. */
    suspend: queues.suspend,
    async resume() {
      // connections do not outlive a sleep, and a request on a dead one gets no answer: both accounts begin with new ones
      await accounts.open()
      queues.resume()
    },
    /** Whether a thread is left that cannot be ended: it is in a system call that does not return. */
    isHung: () => worker.isHung() || reader.isHung(),
    /** Resolves when nothing is on the wire and nothing is due. */
    idle: () => Promise.all([queues.idle('sms'), queues.idle('email')]).then(() => {}),
    close: runner.stop,
  }
}

/** A worker for the log, started when it is first asked. */
function readerOf(start: () => WorkerClient<Jobs>): { readonly get: LogReader<Jobs>; close(): Promise<void>; isHung(): boolean } {
  let reading: WorkerClient<Jobs> | null = null
  return {
    get() {
      reading ??= start()
      return reading
    },
    close: async () => reading?.close(),
    isHung: () => reading?.isHung() ?? false,
  }
}
