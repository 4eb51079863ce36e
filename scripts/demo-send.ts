/** The main job, driven from outside the way the page drives it: school, accounts, import, one bulk send, and the books of both sides. */
import fs from 'node:fs'
import path from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import type { compose as Compose } from '../electron/compose.ts'
import { forkedCopier } from '../electron/files/forked-copier.ts'
import type { Platform, SecretStore } from '../electron/platform/ports.ts'
import type { Session } from '../electron/session.ts'
import { type MessageState, SETTLED } from '../shared/model/messages/message.ts'
import { type ReceivedByProcess, type SimulatorProcess, startSimulatorProcess } from '../test/support/simulators-process.ts'
import type { DemoSummary, States } from './demo-summary.ts'
import { root } from './lib/run-step.ts'

type Job = { readonly dataFolder: string; readonly sample: string; readonly dryRunFile: string; readonly say: (line: string) => void }

/** A school morning in Nairobi, so that quiet hours have no part in the figures whatever the time is here. */
const MORNING = Date.parse('2026-11-20T09:00:00+03:00')
const RESOLUTION_MS = 1

export async function sendFees({ dataFolder, sample, dryRunFile, say }: Job): Promise<DemoSummary> {
  const { compose } = (await import(pathToFileURL(path.join(root, 'dist/main/compose.js')).href)) as { compose: typeof Compose }
  const simulators = await startSimulatorProcess()
  const console = compose(demoPlatform(dataFolder, sample))
  try {
    await console.start()
    await console.setMode('live')
    const session = console.session()
    const school = JSON.parse(fs.readFileSync(path.join(sample, 'school.json'), 'utf8')) as Parameters<Session['school']['save']>[0]
    await session.school.save(school)
    await setUpAccounts(session, simulators)
    // nobody is here to undo it
    await session.sending.save({ ...session.sending.get(), holdSeconds: 0 })
    say(`${school.name}: importing, then sending to simulators on this computer …`)

    const pauses = watchPauses()
    const begun = performance.now()
    const lists = await importLists(session, sample, school)
    await refuseSome(session, simulators)
    const { batchId } = await session.batches.queue({
      draft: { templateKey: 'fee_statement', audience: { classes: [], balanceOverCents: null, includeCopies: false }, channel: 'both' },
      draftId: 'demo',
      staleAccepted: false,
    })
    await session.idle()
    const seconds = (performance.now() - begun) / 1000
    const mainPauseMs = pauses.longest()

    pauses.restart()
    const dryRun = await dryRunOf(session, dryRunFile, school)
    const dryRunPauseMs = pauses.longest()
    pauses.stop()
    const books = await readBooks(session, batchId, await simulators.received())
    const handed = books.handed
    return {
      rows: lists.rows,
      refusedRows: lists.refusedRows,
      ...books,
      seconds: rounded(seconds, 2),
      perSecond: rounded(handed / seconds, 1),
      maxPauseMs: Math.max(mainPauseMs, dryRunPauseMs),
      mainPauseMs,
      dryRun: { ...dryRun, maxPauseMs: dryRunPauseMs },
    }
  } finally {
    await console.stop()
    await simulators.stop()
  }
}

function demoPlatform(dataFolder: string, sample: string): Platform {
  const offset = MORNING - Date.now()
  const secrets = new Map<string, string>()
  // Nothing is kept: the demo's keys are the simulators' own and end with it.
  const store: SecretStore = {
    state: async () => 'safe',
    set: async (name, value) => void secrets.set(name, value),
    get: async (name) => secrets.get(name) ?? null,
    setAt: async (name) => (secrets.has(name) ? MORNING : null),
    async forget(which) {
      for (const name of secrets.keys()) if (which(name)) secrets.delete(name)
    },
  }
  return {
    clock: {
      now: () => Date.now() + offset,
      monotonic: () => performance.now(),
      after(delayMs, work) {
        const timer = setTimeout(work, delayMs)
        return () => clearTimeout(timer)
      },
    },
    log: { info() {}, warn() {}, error: (what, error) => process.stderr.write(`${what}: ${error instanceof Error ? error.stack : error}\n`) },
    secrets: store,
    emit: () => {},
    version: 'demo',
    dataFolder,
    migrations: path.join(root, 'db/migrations'),
    workerScript: pathToFileURL(path.join(root, 'dist/main/worker.js')),
    sampleFolder: sample,
    isOnline: () => true,
    chooseFile: async () => null,
    startCopier: forkedCopier(pathToFileURL(path.join(root, 'dist/main/copier.js'))),
  }
}

async function setUpAccounts(session: Session, { smsUrl, smtpPort, apiKey }: SimulatorProcess) {
  await session.accounts.saveSms({ provider: 'africas_talking', username: 'demo', senderId: '', baseUrl: smsUrl, apiKey })
  await session.accounts.saveEmail({ host: '127.0.0.1', port: smtpPort, security: 'none', user: '', fromName: 'The bursar', fromAddress: 'bursar@example.org' })
}

async function importLists(session: Session, sample: string, { term, year }: { term: number; year: number }) {
  const rows = { read: 0, created: 0, updated: 0, same: 0, skipped: 0, refused: 0 }
  const refusedRows: DemoSummary['refusedRows'][number][] = []
  for (const file of ['fees-term-2.csv', 'fees-term-3.csv']) {
    const { check, rows: r } = await session.imports.bringIn(path.join(sample, file), { term, year }, 'import-commit', async (checkId) => {
      const { rows: refused } = await session.imports.rows({ checkId, verdict: 'refuse', offset: 0, limit: 200 })
      for (const { remarks } of refused) for (const remark of remarks) refusedRows.push({ file, remark })
    })
    if (check.rows.read !== r.read) throw new Error('an import read other rows than its check')
    rows.read += r.read
    rows.created += r.create
    rows.updated += r.change
    rows.same += r.same
    rows.skipped += r.skip
    rows.refused += r.refuse
  }
  return { rows, refusedRows }
}

/** Lets the simulators refuse a few, as real networks do: numbers that end in 000, and mail to a domain that does not exist. */
async function refuseSome(session: Session, simulators: SimulatorProcess) {
  const phones = session.db.all<{ phone: string }>("SELECT phone FROM guardians WHERE phone LIKE '%000'")
  const emails = session.db.all<{ email: string }>("SELECT email FROM guardians WHERE email LIKE '%.invalid'")
  await simulators.configure({
    codes: Object.fromEntries(phones.map(({ phone }) => [phone, 403])),
    refuse: Object.fromEntries(emails.map(({ email }) => [email, '550 5.1.1 No such mailbox'])),
  })
}

async function dryRunOf(session: Session, file: string, { term, year }: { term: number; year: number }) {
  const begun = performance.now()
  const { token } = await session.imports.receive({ name: 'dry-run.csv', bytes: fs.readFileSync(file) })
  const { mapping } = await session.imports.read({ token, options: {} })
  const check = await session.imports.check({ token, options: {}, mapping, term, year, dueOn: null, acceptProposals: false, dateOrder: null, zerosLost: 'ask' })
  await session.imports.discard({ token })
  return { rows: check.rows.read, seconds: rounded((performance.now() - begun) / 1000, 2) }
}

/** The console's books of the batch against the simulators'. */
async function readBooks({ db, messages }: Session, batchId: number, received: ReceivedByProcess) {
  const states = async (channel: 'sms' | 'email'): Promise<States> => (await messages.count({ filter: { batchId, channel } })).byState
  const byChannel = { sms: await states('sms'), email: await states('email') }
  const all = [byChannel.sms, byChannel.email].flatMap((s) => Object.entries(s) as [MessageState, number][])
  const sum = (those: [MessageState, number][]) => those.reduce((total, [, n]) => total + n, 0)
  const batch = db.get<{ planned: number; segments: number }>('SELECT planned, sms_parts segments FROM batches WHERE id = ?', batchId)
  const cost = db.get<{ micros: number; currency: string | null }>('SELECT coalesce(sum(cost_micros), 0) micros, max(cost_currency) currency FROM sms_logs')
  const skips = db.all<{ reason: string; n: number }>(
    'SELECT skip_reason reason, count(*) n FROM (SELECT skip_reason FROM sms_logs UNION ALL SELECT skip_reason FROM email_logs) WHERE skip_reason IS NOT NULL GROUP BY 1 ORDER BY n DESC',
  )
  const unexplained = (['sms', 'email'] as const)
    .filter((channel) => (byChannel[channel].sent ?? 0) !== received[channel].length)
    .map((channel) => `${channel}: ${byChannel[channel].sent ?? 0} are marked sent and the simulator received ${received[channel].length}`)
  return {
    planned: batch?.planned ?? 0,
    accounted: sum(all.filter(([state]) => SETTLED.includes(state))),
    handed: sum(all.filter(([state]) => state !== 'skipped')),
    byChannel,
    received: { sms: received.sms.length, email: received.email.length },
    duplicates: repeats(received.sms.map((m) => `${m.number} ${m.text}`)) + repeats(received.email.map((m) => m.messageId)),
    segments: batch?.segments ?? 0,
    cost: { amount: (cost?.micros ?? 0) / 1_000_000, currency: cost?.currency ?? 'KES' },
    skipReasons: Object.fromEntries(skips.map(({ reason, n }) => [reason, n])),
    unexplained,
  }
}

const repeats = (those: readonly string[]) => those.length - new Set(those).size
const rounded = (n: number, digits: number) => Number(n.toFixed(digits))

/** Measures how long this process goes without answering. */
function watchPauses() {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  histogram.enable()
  return {
    longest: () => rounded(histogram.max / 1e6, 1),
    restart: () => histogram.reset(),
    stop: () => histogram.disable(),
  }
}
