/** Another program that holds the file for a while, as a copying tool does. */

import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../db/open.ts'
import { startFailure } from '../../../electron/app/start-failure.ts'
import { logCount } from '../../../electron/messages/log-page.ts'
import { startAfricasTalkingSimulator } from '../../support/africas-talking-simulator.ts'
import { handClock } from '../../support/clock.ts'
import { startedConsole, testPlatform } from '../../support/console.ts'
import { temporaryDatabase, temporaryFolder } from '../../support/database.ts'
import { insertFamily } from '../../support/families.ts'
import { withOneMore } from '../../support/migrations.ts'
import { startWork } from '../../support/mortal-work.ts'

test('a lock is waited out without holding the thread; what waited is written once, in order', async () => {
  const { db, file } = await temporaryDatabase()
  const other = startWork(inject('program').work, { do: 'lock', file, ms: 60_000 })
  onTestFinished(() => void other.killIn(0))
  await other.said('begun')
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const order: string[] = []
  let runs = 0
  const begun = performance.now()
  const first = db.write((tx) => {
    runs++
    tx.run("INSERT INTO settings (key, value, updated_at) VALUES ('a', '1', 0)")
    order.push('first')
  })
  const second = db.write(() => void order.push('second'))
  // reading goes on meanwhile
  expect(db.get("SELECT count(*) n FROM settings WHERE key = 'a'")).toEqual({ n: 0 })
  // nobody but this thread ends the lock, two seconds from now
  await other.killIn(2_000)
  await Promise.all([first, second])
  delay.disable()
  expect(performance.now() - begun).toBeGreaterThan(1_900)
  expect(order).toEqual(['first', 'second'])
  expect(runs).toBe(1)
  // a busy computer holds a process now and then; a thread that waits for the lock would stand still all the while, or again and again
  expect(delay.percentile(50) / 1e6).toBeLessThan(100)
  expect(delay.max / 1e6).toBeLessThan(1_500)
})

test('records that stay locked are said to be so at the start, and open when they are free', async () => {
  const { file } = await temporaryDatabase()
  const migrations = withOneMore('CREATE TABLE more (x);')
  const other = startWork(inject('program').work, { do: 'lock', file, ms: 60_000 })
  onTestFinished(() => void other.killIn(0))
  await other.said('begun')
  let error: unknown
  try {
    openDatabase(file, { migrations })
  } catch (e) {
    error = e
  }
  expect(startFailure(error, '/records').key).toBe('records_locked')
  await other.killIn(0)
  openDatabase(file, { migrations }).close()
})

test('nothing goes while another program holds the lock, however long; each message goes once when it lets go', { timeout: 60_000 }, async () => {
  const sms = await startAfricasTalkingSimulator()
  onTestFinished(() => sms.close())
  const clock = handClock()
  const platform = testPlatform({ dataFolder: temporaryFolder(), clock })
  const console = await startedConsole(platform)
  await console.setMode('live')
  const session = console.session()
  await session.school.save({ name: 'Nyota Ridge School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 })
  await session.accounts.saveSms({ provider: 'africas_talking', username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: sms.apiKey })
  await session.db.write((tx) => {
    for (let i = 0; i < 12; i++) {
      const family = { guardian: `Guardian ${i}`, phone: `+25471200${String(1000 + i)}` }
      insertFamily(tx, 1, { ...family, children: [{ adm: String(4000 + i), name: `Child ${i}`, balanceCents: 1_000_000 }] })
    }
  })
  const audience = { classes: [], balanceOverCents: null, includeCopies: false }
  await session.batches.queue({ draft: { templateKey: 'fee_statement', audience, channel: 'sms' }, draftId: 'one', staleAccepted: false })
  const states = () => logCount(session.db, { filter: {} }).byState
  expect(states()).toEqual({ held: 12 })

  const other = startWork(inject('program').work, { do: 'lock', file: path.join(platform.dataFolder, 'live.db'), ms: 60_000 })
  onTestFinished(() => void other.killIn(0))
  await other.said('begun')
  // the hold window is over, and all of it is due
  clock.advance(session.sending.get().holdSeconds * 1_000)
  await expect.poll(() => platform.faults, { timeout: 30_000 }).toContainEqual(expect.stringMatching(/poll of the queue could not be written.*locked/))
  expect([states(), sms.received, sms.requests]).toEqual([{ held: 12 }, [], 0])

  await other.killIn(0)
  // a poll that could not be written is tried again after two seconds
  clock.advance(2_000)
  await session.idle()
  expect(states()).toEqual({ sent: 12 })
  const numbers = sms.received.map(({ number }) => number)
  expect([numbers.length, new Set(numbers).size]).toEqual([12, 12])
})
