import type { ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'
import { type SimulatorProcess, startSimulatorProcess } from '../support/simulators-process.ts'

export { expect } from '@playwright/test'

const root = path.resolve(import.meta.dirname, '../..')
/** True where the specs drive the stand-in, for the few expectations that only one of the two can meet. */
export const standin = process.env.ELECTRON_OVERRIDE_DIST_PATH?.endsWith('standin') ?? false

/** Monday, 9:00 in Nairobi: no quiet hours. Every console of the specs opens then, whatever the hour of this computer. */
export const MORNING = '2026-11-23T06:00:00Z'

type LogLine = { readonly at: string; readonly level: 'info' | 'warn' | 'error'; readonly what: string; readonly error?: string; readonly told?: string }

type Fixtures = {
  /** Log phrases that this test provokes; any other error in the console's log, or on its page, fails the test. */
  expectedErrors: readonly RegExp[]
  /** Of this test alone, and gone after it. */
  userData: string
  /** The console's own files in it: databases, log, secrets. */
  records: string
  /** Starts the console on `userData`, as often as the test likes. */
  launch: (env?: Readonly<Record<string, string>>) => Promise<ElectronApplication>
  app: ElectronApplication
  page: Page
  /** The SMS company and the mail server, on this computer. Live accounts need a keyring too: `launch({ ELECTRON_STANDIN_KEYRING: '1' })`. */
  simulators: SimulatorProcess
}

export const test = base.extend<Fixtures>({
  expectedErrors: [[], { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  userData: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-'))
    await use(folder)
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  },
  records: async ({ userData }, use) => use(path.join(userData, 'records')),
  launch: async ({ userData, records, expectedErrors }, use, info) => {
    const running: Running[] = []
    const faults: string[] = []
    await use(async (env = {}) => {
      const app = await _electron.launch({ args: [root, `--user-data-dir=${userData}`], cwd: root, env: { ...environment(), BURSAR_CLOCK: MORNING, ...env } })
      running.push({ app, process: app.process() })
      app.on('window', (page) => page.on('pageerror', (error) => faults.push(`on the page: ${error.stack ?? error.message}`)))
      return app
    })
    for (const each of running) await close(each)
    const log = readLog(records)
    await info.attach('console.log', { body: log.map((line) => JSON.stringify(line)).join('\n'), contentType: 'text/plain' })
    faults.push(...log.filter(({ level }) => level === 'error').map(({ what, error }) => `in the log: ${what}: ${error}`))
    const surprising = faults.filter((fault) => !expectedErrors.some((expected) => expected.test(fault)))
    expect(surprising, 'errors that this test did not provoke').toEqual([])
  },
  app: async ({ launch }, use) => use(await launch()),
  page: async ({ app }, use) => {
    const page = await app.firstWindow()
    await page.waitForLoadState()
    await use(page)
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  simulators: async ({}, use) => {
    const simulators = await startSimulatorProcess()
    await use(simulators)
    await simulators.stop()
  },
})

/** Every line that the console of a test has logged, oldest first. */
export function readLog(records: string): LogLine[] {
  return ['console.2.log', 'console.1.log', 'console.log']
    .map((name) => path.join(records, 'logs', name))
    .filter((file) => fs.existsSync(file))
    .flatMap((file) => fs.readFileSync(file, 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as LogLine)
}

/** Playwright forgets the process of an app that has ended, so it is kept here. */
type Running = { readonly app: ElectronApplication; readonly process: ChildProcess }

/** Ends a console as its bursar does, unless the test has ended it. */
async function close({ app, process }: Running) {
  if (process.exitCode === null && process.signalCode === null) await app.close()
}

const environment = () => Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined))
