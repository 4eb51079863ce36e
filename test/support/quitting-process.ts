/**
 * A live console that quits, in a process of its own, with whatever a test has hanging in it. This file is both ends: started as a script, it opens
 * the console, has it hang, says `quitting`, and quits as Electron's app does.
 */
import { execFileSync, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { QuitParts } from '../../electron/app/quit.ts'
import type { Session } from '../../electron/session.ts'

/**
 * nothing · thread: the worker is in a system call that does not return · everything: the worker too, with a send that waits for it, all threads
 * that Node has for files, the process that copies a chosen file, and a company that never answers · main: the main thread is in such a call.
 */
export type Hanging = 'nothing' | 'thread' | 'everything' | 'main'

export type Quit = { readonly how: number | NodeJS.Signals; readonly tookMs: number; readonly said: readonly string[] }

/** Quits a console of this folder. `companyUrl`: an SMS company that never answers. */
export async function quitConsole(hanging: Hanging, dataFolder: string, companyUrl: string): Promise<Quit> {
  const child = fork(fileURLToPath(import.meta.url), [hanging, dataFolder, companyUrl], { execArgv: [] })
  const said: string[] = []
  let begun = 0
  child.on('message', (word: string) => {
    said.push(word)
    if (word === 'quitting') begun = performance.now()
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  return { how: signal ?? code ?? -1, tookMs: performance.now() - begun, said }
}

const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
const ACCOUNT = { provider: 'twilio', accountSid: `AC${'0'.repeat(32)}`, sender: '+254711000000' } as const

/** Behaves like Electron's app at its end. */
class App extends EventEmitter {
  quit() {
    let objected = false
    const preventDefault = () => {
      objected = true
    }
    this.emit('will-quit', { preventDefault })
    if (!objected) process.exit(0)
  }
}

async function run(hanging: Hanging, dataFolder: string, companyUrl: string) {
  const { compose } = await import('../../electron/compose.ts')
  const { stopBeforeQuit } = await import('../../electron/app/quit.ts')
  const { systemClock } = await import('../../electron/platform/time/clock.ts')
  const { forkedCopier } = await import('../../electron/files/forked-copier.ts')
  const script = (name: string) => pathToFileURL(path.join(import.meta.dirname, name))
  const say = (word: string) => process.send?.(word)
  process.channel?.ref()

  const pipe = path.join(dataFolder, 'pipe.csv')
  fs.mkdirSync(dataFolder, { recursive: true })
  execFileSync('mkfifo', [pipe])
  const clock = systemClock(Date.parse('2026-11-20T09:00:00+03:00') - Date.now())
  const log = {
    info() {},
    warn: (what: string, details: Readonly<Record<string, unknown>> = {}) => say([what, details.name].filter(Boolean).join(': ')),
    error: (what: string) => say(what),
  }
  const app = compose({
    clock,
    log,
    secrets: { state: async () => 'safe', set: async () => {}, get: async () => 'x'.repeat(32), setAt: async () => 0, forget: async () => {} },
    emit: () => {},
    version: 'test',
    dataFolder,
    migrations: path.resolve(import.meta.dirname, '../../db/migrations'),
    workerScript: script('faulty-worker.ts'),
    sampleFolder: dataFolder,
    isOnline: () => true,
    chooseFile: async () => pipe,
    startCopier: forkedCopier(script('hung-copier.ts')),
  })
  await app.start()
  await app.setMode('live')
  const session = app.session()
  if (hanging === 'thread') await hangThread(session, pipe)
  if (hanging === 'everything') await hangEverything(session, pipe, companyUrl)
  const stop = async () => {
    if (hanging === 'main') fs.readFileSync(pipe)
    await app.stop()
  }
  const quitting = new App()
  stopBeforeQuit({ app: quitting as unknown as QuitParts['app'], stop, isHung: app.isHung, clock, log })
  say('quitting')
  quitting.quit()
}

/** Has the worker read the pipe, and resolves when it waits there. The other end is kept open, and nothing is ever written. */
async function hangThread(session: Session, pipe: string) {
  void session.imports.bringIn(pipe, { term: 3, year: 2026 }, 'import-commit').catch(() => {})
  await until(() => opened(pipe))
}

async function hangEverything(session: Session, pipe: string, companyUrl: string) {
  const { insertFamily } = await import('./families.ts')
  await session.school.save(SCHOOL)
  await session.accounts.saveSms({ ...ACCOUNT, baseUrl: companyUrl, apiKey: 'x'.repeat(32) })
  await session.sending.save({ ...session.sending.get(), holdSeconds: 0 })
  await session.db.write((tx) => {
    const children = [{ adm: '4000', name: 'Child', balanceCents: 1_000_000 }]
    insertFamily(tx, 1, { guardian: 'Guardian', phone: '+254712001000', children })
  })
  const audience = { classes: [], balanceOverCents: null, includeCopies: false }
  const queue = (draftId: string) => session.batches.queue({ draft: { templateKey: 'fee_statement', audience, channel: 'sms' }, draftId, staleAccepted: true })
  await queue('a draft')
  await until(() => session.db.get("SELECT 1 FROM sms_logs WHERE state = 'sending'") !== undefined)
  void session.imports.choose().catch(() => {})
  await until(() => copies(path.join(path.dirname(pipe), 'incoming')).length > 0)
  await hangThread(session, pipe)
  void queue('another').catch(() => {})
  for (let i = 0; i < 8; i++) fs.readFile(pipe, () => {})
}

/** Copies that have been begun (hung-copier.ts). */
function copies(incoming: string): string[] {
  const names = fs.existsSync(incoming) ? fs.readdirSync(incoming) : []
  return names.filter((name) => name.endsWith('.csv') && fs.statSync(path.join(incoming, name)).size > 0)
}

async function until(holds: () => boolean) {
  while (!holds()) await wait(20)
}

/** Opens the end of the pipe that is written to, once somebody waits at the other. */
function opened(pipe: string): boolean {
  try {
    return fs.openSync(pipe, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK) > 0
  } catch {
    return false
  }
}

const [, me, hanging, dataFolder = '', companyUrl = ''] = process.argv
if (process.send !== undefined && me === fileURLToPath(import.meta.url)) await run(hanging as Hanging, dataFolder, companyUrl)
