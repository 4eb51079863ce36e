/** The console killed at random moments of its work, started, and killed again. `npm run test:faults -- --runs 200 --seed 1` for more of it. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { killAgainAndAgain, type RunReport } from './kills.ts'
import { type Lane, openLane } from './lane.ts'
import { PLANNED } from './queued-school.ts'

/** As many as take less than a minute on two cores. */
const RUNS = Number(process.env.FAULTS_RUNS ?? 12)
const SEED = Number(process.env.FAULTS_SEED ?? Math.floor(Math.random() * 1_000_000))
/** Runs at the same time: a console and its simulators keep about one core busy. */
const LANES = 2
const seeds = Array.from({ length: RUNS }, (_, run) => SEED + run)

let folder: string
const free: Lane[] = []
const reports: RunReport[] = []

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-faults-'))
  for (let i = 0; i < LANES; i++) free.push(await openLane(path.join(folder, `lane-${i}`)))
}, 60_000)

afterAll(async () => {
  await Promise.all(free.map(({ simulators }) => simulators.stop()))
  fs.rmSync(folder, { recursive: true, force: true })
  console.log(summary())
})

test.concurrent.for(seeds)('%i: no message is lost, none doubled, none left unexplained', { timeout: 60_000 }, async (seed) => {
  const lane = free.pop()
  if (!lane) throw new Error('more runs at a time than lanes')
  const own = fs.mkdtempSync(path.join(folder, 'run-'))
  try {
    const report = await killAgainAndAgain(lane, own, seed)
    reports.push(report)
    expect(report.wrong).toEqual([])
  } finally {
    free.push(lane)
    fs.rmSync(own, { recursive: true, force: true })
  }
})

function summary(): string {
  const kills = reports.flatMap((r) => r.kills)
  const landed = (where: string) => kills.filter((k) => k.landed === where).length
  const doubts = kills.map((k) => k.inFlight)
  const seconds = reports.reduce((sum, r) => sum + r.ms, 0) / 1000
  return [
    `kills: ${reports.length} runs of ${PLANNED} messages (seeds ${seeds[0]} to ${seeds.at(-1)}), ${kills.length} kills:`,
    `${landed('in_flight')} with messages in flight, ${landed('between')} between calls, ${landed('starting')} at the start;`,
    `${doubts.reduce((sum, n) => sum + n, 0)} unconfirmed in all, ${Math.max(0, ...doubts)} of one kill at most;`,
    `${reports.flatMap((r) => r.wrong).length} wrong; ${(seconds / reports.length).toFixed(1)} s a run`,
  ].join(' ')
}
