import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { temporary } from '../support/folders.ts'

// Where Electron's binary is, the specs drive it. Where it is not, the package's own switch for "use the binary in this folder" points
// Playwright at the stand-in.
const electron = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
if (!process.env.ELECTRON_OVERRIDE_DIST_PATH && !fs.existsSync(path.join(electron, 'dist', 'version'))) {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = path.resolve(import.meta.dirname, '../standin')
}

const results = path.resolve(import.meta.dirname, '../../test-results')
// Chromium writes a profile at every start, and the console to its records at every turn.
process.env.TMPDIR = temporary
// What Node makes of the scripts of one console serves the next. The results are cleared before each run, and this with them.
process.env.NODE_COMPILE_CACHE = path.join(results, '.node')

export default defineConfig({
  testDir: '..',
  testMatch: ['e2e/**/*.spec.ts', 'conformance/**/*.spec.ts'],
  outputDir: results,
  // A busy machine may be slow; what is asserted is that it comes, not how fast.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // So that a run that hangs still ends with a report.
  globalTimeout: 20 * 60_000,
  // The last net, not a cure: a test that passes only when tried again counts as passed, and `npm test` names it at its end, with its first
  // error, as FLAKY. Its cause is to be found and mended.
  retries: 1,
  fullyParallel: true,
  // Each waits for Chromium, a disk or a timer now and then: one more than two cores can run.
  workers: 3,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
  use: { trace: 'retain-on-failure' },
})
