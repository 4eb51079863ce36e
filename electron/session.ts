/** One mode's console at work: its database file, the worker on it, the queue, the use cases. Leaving or entering practice ends one and begins another. */
import fs from 'node:fs'
import path from 'node:path'
import type { Database } from '../db/client.ts'
import { openDatabase } from '../db/open.ts'
import { ownRecords } from '../db/owner.ts'
import { DISK_FULL, endAlerts, raiseAlert } from '../db/queries/alerts.ts'
import { beginBoot, endBoot, lastBoot } from '../db/queries/boots.ts'
import type { MessageChannel } from '../shared/model/message.ts'
import { loadSmsSdk } from './accounts/on-file.ts'
import { sweepSecrets } from './accounts/secrets.ts'
import { createAccountService } from './accounts/service.ts'
import { createCampaignService } from './batches/service.ts'
import { createChannelService } from './channels/service.ts'
import { createSampleService } from './imports/sample.ts'
import { createImportService } from './imports/service.ts'
import { createMessageService } from './messages/service.ts'
import { createOverviewService } from './overview/service.ts'
import type { Context, LogReader, Mode } from './platform/context.ts'
import type { Platform } from './platform/ports.ts'
import { repeat } from './platform/repeat.ts'
import { startWorker, type WorkerClient } from './platform/worker-client.ts'
import { closeInterrupted } from './queue/close.ts'
import { createDispatcher, type Dispatcher } from './queue/dispatcher.ts'
import { rulesOf } from './queue/rules.ts'
import { emailStore, type StoreOptions, smsStore } from './queue/store.ts'
import { createReportService } from './reports/service.ts'
import { createBackups } from './safekeeping/backup.ts'
import { type Checkpoints, createCheckpoints } from './safekeeping/checkpoints.ts'
import { createDisk, type DiskState } from './safekeeping/disk.ts'
import { openJournal } from './safekeeping/journal.ts'
import { replayJournals } from './safekeeping/replay.ts'
import { DamagedRecordsError } from './safekeeping/restore.ts'
import { createSchoolService } from './school/service.ts'
import { sendingSettings } from './settings/sending.ts'
import { createSendingService } from './settings/service.ts'
import { createTemplateService } from './templates/service.ts'

/** How long quitting waits for answers that are on their way. */
const GRACE_MS = 10_000
/** What is left on the SMS account is asked so often; a top-up is seen within that time. */
const BALANCE_EVERY_MS = 10 * 60_000
/** An account whose key could not be read (a keyring that is still locked, a virus scanner at the file) is tried again so often. */
const OPEN_ACCOUNTS_EVERY_MS = 60_000
/** The page hears of changing messages at most so often. */
const CHANGE_EVERY_MS = 250

export type Session = Awaited<ReturnType<typeof openSession>>

/** Opens the mode's records and starts its queue. Throws NewerDatabaseError, or SQLite's error for a file that cannot be read. */
export async function openSession(platform: Platform, mode: Mode) {
  const { clock, log, emit } = platform
  const folder = platform.dataFolder
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${mode}.db`)
  const { db, worker, epoch, bootId, letGo } = await openRecords(file, platform, mode)
  const context: Context = { ...platform, mode, db, worker }
  const journal = openJournal({ folder, mode, epoch, bootId, clock })
  const status = () => emit('console:changed', { topics: ['status'] })
  const backups = createBackups({ folder, mode, worker, clock, log })

  const dispatchers: Partial<Record<MessageChannel, Dispatcher>> = {}
  const each = (what: (dispatcher: Dispatcher) => void) => Object.values(dispatchers).forEach(what)
  const wakeOne = (channel: MessageChannel) => dispatchers[channel]?.wake()
  const wake = () => each((dispatcher) => dispatcher.wake())
  // while it lasts a bar stands there, and there may be no room for a line: told when it is over
  const tellFull = () =>
    db.write((tx) => {
      raiseAlert(tx, DISK_FULL, clock.now())
      endAlerts(tx, DISK_FULL.kind, clock.now())
    })
  const onChange = (state: DiskState) => {
    if (state === 'ok') void tellFull().catch((error: unknown) => log.error('nobody could be told that the disk was full', error))
    status()
    wake()
  }
  const disk = createDisk({ folder, mode, journal, log, onChange })
  const accounts = createAccountService(context, { wake: wakeOne, idle: async (channel) => dispatchers[channel]?.idle() })
  const onFault = (error: unknown) => log.error('a message could not be looked at before it goes', error)
  const options: StoreOptions = { now: clock.now, bootId, rules: (channel) => rulesOf(db, channel), onFault }
  const changes = throttled(platform, () => emit('console:changed', { topics: ['messages', 'status'] }))
  const parts = { clock, disk, log, onChange: changes.tell }
  dispatchers.sms = createDispatcher({
    ...parts,
    store: smsStore(db, options),
    sender: () => accounts.providers.sms,
    perSecond: () => sendingSettings(db).smsPerSecond,
  })
  dispatchers.email = createDispatcher({
    ...parts,
    store: emailStore(db, options, (id) => `<${epoch}.${id}@${accounts.mailDomain()}>`),
    sender: () => accounts.providers.email,
    perSecond: () => perSecond(sendingSettings(db).emailPerMinute),
  })

  let reading: WorkerClient | null = null
  const reader: LogReader = () => {
    reading ??= startWorker({ script: platform.workerScript, file, db, clock, log })
    return reading
  }
  const reports = createReportService(context, { smsProvider: () => accounts.providers.sms, wake: wakeOne })
  const school = createSchoolService(context)
  const imports = createImportService(context)
  // what a virus scanner holds open can stay until the next start
  await imports.clear().catch((error: unknown) => log.error('copies of dropped files could not be removed', error))
  const release = async (atLast: () => Promise<void> = async () => {}) => {
    await accounts.close()
    await journal.close()
    await worker.close()
    await reading?.close()
    try {
      await atLast()
    } finally {
      // on a full disk too the next session finds the records free
      db.close()
      letGo()
    }
  }
  try {
    await sweepSecrets(context)
    await accounts.open()
  } catch (error) {
    await release()
    throw error
  }
  disk.worked()
  each((dispatcher) => dispatcher.start())
  backups.start()
  reports.startPolling()
  const stopAsking = repeat(clock, BALANCE_EVERY_MS, accounts.refreshBalance, (error) =>
    log.error('what is left on the account could not be written down', error),
  )
  const openMissing = async (channel: MessageChannel) =>
    accounts.openMissing(channel).catch((error: unknown) => log.error('an account could not be opened', error, { channel }))
  const openBoth = async () => {
    await openMissing('sms')
    await openMissing('email')
  }
  const stopOpening = repeat(clock, OPEN_ACCOUNTS_EVERY_MS, openBoth, (error) => log.error('the accounts could not be looked at', error))

  return {
    mode,
    db,
    school,
    imports,
    accounts,
    campaigns: createCampaignService(context, { reader, wake }),
    channels: createChannelService(context, { wake: wakeOne, openMissing }),
    messages: createMessageService(context, { reader, wake: wakeOne, tracksReading: reports.tracksReading }),
    overview: createOverviewService(context, { reader, storage: disk.state }),
    reports,
    sample: createSampleService(context, imports),
    sending: createSendingService(context, () => each((dispatcher) => dispatcher.lookAgain())),
    templates: createTemplateService(context),
    /** The network came back: what waits for it is tried now. */
    wake: () => each((dispatcher) => dispatcher.networkBack()),
    /** The computer goes to sleep; it is awake again. */
    rest: () => each((dispatcher) => dispatcher.rest()),
    async awake() {
      // connections do not outlive a sleep, and a request on a dead one gets no answer: both accounts begin with new ones
      await accounts.open()
      each((dispatcher) => dispatcher.awake())
    },
    /** Whether a thread is left that cannot be ended: it is in a call that the system does not answer. */
    isHung: () => worker.isHung() || (reading?.isHung() ?? false),
    /** Resolves when nothing is on the wire and nothing is due. */
    idle: () => Promise.all(Object.values(dispatchers).map((d) => d.idle())).then(() => {}),
    async close() {
      backups.stop()
      imports.close()
      // first of all nothing more is taken; what is asked beside it is given up meanwhile
      const ending = Promise.all(Object.values(dispatchers).map((d) => d.stop(GRACE_MS)))
      // nobody waits for their answers now, and answers of providers cannot be written down while one of them has the write lock
      const workersEnding = Promise.all([worker.close(), reading?.close()])
      await Promise.all([reports.stop(), stopAsking(), stopOpening(), workersEnding])
      const quiet = await ending
      changes.stop()
      await release(async () => {
        if (quiet.every(Boolean)) await db.write((tx) => endBoot(tx, bootId, clock.now()))
      })
    },
  }
}

/** Opens the file for this process alone, with the last run settled; until then nothing is sent. What it opened it closes when it throws. */
async function openRecords(file: string, platform: Platform, mode: Mode) {
  const { migrations, workerScript, dataFolder: folder, clock, log } = platform
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
    const worker = startWorker({ script: workerScript, file, db, clock, log })
    opened.unshift(worker)
    checkpoints = createCheckpoints({ db, worker, log })
    // a run that was cut short can have cut a write short, on a disk that does not keep its word
    const cutShort = lastBoot(db)?.stoppedAt === null
    if (cutShort) {
      const [found] = await Promise.all([worker.call('records:check', { folder, mode }), loadSmsSdk({ mode, db }).catch(() => {})])
      if (found === 'damaged') throw new DamagedRecordsError(file)
    }
    return { db, worker, letGo, ...(await prepare(db, platform, mode)) }
  } catch (error) {
    for (const one of opened) await one.close()
    letGo()
    throw error
  }
}

/** Settles what an earlier run left open, before anything is sent. Answers the name of these records, and the run that begins. */
async function prepare(db: Database, { dataFolder: folder, clock, log, version }: Platform, mode: Mode): Promise<{ epoch: string; bootId: number }> {
  const now = clock.now()
  const { epoch } = await replayJournals(db, { folder, mode }, now, log)
  return db.write((tx) => {
    const bootId = beginBoot(tx, version, now)
    const interrupted = closeInterrupted(tx, { bootId, now })
    if (interrupted > 0) {
      raiseAlert(tx, { kind: 'unconfirmed', about: `unconfirmed:${bootId}`, channel: null, params: { count: interrupted } }, now)
      log.warn('messages were on their way when the console stopped', { interrupted })
    }
    return { epoch, bootId }
  })
}

const perSecond = (perMinute: number | null) => (perMinute === null ? null : perMinute / 60)

/** Tells at once, then at most every CHANGE_EVERY_MS, and once more when something came meanwhile. */
function throttled({ clock }: Pick<Platform, 'clock'>, tell: () => void) {
  let cancel: (() => void) | null = null
  let more = false
  const open = () => {
    cancel = clock.after(CHANGE_EVERY_MS, () => {
      cancel = null
      if (!more) return
      more = false
      tell()
      open()
    })
  }
  return {
    tell() {
      if (cancel) more = true
      else {
        tell()
        open()
      }
    },
    stop: () => cancel?.(),
  }
}
