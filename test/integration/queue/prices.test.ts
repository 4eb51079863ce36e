/** What messages cost where the provider charges in another currency than the school's: never one sum with it. */
import { expect, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { batchCosts } from '../../../db/queries/batches.ts'
import { attemptsOf, logCounts, logDetail, logLines, requeue } from '../../../db/queries/log.ts'
import { sentSince } from '../../../db/queries/overview.ts'
import { fillPrice } from '../../../db/queries/reports.ts'
import type { SendOutcome } from '../../../electron/providers/provider.ts'
import { closeInterrupted } from '../../../electron/queue/close.ts'
import { accepted, dispatch, queueAll, queueSchool } from '../../support/queue.ts'
import { insertSentSms } from '../../support/sent-messages.ts'

const inDollars: SendOutcome = { kind: 'accepted', providerId: 'SM1', costMicros: 7_900, currency: 'USD' }
const DOLLARS = { micros: 7_900, currency: 'USD' }
const SHILLINGS = { micros: 1_600_000, currency: 'KES' }

test('the sums of the log, of a send and of the day keep each currency by itself', async () => {
  const setup = await queueSchool(3)
  const { batchId } = await queueAll(setup)
  const { dispatcher } = await dispatch(setup, (_, call) => (call === 2 ? inDollars : accepted), { limits: { concurrency: 1 } })
  await dispatcher.idle()
  expect(logCounts(setup.db, 'sms', {})).toEqual([
    { state: 'sent', n: 2, ...SHILLINGS },
    { state: 'sent', n: 1, ...DOLLARS },
  ])
  expect(batchCosts(setup.db, batchId)).toEqual([
    { ...SHILLINGS, priced: 2 },
    { ...DOLLARS, priced: 1 },
  ])
  expect(sentSince(setup.db, 0)).toMatchObject({ sent: 3, costs: [SHILLINGS, DOLLARS] })
})

test('a message that was sent again for another currency shows each price where it belongs', async () => {
  const setup = await queueSchool(1)
  await queueAll(setup)
  const answers = [accepted, inDollars, inDollars]
  const { dispatcher } = await dispatch(setup, (_, call) => answers[call - 1] ?? accepted)
  const again = async () => {
    await setup.db.write((tx) => {
      tx.run("UPDATE sms_logs SET state = 'failed', failure_reason = 'undelivered'")
      requeue(tx, 'sms', { ids: [1] }, setup.clock.now() + 60_000, setup.clock.now())
    })
    dispatcher.wake()
    await dispatcher.idle()
  }
  await dispatcher.idle()
  // the school's own currency needs no name
  expect(logLines(setup.db, 'sms', {}, null, 1)).toMatchObject([{ costMicros: 800_000, costCurrency: null }])
  await again()
  await again()
  expect(logDetail(setup.db, 'sms', 1)).toMatchObject({ costMicros: 2 * 7_900, costCurrency: 'USD' })
  expect(attemptsOf(setup.db, 'sms', 1).map(({ costMicros, costCurrency }) => [costMicros, costCurrency])).toEqual([
    [800_000, null],
    [7_900, 'USD'],
    [7_900, 'USD'],
  ])
})

/** What the money limits have counted, by the minute. */
const counted = (db: Database) => db.all('SELECT minute, messages, cost_micros micros FROM spend ORDER BY minute')
const minuteOf = (at: number) => at - (at % 60_000)

test('a price in the school’s money that is told later takes the place of what was reckoned, where the limits counted it, and once', async () => {
  const setup = await queueSchool(2)
  const { db, clock } = setup
  await queueAll(setup)
  const { dispatcher } = await dispatch(setup, (_, call) => ({ kind: 'accepted', providerId: `SM${call}` }))
  await dispatcher.idle()
  const { micros = 0 } = db.get<{ micros: number }>('SELECT estimate_micros micros FROM sms_logs') ?? {}
  const minute = minuteOf(clock.now())
  expect(counted(db)).toEqual([{ minute, messages: 2, micros: 2 * micros }])
  clock.advance(90 * 60_000)
  const tell = (providerId: string, costMicros: number, currency: string) =>
    db.write((tx) => fillPrice(tx, 'scripted', { providerId, costMicros, currency }, clock.now()))
  await tell('SM1', micros + 300_000, 'KES')
  await tell('SM1', micros + 900_000, 'KES')
  await tell('SM2', 7_900, 'USD')
  expect(counted(db)).toEqual([{ minute, messages: 2, micros: 2 * micros + 300_000 }])
})

test('so does the price of a message that was on its way when the console died: it was counted in the minute in which it began', async () => {
  const { db } = await queueSchool(1)
  const begunAt = Date.parse('2026-11-20T09:00:30+03:00')
  const now = begunAt + 90 * 60_000
  await db.write((tx) => {
    insertSentSms(tx, '+254711000001', { state: 'sending', begunAt, account: 'scripted' })
    tx.run('UPDATE sms_logs SET estimate_micros = 800_000')
    closeInterrupted(tx, { bootId: 2, now })
    tx.run("UPDATE sms_logs SET state = 'sent', provider_id = 'SM1'")
    fillPrice(tx, 'scripted', { providerId: 'SM1', costMicros: 900_000, currency: 'KES' }, now)
  })
  expect(counted(db)).toEqual([{ minute: minuteOf(begunAt), messages: 1, micros: 900_000 }])
})
