/**
 * `npm test`: every check there is, each step's output as it comes; at the end what was slow, what failed and why, and one last line that counts them all.
 * `npm test -- --full`: what tries its luck (kills at random moments, random sequences of events) tries as often as before a release.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBrowser } from './lib/ensure-browser.ts'
import { build, type RunOptions, root, runScript, TOO_LATE } from './lib/run-step.ts'
import { type Count, countEnds, endWords, type PlaywrightReport, playwrightEnds, type TestEnd, type VitestReport, vitestEnds } from './test-reports.ts'

type Step = { readonly name: string; readonly count: Count; readonly seconds: number }

const OFTEN = { FAULTS_RUNS: '100', MODEL_RUNS: '5000' }

const { full } = parseArgs({ options: { full: { type: 'boolean', default: false } } }).values
const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-test-'))
process.once('exit', () => fs.rmSync(reports, { recursive: true, force: true }))
const report = (name: string) => path.join(reports, `${name}.json`)
const steps: Step[] = []
const ends: TestEnd[] = []

async function step(name: string, work: (name: string) => Promise<Count>): Promise<Count> {
  console.log(`\n=== ${name}`)
  const begun = performance.now()
  const count = await work(name)
  steps.push({ name, count, seconds: Math.round((performance.now() - begun) / 1000) })
  return count
}

/** What failed without a test that says so. */
const failure = (file: string, name: string, error: string): TestEnd => ({ file, name, end: 'failed', ms: 0, error })

/** `how`: why it is no success, in words; null where it is one. */
type Ended = { readonly how: string | null; readonly late: boolean; readonly said: string }

/** Runs a tool, shows what it says, and keeps it. `minutes`: far more than it takes on a slow computer; whatever has not ended by then hangs, and is ended. */
async function listenTo(minutes: number, run: (options: RunOptions) => Promise<number>): Promise<Ended> {
  let said = ''
  const heard = (text: string) => {
    said += text
  }
  const code = await run({ heard, limitMs: minutes * 60_000 })
  const late = code === TOO_LATE
  return { how: late ? `did not end within ${minutes} minutes, and was ended` : code === 0 ? null : `ended with ${code}`, late, said }
}

/** A tool that says yes or no counts as one check. */
const tool = (minutes: number, run: (options: RunOptions) => Promise<number>) => async (name: string) => {
  const { how, said } = await listenTo(minutes, run)
  if (how === null) return { passed: 1, failed: 0 }
  ends.push(failure(name, how, said))
  return { passed: 0, failed: 1 }
}

const lastLines = (said: string) => said.trimEnd().split('\n').slice(-24).join('\n')

/** What a tool has written down of its tests; a tool that was ended, or failed without a failed test (it broke down, say), counts as one failure. */
function counted<Report>(name: string, { how, late, said }: Ended, file: string, read: (report: Report, root: string) => TestEnd[]): Count {
  const own = fs.existsSync(file) ? read(JSON.parse(fs.readFileSync(file, 'utf8')) as Report, root) : []
  if (how !== null && (late || countEnds(own).failed === 0)) own.push(failure(name, late ? how : `${how} and no failed test`, lastLines(said)))
  ends.push(...own)
  return countEnds(own)
}

const typeCheck = tool(10, (options) => runScript('node_modules/typescript/bin/tsc', ['-b'], options))
const lint = tool(10, (options) => runScript('node_modules/@biomejs/biome/bin/biome', ['check', '.'], options))

async function withVitest(name: string): Promise<Count> {
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report('vitest')}`]
  const env = { ...process.env, ...(full && OFTEN) }
  const ended = await listenTo(full ? 90 : 25, (options) => runScript('node_modules/vitest/vitest.mjs', args, { ...options, env }))
  return counted<VitestReport>(name, ended, report('vitest'), vitestEnds)
}

async function endToEnd(name: string): Promise<Count> {
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report('playwright') }
  const args = ['test', '--config', 'test/e2e/playwright.config.ts', '--reporter=list,json']
  const ended = await listenTo(30, (options) => runScript('node_modules/@playwright/test/cli.js', args, { ...options, env }))
  return counted<PlaywrightReport>(name, ended, report('playwright'), playwrightEnds)
}

async function packaging(name: string): Promise<Count> {
  const file = report('packaging')
  const { how, late, said } = await listenTo(15, (options) => runScript('scripts/check-packaging.ts', [file], options))
  const checked = fs.existsSync(file)
  if (how !== null) ends.push(failure(name, how, checked ? (said.match(/^FAILED .*$/gm) ?? []).join('\n') : said))
  return checked && !late ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Count) : { passed: 0, failed: 1 }
}

function finish(): never {
  const passed = steps.reduce((sum, { count }) => sum + count.passed, 0)
  const failed = steps.reduce((sum, { count }) => sum + count.failed, 0)
  for (const line of ['', ...endWords(ends), '']) console.log(line)
  for (const { name, count, seconds } of steps) {
    console.log(`${count.failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`)
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed > 0 ? 1 : 0)
}

await step('type check', typeCheck)
await step('lint', lint)
await step('unit, integration and fault tests', withVitest)
const built = await step('build', tool(10, build))
// What follows drives what was built, on a browser.
if (built.failed > 0) finish()
const browser = await step('a browser to test on', async (name) => {
  const trouble = await ensureBrowser()
  if (trouble !== undefined) ends.push(failure(name, 'none', trouble))
  return { passed: 0, failed: trouble === undefined ? 0 : 1 }
})
if (browser.failed > 0) finish()
await step('end-to-end and conformance tests', endToEnd)
await step('packaging', packaging)
finish()
