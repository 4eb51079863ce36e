import { expect, test } from 'vitest'
import { messageById } from '../../../db/queries/reports.ts'
import { applyChange } from '../../../electron/messages/changes.ts'
import { recordReport } from '../../../electron/reports/apply.ts'
import { accepted, dispatch, lost, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

const DAY_MS = 86_400_000
test('what became too old by a clock that ran ahead stays, where its send was cancelled meanwhile', async () => {
  const setup = await queueSchool(200)
  const rightly = setup.clock.now()
  const { batchId } = await queueAll(setup)
  setup.clock.set(rightly + 30 * DAY_MS)
  // a first poll looks at 96; the bursar sees "expired" going up, and calls the rest back
  let polls = 0
  const { dispatcher, sent } = await dispatch(setup, () => accepted, {
    store: (real) => ({
      async poll(request) {
        const polled = await real.poll(request)
        if (++polls === 1) {
          await setup.db.write((tx) => {
            applyChange(tx, { kind: 'cancel', what: { filter: { batchId } } }, setup.clock.now())
            tx.run('UPDATE batches SET cancelled_at = ? WHERE id = ?', setup.clock.now(), batchId)
          })
        }
        return polled
      },
    }),
  })
  await dispatcher.idle()
  const { expired = 0, cancelled = 0, ...others } = smsStates(setup.db)
  expect([expired > 0, expired + cancelled, others]).toEqual([true, 200, {}])
  setup.clock.set(rightly)
  setup.clock.advance(60_000)
  await dispatcher.idle()
  expect(sent()).toEqual([])
})

test('what became too old by a clock that ran ahead goes no second time when its first try was heard to have arrived', async () => {
  const setup = await queueSchool(1)
  const rightly = setup.clock.now()
  const { batchId } = await queueAll(setup)
  const { dispatcher, calls } = await dispatch(setup, () => (calls.length === 1 ? lost : accepted))
  await dispatcher.idle()
  expect(smsStates(setup.db)).toEqual({ unconfirmed: 1 })
  await setup.db.write((tx) => applyChange(tx, { kind: 'retry', what: { filter: { batchId } } }, setup.clock.now()))
  setup.clock.set(rightly + 30 * DAY_MS)
  dispatcher.wake()
  await dispatcher.idle()
  expect(smsStates(setup.db)).toEqual({ expired: 1 })
  await setup.db.write((tx) => {
    const message = messageById(tx, 'sms', 1)
    if (!message) throw new Error('none')
    recordReport(
      tx,
      message,
      {
        about: { channel: 'sms', own: null, providerId: 'AT1', address: message.address, between: null, text: null },
        source: 'relay',
        externalKey: 'AT1|success',
        verdict: 'delivered',
        reason: null,
        code: 'Success',
        detail: '',
        at: rightly,
      },
      setup.clock.now(),
    )
  })
  setup.clock.set(rightly)
  setup.clock.advance(60_000)
  await dispatcher.idle()
  expect(calls.length).toBe(1)
})
