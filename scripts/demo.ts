/**
 * The main job without a window, on the built main-process code: a new data folder, a fee list, a bulk send through the real providers to simulators
 * on loopback, and what became of every message. Exit 0 only when every planned recipient is accounted for and nobody got anything twice.
 *
 *   npm run demo [-- --json] [-- --students N]
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sendFees } from './demo-send.ts'
import { type DemoSummary, inFigures, inWords } from './demo-summary.ts'
import { build, root, runScript } from './lib/run-step.ts'

const SAMPLE = path.join(root, 'test/fixtures/sample-school')
const SAMPLE_STUDENTS = 600
const MOST_STUDENTS = 40_000
/** The list whose dry run must not hold the main process. */
const DRY_RUN_STUDENTS = 20_000

process.exitCode = await main()

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, students: { type: 'string', default: String(SAMPLE_STUDENTS) } } })
  const students = Number(values.students)
  if (!Number.isInteger(students) || students < 1 || students > MOST_STUDENTS) {
    console.error(`--students takes a whole number from 1 to ${MOST_STUDENTS}.`)
    return 2
  }
  if ((await build()) !== 0) {
    console.error('The console could not be built; the lines above say why.')
    return 1
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-demo-'))
  try {
    const sample = students === SAMPLE_STUDENTS ? SAMPLE : await makeSchool(path.join(folder, 'school'), students)
    const dryRunFile = path.join(await makeSchool(path.join(folder, 'large'), DRY_RUN_STUDENTS), 'fees-term-3.csv')
    const summary: DemoSummary = await sendFees({ dataFolder: path.join(folder, 'data'), sample, dryRunFile, say: values.json ? () => {} : console.log })
    console.log(values.json ? JSON.stringify(inFigures(summary)) : inWords(summary))
    return summary.planned === summary.accounted && summary.duplicates === 0 && summary.unexplained.length === 0 ? 0 : 1
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** A school of any size, always the same one for the same number; made by another process, so that making it leaves nothing behind in the measured one. */
async function makeSchool(folder: string, students: number): Promise<string> {
  if ((await runScript('scripts/make-sample-school.ts', [folder, String(students)])) !== 0) throw new Error('the school could not be made')
  return folder
}
