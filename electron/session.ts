/** One mode's console at work: its database file, the worker on it, the queue, the use cases. Leaving or entering practice ends one and begins another. */
import fs from 'node:fs'
import path from 'node:path'
import type { Database } from '../db/client.ts'
import { openDatabase } from '../db/open.ts'
import { unconfirmInterrupted } from '../db/queries/outbox.ts'
import { theSchool } from '../db/queries/schools.ts'
import { readSetting, writeSetting } from '../db/queries/settings.ts'
import { DEFAULT_ZONE } from '../shared/model/date.ts'
import type { MessageChannel } from '../shared/model/message.ts'
import type { Platform } from './platform/ports.ts'
import { createDispatcher, type Dispatcher } from './queue/dispatcher.ts'
import { emailStore, type StoreOptions, smsStore } from './queue/store.ts'
import { createAccountService } from './services/accounts.ts'
import { createCampaignService } from './services/campaigns.ts'
import type { Context, Mode } from './services/context.ts'
import { createImportService } from './services/imports.ts'
import { createMessageService } from './services/messages.ts'
import { createOverviewService } from './services/overview.ts'
import { createSampleService } from './services/sample.ts'
import { createSchoolService } from './services/school.ts'
import { createSendingService } from './services/sending.ts'
import { schoolQuietHours } from './services/sending-settings.ts'
import { createTemplateService } from './services/templates.ts'
import { startWorker } from './worker/client.ts'

/** How long quitting waits for answers that are on their way. */
const GRACE_MS = 10_000
/** The page hears of changing messages at most so often. */
const CHANGE_EVERY_MS = 250

export type Session = Awaited<ReturnType<typeof openSession>>

/** Opens the mode's records and starts its queue. Throws NewerDatabaseError, or SQLite's error for a file that cannot be read. */
export async function openSession(platform: Platform, mode: Mode) {
  const { clock, log, emit } = platform
  fs.mkdirSync(platform.dataFolder, { recursive: true })
  const file = path.join(platform.dataFolder, `${mode}.db`)
  const db = openDatabase(file, {
    migrations: platform.migrations,
    onSlow: (what, ms) => log.info('slow query', { what: what.slice(0, 80), ms: Math.round(ms) }),
  })
  const installation = await prepare(db, clock.now(), log)
  const worker = startWorker(platform.workerScript, file, log)
  const context: Context = { ...platform, mode, db, worker }

  const dispatchers: Partial<Record<MessageChannel, Dispatcher>> = {}
  const wakeOne = (channel: MessageChannel) => dispatchers[channel]?.wake()
  const wake = () => {
    wakeOne('sms')
    wakeOne('email')
  }
  const accounts = createAccountService(context, { wake: wakeOne, idle: async (channel) => dispatchers[channel]?.idle() })
  const options: StoreOptions = { now: clock.now, quietHours: () => schoolQuietHours(db), zone: () => theSchool(db)?.zone ?? DEFAULT_ZONE }
  const changes = throttled(platform, () => emit('console:changed', { topics: ['messages', 'status'] }))
  dispatchers.sms = createDispatcher({ store: smsStore(db, options), sender: () => accounts.providers.sms, clock, log, onChange: changes.tell })
  dispatchers.email = createDispatcher({
    store: emailStore(db, options, (id) => `<${installation}.${id}@${accounts.mailDomain()}>`),
    sender: () => accounts.providers.email,
    clock,
    log,
    onChange: changes.tell,
  })

  const school = createSchoolService(context)
  const imports = createImportService(context)
  // what a virus scanner holds open can stay until the next start
  await imports.clear().catch((error: unknown) => log.error('copies of dropped files could not be removed', error))
  await accounts.open()
  for (const dispatcher of Object.values(dispatchers)) dispatcher.start()

  return {
    mode,
    db,
    school,
    imports,
    accounts,
    campaigns: createCampaignService(context, wake),
    messages: createMessageService(context, wakeOne),
    overview: createOverviewService(context),
    sample: createSampleService(context, imports),
    sending: createSendingService(context, wake),
    templates: createTemplateService(context),
    /** The computer or the network came back: what waits for it is tried now. */
    wake,
    /** Resolves when nothing is on the wire and nothing is due. */
    idle: () => Promise.all(Object.values(dispatchers).map((d) => d.idle())).then(() => {}),
    async close() {
      await Promise.all(Object.values(dispatchers).map((d) => d.stop(GRACE_MS)))
      changes.stop()
      await accounts.close()
      await worker.close()
      db.close()
    },
  }
}

/** Settles what an earlier run left open, before anything is sent. Answers the name of these records, made once. */
async function prepare(db: Database, now: number, log: Platform['log']): Promise<string> {
  return db.write((tx) => {
    const interrupted = unconfirmInterrupted(tx, now)
    if (interrupted > 0) log.warn('messages were on their way when the console stopped', { interrupted })
    const name = readSetting(tx, 'installation')
    if (typeof name === 'string') return name
    const made = crypto.randomUUID()
    writeSetting(tx, 'installation', made, now)
    return made
  })
}

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
