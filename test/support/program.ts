/**
 * The console's main process as it ships, built apart from `dist`: it starts ten times faster than the sources, and the tests start it and its worker some
 * hundred times. Vitest runs `setup` once for each project whose tests start it.
 */
import fs from 'node:fs'
import path from 'node:path'
import { createBuilder } from 'vite'
import type { TestProject } from 'vitest/node'

/** Files of the console's code; `work` is `mortal-work.ts`, with all that it does inside it. */
export type Program = { readonly compose: string; readonly worker: string; readonly work: string }

declare module 'vitest' {
  interface ProvidedContext {
    program: Program
  }
}

const root = path.resolve(import.meta.dirname, '../..')

/** Builds it from the sources as they are now, into a folder below `node_modules` so that it finds the native module. `remove` when it has served. */
export async function buildProgram(): Promise<{ readonly program: Program; build(): Promise<void>; remove(): void }> {
  const cache = path.join(root, 'node_modules/.cache')
  fs.mkdirSync(cache, { recursive: true })
  const outDir = fs.mkdtempSync(path.join(cache, 'program-'))
  const input = { work: path.join(import.meta.dirname, 'mortal-work.ts') }
  const build = async () => {
    const builder = await createBuilder({
      configFile: path.join(root, 'vite.config.ts'),
      mode: 'production',
      logLevel: 'warn',
      environments: { main: { build: { outDir, sourcemap: false, rolldownOptions: { input } } } },
    })
    const { main } = builder.environments
    if (!main) throw new Error('vite.config.ts builds no main process')
    await builder.build(main)
  }
  await build()
  const file = (name: keyof Program) => path.join(outDir, `${name}.js`)
  const program = { compose: file('compose'), worker: file('worker'), work: file('work') }
  return { program, build, remove: () => fs.rmSync(outDir, { recursive: true, force: true }) }
}

export async function setup(project: TestProject): Promise<() => void> {
  const { program, build, remove } = await buildProgram()
  project.provide('program', program)
  project.onTestsRerun(build)
  return remove
}
