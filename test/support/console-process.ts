/**
 * A live console in a process of its own, so that a test can kill it: opens the records, queues one and the same draft to every family, and
 * says `done` when nothing is left to send. This file is both ends: started as a script, it is the console.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { compose as Compose } from '../../electron/compose.ts'
import { forkedCopier } from '../../electron/files/forked-copier.ts'
import type { Platform } from '../../electron/platform/ports.ts'
import type { Clock } from '../../electron/platform/time/clock.ts'
import type { Program } from './program.ts'

/**
 * When the console ends itself as SIGKILL does, at the nth time that · clock: it asks the time, which it does in the middle of every
 * transaction · request: a request is about to leave · answer: an answer has come and is not written down · told: the page hears of a change,
 * which is just after a transaction.
 */
export type Death = { readonly at: 'clock' | 'request' | 'answer' | 'told'; readonly nth: number }

export type ConsoleProcessOptions = {
  readonly dataFolder: string
  readonly smsUrl: string
  readonly apiKey: string
  /** How many families an empty folder gets, and one message to each; 0: the folder has all that is to be sent. */
  readonly families: number
  /** The console's time before this computer's, in ms. */
  readonly offsetMs: number
  readonly death?: Death | undefined
  readonly program: Program
}
export type ConsoleProcess = {
  readonly pid: number
  /** What it said so far: `open`, `queueing`, `queued`, `done`; `refused …` where its records would not open, `fault …` for whatever else went wrong. */
  readonly said: string[]
  /** Ends it where it stands. */
  kill(): Promise<void>
  /** Stops it as it stands, or lets it go on, as a computer does that sleeps and wakes. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
  /** Resolves when it has ended: of itself, having sent all there is and closed its records, or killed. */
  ended(): Promise<'done' | 'killed'>
}

/** What the process is started with beside its options. */
export type Surroundings = { readonly env?: Readonly<Record<string, string>>; readonly execArgv?: readonly string[] }

export function startConsoleProcess(options: ConsoleProcessOptions, { env = {}, execArgv = [] }: Surroundings = {}): ConsoleProcess {
  const how = { execPath: process.execPath, execArgv: [...execArgv], env: { ...process.env, ...env } }
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), [JSON.stringify(options)], how)
  const said: string[] = []
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  child.on('message', (word: string) => said.push(word))
  return {
    pid: child.pid ?? 0,
    said,
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
    signal: (name) => void child.kill(name),
    ended: async () => ((await exit)[1] === 'SIGKILL' ? 'killed' : 'done'),
  }
}

/** Counts down to the moment of `death`, and ends this process there. */
function doom(death: Death | undefined) {
  let left = death?.nth ?? Number.POSITIVE_INFINITY
  const step = () => {
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  }
  const on = (at: Death['at']) => (death?.at === at ? step : () => {})
  subscribe('http.client.request.start', on('request'))
  subscribe('http.client.response.finish', on('answer'))
  return {
    told: on('told'),
    clock: (clock: Clock): Clock => ({
      ...clock,
      now() {
        on('clock')()
        return clock.now()
      },
    }),
  }
}

const root = path.resolve(import.meta.dirname, '../..')

async function run({ dataFolder, smsUrl, apiKey, families, offsetMs, death, program }: ConsoleProcessOptions) {
  const { compose } = (await import(pathToFileURL(program.compose).href)) as { compose: typeof Compose }
  const { systemClock } = await import('../../electron/platform/time/clock.ts')
  const say = (word: string) => void process.send?.(word)
  // as its window does: while it waits for a time, nothing else keeps it alive
  process.channel?.ref()
  const doomed = doom(death)
  const platform: Platform = {
    clock: doomed.clock(systemClock(offsetMs)),
    log: { info() {}, warn() {}, error: (what, error) => say(`fault ${what}: ${error}`) },
    secrets: { state: async () => 'safe', set: async () => {}, get: async () => apiKey, setAt: async () => 0, forget: async () => {} },
    emit: (event, payload) => {
      if (event === 'work:progress' && 'work' in payload && payload.work === 'batch-queue') say('queueing')
      if (event === 'console:changed') doomed.told()
    },
    version: 'test',
    dataFolder,
    migrations: path.join(root, 'db/migrations'),
    workerScript: pathToFileURL(program.worker),
    sampleFolder: path.join(root, 'test/fixtures/sample-school'),
    isOnline: () => true,
    chooseFile: async () => null,
    startCopier: forkedCopier(pathToFileURL(path.join(root, 'electron/files/copier.ts'))),
  }
  const console = compose(platform)
  try {
    await console.start()
  } catch (error) {
    say(`refused ${error}`)
    return process.disconnect()
  }
  await console.setMode('live')
  say('open')
  const session = console.session()
  if (!session.school.get()) {
    const { saveSchool } = await import('../../db/queries/schools.ts')
    const { insertFamily } = await import('./families.ts')
    await session.accounts.saveSms({ provider: 'africas_talking', username: 'school', senderId: '', baseUrl: smsUrl, apiKey })
    await session.db.write((tx) => {
      const school = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
      const schoolId = saveSchool(tx, school, 0)
      for (let i = 0; i < families; i++) {
        const seed = { guardian: `Guardian ${i}`, phone: `+25471200${String(1000 + i)}` }
        insertFamily(tx, schoolId, { ...seed, children: [{ adm: String(4000 + i), name: `Child ${i}`, balanceCents: 1_000_000 }] })
      }
    })
  }
  if (families > 0) {
    const everyone = { classes: [], balanceOverCents: null, includeCopies: false }
    await session.batches.queue({ draft: { templateKey: 'fee_statement', audience: everyone, channel: 'sms' }, draftId: 'the draft', staleAccepted: true })
    say('queued')
  }
  await session.idle()
  await console.stop()
  say('done')
  process.disconnect()
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(JSON.parse(process.argv[2] ?? '') as ConsoleProcessOptions)
}
