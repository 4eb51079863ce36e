import { describe, expect, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { writeSetting } from '../../../db/queries/settings.ts'
import { applyChange } from '../../../electron/messages/changes.ts'
import type { LostSms, ProviderReport, SmsProvider, Trace } from '../../../electron/providers/provider.ts'
import { pollProvider } from '../../../electron/reports/provider-reports.ts'
import { handClock } from '../../support/clock.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { dispatch, lost, queueAll, queueSchool } from '../../support/queue.ts'
import { insertSentSms, type SentSeed } from '../../support/sent-messages.ts'

const MINUTE = 60_000
const begunAt = Date.parse('2026-11-20T09:00:00+03:00')
const NEVER_TAKEN: Trace = { kind: 'never_accepted', others: [] }

/** A provider that can be asked, answering as the test says. */
function askable(answers: { reports?: (ids: readonly string[]) => readonly ProviderReport[]; trace?: (lost: LostSms) => Trace }) {
  const asked: string[][] = []
  const traced: LostSms[] = []
  const provider: SmsProvider = {
    name: 'twilio',
    account: 'the school’s',
    channel: 'sms',
    limits: { perCall: 1, concurrency: 1, perSecond: null, perDay: null },
    send: async () => new Map(),
    close: async () => {},
    reports: async (ids) => {
      asked.push([...ids])
      return answers.reports?.(ids) ?? []
    },
    trace: async (lost) => {
      traced.push(lost)
      return answers.trace?.(lost) ?? { kind: 'unclear', detail: '' }
    },
  }
  return { provider, asked, traced }
}

async function setup(answers: Parameters<typeof askable>[0], more: Partial<SmsProvider> = {}) {
  const { db } = await temporaryDatabase()
  const clock = handClock(begunAt)
  const { provider: plain, asked, traced } = askable(answers)
  const provider = { ...plain, ...more }
  const sms = (phone: string, seed: Partial<SentSeed> = {}) => db.write((tx) => insertSentSms(tx, phone, { state: 'sent', begunAt, ...seed }))
  const read = (all = false) => pollProvider({ db, clock, provider, signal: new AbortController().signal, all })
  return { db, clock, sms, read, asked, traced }
}
const states = (db: Database) => db.all<{ state: string }>('SELECT state FROM sms_logs ORDER BY id').map((m) => m.state)
const delivered = (providerId: string): ProviderReport => ({
  providerId,
  verdict: 'delivered',
  reason: null,
  code: 'delivered',
  detail: '',
  at: begunAt + 5_000,
})

describe('a provider that can be asked', () => {
  test('is asked about each message at its ages, and no more once there is an answer', async () => {
    const { db, clock, sms, read, asked } = await setup({ reports: () => (asked.length < 3 ? [] : [delivered('SM1')]) })
    await sms('+254711000001', { providerId: 'SM1' })
    const askedAt: number[] = []
    for (let minute = 1; minute <= 90; minute++) {
      clock.advance(MINUTE)
      const before = asked.length
      await read()
      if (asked.length > before) askedAt.push(minute)
    }
    expect(askedAt).toEqual([2, 6, 16])
    expect(states(db)).toEqual(['delivered'])
    expect(db.get('SELECT source, verdict FROM delivery_reports')).toEqual({ source: 'provider', verdict: 'delivered' })
  })

  test('gives the reason of what did not arrive', async () => {
    const { db, clock, sms, read } = await setup({
      reports: (ids) =>
        ids.map((providerId) => ({ providerId, verdict: 'failed', reason: 'subscriber_absent', code: '30003', detail: 'Unreachable', at: begunAt })),
    })
    await sms('+254711000001', { providerId: 'SM1' })
    clock.advance(2 * MINUTE)
    expect((await read()).counts.failed).toBe(1)
    expect(db.get('SELECT failure_reason why, detail FROM sms_logs')).toEqual({ why: 'subscriber_absent', detail: 'Unreachable' })
  })

  test('that tells prices later is asked until it has told them, and the message and its attempt get them once', async () => {
    const price = { costMicros: 46_800, currency: 'USD' }
    const { db, clock, sms, read, asked } = await setup({ reports: () => [{ ...delivered('SM1'), ...(asked.length > 1 && price) }] }, { pricesLater: true })
    await sms('+254711000001', { providerId: 'SM1' })
    const cost = (table: string) => db.get(`SELECT cost_micros costMicros, cost_currency currency FROM ${table}`)
    clock.advance(2 * MINUTE)
    await read()
    expect([states(db), cost('sms_logs')]).toEqual([['delivered'], { costMicros: null, currency: null }])
    clock.advance(4 * MINUTE)
    await read()
    expect([states(db), cost('sms_logs'), cost('attempts')]).toEqual([['delivered'], price, price])
    clock.advance(60 * MINUTE)
    await read()
    expect(asked.length).toBe(2)
    await read(true)
    expect([asked.length, cost('sms_logs')]).toEqual([2, price])
  })

  test('that tells a price of a message on its way leaves it there', async () => {
    const { db, clock, sms, read } = await setup(
      { reports: () => [{ ...delivered('SM1'), verdict: 'on_the_way', costMicros: 46_800, currency: 'USD' }] },
      { pricesLater: true },
    )
    await sms('+254711000001', { providerId: 'SM1' })
    clock.advance(2 * MINUTE)
    await read()
    expect([states(db), db.get('SELECT cost_micros costMicros FROM sms_logs')]).toEqual([['sent'], { costMicros: 46_800 }])
  })

  test('that tells no prices is not asked again about what has arrived', async () => {
    const { clock, sms, read, asked } = await setup({ reports: () => [delivered('SM1')] })
    await sms('+254711000001', { providerId: 'SM1' })
    clock.advance(2 * MINUTE)
    await read()
    await read(true)
    expect(asked.length).toBe(1)
  })

  test('that cannot be reached is asked all of it again', async () => {
    let reachable = false
    const { db, clock, sms, read } = await setup({
      reports: (ids) => {
        if (!reachable) throw new Error('no connection')
        return ids.map(delivered)
      },
    })
    await sms('+254711000001', { providerId: 'SM1' })
    clock.advance(2 * MINUTE)
    expect((await read()).trouble).toBe('provider_unreachable')
    reachable = true
    clock.advance(1)
    expect((await read()).trouble).toBe(null)
    expect(states(db)).toEqual(['delivered'])
  })

  test('is not asked about another account’s messages, nor about what is older than two days, the youngest first', async () => {
    const { clock, sms, read, asked } = await setup({})
    await sms('+254711000001', { providerId: 'old', begunAt: begunAt - 49 * 60 * MINUTE })
    await sms('+254711000002', { providerId: 'other', account: 'another' })
    await sms('+254711000003', { providerId: 'SM1', begunAt: begunAt - 60 * MINUTE })
    await sms('+254711000004', { providerId: 'SM2' })
    clock.advance(2 * MINUTE)
    await read()
    expect(asked).toEqual([['SM2', 'SM1']])
  })

  test('settles what was unconfirmed: taken is sent, with its id', async () => {
    const { db, clock, sms, read } = await setup({ trace: () => ({ kind: 'accepted', providerId: 'SM7', code: 'sent' }) })
    await sms('+254711000001', { state: 'unconfirmed' })
    clock.advance(3 * MINUTE)
    expect((await read()).counts.confirmed).toBe(1)
    expect(db.get('SELECT state, provider_id providerId, sent_at sentAt FROM sms_logs')).toEqual({ state: 'sent', providerId: 'SM7', sentAt: begunAt })
    expect(db.get('SELECT source, verdict FROM delivery_reports')).toEqual({ source: 'provider', verdict: 'on_the_way' })
  })

  test('whose list holds another message that says the same settles nothing by it', async () => {
    const { db, clock, sms, read } = await setup({ trace: () => ({ kind: 'accepted', providerId: 'SM7', code: 'sent' }) })
    await sms('+254711000001', { providerId: 'SM7' })
    await sms('+254711000001', { state: 'unconfirmed' })
    clock.advance(3 * MINUTE)
    await read()
    expect(states(db)).toEqual(['sent', 'unconfirmed'])
  })

  test('that proves that it never had a message lets it go again, but not at once', async () => {
    const { db, clock, sms, read } = await setup({ trace: () => NEVER_TAKEN })
    await sms('+254711000001', { state: 'unconfirmed' })
    clock.advance(3 * MINUTE)
    expect([(await read()).requeued, states(db)]).toEqual([0, ['unconfirmed']])
    clock.advance(8 * MINUTE)
    expect([(await read()).requeued, states(db)]).toEqual([1, ['queued']])
  })

  test('whose list holds something to that number which is not known by its id leaves the message to a person', async () => {
    const { db, clock, sms, read } = await setup({ trace: ({ phone }) => ({ kind: 'never_accepted', others: [`SM${phone.at(-1)}`, 'SM9'] }) })
    const [one, two] = ['+254711000001', '+254711000002']
    await sms(one, { state: 'unconfirmed' })
    await sms(one, { providerId: 'SM1' })
    await sms(two, { state: 'unconfirmed' })
    const again = await sms(two, { providerId: 'SM2' })
    await sms(two, { providerId: 'SM9' })
    await db.write((tx) => tx.run("UPDATE sms_logs SET provider_id = NULL, state = 'failed', failure_reason = 'undelivered' WHERE id = ?", again))
    await db.write((tx) => tx.run("UPDATE sms_logs SET provider_id = NULL WHERE provider_id = 'SM9'"))
    clock.advance(11 * MINUTE)
    expect([(await read()).requeued, states(db)]).toEqual([1, ['unconfirmed', 'sent', 'queued', 'failed', 'sent']])
  })

  test('is not believed about a message that was handed to another account', async () => {
    const { db, clock, sms, read, traced } = await setup({ trace: () => NEVER_TAKEN })
    await sms('+254711000001', { state: 'unconfirmed', account: 'another' })
    await sms('+254711000002', { state: 'unconfirmed', account: '' })
    clock.advance(11 * MINUTE)
    expect([(await read(true)).requeued, traced, states(db)]).toEqual([0, [], ['unconfirmed', 'unconfirmed']])
  })

  test('is asked about a message that the queue handed to this very account', async () => {
    const setup = await queueSchool(1)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => lost, { sender: { account: 'the school’s' } })
    await dispatcher.idle()
    const { provider, traced } = askable({})
    setup.clock.advance(3 * MINUTE)
    await pollProvider({ ...setup, provider: { ...provider, account: 'another' }, signal: new AbortController().signal, all: false })
    expect(traced).toEqual([])
    await pollProvider({ ...setup, provider, signal: new AbortController().signal, all: false })
    expect(traced).toHaveLength(1)
  })

  test('is told what it took before a lost message, so that one that forgets can be told from one that never had it', async () => {
    const { clock, sms, read, traced } = await setup({})
    await sms('+254711000001', { providerId: 'SM1' })
    await sms('+254711000002', { providerId: 'X1', account: 'another' })
    await sms('+254711000003', { state: 'unconfirmed' })
    await sms('+254711000004', { providerId: 'SM2' })
    clock.advance(3 * MINUTE)
    await read()
    expect(traced.map(({ id, earlier }) => ({ id, earlier }))).toEqual([{ id: 3, earlier: 'SM1' }])
  })

  test('that is another account now is asked about all that this one took, not from where the other stood', async () => {
    const { db, clock, sms, read, asked } = await setup({})
    await sms('+254711000001', { providerId: 'SM1' })
    const place = { account: 'another', reports: begunAt + 20 * MINUTE, traces: begunAt + 20 * MINUTE }
    await db.write((tx) => writeSetting(tx, 'provider-news-place', place, begunAt))
    clock.advance(20 * MINUTE)
    await read()
    expect(asked).toEqual([['SM1']])
  })

  test('ends a message that was cancelled meanwhile, once it is proved that it never went', async () => {
    const { db, clock, sms, read } = await setup({ trace: () => NEVER_TAKEN })
    await sms('+254711000001', { state: 'unconfirmed' })
    await db.write((tx) => applyChange(tx, { kind: 'cancel', what: { filter: {} } }, clock.now()))
    clock.advance(11 * MINUTE)
    expect([(await read()).requeued, states(db)]).toEqual([0, ['cancelled']])
  })

  test('never lets a message go again that a person left as it is, or settled meanwhile', async () => {
    const { db, clock, sms, read } = await setup({
      trace: ({ id }) => {
        if (id === 2) void db.write((tx) => tx.run("UPDATE sms_logs SET state = 'sent' WHERE id = 2"))
        return NEVER_TAKEN
      },
    })
    await sms('+254711000001', { state: 'unconfirmed' })
    await sms('+254711000002', { state: 'unconfirmed' })
    await db.write((tx) => tx.run('UPDATE sms_logs SET decided_at = 1 WHERE id = 1'))
    clock.advance(30 * MINUTE)
    expect((await read()).requeued).toBe(0)
    expect(states(db)).toEqual(['unconfirmed', 'sent'])
  })

  test('whose list does not decide leaves the message to a person', async () => {
    const { db, clock, sms, read, traced } = await setup({})
    await sms('+254711000001', { state: 'unconfirmed' })
    for (let i = 0; i < 40; i++) {
      clock.advance(MINUTE)
      await read()
    }
    expect([states(db), traced.length]).toEqual([['unconfirmed'], 3])
  })

  /** 130 messages lost in the same moment; of the first 100 the provider never says anything clear, the others it has. */
  async function manyLost() {
    const trace = ({ id }: LostSms): Trace => (id <= 100 ? { kind: 'unclear', detail: '' } : { kind: 'accepted', providerId: `SM${id}`, code: 'sent' })
    const all = await setup({ trace })
    for (let i = 0; i < 130; i++) await all.sms(`+2547110${String(i).padStart(5, '0')}`, { state: 'unconfirmed' })
    const settled = () => states(all.db).filter((state) => state === 'sent').length
    return { ...all, settled }
  }

  test('that says nothing clear of a hundred lost messages is asked about those behind them all the same, and about each only at its ages', async () => {
    const { clock, read, traced, settled } = await manyLost()
    for (let i = 0; i < 4; i++) {
      clock.advance(MINUTE)
      await read()
    }
    expect([traced.length, settled()]).toEqual([130, 30])
    for (let i = 4; i < 48 * 60; i++) {
      clock.advance(MINUTE)
      await read()
    }
    expect(traced.length).toBe(6 * 100 + 30)
  })

  test('is asked about all lost messages by a person who presses twice', async () => {
    const { read, clock, traced, settled } = await manyLost()
    clock.advance(MINUTE)
    await read(true)
    expect([traced.length, settled()]).toEqual([100, 0])
    await read(true)
    expect([traced.length, settled()]).toEqual([130, 30])
    await read(true)
    expect(traced.length).toBe(230)
  })

  test('is asked about what is lost later, though nothing is left of those that it was being asked about', async () => {
    const { db, clock, sms, read, traced } = await manyLost()
    clock.advance(3 * MINUTE)
    await read()
    await db.write((tx) => tx.run("UPDATE sms_logs SET state = 'sent'"))
    const late = await sms('+254711099999', { state: 'unconfirmed', begunAt: clock.now() })
    for (let i = 0; i < 5; i++) {
      clock.advance(MINUTE)
      await read()
    }
    expect([traced.length, traced.at(-1)?.id]).toEqual([101, late])
  })

  test('is asked about everything when a person wants to know now', async () => {
    const { clock, sms, read, asked } = await setup({})
    await sms('+254711000001', { providerId: 'SM1' })
    clock.advance(2 * MINUTE)
    await read()
    await read()
    expect(asked.length).toBe(1)
    await read(true)
    expect(asked.length).toBe(2)
  })
})
