/** What happens around a console that is not killed: its computer sleeps, its network goes, another console is started on its records. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { compose } from '../../electron/compose.ts'
import { handClock } from '../support/clock.ts'
import { testPlatform } from '../support/console.ts'
import { type Lane, morningOffset, openLane } from './lane.ts'
import { judge, unanswered } from './oracle.ts'
import { MORNING, REFUSED } from './queued-school.ts'

/** Longer than a server keeps an idle connection (five seconds): the console wakes to connections that are gone. */
const NAP_MS = 6_000
/** Calls on the wire at a time, of both channels. */
const CALLS = 8 + 2
const LATENCY_MS = 20

let folder: string
let lane: Lane

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-around-'))
  lane = await openLane(path.join(folder, 'lane'))
}, 60_000)

afterAll(async () => {
  await lane.simulators.stop()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** What the judge finds in the records, and how many calls got no answer. */
async function verdict(dataFolder: string) {
  const db = openDatabase(path.join(dataFolder, 'live.db'))
  try {
    const { messages, calls } = unanswered(db)
    return { wrong: judge(db, await lane.simulators.received(), messages), calls }
  } finally {
    db.close()
  }
}

test('asleep with calls on the wire and awake again, every message goes once', { timeout: 60_000 }, async () => {
  const dataFolder = lane.copy(path.join(folder, 'asleep'))
  await lane.simulators.configure({ reset: true, latencyMs: LATENCY_MS, ...REFUSED })
  const offsetMs = morningOffset()
  const console = lane.start(dataFolder, offsetMs)
  const naps = [60, 400]
  for (const received of naps) {
    await lane.simulators.hasReceived(received)
    console.signal('SIGSTOP')
    await setTimeout(NAP_MS)
    console.signal('SIGCONT')
  }
  await console.ended()
  // what was written to connections that are gone is in doubt, and several such in a row let the channel wait for half a minute
  const later = lane.start(dataFolder, offsetMs + 60_000)
  await later.ended()
  expect([...console.said, ...later.said]).toEqual(['open', 'done', 'open', 'done'])
  const { wrong, calls } = await verdict(dataFolder)
  expect(wrong).toEqual([])
  expect(calls).toBeLessThanOrEqual(naps.length * CALLS)
})

test('a second console on the same records gives up at once, and the first goes on', { timeout: 60_000 }, async () => {
  const dataFolder = lane.copy(path.join(folder, 'two'))
  await lane.simulators.configure({ reset: true, latencyMs: LATENCY_MS, ...REFUSED })
  const first = lane.start(dataFolder, morningOffset())
  await lane.simulators.hasReceived(50)
  const second = lane.start(dataFolder, morningOffset())
  await second.ended()
  expect(second.said).toEqual([expect.stringMatching(/^refused .*locked/)])
  await first.ended()
  expect(first.said).toEqual(['open', 'done'])
  expect(await verdict(dataFolder)).toEqual({ wrong: [], calls: 0 })
})

test('offline, what waits uses no attempt; back again, it goes by itself, oldest first', { timeout: 60_000 }, async () => {
  const { simulators } = lane
  const dataFolder = lane.copy(path.join(folder, 'offline'))
  await simulators.configure({ reset: true, latencyMs: LATENCY_MS, ...REFUSED })
  const clock = handClock(MORNING)
  const platform = testPlatform({ dataFolder, clock })
  Object.assign(platform.secrets, { get: async () => simulators.apiKey })
  const console = compose(platform)
  await console.start()
  try {
    const { db, idle } = console.session()
    await simulators.hasReceived(350)
    await simulators.configure({ down: true })
    await idle()
    const waiting = db.all<{ phone: string; body: string; attempts: number }>(`SELECT phone, body, attempts FROM sms_logs WHERE state = 'queued' ORDER BY id`)
    expect(waiting.length).toBeGreaterThan(200)
    expect(waiting.filter((m) => m.attempts > 0)).toEqual([])
    for (let i = 0; i < 5; i++) {
      clock.advance(60_000)
      await idle()
    }
    expect(db.get(`SELECT count(*) n, max(attempts) most FROM sms_logs WHERE state = 'queued'`)).toEqual({ n: waiting.length, most: 0 })

    const before = (await simulators.received()).sms.length
    await simulators.configure({ down: false, latencyMs: LATENCY_MS, ...REFUSED })
    for (let i = 0; i < 10; i++) {
      clock.advance(60_000)
      await idle()
    }
    // what waits overnight is written anew, so each family's two messages are told apart by which of them all share
    const shared = waiting.at(-1)?.body
    const key = (phone: string, text: string) => `${phone} ${text === shared}`
    const places = new Map(waiting.map(({ phone, body }, place) => [key(phone, body), place]))
    const own = waiting.filter((m) => m.body !== shared).length
    const after = (await simulators.received()).sms.slice(before).map(({ number, text }) => places.get(key(number, text)) ?? -1)
    // those with words of their own go one to a call: none of them overtakes another by more than the calls on the wire
    const late = after.slice(0, own).filter((place, i) => Math.abs(place - i) > 2 * CALLS && place < own)
    expect(late).toEqual([])
  } finally {
    await console.stop()
  }
  const { wrong, calls } = await verdict(dataFolder)
  expect(wrong).toEqual([])
  expect(calls).toBeLessThanOrEqual(2 * CALLS)
})
