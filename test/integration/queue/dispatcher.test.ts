import { describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../db/open.ts'
import { beginBoot } from '../../../db/queries/boots.ts'
import { channelRow, openChannel } from '../../../db/queries/channels.ts'
import { applyChange } from '../../../electron/messages/changes.ts'
import type { OutgoingSms, SendOutcome } from '../../../electron/providers/provider.ts'
import { closeInterrupted } from '../../../electron/queue/close.ts'
import { createDispatcher, type QueueDisk, type Sender } from '../../../electron/queue/dispatcher.ts'
import { smsStore } from '../../../electron/queue/store.ts'
import { accepted, dispatch, lost, NO_LIMITS, NO_RULES, offline, openCalls, queueAll, queueSchool, refused, smsStates, soundDisk } from '../../support/queue.ts'

describe('the queue', () => {
  test('sends every message once and writes down what each cost', async () => {
    const setup = await queueSchool(25)
    await queueAll(setup)
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 25 })
    expect(new Set(sent()).size).toBe(25)
    expect(sent().length).toBe(25)
    expect(setup.db.get('SELECT sum(cost_micros) cost, count(*) n FROM sms_logs')).toEqual({ cost: 20_000_000, n: 25 })
    expect(setup.db.get("SELECT count(*) n FROM attempts WHERE outcome = 'accepted' AND ended_at IS NOT NULL")).toEqual({ n: 25 })
  })

  test('a draft that is sent twice is queued once', async () => {
    const setup = await queueSchool(5)
    const first = await queueAll(setup, { draftId: 'draft-1' })
    const second = await queueAll(setup, { draftId: 'draft-1' })
    expect([first.already, second.already, second.batchId]).toEqual([false, true, first.batchId])
    expect(smsStates(setup.db)).toEqual({ queued: 5 })
  })

  test('the same words share a call, each number once, a hundred at most', async () => {
    const setup = await queueSchool(250)
    await queueAll(setup, { same: true })
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { limits: { perCall: 100, concurrency: 2 } })
    await dispatcher.idle()
    expect(calls.map((c) => c.length).sort()).toEqual([100, 100, 50])
    expect(smsStates(setup.db)).toEqual({ sent: 250 })
  })

  test('one call of many numbers leaves the other calls free for whatever comes after it', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup, { same: true })
    setup.clock.advance(1)
    await queueAll(setup)
    const answers: (() => void)[] = []
    const send = (messages: readonly { id: number }[]) =>
      new Promise<Map<number, SendOutcome>>((resolve) => answers.push(() => resolve(new Map(messages.map((m) => [m.id, accepted])))))
    await dispatch(setup, () => accepted, { sender: { send }, limits: { perCall: 100, concurrency: 4 } })
    await expect.poll(() => smsStates(setup.db)).toEqual({ sending: 9, queued: 3 })
    for (const answer of answers) answer()
  })

  test('one refused number stops nobody else', async () => {
    const setup = await queueSchool(10)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, (m) => (m.phone.endsWith('00003') ? refused : accepted))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 9, failed: 1 })
    expect(setup.db.get("SELECT failure_reason reason, detail FROM sms_logs WHERE state = 'failed'")).toEqual({
      reason: 'number_refused',
      detail: 'InvalidPhoneNumber',
    })
  })

  test('temporary failures are tried after 60, 120 and 180 seconds, then failed', async () => {
    const setup = await queueSchool(1)
    await queueAll(setup)
    const { dispatcher, calls } = await dispatch(setup, () => ({ kind: 'retry', code: '500', detail: 'InternalServerError' }))
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
    const setup = await queueSchool(12)
    await queueAll(setup)
    let online = false
    const { dispatcher, calls } = await dispatch(setup, () => (online ? accepted : offline(setup.clock.now() + 30_000)))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ queued: 12 })
    expect(setup.db.get('SELECT max(attempts) most FROM sms_logs')).toEqual({ most: 0 })
    expect(channelRow(setup.db, 'sms').pause).toBe('offline')
    const before = calls.length
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect(calls.length).toBe(before + 1)
    online = true
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 12 })
    expect(channelRow(setup.db, 'sms').pause).toBeNull()
  })

  test('a wrong key stops the channel until a person has put it right', async () => {
    const setup = await queueSchool(12)
    await queueAll(setup)
    let right = false
    const wrong: SendOutcome = { kind: 'not_sent', code: '401', fault: { reason: 'wrong_key', detail: 'The supplied authentication is invalid', until: null } }
    const { dispatcher, calls } = await dispatch(setup, () => (right ? accepted : wrong))
    await dispatcher.idle()
    setup.clock.advance(3_600_000)
    await dispatcher.idle()
    expect(calls.length).toBe(1)
    expect(channelRow(setup.db, 'sms')).toMatchObject({ pause: 'wrong_key', until: null, detail: 'The supplied authentication is invalid' })
    right = true
    await setup.db.write((tx) => openChannel(tx, 'sms', setup.clock.now()))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 12 })
  })

  test('lost answers are unconfirmed, and three of them in a row stop the channel', async () => {
    const setup = await queueSchool(40)
    await queueAll(setup)
    let back = false
    const { dispatcher } = await dispatch(setup, () => (back ? accepted : lost))
    await dispatcher.idle()
    const { unconfirmed = 0 } = smsStates(setup.db)
    expect(unconfirmed).toBeLessThanOrEqual(4 + 3)
    expect(channelRow(setup.db, 'sms').pause).toBe('unconfirmed_run')
    back = true
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ unconfirmed, sent: 40 - unconfirmed })
    expect(channelRow(setup.db, 'sms').pause).toBeNull()
  })

  test('an outage of hours leaves few in doubt: after some tries a person is told and decides', async () => {
    const setup = await queueSchool(60)
    await queueAll(setup)
    let back = false
    const { dispatcher } = await dispatch(setup, () => (back ? accepted : lost))
    for (let minutes = 0; minutes < 600; minutes += 5) {
      await dispatcher.idle()
      setup.clock.advance(300_000)
    }
    await dispatcher.idle()
    const { unconfirmed = 0 } = smsStates(setup.db)
    expect(unconfirmed).toBeLessThanOrEqual(4 + 3 + 6)
    expect(channelRow(setup.db, 'sms')).toMatchObject({ pause: 'unconfirmed_run', until: null })
    expect(setup.db.all("SELECT kind FROM alerts WHERE over_at IS NULL AND kind = 'channel_paused'")).toHaveLength(1)
    back = true
    await setup.db.write((tx) => openChannel(tx, 'sms', setup.clock.now()))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ unconfirmed, sent: 60 - unconfirmed })
    expect(setup.db.all('SELECT kind FROM alerts WHERE over_at IS NULL')).toEqual([])
  })

  test('where nothing waits any more a pause ends when its time has come', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => offline(setup.clock.now() + 30_000))
    await dispatcher.idle()
    expect(channelRow(setup.db, 'sms').pause).toBe('offline')
    await setup.db.write((tx) => applyChange(tx, { kind: 'cancel', what: { filter: {} } }, setup.clock.now()))
    await dispatcher.idle()
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect(channelRow(setup.db, 'sms').pause).toBeNull()
  })

  test('nothing leaves in quiet hours; it goes when they end', async () => {
    const setup = await queueSchool(3)
    setup.clock.set(Date.parse('2026-11-20T21:59:00+03:00'))
    await queueAll(setup)
    setup.clock.set(Date.parse('2026-11-20T22:00:00+03:00'))
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { rules: { hours: [{ from: '22:00', to: '07:00' }] } })
    await dispatcher.idle()
    setup.clock.set(Date.parse('2026-11-21T06:59:00+03:00'))
    await dispatcher.idle()
    expect(calls.length).toBe(0)
    setup.clock.set(Date.parse('2026-11-21T07:00:00+03:00'))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 3 })
  })

  test('the provider is told when the quiet hours begin, of the school or of the guardian, so that its own queue does not run into them', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    await setup.db.write((tx) => tx.run("INSERT INTO preferences (guardian_id, quiet_start, quiet_end, updated_at) VALUES (1, '12:00', '14:00', 0)"))
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { rules: { hours: [{ from: '22:00', to: '07:00' }] } })
    await dispatcher.idle()
    const untils = calls.flat().map(({ phone, until }) => [phone, until && new Date(until).toISOString()])
    expect(Object.fromEntries(untils)).toEqual({ '+254712000000': '2026-11-20T09:00:00.000Z', '+254712000001': '2026-11-20T19:00:00.000Z' })
  })

  test('a guardian’s own quiet hours put off that one only', async () => {
    const setup = await queueSchool(3)
    await queueAll(setup)
    await setup.db.write((tx) => tx.run("INSERT INTO preferences (guardian_id, quiet_start, quiet_end, updated_at) VALUES (1, '09:00', '11:00', 0)"))
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2, queued: 1 })
    setup.clock.set(Date.parse('2026-11-20T11:00:00+03:00'))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 3 })
  })

  test('what was on the wire when the console died is unconfirmed and not sent again', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    // the same file, as a dead process leaves it: two taken for sending, no answer written down
    await setup.db.write((tx) => {
      tx.run("INSERT INTO boots (id, version, started_at) VALUES (1, 'test', 0)")
      tx.run("UPDATE sms_logs SET state = 'sending', estimate_micros = 800000 WHERE id IN (1, 2)")
      const yesterday = setup.clock.now() - 86_400_000
      tx.run("INSERT INTO attempts (sms_log_id, n, boot_id, provider, begun_at) VALUES (1, 1, 1, 'scripted', ?1), (2, 1, 1, 'scripted', ?1)", yesterday)
    })
    const again = openDatabase(setup.file)
    onTestFinished(() => again.close())
    expect(await again.write((tx) => closeInterrupted(tx, { bootId: 2, now: setup.clock.now() }))).toBe(2)
    // it may have cost what it was reckoned at, on the day that it went
    const yesterday = setup.clock.now() - 86_400_000
    expect(again.all('SELECT * FROM spend')).toEqual([{ channel: 'sms', minute: yesterday, messages: 2, cost_micros: 1_600_000 }])
    const { dispatcher, sent } = await dispatch({ ...setup, db: again }, () => accepted)
    await dispatcher.idle()
    expect(smsStates(again)).toEqual({ unconfirmed: 2, sent: 4 })
    expect(sent().length).toBe(4)
    expect(again.get("SELECT count(*) n FROM attempts WHERE outcome = 'lost'")).toEqual({ n: 2 })
  })

  test('quitting waits for answers on their way and takes nothing new', async () => {
    const setup = await queueSchool(20)
    await queueAll(setup)
    const answers: (() => void)[] = []
    const send = (messages: readonly { id: number }[]) =>
      new Promise<Map<number, SendOutcome>>((resolve) => answers.push(() => resolve(new Map(messages.map((m) => [m.id, accepted])))))
    const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send } })
    await expect.poll(() => answers.length).toBe(4)
    const stopped = dispatcher.stop(10_000)
    for (const answer of answers) answer()
    await stopped
    expect(smsStates(setup.db)).toEqual({ sent: 4, queued: 16 })
  })

  test('a listener that throws costs no message its answer', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    const onChange = () => {
      throw new Error('the window is gone')
    }
    const { dispatcher } = await dispatch(setup, () => accepted, { onChange })
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 6 })
  })

  test('answers that cannot be written down are kept until they can', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    let refusals = 3
    const { sent } = await dispatch(setup, () => accepted, {
      store: (real) => ({
        poll: (request) => (request.finished.length > 0 && refusals-- > 0 ? Promise.reject(new Error('the disk is full')) : real.poll(request)),
      }),
    })
    await expect
      .poll(() => {
        setup.clock.advance(2_000)
        return smsStates(setup.db)
      })
      .toEqual({ sent: 6 })
    expect(new Set(sent()).size).toBe(6)
    expect(sent().length).toBe(6)
    expect(refusals).toBeLessThan(0)
  })

  test('three lost answers stop the channel also where the first poll after them cannot be written', async () => {
    const setup = await queueSchool(9)
    await queueAll(setup)
    let refusals = 1
    const { calls } = await dispatch(setup, () => lost, {
      limits: { concurrency: 3 },
      store: (real) => ({
        poll: (request) => (request.lostPause !== null && refusals-- > 0 ? Promise.reject(new Error('the disk is full')) : real.poll(request)),
      }),
    })
    await expect
      .poll(() => {
        setup.clock.advance(2_000)
        return channelRow(setup.db, 'sms').pause
      })
      .toBe('unconfirmed_run')
    expect(calls.length).toBe(3)
  })

  test('without its journal nothing is handed over, and no attempt is used', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    let room = false
    const append = () => (room ? Promise.resolve() : Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })))
    const { sent } = await dispatch(setup, () => accepted, { disk: { ...soundDisk, append } })
    await expect.poll(() => setup.db.get("SELECT count(*) n FROM attempts WHERE outcome = 'not_sent'")).not.toEqual({ n: 0 })
    setup.clock.advance(10_000)
    expect(sent()).toEqual([])
    expect(setup.db.get('SELECT max(attempts) most FROM sms_logs')).toEqual({ most: 0 })
    room = true
    await expect
      .poll(() => {
        setup.clock.advance(2_000)
        return smsStates(setup.db)
      })
      .toEqual({ sent: 6 })
    expect(sent().length).toBe(6)
    expect(setup.db.get('SELECT count(*) n FROM attempts')).toEqual({ n: 10 })
  })

  test('on a full disk what is on its way is written down and nothing is taken; with room again the rest goes by itself', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    let full = false
    const answers: (() => void)[] = []
    const send = (messages: readonly { id: number }[]) =>
      new Promise<Map<number, SendOutcome>>((resolve) => answers.push(() => resolve(new Map(messages.map((m) => [m.id, accepted])))))
    const disk: QueueDisk = { ...soundDisk, state: () => (full ? 'full' : 'ok') }
    const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send }, limits: { concurrency: 2 }, disk })
    await expect.poll(() => answers.length).toBe(2)
    full = true
    for (const answer of answers.splice(0)) answer()
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2, queued: 4 })
    setup.clock.advance(2_000)
    await dispatcher.idle()
    expect([smsStates(setup.db), answers.length]).toEqual([{ sent: 2, queued: 4 }, 0])
    full = false
    setup.clock.advance(2_000)
    await expect.poll(() => answers.length).toBe(2)
    for (const answer of answers.splice(0)) answer()
    await expect.poll(() => answers.length).toBe(2)
    for (const answer of answers.splice(0)) answer()
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 6 })
  })

  test('while the computer goes to sleep nothing is handed over; awake again it goes on', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    const answers: (() => void)[] = []
    const send = (messages: readonly { id: number }[]) =>
      new Promise<Map<number, SendOutcome>>((resolve) => answers.push(() => resolve(new Map(messages.map((m) => [m.id, accepted])))))
    const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send }, limits: { concurrency: 2 } })
    await expect.poll(() => answers.length).toBe(2)
    dispatcher.suspend()
    for (const answer of answers.splice(0)) answer()
    await dispatcher.idle()
    // eight hours of sleep: the wall clock ran on, the other stood still
    setup.clock.set(setup.clock.now() + 8 * 3_600_000)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2, queued: 4 })
    dispatcher.resume()
    for (const more of [2, 2]) {
      await expect.poll(() => answers.length).toBe(more)
      for (const answer of answers.splice(0)) answer()
    }
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 6 })
  })

  test('a fault of an account that was replaced meanwhile does not stop the new one', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    const { db, clock } = setup
    const bootId = await db.write((tx) => beginBoot(tx, 'test', clock.now()))
    const wrong: SendOutcome = { kind: 'not_sent', code: '401', fault: { reason: 'wrong_key', detail: '', until: null } }
    let refuse = () => {}
    const old: Sender<OutgoingSms> = {
      name: 'old',
      account: '',
      limits: NO_LIMITS,
      send: (messages) =>
        new Promise((resolve) => {
          const before = refuse
          refuse = () => {
            before()
            resolve(new Map(messages.map((m) => [m.id, wrong])))
          }
        }),
    }
    const next: Sender<OutgoingSms> = { ...old, name: 'new', send: async (messages) => new Map(messages.map((m) => [m.id, accepted])) }
    let current = old
    const store = smsStore(db, { now: clock.now, bootId, rules: () => NO_RULES, onFault: () => {} })
    const log = { info() {}, warn() {}, error() {} }
    const dispatcher = createDispatcher({ store, sender: () => current, perSecond: () => null, clock, disk: soundDisk, log, onChange: () => {} })
    dispatcher.start()
    onTestFinished(() => dispatcher.stop(0).then(() => {}))
    await expect.poll(() => smsStates(db)).toEqual({ sending: 2 })
    await expect
      .poll(() => {
        current = next
        refuse()
        return smsStates(db)
      })
      .toEqual({ sent: 2 })
    expect(channelRow(db, 'sms').pause).toBeNull()
  })

  test('what is to be looked at anew while a poll is being written is looked at in the next', async () => {
    const setup = await queueSchool(0)
    const seen: boolean[] = []
    const { dispatcher } = await dispatch(setup, () => accepted, {
      store: (real) => ({
        poll(request) {
          seen.push(request.reschedule)
          if (seen.length === 1) dispatcher.reschedule()
          return real.poll(request)
        },
      }),
    })
    await dispatcher.idle()
    expect(seen).toEqual([false, true])
  })

  test('what cannot be read for a poll is read again a little later, and nothing is lost meanwhile', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    let unreadable = 2
    const perSecond = () => {
      if (unreadable-- > 0) throw new Error('the disk does not answer')
      return null
    }
    await dispatch(setup, () => accepted, { perSecond })
    await expect
      .poll(() => {
        setup.clock.advance(2_000)
        return smsStates(setup.db)
      })
      .toEqual({ sent: 6 })
  })

  test('a queue that stopped before its answers came does not say that all came, however often it is asked', async () => {
    const setup = await queueSchool(1)
    await queueAll(setup)
    const { calls, send } = openCalls()
    const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send } })
    await expect.poll(() => calls.length).toBe(1)
    const first = dispatcher.stop(10_000)
    setup.clock.advance(10_000)
    expect([await first, await dispatcher.stop(10_000)]).toEqual([false, false])
  })

  test('a queue that was stopped is idle', async () => {
    const { dispatcher } = await dispatch(await queueSchool(0), () => accepted)
    await dispatcher.stop(0)
    await dispatcher.idle()
    expect.assertions(0)
  })

  test('a provider that breaks its promise leaves the message unconfirmed', async () => {
    const setup = await queueSchool(1)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send: () => Promise.reject(new Error('boom')) } })
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ unconfirmed: 1 })
  })
})
