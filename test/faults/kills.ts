/** One run: a thousand messages, a console that is killed again and again at random moments, and the verdict on what is left. */
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { openDatabase } from '../../db/open.ts'
import type { Death } from '../support/console-process.ts'
import { type Lane, morningOffset } from './lane.ts'
import { inFlight, judge } from './oracle.ts'
import { PLANNED, REFUSED } from './queued-school.ts'
import { type Random, randomFrom } from './random.ts'

/** What the console was doing when it died. */
type Landed = 'starting' | 'between' | 'in_flight'
export type RunReport = {
  readonly wrong: string[]
  readonly kills: readonly { readonly landed: Landed; readonly inFlight: number }[]
  readonly received: number
  readonly ms: number
}

/** Where a kill is aimed: at a moment inside the console, after so many messages at the simulators and some ms, or after some ms of its life. */
type Aim = { readonly inside: Death } | { readonly received: number; readonly thenMs: number } | { readonly afterMs: number }

const KILLS = { least: 3, most: 5 } as const
/** A console opens its records and is half through with its work in about this time. */
const LIFE_MS = 800
/** As an answer from the same town takes; it leaves time to be killed in. */
const LATENCY_MS = 4

function aim(random: Random): Aim {
  switch (random.pick(['clock', 'clock', 'request', 'answer', 'told', 'received', 'after', 'after'])) {
    case 'clock':
      return { inside: { at: 'clock', nth: random.early(1, 400) } }
    case 'request':
      return { inside: { at: 'request', nth: random.early(1, 150) } }
    case 'answer':
      return { inside: { at: 'answer', nth: random.early(1, 150) } }
    case 'told':
      return { inside: { at: 'told', nth: random.between(1, 4) } }
    case 'received':
      return { received: random.between(1, 200), thenMs: random.between(0, 12) }
    default:
      return { afterMs: random.between(20, LIFE_MS) }
  }
}

/** Runs in a folder of its own inside `folder`. Throws when a console does not come to an end. */
export async function killAgainAndAgain(lane: Lane, folder: string, seed: number): Promise<RunReport> {
  const begun = performance.now()
  const random = randomFrom(seed)
  const dataFolder = lane.copy(folder)
  await lane.simulators.configure({ reset: true, latencyMs: LATENCY_MS, ...REFUSED })
  const offsetMs = morningOffset()
  const wrong: string[] = []
  const kills: RunReport['kills'][number][] = []
  const lost = new Set<string>()
  let ended: 'done' | 'killed' = 'killed'
  for (let left = random.between(KILLS.least, KILLS.most); left > 0 && ended === 'killed'; left--) {
    const target = aim(random)
    const console = lane.start(dataFolder, offsetMs, 'inside' in target ? target.inside : undefined)
    if (!('inside' in target)) {
      const moment = 'afterMs' in target ? setTimeout(target.afterMs) : momentOf(lane, target)
      await Promise.race([moment.then(() => console.kill()), console.ended()])
    }
    ended = await console.ended()
    if (ended === 'killed') {
      const found = lookAt(dataFolder, path.join(folder, `after-${left}`))
      const fresh = found.messages.filter((id) => !lost.has(id))
      for (const id of fresh) lost.add(id)
      wrong.push(...found.wrong)
      kills.push({ landed: fresh.length > 0 ? 'in_flight' : console.said.includes('open') ? 'between' : 'starting', inFlight: fresh.length })
    }
    wrong.push(...console.said.filter((word) => word.startsWith('fault')))
  }
  if (ended === 'killed') {
    const console = lane.start(dataFolder, offsetMs)
    await console.ended()
    wrong.push(...console.said.filter((word) => word.startsWith('fault')))
    if (!console.said.includes('done')) wrong.push('the last console did not come to its end')
  }
  const received = await lane.simulators.received()
  const db = openDatabase(path.join(dataFolder, 'live.db'))
  try {
    wrong.push(...judge(db, received, lost))
  } finally {
    db.close()
  }
  return { wrong, kills, received: received.sms.length + received.email.length, ms: performance.now() - begun }
}

async function momentOf({ simulators }: Lane, { received, thenMs }: { received: number; thenMs: number }): Promise<void> {
  const { sms, email } = await simulators.received()
  await simulators.hasReceived(Math.min(sms.length + email.length + received, PLANNED))
  await setTimeout(thenMs)
}

/** Looks at a copy of what a dead console left, so that the next one finds it as it was left. */
function lookAt(dataFolder: string, copy: string): ReturnType<typeof inFlight> {
  fs.mkdirSync(copy)
  for (const name of ['live.db', 'live.db-wal']) {
    if (fs.existsSync(path.join(dataFolder, name))) fs.copyFileSync(path.join(dataFolder, name), path.join(copy, name))
  }
  const db = openDatabase(path.join(copy, 'live.db'))
  try {
    return inFlight(db)
  } finally {
    db.close()
    fs.rmSync(copy, { recursive: true })
  }
}
