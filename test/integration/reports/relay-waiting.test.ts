import { afterEach, expect, test } from 'vitest'
import { writeSetting } from '../../../db/queries/settings.ts'
import { pollRelay } from '../../../electron/reports/relay/relay.ts'
import { handClock } from '../../support/clock.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { type RelaySimulator, startRelaySimulator } from '../../support/relay-simulator.ts'
import { insertSentSms } from '../../support/sent-messages.ts'

const begunAt = Date.parse('2026-11-20T09:00:00+03:00')
const opened: RelaySimulator[] = []
afterEach(() => Promise.all(opened.splice(0).map((relay) => relay.close())))

test.each([
  ['the power was away for 20 minutes', 20],
  ['the power was away for an hour', 60],
])('a report that came before its answer settles the message that the cut left in doubt: %s', async (_, minutes) => {
  const clock = handClock(begunAt + 60_000)
  const { db } = await temporaryDatabase()
  const relay = await startRelaySimulator({})
  opened.push(relay)
  const read = () =>
    pollRelay({
      db,
      clock,
      account: { url: relay.url, token: relay.token },
      installations: { current: 'inst', past: [] },
      signal: new AbortController().signal,
    })
  const id = await db.write((tx) => insertSentSms(tx, '+254711000001', { state: 'sending', begunAt }))
  relay.hear({ type: 'sms', at: '2026-11-20T09:00:30+03:00', messageId: 'ATXid_1', phone: '+254711000001', status: 'Success' })
  await read()
  // power cut; the next start finds the message on the wire
  await db.write((tx) => {
    tx.run("UPDATE attempts SET ended_at = 1, outcome = 'lost' WHERE sms_log_id = ?", id)
    tx.run("UPDATE sms_logs SET state = 'unconfirmed' WHERE id = ?", id)
  })
  clock.advance(minutes * 60_000)
  await read()
  expect(db.get('SELECT state FROM sms_logs')).toEqual({ state: 'delivered' })
})

test('a report that an earlier version kept, under its old name, is applied too', async () => {
  const { db } = await temporaryDatabase()
  const relay = await startRelaySimulator({})
  opened.push(relay)
  const clock = handClock(begunAt + 60_000)
  await db.write((tx) => {
    insertSentSms(tx, '+254711000001', { state: 'sent', begunAt, providerId: 'ATXid_1' })
    const about = { channel: 'sms', own: null, providerId: 'ATXid_1', address: '+254711000001', between: null, text: null }
    const news = { about, source: 'relay', externalKey: 'ATXid_1|success|', verdict: 'delivered', reason: null, code: 'Success', detail: '', at: begunAt }
    writeSetting(tx, 'relay-waiting', [{ news, until: begunAt + 120_000 }], begunAt)
  })
  const account = { url: relay.url, token: relay.token }
  await pollRelay({ db, clock, account, installations: { current: 'inst', past: [] }, signal: new AbortController().signal })
  expect(db.get('SELECT state FROM sms_logs')).toEqual({ state: 'delivered' })
})
