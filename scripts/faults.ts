/** `npm run test:faults -- --runs 200 --seed 1`: the fault suite alone, with as many runs of the kill test as asked for. */
import { parseArgs } from 'node:util'
import { runScript } from './lib/run-step.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, seed: { type: 'string' } } })
const env = { ...process.env, FAULTS_RUNS: values.runs, ...(values.seed !== undefined && { FAULTS_SEED: values.seed }) }
process.exit(await runScript('node_modules/vitest/vitest.mjs', ['run', '--project', 'faults'], { env }))
