/**
 * `npm run bench -- send`: what the send engine costs, each figure beside its bar. Figures are ratios of runs that take turns within this very run,
 * since the speed of a computer changes by the minute.
 *
 *   npm run bench -- send [--json] [--quick] [--only enqueue,drain,sms,email,peers,ready] [--runs 3]
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildProgram } from '../test/support/program.ts'
import { measureDrain } from './bench/drain.ts'
import { measureEnqueue } from './bench/enqueue.ts'
import { type Bench, type Figure, figure, loads, machine, median, type Skipped } from './bench/measure.ts'
import { measurePeers } from './bench/peers.ts'
import { measureReady } from './bench/ready.ts'
import { measureSendEmail } from './bench/send-email.ts'
import { measureSendSms } from './bench/send-sms.ts'
import type { Vitals } from './bench/vitals.ts'

const MEASURES: Readonly<Record<string, (bench: Bench) => Promise<(Figure | Skipped)[]>>> = {
  enqueue: measureEnqueue,
  drain: measureDrain,
  sms: measureSendSms,
  email: measureSendEmail,
  peers: measurePeers,
  ready: measureReady,
}
/** Against how long a main process stands still, how much memory it takes and how large its log grows, in whatever it does. */
const BARS = [
  ['longest pause of the main process', 50, ' ms', 'maxPauseMs'],
  ['99th percentile of its pauses', 16, ' ms', 'p99PauseMs'],
  ['memory above idle', 80, ' MB', 'memoryMb'],
  ['largest write-ahead log', 64, ' MB', 'walMb'],
] as const

process.exitCode = await main()

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: Object.keys(MEASURES).join() },
      runs: { type: 'string', default: '3' },
    },
  })
  const chosen = values.only.split(',')
  const runs = Number(values.runs)
  if (positionals.join() !== 'send' || !chosen.every((name) => name in MEASURES) || !Number.isInteger(runs) || runs < 1) {
    console.error(`npm run bench -- send [--json] [--quick] [--runs N] [--only ${Object.keys(MEASURES).join()}]`)
    return 2
  }
  const say = values.json ? () => {} : console.log
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-bench-'))
  const { program, remove } = await buildProgram()
  const fared = new Map<string, Vitals[]>()
  const bench: Bench = {
    program,
    folder: (name) => path.join(scratch, name),
    quick: values.quick,
    runs,
    say,
    fared: (activity, vitals) => fared.set(activity, [...(fared.get(activity) ?? []), vitals]),
  }
  try {
    const begun = machine()
    say(`${begun.cores} × ${begun.cpu}, ${begun.memoryGb} GB, Node ${begun.node}; load ${begun.load.join(', ')}`)
    const figures: (Figure | Skipped)[] = []
    for (const name of chosen) for (const one of (await MEASURES[name]?.(bench)) ?? []) figures.push(tell(one, say))
    for (const one of vitalFigures(fared)) figures.push(tell(one, say))
    const missed = figures.filter((one) => 'met' in one && !one.met).length
    say(`${figures.length - missed} met or skipped, ${missed} missed; load ${loads().join(', ')}`)
    if (values.json) console.log(JSON.stringify({ machine: begun, quick: values.quick, runs, figures, loadAfter: loads() }))
    return 0
  } finally {
    remove()
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}

function tell(one: Figure | Skipped, say: (line: string) => void): Figure | Skipped {
  if ('skipped' in one) say(`skipped  ${one.name}: ${one.skipped}`)
  else
    say(`${one.met ? 'met   ' : 'MISSED'}  ${one.name}: ${one.figure}${one.unit} (bar ${one.better === 'less' ? '≤' : '≥'} ${one.bar}${one.unit}). ${one.how}`)
  return one
}

/** The worst of the activities, each the median of its runs. */
function vitalFigures(fared: ReadonlyMap<string, readonly Vitals[]>): Figure[] {
  if (fared.size === 0) return []
  return BARS.map(([name, bar, unit, key]) => {
    const each = [...fared].map(([activity, vitals]) => ({
      activity,
      value: median(vitals.map((one) => one[key])),
      worst: Math.max(...vitals.map((one) => one[key])),
    }))
    const idle = key.endsWith('PauseMs') ? `; the idle process ${median([...fared.values()].flat().map((one) => one.idlePauseMs)).toFixed(0)} ms` : ''
    const how = each.map(({ activity, value, worst }) => `${activity} ${value.toFixed(1)} (worst run ${worst.toFixed(1)})`).join(', ')
    return figure(name, bar, Math.max(...each.map(({ value }) => value)), `medians: ${how}${idle}`, { unit })
  })
}
