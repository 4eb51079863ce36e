import { afterEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { pollRelay, relayPlace } from '../../../electron/reports/relay/relay.ts'
import { handClock } from '../../support/clock.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { type RelaySimulator, startRelaySimulator } from '../../support/relay-simulator.ts'
import { insertSentEmail, insertSentSms, type SentSeed } from '../../support/sent-messages.ts'

const clock = handClock(Date.parse('2026-11-20T10:00:00+03:00'))
const AT = '2026-11-20T09:00:30+03:00'
const begunAt = Date.parse('2026-11-20T09:00:00+03:00')
const opened: RelaySimulator[] = []
afterEach(() => Promise.all(opened.splice(0).map((relay) => relay.close())))

async function setup(pageLimit?: number) {
  const { db } = await temporaryDatabase()
  const relay = await startRelaySimulator({ ...(pageLimit && { pageLimit }) })
  opened.push(relay)
  const sms = (phone: string, seed: Partial<SentSeed> = {}) => db.write((tx) => insertSentSms(tx, phone, { state: 'sent', begunAt, ...seed }))
  const read = (token = relay.token) =>
    pollRelay({ db, clock, account: { url: relay.url, token }, installations: { current: 'inst', past: [] }, signal: new AbortController().signal })
  return { db, relay, sms, read }
}
/** ATXid_2 went to +254711000002, and so on. */
const report = (messageId: string, status: string, more: object = {}) => ({
  type: 'sms',
  at: AT,
  messageId,
  phone: `+25471100000${/_(\d)$/.exec(messageId)?.[1] ?? 1}`,
  status,
  ...more,
})
const states = (db: Database) => db.all<{ state: string }>('SELECT state FROM sms_logs ORDER BY id').map((m) => m.state)

describe('a relay', () => {
  test('is read page by page to its end, and from there the next time', async () => {
    const { db, relay, sms, read } = await setup(2)
    for (const n of [1, 2, 3, 4, 5]) await sms(`+25471100000${n}`, { providerId: `ATXid_${n}` })
    relay.hear(...[1, 2, 3, 4, 5].map((n) => report(`ATXid_${n}`, n === 5 ? 'AbsentSubscriber' : 'Success')))
    expect(await read()).toEqual({ counts: { delivered: 4, failed: 1, confirmed: 0, same: 0 }, trouble: null, retryAfterMs: null })
    expect(relay.asked).toEqual([null, '2', '4'])
    expect(states(db)).toEqual(['delivered', 'delivered', 'delivered', 'delivered', 'failed'])
    expect(db.get("SELECT failure_reason why, detail FROM sms_logs WHERE state = 'failed'")).toEqual({ why: 'subscriber_absent', detail: 'AbsentSubscriber' })
    await read()
    expect(relay.asked.at(-1)).toBe('5')
  })

  test('whose page is read twice, because the console was killed before it had the next, changes nothing', async () => {
    const { db, relay, sms, read } = await setup()
    await sms('+254711000001', { providerId: 'ATXid_1' })
    relay.hear(report('ATXid_1', 'Sent'), report('ATXid_1', 'Success'))
    await read()
    const before = db.all('SELECT * FROM delivery_reports')
    await db.write((tx) => tx.run("DELETE FROM settings WHERE key = 'relay-place'"))
    expect((await read()).counts).toEqual({ delivered: 0, failed: 0, confirmed: 0, same: 2 })
    expect(db.all('SELECT * FROM delivery_reports')).toEqual(before)
    expect(states(db)).toEqual(['delivered'])
  })

  test('moves its place in the very transaction that takes in what it covers', async () => {
    const { db, relay, sms, read } = await setup(1)
    await sms('+254711000001', { providerId: 'ATXid_1' })
    await sms('+254711000002', { providerId: 'ATXid_2' })
    relay.hear(report('ATXid_1', 'Success'), report('ATXid_2', 'Success'))
    await db.write((tx) => tx.run("CREATE TRIGGER no_second BEFORE UPDATE OF state ON sms_logs WHEN old.id = 2 BEGIN SELECT raise(abort, 'power cut'); END"))
    await expect(read()).rejects.toThrow('power cut')
    expect([states(db), relayPlace(db, relay.url)]).toEqual([['delivered', 'sent'], '1'])
    await db.write((tx) => tx.run('DROP TRIGGER no_second'))
    await read()
    expect(states(db)).toEqual(['delivered', 'delivered'])
  })

  test('reports that come in the wrong order end in the right state', async () => {
    const { db, relay, sms, read } = await setup()
    await sms('+254711000001', { providerId: 'ATXid_1' })
    relay.hear(
      report('ATXid_1', 'Failed', { failureReason: 'DeliveryFailure' }),
      report('ATXid_1', 'Success'),
      report('ATXid_1', 'Buffered'),
      report('ATXid_1', 'Failed'),
    )
    await read()
    expect(states(db)).toEqual(['delivered'])
    expect(db.get('SELECT count(*) n FROM delivery_reports')).toEqual({ n: 3 })
  })

  test('a report on a message that is being sent is kept until its answer is written down', async () => {
    const { db, relay, sms, read } = await setup()
    const id = await sms('+254711000001', { state: 'sending' })
    relay.hear(report('ATXid_1', 'Success'))
    await read()
    expect(states(db)).toEqual(['sending'])
    await db.write((tx) => tx.run("UPDATE sms_logs SET state = 'sent', provider_id = 'ATXid_1' WHERE id = ?", id))
    await read()
    expect(states(db)).toEqual(['delivered'])
  })

  test('an unconfirmed message is found by its number, and confirmed by less than delivery', async () => {
    const { db, relay, sms, read } = await setup()
    await sms('+254711000001', { state: 'unconfirmed' })
    relay.hear(report('ATXid_new', 'Submitted'))
    expect((await read()).counts.confirmed).toBe(1)
    expect(db.get('SELECT state, provider_id providerId FROM sms_logs')).toEqual({ state: 'sent', providerId: 'ATXid_new' })
  })

  test('an SMS of another program, later than ten minutes, says nothing of an unconfirmed one to the same family', async () => {
    const { db, relay, sms, read } = await setup()
    await sms('+254711000001', { state: 'unconfirmed' })
    relay.hear(report('ATXid_of_library', 'Success', { at: '2026-11-20T09:10:01+03:00' }))
    await read()
    expect(states(db)).toEqual(['unconfirmed'])
  })

  test('the same id told of another number is another account’s message', async () => {
    const { db, relay, sms, read } = await setup()
    await sms('+254711000001', { provider: 'custom', account: 'old gateway', providerId: '5' })
    await sms('+254722000002', { provider: 'custom', account: 'new gateway', providerId: '5' })
    relay.hear(report('5', 'Failed', { phone: '+254722000002', failureReason: 'UserInBlackList' }))
    await read()
    expect(states(db)).toEqual(['sent', 'failed'])
    expect(db.all('SELECT address FROM suppressions')).toEqual([{ address: '+254722000002' }])
  })

  test('opt-outs go into the register, and reports of other programs nowhere', async () => {
    const { db, relay, read } = await setup()
    relay.hear({ type: 'opt_out', at: AT, phone: '+254711000007' }, report('ATXid_foreign', 'Success'), { type: 'pigeon' })
    expect((await read()).trouble).toBe(null)
    expect(db.all('SELECT channel, address, source FROM suppressions')).toEqual([{ channel: 'sms', address: '+254711000007', source: 'relay' }])
    expect(db.get('SELECT count(*) n FROM delivery_reports')).toEqual({ n: 0 })
  })

  test('an opened mail is noted the first time, and a pressed link means that it was opened', async () => {
    const { db, relay, read } = await setup()
    const [one, two] = await db.write((tx) => [1, 2].map((n) => insertSentEmail(tx, `p${n}@post.example`, { state: 'sent', begunAt })))
    const event = (id: number | undefined, name: string, at: string) => ({ type: 'email', at, messageId: `<inst.${id}@school.example>`, event: name })
    relay.hear(event(one, 'opened', AT), event(one, 'opened', '2026-11-20T09:30:00+03:00'), event(two, 'clicked', AT))
    await read()
    const at = Date.parse(AT)
    expect(db.all('SELECT state, opened_at openedAt, clicked_at clickedAt FROM email_logs ORDER BY id')).toEqual([
      { state: 'sent', openedAt: at, clickedAt: null },
      { state: 'sent', openedAt: at, clickedAt: at },
    ])
    expect(db.get('SELECT count(*) n FROM delivery_reports')).toEqual({ n: 2 })
  })

  test('that was set up anew is read from its beginning', async () => {
    const { db, relay, sms, read } = await setup()
    await sms('+254711000001', { providerId: 'ATXid_1' })
    await sms('+254711000002', { providerId: 'ATXid_2' })
    relay.hear(report('ATXid_1', 'Sent'), report('ATXid_1', 'Success'))
    await read()
    relay.startAnew()
    relay.hear(report('ATXid_2', 'Success'))
    await read()
    expect(states(db)).toEqual(['delivered', 'delivered'])
  })

  test.each([
    ['relay_wrong_token', { status: 401 }],
    ['relay_wrong_token', { status: 403 }],
    ['relay_not_there', { status: 404 }],
    ['relay_not_there', { status: 302, headers: { location: 'https://elsewhere.example/' } }],
    ['relay_busy', { status: 500 }],
    ['relay_unreadable', { status: 200, body: '<html>Welcome</html>' }],
    ['relay_unreadable', { status: 200, body: ' '.repeat(2_000_001) }],
    ['relay_unreachable', 'reset'],
  ] as const)('in trouble says %s and keeps its place', async (trouble, behaviour) => {
    const { db, relay, read } = await setup()
    relay.hear(report('ATXid_1', 'Success'))
    await read()
    relay.plan(behaviour)
    expect((await read()).trouble).toBe(trouble)
    expect(relayPlace(db, relay.url)).toBe('1')
  })

  test.each([
    ['120', 120_000],
    ['999999999', 3_600_000],
    ['soon', null],
  ])('that is too busy says for how long (%s)', async (header, retryAfterMs) => {
    const { relay, read } = await setup()
    relay.plan({ status: 429, headers: { 'retry-after': header } })
    expect(await read()).toMatchObject({ trouble: 'relay_busy', retryAfterMs })
  })

  test('with a wrong token gives nothing', async () => {
    const { read } = await setup()
    expect((await read('another')).trouble).toBe('relay_wrong_token')
  })
})
