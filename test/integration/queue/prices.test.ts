/** What messages cost where the provider charges in another currency than the school's: never one sum with it. */
import { expect, test } from 'vitest'
import { campaignCosts } from '../../../db/queries/campaigns.ts'
import { attemptsOf, logCounts, logDetail, logLines, requeue } from '../../../db/queries/log.ts'
import { sentSince } from '../../../db/queries/overview.ts'
import type { SendOutcome } from '../../../electron/providers/provider.ts'
import { accepted, dispatch, queueAll, queueSchool } from '../../support/queue.ts'

const inDollars: SendOutcome = { kind: 'accepted', providerId: 'SM1', costMicros: 7_900, currency: 'USD' }
const DOLLARS = { micros: 7_900, currency: 'USD' }
const SHILLINGS = { micros: 1_600_000, currency: 'KES' }

test('the sums of the log, of a send and of the day keep each currency by itself', async () => {
  const setup = await queueSchool(3)
  const { campaignId } = await queueAll(setup)
  const { dispatcher } = await dispatch(setup, (_, call) => (call === 2 ? inDollars : accepted), { limits: { concurrency: 1 } })
  await dispatcher.idle()
  expect(logCounts(setup.db, 'sms', {})).toEqual([
    { state: 'sent', n: 2, ...SHILLINGS },
    { state: 'sent', n: 1, ...DOLLARS },
  ])
  expect(campaignCosts(setup.db, campaignId)).toEqual([
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
