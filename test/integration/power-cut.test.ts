/** The power goes while the console works, and every write that was not synced is lost; or syncs fail: nothing that went out waits to go again. */
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, inject, onTestFinished, type TestContext, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { type AfricasTalkingSimulator, startAfricasTalkingSimulator } from '../support/africas-talking-simulator.ts'
import { type ConsoleProcessOptions, startConsoleProcess } from '../support/console-process.ts'
import { compilePowerCut, type Power, powerLine } from '../support/powercut/power.ts'

const FAMILIES = 40
/** As many calls as the SMS provider may have open, one message in each. */
const IN_FLIGHT = 8
const LATENCY_MS = 25
/** How far the console's time is from this computer's, in ms. Quiet hours, in which all of it is queued; and the next morning, when all of it may go. */
const NIGHT = Date.parse('2026-11-19T23:00:00+03:00') - Date.now()
const MORNING = Date.parse('2026-11-20T09:00:00+03:00') - Date.now()
/** A busy computer may need this long for what takes a second. */
const PATIENCE = { timeout: 60_000, interval: 5 }

const work = fs.mkdtempSync(path.join(tmpdir(), 'bursar-power-'))
const folder = (name: string) => path.join(work, name)
const model = compilePowerCut(work)
let sms: AfricasTalkingSimulator

beforeAll(async () => {
  sms = await startAfricasTalkingSimulator({ latencyMs: LATENCY_MS })
})
afterAll(async () => {
  await sms.close()
  fs.rmSync(work, { recursive: true, force: true })
})

function library(context: TestContext): string {
  if (typeof model !== 'string') return model.library
  console.log(`skipped: ${model}`)
  return context.skip(model)
}

/** Starts a console on the records in `dataFolder`, which ends with the test. */
function start(dataFolder: string, options: Partial<ConsoleProcessOptions> = {}, power?: Power) {
  const always = { smsUrl: sms.baseUrl, apiKey: sms.apiKey, families: 0, offsetMs: MORNING, program: inject('program') }
  const console = startConsoleProcess({ ...always, ...options, dataFolder }, power)
  onTestFinished(() => console.kill())
  return console
}

/** Lets a console work in `dataFolder` until `isTime`, cuts its power, and answers what the disk holds then. */
async function cutPower(
  library: string,
  dataFolder: string,
  disk: string,
  { halfDurable = false, ...options }: Partial<ConsoleProcessOptions> & { halfDurable?: boolean },
  isTime: (said: readonly string[]) => boolean,
): Promise<string> {
  const power = powerLine(library, folder(dataFolder), folder(disk), { halfDurable })
  const console = start(folder(dataFolder), options, power)
  await expect.poll(() => isTime(console.said), PATIENCE).toBe(true)
  await console.kill()
  expect(console.said.filter((word) => word.startsWith('fault'))).toEqual([])
  return power.disk
}

/** number → state, as the file in this folder has it; empty where the disk holds no such table. */
function standing(dataFolder: string): Map<string, string> {
  const copy = `${dataFolder}-looked-at`
  fs.rmSync(copy, { recursive: true, force: true })
  fs.cpSync(dataFolder, copy, { recursive: true })
  const db = openDatabase(path.join(copy, 'live.db'))
  try {
    expect(db.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    if (!db.get("SELECT 1 FROM sqlite_schema WHERE name = 'sms_logs'")) return new Map()
    return new Map(db.all<{ phone: string; state: string }>('SELECT phone, state FROM sms_logs').map(({ phone, state }) => [phone, state]))
  } finally {
    db.close()
  }
}

const waiting = (state: string | undefined) => state === undefined || state === 'queued' || state === 'held'

test('what was said to be queued is on the disk; what left is never found waiting there; in the end each went once', { timeout: 240_000 }, async (context) => {
  const shim = library(context)
  fs.mkdirSync(folder('night'))
  const queued = await cutPower(shim, 'night', 'night-disk', { families: FAMILIES, offsetMs: NIGHT }, (said) => said.includes('queued'))
  expect([...standing(queued).values()].filter(waiting)).toHaveLength(FAMILIES)

  let from = 'night-disk'
  let unconfirmed = 0
  for (const [i, enough] of [6, 18].entries()) {
    const to = `cut-${i}`
    const disk = await cutPower(shim, from, to, {}, () => sms.received.length >= enough)
    const states = standing(disk)
    expect(sms.received.map(({ number }) => number).filter((number) => waiting(states.get(number)))).toEqual([])
    expect(states.size).toBe(FAMILIES)
    from = to
    unconfirmed += IN_FLIGHT
  }

  expect(await start(folder(from)).ended()).toBe('done')
  const arrived = sms.received.map(({ number, text }) => `${number} ${text}`)
  expect(arrived).toHaveLength(new Set(arrived).size)
  const states = [...standing(folder(from)).values()]
  expect(states.filter((state) => state !== 'sent' && state !== 'unconfirmed')).toEqual([])
  expect(states.filter((state) => state === 'unconfirmed').length).toBeLessThanOrEqual(unconfirmed)
})

test('the same with synchronous=NORMAL loses what left: so this test can see a loss', { timeout: 240_000 }, async (context) => {
  const shim = library(context)
  fs.mkdirSync(folder('normal'))
  const before = sms.received.length
  expect(await start(folder('normal'), { families: FAMILIES, offsetMs: NIGHT }).ended()).toBe('done')
  const disk = await cutPower(shim, 'normal', 'normal-disk', { halfDurable: true }, () => sms.received.length >= before + 18)
  const states = standing(disk)
  const forgotten = sms.received.slice(before).filter(({ number }) => waiting(states.get(number)))
  expect(forgotten.length).toBeGreaterThan(0)

  // and even then the sent-journal keeps them from going twice
  expect(await start(disk).ended()).toBe('done')
  const arrived = sms.received.slice(before).map(({ number }) => number)
  expect(arrived).toHaveLength(new Set(arrived).size)
})

test.for([
  ['the records', 'live.db', /^fault a poll of the queue could not be written/],
  ['the sent-journal', 'live.sent-', /^fault the journal could not be written/],
] as const)(
  'while %s cannot be synced nothing is handed over, and then each message goes once',
  { timeout: 240_000 },
  async ([, beginning, fault], context) => {
    const shim = library(context)
    const data = folder(`syncs-of-${beginning}`)
    fs.mkdirSync(data)
    // slow enough that much still waits when it begins
    sms.setLatency(150)
    onTestFinished(() => sms.setLatency(LATENCY_MS))
    const before = sms.received.length
    expect(await start(data, { families: FAMILIES, offsetMs: NIGHT }).ended()).toBe('done')

    const power = powerLine(shim, data, `${data}-disk`)
    const sender = start(data, {}, power)
    await expect.poll(() => sms.received.length, PATIENCE).toBeGreaterThanOrEqual(before + 6)
    power.failSyncs(beginning)
    const arrived = sms.received.length
    const faults = () => sender.said.filter((word) => fault.test(word)).length
    // Every answer that comes makes it try again, and so does the time: this often only after all of them have come. With answers in
    // hand it goes on trying; without, it can come to its end, since nothing can go.
    await expect.poll(() => faults() > IN_FLIGHT + 2 || sender.said.includes('done'), PATIENCE).toBe(true)
    expect(faults()).toBeGreaterThan(0)
    expect(sms.received.length).toBeLessThanOrEqual(arrived + IN_FLIGHT)
    expect(sms.received.length).toBeLessThan(before + FAMILIES)

    power.failSyncs(null)
    expect(await sender.ended()).toBe('done')
    expect(await start(data).ended()).toBe('done')
    const numbers = sms.received.slice(before).map(({ number }) => number)
    expect([numbers.length, new Set(numbers).size]).toEqual([FAMILIES, FAMILIES])
    expect(new Set(standing(data).values())).toEqual(new Set(['sent']))
  },
)
