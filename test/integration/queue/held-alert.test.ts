import { expect, test } from 'vitest'
import { newestAlerts } from '../../../db/queries/alerts.ts'
import { asking } from '../../../db/queries/overview.ts'
import { applyChange } from '../../../electron/messages/changes.ts'
import { accepted, dispatch, type QueueSetup, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

const DAY_MS = 86_400_000
const toldNow = ({ db, clock }: QueueSetup) => db.write((tx) => void tx.run('UPDATE students SET balances_as_at = ?', clock.now()))

test('what is asked of old balances is over when the send is cancelled, and is told anew the next time', async () => {
  const setup = await queueSchool(2)
  await toldNow(setup)
  const { dispatcher } = await dispatch(setup, () => accepted)
  const holdOne = async () => {
    await setup.db.write((tx) => tx.run("UPDATE channels SET pause = 'by_hand' WHERE channel = 'sms'"))
    const { batchId } = await queueAll(setup)
    setup.clock.advance(4 * DAY_MS)
    await setup.db.write((tx) => tx.run("UPDATE channels SET pause = NULL WHERE channel = 'sms'"))
    dispatcher.wake()
    await dispatcher.idle()
    return batchId
  }
  const batchId = await holdOne()
  expect([smsStates(setup.db).held, newestAlerts(setup.db, 9).length]).toEqual([2, 1])
  await setup.db.write((tx) => applyChange(tx, { kind: 'cancel', what: { filter: { batchId } } }, setup.clock.now()))
  expect(asking(setup.db)).toEqual({ staleData: 0, restored: 0 })
  await toldNow(setup)
  await holdOne()
  expect(smsStates(setup.db).held).toBe(2)
  expect.soft(newestAlerts(setup.db, 9).map(({ kind, over }) => ({ kind, over }))).toEqual([
    { kind: 'stale_held', over: false },
    { kind: 'stale_held', over: true },
  ])
})
