/** Another program that holds the file for a while, as a copying tool does. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../db/open.ts'
import { startFailure } from '../../../electron/app/start-failure.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { withOneMore } from '../../support/migrations.ts'
import { startWork } from '../../support/mortal-work.ts'

test('a lock is waited out without holding the thread; what waited is written once, in order', async () => {
  const { db, file } = await temporaryDatabase()
  const other = startWork({ do: 'lock', file, ms: 2_000 })
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
  await Promise.all([first, second])
  delay.disable()
  expect(performance.now() - begun).toBeGreaterThan(1_000)
  expect(order).toEqual(['first', 'second'])
  expect(runs).toBe(1)
  // a busy computer holds a process now and then; a thread that waits for the lock would stand still all the while
  expect(delay.percentile(90) / 1e6).toBeLessThan(100)
  expect(delay.max / 1e6).toBeLessThan(1_000)
  await other.ended()
})

test('records that stay locked are said to be so at the start, and open when they are free', async () => {
  const { file } = await temporaryDatabase()
  const migrations = withOneMore('CREATE TABLE more (x);')
  const other = startWork({ do: 'lock', file, ms: 60_000 })
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
