/** `npm test`: every check there is, each step's output as it comes, and one last line that counts them all. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { ensureBrowser } from './ensure-browser.ts'
import { build, requireNode, runScript } from './run-step.ts'

type Count = { readonly passed: number; readonly failed: number }
type Step = { readonly name: string; readonly count: Count }

requireNode('npm test')
const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-test-'))
process.once('exit', () => fs.rmSync(reports, { recursive: true, force: true }))
const report = (name: string) => path.join(reports, `${name}.json`)
const steps: Step[] = []

/** A tool that says yes or no counts as one check. */
const one = (code: number): Count => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })

/** What a tool has written down of its tests; a tool that failed without a failed test (it broke down, say) counts as one failure. */
function counted(code: number, file: string, read: (report: never) => Count): Count {
  const count = fs.existsSync(file) ? read(JSON.parse(fs.readFileSync(file, 'utf8')) as never) : { passed: 0, failed: 0 }
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

async function step(name: string, work: () => Promise<Count>): Promise<Count> {
  console.log(`\n=== ${name}`)
  const count = await work()
  steps.push({ name, count })
  return count
}

const typeCheck = () => runScript('node_modules/typescript/bin/tsc', ['-b'])
const lint = () => runScript('node_modules/@biomejs/biome/bin/biome', ['check', '.'])

async function unitAndIntegration(): Promise<Count> {
  const code = await runScript('node_modules/vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report('vitest')}`])
  return counted(code, report('vitest'), (r: { numPassedTests: number; numFailedTests: number }) => ({ passed: r.numPassedTests, failed: r.numFailedTests }))
}

async function endToEnd(): Promise<Count> {
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report('playwright') }
  const args = ['test', '--config', 'test/e2e/playwright.config.ts', '--reporter=list,json']
  const code = await runScript('node_modules/@playwright/test/cli.js', args, { env })
  return counted(code, report('playwright'), (r: { stats: { expected: number; unexpected: number; flaky: number } }) => ({
    passed: r.stats.expected,
    failed: r.stats.unexpected + r.stats.flaky,
  }))
}

async function packaging(): Promise<Count> {
  const code = await runScript('scripts/check-packaging.ts', [report('packaging')])
  return counted(code, report('packaging'), (r: Count) => r)
}

function finish(): never {
  const passed = steps.reduce((sum, { count }) => sum + count.passed, 0)
  const failed = steps.reduce((sum, { count }) => sum + count.failed, 0)
  console.log('')
  for (const { name, count } of steps) console.log(`${count.failed > 0 ? 'FAILED' : 'ok    '} ${name}: ${count.passed} passed, ${count.failed} failed`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed > 0 ? 1 : 0)
}

await step('type check', async () => one(await typeCheck()))
await step('lint', async () => one(await lint()))
await step('unit and integration tests', unitAndIntegration)
const built = await step('build', async () => one(await build()))
// What follows drives what was built, on a browser.
if (built.failed > 0) finish()
const browser = await step('a browser to test on', async () => {
  const trouble = await ensureBrowser()
  if (trouble !== undefined) console.error(trouble)
  return { passed: 0, failed: trouble === undefined ? 0 : 1 }
})
if (browser.failed > 0) finish()
await step('end-to-end and conformance tests', endToEnd)
await step('packaging', packaging)
finish()
