/**
 * A live console in a process of its own, so that a test can kill it: opens the records, queues one and the same draft to every family, and
 * says `done` when nothing is left to send. This file is both ends: started as a script, it is the console.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type ConsoleProcessOptions = {
  readonly dataFolder: string
  readonly smsUrl: string
  readonly apiKey: string
  readonly families: number
  /** The console's time before this computer's, in ms. */
  readonly offsetMs: number
}
export type ConsoleProcess = {
  /** What it said so far: `queueing`, `queued`, `done`, and `fault …` for whatever went wrong. */
  readonly said: string[]
  /** Ends it where it stands, as a power cut does. */
  kill(): Promise<void>
  /** Resolves when it has sent all there is and closed its records. */
  ended(): Promise<void>
}

export function startConsoleProcess(options: ConsoleProcessOptions): ConsoleProcess {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), [JSON.stringify(options)], { execPath: process.execPath, execArgv: [] })
  const said: string[] = []
  const exit = once(child, 'exit')
  child.on('message', (word: string) => said.push(word))
  return {
    said,
    async kill() {
      child.kill('SIGKILL')
      await exit
    },
    async ended() {
      await exit
    },
  }
}

async function run({ dataFolder, smsUrl, apiKey, families, offsetMs }: ConsoleProcessOptions) {
  const { saveSchool } = await import('../../db/queries/schools.ts')
  const { compose } = await import('../../electron/compose.ts')
  const { systemClock } = await import('../../electron/platform/clock.ts')
  const { testPlatform } = await import('./console.ts')
  const { insertFamily } = await import('./families.ts')
  const say = (word: string) => void process.send?.(word)
  const platform = testPlatform({ dataFolder, clock: systemClock(offsetMs) })
  const console = compose({
    ...platform,
    log: { info() {}, warn() {}, error: (what, error) => say(`fault ${what}: ${error}`) },
    secrets: { ...platform.secrets, get: async (name) => (name === 'sms-api-key' ? apiKey : null), setAt: async () => 0 },
    emit: (event, payload) => {
      if (event === 'work:progress' && 'work' in payload && payload.work === 'campaign-queue') say('queueing')
    },
  })
  await console.start()
  await console.setMode('live')
  const session = console.session()
  if (!session.school.get()) {
    await session.accounts.saveSms({ username: 'school', senderId: '', baseUrl: smsUrl, apiKey })
    await session.db.write((tx) => {
      const school = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
      const schoolId = saveSchool(tx, school, 0)
      for (let i = 0; i < families; i++) {
        const seed = { guardian: `Guardian ${i}`, phone: `+25471200${String(1000 + i)}` }
        insertFamily(tx, schoolId, { ...seed, children: [{ adm: String(4000 + i), name: `Child ${i}`, balanceCents: 1_000_000 }] })
      }
    })
  }
  const everyone = { classes: [], balanceOverCents: null, includeCopies: false }
  await session.campaigns.queue({ draft: { templateKey: 'fee_statement', audience: everyone, channel: 'sms' }, draftId: 'the draft' })
  say('queued')
  await session.idle()
  await console.stop()
  say('done')
  process.disconnect()
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(JSON.parse(process.argv[2] ?? '') as ConsoleProcessOptions)
}
