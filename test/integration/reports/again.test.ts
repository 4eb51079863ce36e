import { expect, test } from 'vitest'
import { pauseChannel } from '../../../db/queries/channels.ts'
import { holdAllRestored } from '../../../db/queries/journal.ts'
import { applyChange } from '../../../electron/messages/changes.ts'
import type { OutgoingSms, SendOutcome, SmsProvider, Trace } from '../../../electron/providers/provider.ts'
import { applyReports } from '../../../electron/reports/apply.ts'
import type { DeliveryReport, ReportSubject } from '../../../electron/reports/decide.ts'
import { pollProvider } from '../../../electron/reports/provider-reports.ts'
import { accepted, dispatch, lost, NO_LIMITS, offline, type QueueSetup, queueAll, queueSchool, refused, saveSettings, smsStates } from '../../support/queue.ts'

const MINUTE = 60_000
const PHONE = '+254712000000'

/** A family whose SMS got no answer, and which a person lets have it again while the channel waits. */
async function askedAgain(...outcomes: readonly SendOutcome[]) {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  await queueAll(setup)
  const { dispatcher, calls } = await dispatch(setup, (_message: OutgoingSms, call: number) => outcomes[call - 1] ?? accepted)
  await dispatcher.idle()
  await db.write((tx) => pauseChannel(tx, 'sms', 'by_hand', '', null, clock.now()))
  await again(setup)
  const resume = async () => {
    await db.write((tx) => tx.run("UPDATE channels SET pause = NULL, until = NULL WHERE channel = 'sms'"))
    dispatcher.wake()
    await dispatcher.idle()
  }
  const hear = (verdict: DeliveryReport['verdict'], about: Partial<ReportSubject> = { own: { id: 1, lastBoot: null } }) =>
    db.write((tx) => applyReports(tx, [reportOf(verdict, about, clock.now())], clock.now()))
  return { ...setup, calls, resume, hear }
}
const again = ({ db, clock }: QueueSetup) => db.write((tx) => applyChange(tx, { kind: 'retry', what: { messages: [{ channel: 'sms', id: 1 }] } }, clock.now()))

let heard = 0
function reportOf(verdict: DeliveryReport['verdict'], about: Partial<ReportSubject>, at: number): DeliveryReport {
  const whole: ReportSubject = { channel: 'sms', own: null, providerId: null, address: null, between: null, text: null, ...about }
  return { about: whole, source: 'relay', externalKey: String(heard++), verdict, reason: null, code: '', detail: '', at }
}

test.each([
  ['delivered', 'delivered'],
  ['on_the_way', 'sent'],
] as const)('a message whose answer was lost goes no second time once it is heard to be %s', async (verdict, state) => {
  const { db, calls, resume, hear } = await askedAgain(lost)
  expect(smsStates(db)).toEqual({ queued: 1 })
  await hear(verdict)
  await resume()
  expect([smsStates(db), calls.length]).toEqual([{ [state]: 1 }, 1])
})

test('it is settled so too when it waits for a person, after a backup was brought back', async () => {
  const { db, clock, hear } = await askedAgain(lost)
  await db.write((tx) => holdAllRestored(tx, clock.now()))
  await hear('delivered')
  expect(db.get('SELECT state, hold_reason why FROM sms_logs')).toEqual({ state: 'delivered', why: null })
})

test('it is found by number and time though it was tried in vain since', async () => {
  const { db, clock, calls, resume, hear } = await askedAgain(lost, offline(Number.MAX_SAFE_INTEGER))
  const lostAt = clock.now()
  clock.advance(60 * MINUTE)
  await resume()
  expect([smsStates(db), calls.length]).toEqual([{ queued: 1 }, 2])
  await hear('delivered', { address: PHONE, between: [lostAt - MINUTE, lostAt + MINUTE] })
  expect(db.get('SELECT state, sent_at sentAt FROM sms_logs')).toEqual({ state: 'delivered', sentAt: lostAt })
})

test('it went out when its last try began, though it went long before too, and by a clock that was ahead', async () => {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  await queueAll(setup)
  const outcomes = [accepted, lost]
  const { dispatcher } = await dispatch(setup, () => outcomes.shift() ?? accepted)
  await dispatcher.idle()
  const about = { own: { id: 1, lastBoot: null } }
  await db.write((tx) => applyReports(tx, [reportOf('failed', about, clock.now())], clock.now()))
  clock.set(clock.now() - 60 * 24 * 60 * MINUTE)
  await again(setup)
  dispatcher.wake()
  await dispatcher.idle()
  const triedAt = clock.now()
  expect(smsStates(db)).toEqual({ unconfirmed: 1 })
  clock.advance(5 * MINUTE)
  await db.write((tx) => applyReports(tx, [reportOf('delivered', about, clock.now())], clock.now()))
  expect(db.get('SELECT state, sent_at sentAt FROM sms_logs')).toEqual({ state: 'delivered', sentAt: triedAt })
})

/** A family whose first SMS was called X and failed, whose second got no answer, and what is heard of X by its number since. */
async function failedThenLost(first: SendOutcome) {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  await queueAll(setup)
  const { dispatcher, calls } = await dispatch(setup, (_message: OutgoingSms, call: number) => (call === 1 ? first : lost))
  await dispatcher.idle()
  const hear = (verdict: DeliveryReport['verdict']) => {
    const about = { providerId: 'X', address: PHONE, between: [clock.now() - 60 * MINUTE, clock.now() + MINUTE] } as const
    return db.write((tx) => applyReports(tx, [reportOf(verdict, about, clock.now())], clock.now()))
  }
  await hear('failed')
  expect(smsStates(db)).toEqual({ failed: 1 })
  await again(setup)
  dispatcher.wake()
  await dispatcher.idle()
  expect([smsStates(db), calls.length]).toEqual([{ unconfirmed: 1 }, 2])
  return { ...setup, hear }
}

test.each([
  ['was told with its answer', { kind: 'accepted', providerId: 'X' }],
  ['was first heard in a report', lost],
] as const)('what comes late of an earlier try whose name %s says nothing of the last one', async (_when, first) => {
  const { db, hear } = await failedThenLost(first)
  for (const verdict of ['failed', 'delivered', 'on_the_way'] as const) expect(await hear(verdict)).toMatchObject({ same: 1, none: 0, doubtful: 0 })
  expect(db.get('SELECT state, provider_id providerId FROM sms_logs')).toEqual({ state: 'unconfirmed', providerId: null })
  expect(db.all<{ verdict: string }>('SELECT verdict FROM delivery_reports ORDER BY id').map((r) => r.verdict)).toEqual([
    'failed',
    'failed',
    'delivered',
    'on_the_way',
  ])
})

test('that an earlier try failed does not let a message go once more whose last try is heard to be on its way', async () => {
  const setup = await failedThenLost({ kind: 'accepted', providerId: 'X' })
  const { db, clock, hear } = setup
  await hear('failed')
  expect(db.all('SELECT attempt FROM delivery_reports')).toEqual([{ attempt: 1 }, { attempt: 1 }])
  await db.write((tx) => pauseChannel(tx, 'sms', 'by_hand', '', null, clock.now()))
  await again(setup)
  const about = { own: { id: 1, lastBoot: null } }
  await db.write((tx) => applyReports(tx, [reportOf('on_the_way', about, clock.now())], clock.now()))
  expect(smsStates(db)).toEqual({ sent: 1 })
  expect(db.all('SELECT attempt FROM delivery_reports')).toEqual([{ attempt: 1 }, { attempt: 1 }, { attempt: 2 }])
})

test('a message that was refused does not arrive because another program wrote to that number', async () => {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  await queueAll(setup)
  const { dispatcher } = await dispatch(setup, () => refused)
  await dispatcher.idle()
  const about = { providerId: 'another', address: PHONE, between: [clock.now() - MINUTE, clock.now() + MINUTE] } as const
  expect(await db.write((tx) => applyReports(tx, [reportOf('delivered', about, clock.now())], clock.now()))).toMatchObject({ delivered: 0, none: 1 })
  expect(smsStates(db)).toEqual({ failed: 1 })
})

test('a report that it did not arrive lets it go again, whatever comes later of its way', async () => {
  const { db, calls, resume, hear } = await askedAgain(lost)
  await hear('failed')
  await hear('on_the_way')
  expect(smsStates(db)).toEqual({ queued: 1 })
  await resume()
  expect([smsStates(db), calls.length]).toEqual([{ sent: 1 }, 2])
})

test('no report can be about a message that was never handed over', async () => {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  await saveSettings(setup, { holdSeconds: 30 })
  await queueAll(setup)
  const hear = () => db.write((tx) => applyReports(tx, [reportOf('delivered', { own: { id: 1, lastBoot: null } }, clock.now())], clock.now()))
  await hear()
  expect(smsStates(db)).toEqual({ held: 1 })
  await db.write((tx) => tx.run("UPDATE sms_logs SET state = 'queued', hold_reason = NULL"))
  await hear()
  expect(smsStates(db)).toEqual({ queued: 1 })
  await expect(db.write((tx) => tx.run("UPDATE sms_logs SET state = 'sent'"))).rejects.toThrow(/cannot move/)
})

test('the provider is asked about it while it waits: what it took goes no second time, what it never had goes on waiting', async () => {
  const { db, clock, calls, resume } = await askedAgain(lost, offline(Number.MAX_SAFE_INTEGER))
  let trace: Trace = { kind: 'never_accepted', others: [] }
  const provider: SmsProvider = {
    name: 'scripted',
    account: 'scripted',
    channel: 'sms',
    limits: NO_LIMITS,
    send: async () => new Map(),
    close: async () => {},
    trace: async () => trace,
  }
  const ask = () => pollProvider({ db, clock, provider, signal: new AbortController().signal, all: true })
  clock.advance(11 * MINUTE)
  await resume()
  expect([(await ask()).requeued, smsStates(db)]).toEqual([0, { queued: 1 }])
  trace = { kind: 'accepted', providerId: 'SM1', code: 'sent' }
  expect([(await ask()).counts.confirmed, smsStates(db), calls.length]).toEqual([1, { sent: 1 }, 2])
})
