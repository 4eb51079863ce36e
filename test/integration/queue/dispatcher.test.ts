import { randomUUID } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { openDatabase } from '../../../db/open.ts'
import { channelRow, openChannel, unconfirmInterrupted } from '../../../db/queries/outbox.ts'
import { queueDraft } from '../../../electron/campaigns/draft.ts'
import type { OutgoingSms, SendOutcome } from '../../../electron/providers/provider.ts'
import { createDispatcher, type Sender } from '../../../electron/queue/dispatcher.ts'
import { smsStore } from '../../../electron/queue/store.ts'
import type { QuietHours } from '../../../shared/model/quiet-hours.ts'
import { type HandClock, handClock } from '../../support/clock.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { insertFamily } from '../../support/families.ts'

const silent = { info() {}, warn() {}, error() {} }
const accepted: SendOutcome = { kind: 'accepted', providerId: 'x', costMicros: 800_000, currency: 'KES' }
const refused: SendOutcome = { kind: 'rejected', reason: 'number_refused', code: '403', detail: 'InvalidPhoneNumber' }
const offline = (until: number): SendOutcome => ({ kind: 'not_sent', code: 'ECONNREFUSED', fault: { reason: 'offline', detail: '', until } })
const lost: SendOutcome = { kind: 'unknown', code: 'ECONNRESET', detail: 'reset' }

type Setup = { db: Database; clock: HandClock; file: string }

/** A school with `n` families, each with a child and a number of its own. */
async function school(n: number): Promise<Setup> {
  const { db, file, schoolId } = await temporaryDatabase()
  await db.write((tx) => {
    for (let i = 0; i < n; i++) {
      const phone = `+2547120${String(i).padStart(5, '0')}`
      insertFamily(tx, schoolId, {
        guardian: `Guardian ${String(i).padStart(4, '0')}`,
        phone,
        children: [{ adm: String(1000 + i), name: `Child ${i}`, balanceCents: 500_000 }],
      })
    }
  })
  return { db, clock: handClock(), file }
}

/** Queues a campaign to everybody; with the same words for all, or with words of their own. */
async function queue({ db, clock }: Setup, same = false, draftId: string = randomUUID()) {
  if (same) {
    await db.write((tx) =>
      tx.run(
        `INSERT OR IGNORE INTO templates (school_id, key, event_type, language, name, sms, email_subject, email_text, created_at, updated_at)
         VALUES (1, 'own-close', 'bulk', 'en', 'Closing', 'School closes on Friday.', '', '', 0, 0)`,
      ),
    )
  }
  const audience = { classes: [], balanceOverCents: null, includeCopies: false }
  return queueDraft(db, { templateKey: same ? 'own-close' : 'payment_reminder', audience, channel: 'sms' }, draftId, clock.now(), () => {})
}

type Script = (message: OutgoingSms, call: number) => SendOutcome
function dispatch({ db, clock }: Setup, script: Script, limits = { perCall: 1, concurrency: 4 }, quietHours: () => QuietHours | null = () => null) {
  const calls: OutgoingSms[][] = []
  const sender: Sender<OutgoingSms> = {
    name: 'scripted',
    limits,
    async send(messages) {
      calls.push([...messages])
      return new Map(messages.map((m) => [m.id, script(m, calls.length)]))
    },
  }
  const store = smsStore(db, { now: clock.now, quietHours, zone: () => 'Africa/Nairobi' })
  const dispatcher = createDispatcher({ store, sender: () => sender, clock, log: silent, onChange: () => {} })
  dispatcher.start()
  onTestFinished(() => dispatcher.stop(0))
  return { dispatcher, calls, sent: () => calls.flat().map((m) => m.phone) }
}
const states = (db: Database) =>
  Object.fromEntries(db.all<{ state: string; n: number }>('SELECT state, count(*) n FROM sms_logs GROUP BY state').map((r) => [r.state, r.n]))

describe('the queue', () => {
  test('sends every message once and writes down what each cost', async () => {
    const setup = await school(25)
    await queue(setup)
    const { dispatcher, sent } = dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ sent: 25 })
    expect(new Set(sent()).size).toBe(25)
    expect(sent().length).toBe(25)
    expect(setup.db.get('SELECT sum(cost_micros) cost, count(*) n FROM sms_logs')).toEqual({ cost: 20_000_000, n: 25 })
    expect(setup.db.get("SELECT count(*) n FROM attempts WHERE outcome = 'accepted' AND ended_at IS NOT NULL")).toEqual({ n: 25 })
  })

  test('a draft that is sent twice is queued once', async () => {
    const setup = await school(5)
    const first = await queue(setup, false, 'draft-1')
    const second = await queue(setup, false, 'draft-1')
    expect([first.already, second.already, second.campaignId]).toEqual([false, true, first.campaignId])
    expect(states(setup.db)).toEqual({ queued: 5 })
  })

  test('the same words share a call, each number once, a hundred at most', async () => {
    const setup = await school(250)
    await queue(setup, true)
    const { dispatcher, calls } = dispatch(setup, () => accepted, { perCall: 100, concurrency: 2 })
    await dispatcher.idle()
    expect(calls.map((c) => c.length).sort()).toEqual([100, 100, 50])
    expect(states(setup.db)).toEqual({ sent: 250 })
  })

  test('one refused number stops nobody else', async () => {
    const setup = await school(10)
    await queue(setup)
    const { dispatcher } = dispatch(setup, (m) => (m.phone.endsWith('00003') ? refused : accepted))
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ sent: 9, failed: 1 })
    expect(setup.db.get("SELECT failure_reason reason, detail FROM sms_logs WHERE state = 'failed'")).toEqual({
      reason: 'number_refused',
      detail: 'InvalidPhoneNumber',
    })
  })

  test('temporary failures are tried after 60, 120 and 180 seconds, then failed', async () => {
    const setup = await school(1)
    await queue(setup)
    const { dispatcher, calls } = dispatch(setup, () => ({ kind: 'retry', code: '500', detail: 'InternalServerError' }))
    await dispatcher.idle()
    const tries = [calls.length]
    for (const wait of [59_000, 1_000, 119_000, 1_000, 179_000, 1_000, 600_000]) {
      setup.clock.advance(wait)
      await dispatcher.idle()
      tries.push(calls.length)
    }
    expect(tries).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
    expect(setup.db.get('SELECT state, failure_reason reason, attempts FROM sms_logs')).toEqual({ state: 'failed', reason: 'attempts_used', attempts: 4 })
  })

  test('offline holds the channel, uses no attempt, and goes on with one message when it is back', async () => {
    const setup = await school(12)
    await queue(setup)
    let online = false
    const { dispatcher, calls } = dispatch(setup, () => (online ? accepted : offline(setup.clock.now() + 30_000)))
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ queued: 12 })
    expect(setup.db.get('SELECT max(attempts) most FROM sms_logs')).toEqual({ most: 0 })
    expect(channelRow(setup.db, 'sms').pause).toBe('offline')
    const before = calls.length
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect(calls.length).toBe(before + 1)
    online = true
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ sent: 12 })
    expect(channelRow(setup.db, 'sms').pause).toBeNull()
  })

  test('a wrong key stops the channel until a person has put it right', async () => {
    const setup = await school(12)
    await queue(setup)
    let right = false
    const wrong: SendOutcome = { kind: 'not_sent', code: '401', fault: { reason: 'wrong_key', detail: 'The supplied authentication is invalid', until: null } }
    const { dispatcher, calls } = dispatch(setup, () => (right ? accepted : wrong))
    await dispatcher.idle()
    setup.clock.advance(3_600_000)
    await dispatcher.idle()
    expect(calls.length).toBe(4)
    expect(channelRow(setup.db, 'sms')).toMatchObject({ pause: 'wrong_key', until: null, detail: 'The supplied authentication is invalid' })
    right = true
    await setup.db.write((tx) => openChannel(tx, 'sms', setup.clock.now()))
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ sent: 12 })
  })

  test('lost answers are unconfirmed, and three of them in a row stop the channel', async () => {
    const setup = await school(40)
    await queue(setup)
    let back = false
    const { dispatcher } = dispatch(setup, () => (back ? accepted : lost))
    await dispatcher.idle()
    const { unconfirmed = 0 } = states(setup.db)
    expect(unconfirmed).toBeLessThanOrEqual(4 + 3)
    expect(channelRow(setup.db, 'sms').pause).toBe('unconfirmed_run')
    back = true
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ unconfirmed, sent: 40 - unconfirmed })
    expect(channelRow(setup.db, 'sms').pause).toBeNull()
  })

  test('nothing leaves in quiet hours; it goes when they end', async () => {
    const setup = await school(3)
    setup.clock.set(Date.parse('2026-11-20T21:59:00+03:00'))
    await queue(setup)
    setup.clock.set(Date.parse('2026-11-20T22:00:00+03:00'))
    const { dispatcher, calls } = dispatch(
      setup,
      () => accepted,
      undefined,
      () => ({ from: '22:00', to: '07:00' }),
    )
    await dispatcher.idle()
    setup.clock.set(Date.parse('2026-11-21T06:59:00+03:00'))
    await dispatcher.idle()
    expect(calls.length).toBe(0)
    setup.clock.set(Date.parse('2026-11-21T07:00:00+03:00'))
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ sent: 3 })
  })

  test('a guardian’s own quiet hours put off that one only', async () => {
    const setup = await school(3)
    await queue(setup)
    await setup.db.write((tx) => tx.run("INSERT INTO preferences (guardian_id, quiet_start, quiet_end, updated_at) VALUES (1, '09:00', '11:00', 0)"))
    const { dispatcher } = dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ sent: 2, queued: 1 })
    setup.clock.set(Date.parse('2026-11-20T11:00:00+03:00'))
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ sent: 3 })
  })

  test('what was on the wire when the console died is unconfirmed and not sent again', async () => {
    const setup = await school(6)
    await queue(setup)
    // the same file, as a dead process leaves it: two taken for sending, no answer written down
    await setup.db.write((tx) => {
      tx.run("UPDATE sms_logs SET state = 'sending' WHERE id IN (1, 2)")
      tx.run("INSERT INTO attempts (sms_log_id, n, provider, begun_at) VALUES (1, 1, 'scripted', 0), (2, 1, 'scripted', 0)")
    })
    const again = openDatabase(setup.file)
    onTestFinished(() => again.close())
    expect(await again.write((tx) => unconfirmInterrupted(tx, setup.clock.now()))).toBe(2)
    const { dispatcher, sent } = dispatch({ ...setup, db: again }, () => accepted)
    await dispatcher.idle()
    expect(states(again)).toEqual({ unconfirmed: 2, sent: 4 })
    expect(sent().length).toBe(4)
    expect(again.get("SELECT count(*) n FROM attempts WHERE outcome = 'lost'")).toEqual({ n: 2 })
  })

  test('quitting waits for answers on their way and takes nothing new', async () => {
    const setup = await school(20)
    await queue(setup)
    const answers: (() => void)[] = []
    const sender: Sender<OutgoingSms> = {
      name: 'slow',
      limits: { perCall: 1, concurrency: 4 },
      send: (messages) => new Promise((resolve) => answers.push(() => resolve(new Map(messages.map((m) => [m.id, accepted]))))),
    }
    const store = smsStore(setup.db, { now: setup.clock.now, quietHours: () => null, zone: () => 'Africa/Nairobi' })
    const dispatcher = createDispatcher({ store, sender: () => sender, clock: setup.clock, log: silent, onChange: () => {} })
    dispatcher.start()
    await expect.poll(() => answers.length).toBe(4)
    const stopped = dispatcher.stop(10_000)
    for (const answer of answers) answer()
    await stopped
    expect(states(setup.db)).toEqual({ sent: 4, queued: 16 })
  })

  test('a listener that throws costs no message its answer', async () => {
    const setup = await school(6)
    await queue(setup)
    const { db, clock } = setup
    const sender: Sender<OutgoingSms> = {
      name: 'scripted',
      limits: { perCall: 1, concurrency: 2 },
      send: async (messages) => new Map(messages.map((m) => [m.id, accepted])),
    }
    const store = smsStore(db, { now: clock.now, quietHours: () => null, zone: () => 'Africa/Nairobi' })
    const onChange = () => {
      throw new Error('the window is gone')
    }
    const dispatcher = createDispatcher({ store, sender: () => sender, clock, log: silent, onChange })
    dispatcher.start()
    onTestFinished(() => dispatcher.stop(0))
    await dispatcher.idle()
    expect(states(db)).toEqual({ sent: 6 })
  })

  test('answers that cannot be written down are kept until they can', async () => {
    const setup = await school(6)
    await queue(setup)
    const { db, clock } = setup
    const real = smsStore(db, { now: clock.now, quietHours: () => null, zone: () => 'Africa/Nairobi' })
    let refusals = 3
    const store: typeof real = {
      turn: (request) => (request.finished.length > 0 && refusals-- > 0 ? Promise.reject(new Error('the disk is full')) : real.turn(request)),
    }
    const sent: number[] = []
    const send = async (messages: readonly OutgoingSms[]) => {
      sent.push(...messages.map((m) => m.id))
      return new Map(messages.map((m) => [m.id, accepted]))
    }
    const sender: Sender<OutgoingSms> = { name: 'scripted', limits: { perCall: 1, concurrency: 4 }, send }
    const dispatcher = createDispatcher({ store, sender: () => sender, clock, log: silent, onChange: () => {} })
    dispatcher.start()
    onTestFinished(() => dispatcher.stop(0))
    await expect
      .poll(() => {
        clock.advance(2_000)
        return states(db)
      })
      .toEqual({ sent: 6 })
    expect(sent.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6])
    expect(refusals).toBeLessThan(0)
  })

  test('a queue that was stopped is idle', async () => {
    const { dispatcher } = dispatch(await school(0), () => accepted)
    await dispatcher.stop(0)
    await dispatcher.idle()
    expect.assertions(0)
  })

  test('a provider that breaks its promise leaves the message unconfirmed', async () => {
    const setup = await school(1)
    await queue(setup)
    const sender: Sender<OutgoingSms> = { name: 'broken', limits: { perCall: 1, concurrency: 1 }, send: () => Promise.reject(new Error('boom')) }
    const store = smsStore(setup.db, { now: setup.clock.now, quietHours: () => null, zone: () => 'Africa/Nairobi' })
    const dispatcher = createDispatcher({ store, sender: () => sender, clock: setup.clock, log: silent, onChange: () => {} })
    dispatcher.start()
    onTestFinished(() => dispatcher.stop(0))
    await dispatcher.idle()
    expect(states(setup.db)).toEqual({ unconfirmed: 1 })
  })
})
