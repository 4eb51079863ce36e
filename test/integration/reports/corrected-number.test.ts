import { expect, test } from 'vitest'
import { applyChange } from '../../../electron/messages/changes.ts'
import { applyReports } from '../../../electron/reports/apply.ts'
import type { DeliveryReport } from '../../../electron/reports/decide.ts'
import { dispatch, queueAll, queueSchool } from '../../support/queue.ts'

const OLD = '+254712000000'
const NEW = '+254712000070'

async function corrected() {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  const { batchId } = await queueAll(setup)
  const { dispatcher, sent } = await dispatch(setup, () => ({ kind: 'accepted', providerId: `AT${sent().length}` }))
  await dispatcher.idle()
  expect(sent()).toEqual([OLD])
  const report = (verdict: 'failed' | 'delivered', reason: DeliveryReport['reason']): DeliveryReport => ({
    about: { channel: 'sms', own: null, providerId: 'AT1', address: OLD, between: null, text: null },
    source: 'relay',
    externalKey: `AT1|${verdict}|${reason}`,
    verdict,
    reason,
    code: '',
    detail: '',
    at: clock.now(),
  })
  await db.write((tx) => applyReports(tx, [report('failed', 'subscriber_absent')], clock.now()))
  // the parent names another number, the list brings it in, the bursar presses "Send again" in the family's own quiet hours
  await db.write((tx) => {
    tx.run('UPDATE guardians SET phone = ?1, phone_raw = ?1', NEW)
    tx.run("INSERT INTO preferences (guardian_id, quiet_start, quiet_end, updated_at) VALUES (1, '09:00', '12:00', 0)")
    applyChange(tx, { kind: 'retry', what: { filter: { batchId } } }, clock.now())
  })
  dispatcher.wake()
  await dispatcher.idle()
  expect(db.get('SELECT state, phone FROM sms_logs')).toEqual({ state: 'queued', phone: NEW })
  return { ...setup, dispatcher, sent, report }
}

test('a late report of the number that was on file before does not stand for the one that the message waits to go to', async () => {
  const { db, clock, dispatcher, sent, report } = await corrected()
  await db.write((tx) => applyReports(tx, [report('delivered', null)], clock.now()))
  clock.advance(4 * 3_600_000)
  await dispatcher.idle()
  expect([db.get('SELECT state, phone FROM sms_logs'), sent()]).toEqual([{ state: 'sent', phone: NEW }, [OLD, NEW]])
})

test('who wants nothing at the number that was on file before is not written down as the owner of the new one', async () => {
  const { db, clock, report } = await corrected()
  await db.write((tx) => applyReports(tx, [report('failed', 'blacklisted')], clock.now()))
  expect(db.all('SELECT address FROM suppressions WHERE address = ?', NEW)).toEqual([])
})
