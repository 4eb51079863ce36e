/** The console killed in the middle of its work, again and again, as a power cut does: nothing lost, nothing doubled, nothing unexplained. */
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { startAfricasTalkingSimulator } from '../support/africas-talking-simulator.ts'
import { type ConsoleProcess, startConsoleProcess } from '../support/console-process.ts'
import { temporaryFolder } from '../support/database.ts'

const FAMILIES = 150
/** As many calls as the SMS provider may have open, one message in each. */
const IN_FLIGHT = 8
const MORNING = Date.parse('2026-11-20T09:00:00+03:00')

test('killed while it queues and while it sends, and opened again: every message goes once and is accounted for', { timeout: 60_000 }, async () => {
  const sms = await startAfricasTalkingSimulator({ latencyMs: 25 })
  onTestFinished(() => sms.close())
  const dataFolder = temporaryFolder()
  const options = { dataFolder, smsUrl: sms.baseUrl, apiKey: sms.apiKey, families: FAMILIES, offsetMs: MORNING - Date.now() }
  const received = (n: number) => () => sms.received.length >= n
  const moments: ((console: ConsoleProcess) => boolean)[] = [
    ({ said }) => said.includes('queueing'),
    received(1),
    received(30),
    received(31),
    received(75),
    received(120),
  ]
  for (const moment of moments) {
    const console = startConsoleProcess(options)
    onTestFinished(() => console.kill())
    await expect.poll(() => moment(console), { timeout: 10_000, interval: 1 }).toBe(true)
    await console.kill()
    expect(console.said).not.toContain('done')
  }
  const last = startConsoleProcess(options)
  onTestFinished(() => last.kill())
  await last.ended()
  expect(last.said).toContain('done')
  expect(last.said.filter((word) => word.startsWith('fault'))).toEqual([])

  const db = openDatabase(path.join(dataFolder, 'live.db'))
  onTestFinished(() => db.close())
  const rows = db.all<{ id: number; phone: string; body: string; state: string }>('SELECT id, phone, body, state FROM sms_logs')
  const standing = Map.groupBy(rows, (row) => row.state)
  const numbers = (state: string) => (standing.get(state) ?? []).map((row) => row.phone)
  expect([rows.length, new Set(rows.map((row) => row.phone)).size]).toEqual([FAMILIES, FAMILIES])
  expect([...standing.keys()].filter((state) => state !== 'sent' && state !== 'unconfirmed')).toEqual([])
  expect(numbers('unconfirmed').length).toBeLessThanOrEqual(moments.length * IN_FLIGHT)
  expect(db.get("SELECT count(*) n FROM attempts WHERE outcome = 'lost'")).toEqual({ n: numbers('unconfirmed').length })

  const arrived = sms.received.map(({ number, text }) => `${number} ${text}`)
  expect(arrived.length).toBe(new Set(arrived).size)
  const known = new Set(sms.received.map(({ number }) => number))
  expect(numbers('sent').filter((number) => !known.has(number))).toEqual([])
  expect([...known].filter((number) => !numbers('sent').includes(number) && !numbers('unconfirmed').includes(number))).toEqual([])
  expect(db.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(db.all('PRAGMA foreign_key_check')).toEqual([])
})
