import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject, onTestFinished } from 'vitest'
import { type ConsoleApp, compose } from '../../electron/compose.ts'
import { forkedCopier } from '../../electron/files/forked-copier.ts'
import type { Platform } from '../../electron/platform/ports.ts'
import { type Clock, systemClock } from '../../electron/platform/time/clock.ts'
import { AppError } from '../../shared/errors.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** A school morning in Nairobi: quiet hours have no part in a test that does not ask for them. */
const MORNING = Date.parse('2026-11-20T09:00:00+03:00')

export type TestPlatform = Platform & { readonly events: string[]; readonly faults: string[] }
export type PlatformOptions = { readonly dataFolder: string; readonly clock?: Clock; readonly keyStore?: 'safe' | 'unsafe'; readonly sampleFolder?: string }

/** A computer for the console: a real data folder, the real worker as it ships, a key store that keeps nothing. */
export function testPlatform({ dataFolder, clock = systemClock(MORNING - Date.now()), keyStore = 'safe', sampleFolder }: PlatformOptions): TestPlatform {
  const kept = new Map<string, string>()
  const events: string[] = []
  const faults: string[] = []
  return {
    clock,
    events,
    faults,
    log: { info() {}, warn() {}, error: (what, error) => faults.push(`${what}: ${error}`) },
    secrets: {
      state: async () => keyStore,
      async set(name, value) {
        if (keyStore === 'unsafe') throw new AppError('not_configured', 'key_store_unsafe')
        kept.set(name, value)
      },
      get: async (name) => kept.get(name) ?? null,
      setAt: async (name) => (kept.has(name) ? clock.now() : null),
      async forget(which) {
        for (const name of kept.keys()) if (which(name)) kept.delete(name)
      },
    },
    emit: (event, payload) => events.push(`${event} ${JSON.stringify(payload)}`),
    version: 'test',
    dataFolder,
    migrations: path.join(root, 'db/migrations'),
    workerScript: pathToFileURL(inject('program').worker),
    sampleFolder: sampleFolder ?? path.join(root, 'test/fixtures/sample-school'),
    isOnline: () => true,
    chooseFile: async () => null,
    startCopier: forkedCopier(pathToFileURL(path.join(root, 'electron/files/copier.ts'))),
  }
}

/** The console, started, and stopped after the test. */
export async function startedConsole(platform: Platform): Promise<ConsoleApp> {
  const console = compose(platform)
  onTestFinished(() => console.stop())
  await console.start()
  return console
}
