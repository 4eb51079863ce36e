import { builtinModules } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const at = (...names: string[]) => path.resolve(import.meta.dirname, ...names)
// Electron itself, the native module and Node's own modules stay imports; everything else is bundled.
const external = ['electron', 'better-sqlite3', /^node:/, ...builtinModules]

export default defineConfig(({ mode }) => ({
  root: at('renderer'),
  base: './',
  plugins: [react()],
  environments: {
    client: {
      build: {
        outDir: at('dist/renderer'),
        emptyOutDir: true,
        target: 'chrome156',
        sourcemap: true,
        modulePreload: { polyfill: false },
        // What every page needs, in parts of its own, so that the warning of a part over 500 kB is about our code alone.
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/ },
                { name: 'words', test: /shared[\\/]words[\\/]/ },
              ],
            },
          },
        },
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron', 'better-sqlite3'] },
      define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
      build: {
        outDir: at('dist/main'),
        emptyOutDir: true,
        target: 'node24',
        sourcemap: true,
        minify: false,
        copyPublicDir: false,
        rolldownOptions: {
          // compose is an entry of its own so that the demo runs the very main-process code that ships, without a window.
          input: {
            main: at('electron/main.ts'),
            compose: at('electron/compose.ts'),
            worker: at('electron/worker/worker.ts'),
            copier: at('electron/files/copier.ts'),
          },
          external,
          // The Africa's Talking SDK brings a compiled libphonenumber that looks for its global object by eval: in main, where no page reaches.
          checks: { eval: false },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
      build: {
        outDir: at('dist/preload'),
        emptyOutDir: true,
        target: 'chrome156',
        sourcemap: 'inline',
        minify: false,
        copyPublicDir: false,
        // A sandboxed preload is one CommonJS file whose only require is 'electron'.
        rolldownOptions: {
          input: { preload: at('electron/preload/preload.ts') },
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      await Promise.all(Object.values(builder.environments).map((e) => (e.name === 'ssr' ? undefined : builder.build(e))))
    },
  },
  test: {
    projects: ['unit', 'integration', 'faults'].map((name) => ({
      // Nothing of the build above: with it, Vitest bundles packages that it should leave to Node, and tests another copy of them than the one that runs.
      extends: false as const,
      root: at(),
      plugins: [],
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        environment: 'node',
        // No module is mocked and none keeps a test's state, so files may share a process: loading the modules anew for each took longer than the tests.
        isolate: false,
        // One more than there are cores: tests wait for a timer, a disk or a process of their own, and the next goes on meanwhile.
        maxWorkers: os.availableParallelism() + 1,
        ...(name !== 'unit' && { globalSetup: 'test/support/program.ts' }),
        // ten times what the slowest takes: for a test that hangs, and never the reason why a slow computer fails
        testTimeout: name === 'unit' ? 20_000 : 120_000,
        // on a busy machine it takes longer; what is asserted is that it comes
        expect: { poll: { timeout: 60_000 } },
        // The faults have the computer to themselves, after all the others: two runs at a time keep it busy.
        ...(name === 'faults' && { sequence: { groupOrder: 1 }, maxWorkers: 1, maxConcurrency: 2 }),
      },
    })),
  },
}))
