/** The console's main process as it ships, built apart from `dist`: it starts ten times faster than the sources, and the suite starts it a hundred times. */
import fs from 'node:fs'
import path from 'node:path'
import { createBuilder } from 'vite'
import type { Program } from '../support/console-process.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Builds it from the sources as they are now, into a folder below `node_modules` so that it finds the native module. `remove` when it has served. */
export async function buildProgram(): Promise<Program & { remove(): void }> {
  const cache = path.join(root, 'node_modules/.cache')
  fs.mkdirSync(cache, { recursive: true })
  const outDir = fs.mkdtempSync(path.join(cache, 'faults-'))
  const builder = await createBuilder({
    configFile: path.join(root, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'warn',
    environments: { main: { build: { outDir, sourcemap: false } } },
  })
  const { main } = builder.environments
  if (!main) throw new Error('vite.config.ts builds no main process')
  await builder.build(main)
  const remove = () => fs.rmSync(outDir, { recursive: true, force: true })
  return { compose: path.join(outDir, 'compose.js'), worker: path.join(outDir, 'worker.js'), remove }
}
