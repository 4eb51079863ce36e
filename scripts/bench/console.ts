/** The composed console as it ships, in live mode, for a process that measures it; and the schools that it is measured with. */
import fs from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import type { compose as Compose } from '../../electron/compose.ts'
import { forkedCopier } from '../../electron/files/forked-copier.ts'
import type { Platform } from '../../electron/platform/ports.ts'
import type { Session } from '../../electron/session.ts'
import type { Parsed } from '../../shared/ipc/contract.ts'

/** Files of the built console. */
export type Program = { readonly compose: string; readonly worker: string }
export type Opened = { readonly session: Session; stop(): Promise<void> }

const ROOT = path.resolve(import.meta.dirname, '../..')
/** A school morning in Nairobi: quiet hours have no part in the figures. */
const MORNING = Date.parse('2026-11-20T09:00:00+03:00')
const HOUR_MS = 3_600_000
const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
export const API_KEY = 'atsk_simulator_0123456789abcdef'

/** Opens the console of a data folder, an hour after the schools were made: whatever was queued then is due. */
export async function openConsole(program: Program, dataFolder: string, at = MORNING + HOUR_MS): Promise<Opened> {
  const { compose } = (await import(pathToFileURL(program.compose).href)) as { compose: typeof Compose }
  const offset = at - Date.now()
  let show = () => {}
  const platform: Platform = {
    clock: {
      now: () => Date.now() + offset,
      monotonic: () => performance.now(),
      after(delayMs, work) {
        const timer = setTimeout(work, Math.min(delayMs, 60_000)).unref()
        return () => clearTimeout(timer)
      },
    },
    log: { info() {}, warn() {}, error: (what, error) => process.stderr.write(`${what}: ${error instanceof Error ? error.stack : error}\n`) },
    secrets: { state: async () => 'safe', set: async () => {}, get: async () => API_KEY, setAt: async () => 0, forget: async () => {} },
    emit: () => show(),
    version: 'bench',
    dataFolder,
    migrations: path.join(ROOT, 'db/migrations'),
    workerScript: pathToFileURL(program.worker),
    sampleFolder: path.join(ROOT, 'test/fixtures/sample-school'),
    isOnline: () => true,
    chooseFile: async () => null,
    startCopier: forkedCopier(pathToFileURL(path.join(ROOT, 'electron/files/copier.ts'))),
  }
  fs.mkdirSync(dataFolder, { recursive: true })
  const console = compose(platform)
  await console.start()
  await console.setMode('live')
  const session = console.session()
  // an open window asks for its header anew at every change
  show = () => void session.overview.status({ language: 'en', textSize: 100, theme: 'light' })
  return {
    session,
    stop() {
      show = () => {}
      return console.stop()
    },
  }
}

export type SchoolOrder = {
  readonly program: Program
  readonly folder: string
  readonly families: number
  /** Which of them have a mail address. */
  readonly mailed: 'none' | 'two in five' | 'all'
  readonly smsUrl?: string
  readonly smtpPort?: number
  /** What is queued already, with its channel paused by hand unless it is to be `open`. */
  readonly queued?: 'sms' | 'email'
  readonly open?: boolean
  /** The hold window; none where something is queued already. */
  readonly holdSeconds?: number
}

const AT_ONCE = 2_000
const WRITTEN_AT = MORNING - HOUR_MS

/**
 * Makes a school: each family one guardian and one child with one open invoice; three in ten read Swahili, one in twenty has wishes on file (quiet hours
 * at night), and one in fifty of those with mail wants none.
 */
export async function makeSchool({
  program,
  folder,
  families,
  mailed,
  smsUrl,
  smtpPort,
  queued,
  open = false,
  holdSeconds = queued ? 0 : 30,
}: SchoolOrder): Promise<void> {
  const { session, stop } = await openConsole(program, folder, MORNING)
  const { db, school, sending, accounts, channels, batches } = session
  await school.save(SCHOOL)
  await sending.save({ ...sending.get(), quietFrom: null, quietTo: null, emailPerDay: null, holdSeconds })
  if (smsUrl) await accounts.saveSms({ provider: 'africas_talking', username: 'school', senderId: '', baseUrl: smsUrl, apiKey: API_KEY })
  if (smtpPort) {
    const mail = { fromName: 'Bursar', fromAddress: 'bursar@example.org' }
    await accounts.saveEmail({ host: '127.0.0.1', port: smtpPort, security: 'none', user: '', ...mail })
  }
  for (let from = 0; from < families; from += AT_ONCE) {
    await db.write((tx) => {
      for (let i = from; i < Math.min(from + AT_ONCE, families); i++) insertFamily(tx.run, i, mailed === 'all' || (mailed === 'two in five' && i % 5 < 2))
    })
  }
  if (queued) {
    await channels.pause({ channel: queued })
    await batches.queue({ draft: draft(queued), draftId: 'the first', staleAccepted: true })
    if (open) await db.write((tx) => tx.run('UPDATE channels SET pause = NULL'))
  }
  await stop()
}

export function draft(channel: 'sms' | 'email' | 'both'): Parsed<'batches:preview'> {
  return { templateKey: 'fee_statement', channel, audience: { classes: [], balanceOverCents: null, includeCopies: false } }
}

type Run = (sql: string, ...params: (string | number | null)[]) => { id: number }

function insertFamily(run: Run, i: number, mailed: boolean) {
  const n = String(i).padStart(6, '0')
  const phone = `+2547${String(10_000_000 + i * 7)}`
  const guardianId = run(
    `INSERT INTO guardians (school_id, name, name_key, phone, phone_raw, phone_kind, email, language, created_at, updated_at) VALUES (1, ?, ?, ?, ?, 'mobile', ?, ?, ?, ?)`,
    `Guardian Wanjiru ${n}`,
    `guardian wanjiru ${n}`,
    phone,
    phone,
    mailed ? `guardian${n}@example.com` : null,
    i % 10 < 3 ? 'sw' : 'en',
    WRITTEN_AT,
    WRITTEN_AT,
  ).id
  if (i % 20 === 0) {
    run(
      "INSERT INTO preferences (guardian_id, sms_enabled, email_enabled, quiet_start, quiet_end, updated_at) VALUES (?, 1, ?, '22:00', '06:00', ?)",
      guardianId,
      mailed && i % 100 === 0 ? 0 : 1,
      WRITTEN_AT,
    )
  }
  const studentId = run(
    'INSERT INTO students (school_id, adm_no, adm_key, name, class_name, created_at, updated_at) VALUES (1, ?, ?, ?, ?, ?, ?)',
    n,
    n,
    `Achieng Otieno ${n}`,
    `Form ${(i % 4) + 1}`,
    WRITTEN_AT,
    WRITTEN_AT,
  ).id
  run("INSERT INTO student_guardians (student_id, guardian_id, role) VALUES (?, ?, 'primary')", studentId, guardianId)
  run(
    `INSERT INTO invoices (school_id, number, student_id, term, year, amount_cents, balance_cents, due_on, status, created_at, updated_at)
     VALUES (1, ?, ?, 3, 2026, 2350000, ?, '2026-09-11', 'open', ?, ?)`,
    `2026-T3-${n}`,
    studentId,
    1_000_000 + (i % 10_000) * 100,
    WRITTEN_AT,
    WRITTEN_AT,
  )
}
