import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { batchLine, endWindow, statesOf } from '../../../db/queries/batches.ts'
import { queueCounts } from '../../../db/queries/channels.ts'
import { holdAllRestored } from '../../../db/queries/journal.ts'
import { logLines, undecidedCount } from '../../../db/queries/log.ts'
import { asking, holdingBatch, needs } from '../../../db/queries/overview.ts'
import { batchFigures } from '../../../electron/batches/figures.ts'
import { createBatchService } from '../../../electron/batches/service.ts'
import { applyChange, type MessageChange } from '../../../electron/messages/changes.ts'
import { startWorker, type WorkerClient } from '../../../electron/platform/worker/client.ts'
import { JOB_RULES, type Jobs, type WritingJob } from '../../../electron/worker/jobs.ts'
import type { Parsed } from '../../../shared/ipc/contract.ts'
import { testPlatform } from '../../support/console.ts'
import { accepted, dispatch, lost, offline, openCalls, type QueueSetup, queueAll, queueSchool, refused, saveSettings, smsStates } from '../../support/queue.ts'

const DAY_MS = 86_400_000

/** The use cases of a send over the real worker, in which writing one takes so long. */
function slowSends({ db, clock, file }: QueueSetup, tookMs: number, wake: () => void) {
  const platform = testPlatform({ dataFolder: path.dirname(file), clock })
  const worker = startWorker<Jobs, WritingJob>({ ...platform, rules: JOB_RULES, script: platform.workerScript, file, db })
  onTestFinished(() => worker.close())
  const callThenWrite: WorkerClient<Jobs, WritingJob>['callThenWrite'] = (...job) => {
    clock.advance(tookMs)
    // the queue asks for its turn while the send is still being written
    wake()
    return worker.callThenWrite(...job)
  }
  return createBatchService({ ...platform, mode: 'practice', db, worker: { ...worker, callThenWrite } }, { reader: () => worker, wake })
}

describe('what a person can still change', () => {
  test('a bulk send begins when its hold window ends', async () => {
    const setup = await queueSchool(700)
    await saveSettings(setup, { holdSeconds: 30 })
    const { releaseAt } = await queueAll(setup)
    expect(releaseAt).toBe(setup.clock.now() + 30_000)
    const { dispatcher, calls } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    setup.clock.advance(29_999)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ held: 700 })
    setup.clock.advance(1)
    await expect.poll(() => calls.length).toBe(700)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 700 })
  })

  test('the whole hold window is left when a send is written, however long that took', async () => {
    const setup = await queueSchool(3)
    const { db, clock } = setup
    await saveSettings(setup, { holdSeconds: 30 })
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    const sends = slowSends(setup, 40_000, () => dispatcher.wake())
    const audience = { classes: [], balanceOverCents: null, includeCopies: false }
    const draft = { templateKey: 'payment_reminder', audience, channel: 'sms' } as const
    const asked = { draft, draftId: randomUUID(), staleAccepted: false }
    const { batchId, releaseAt } = await sends.queue(asked)
    await dispatcher.idle()
    expect([releaseAt, (await sends.get({ batchId })).releaseAt]).toEqual([clock.now() + 30_000, clock.now() + 30_000])
    clock.advance(29_999)
    await dispatcher.idle()
    expect(smsStates(db)).toEqual({ held: 3 })
    // pressed twice it is the same send, whose window is over by now
    expect(await sends.queue(asked)).toMatchObject({ batchId, already: true, releaseAt })
    await dispatcher.idle()
    expect(smsStates(db)).toEqual({ sent: 3 })
  })

  test('of two sends in their hold windows, the one that ends first does not wait for the other', async () => {
    const setup = await queueSchool(3)
    await saveSettings(setup, { holdSeconds: 3_600 })
    const long = await queueAll(setup)
    await saveSettings(setup, { holdSeconds: 30 })
    const short = await queueAll(setup, { same: true })
    const { dispatcher } = await dispatch(setup, () => accepted)
    const states = (id: number) => statesOf(setup.db, id)
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect([states(long.batchId), states(short.batchId)]).toEqual([{ held: 3 }, { sent: 3 }])
    setup.clock.advance(3_600_000)
    await dispatcher.idle()
    expect(states(long.batchId)).toEqual({ sent: 3 })
  })

  test('a clock that is set far back does not leave a send in its hold window, and the page counts down to the same moment', async () => {
    const setup = await queueSchool(3)
    await saveSettings(setup, { holdSeconds: 30 })
    const { batchId } = await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    setup.clock.set(setup.clock.now() - 30 * DAY_MS)
    dispatcher.wake()
    await dispatcher.idle()
    expect(batchLine(setup.db, batchId)?.releaseAt).toBe(setup.clock.now() + 30_000)
    expect(logLines(setup.db, 'sms', {}, null, 1)).toMatchObject([{ notBefore: setup.clock.now() + 30_000 }])
    setup.clock.advance(30_000)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 3 })
  })

  test('what is in its hold window is counted as about to go, and no longer once a person is asked about it', async () => {
    const setup = await queueSchool(7)
    await saveSettings(setup, { holdSeconds: 30 })
    await queueAll(setup)
    const now = setup.clock.now()
    const counted = () => [queueCounts(setup.db, 'sms'), holdingBatch(setup.db, now)?.messages ?? 0, asking(setup.db)]
    expect(counted()).toEqual([{ waiting: 0, holding: 7, sending: 0 }, 7, { staleData: 0, restored: 0 }])
    await setup.db.write((tx) => holdAllRestored(tx, now))
    expect(counted()).toEqual([{ waiting: 0, holding: 0, sending: 0 }, 0, { staleData: 0, restored: 7 }])
  })

  test('undone in its hold window it is as if it had never been', async () => {
    const setup = await queueSchool(5)
    await saveSettings(setup, { holdSeconds: 30 })
    const { batchId } = await queueAll(setup)
    const { dispatcher, calls } = await dispatch(setup, () => accepted)
    const undo = { kind: 'cancel', what: { filter: { batchId } } } as const
    expect(await setup.db.write((tx) => applyChange(tx, undo, setup.clock.now()))).toBe(5)
    setup.clock.advance(60_000)
    await dispatcher.idle()
    expect([smsStates(setup.db), calls.length]).toEqual([{ cancelled: 5 }, 0])
  })

  test('the hold window can be ended at once', async () => {
    const setup = await queueSchool(3)
    await saveSettings(setup, { holdSeconds: 3_600 })
    const { batchId } = await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => accepted)
    await setup.db.write((tx) => endWindow(tx, batchId, setup.clock.now()))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 3 })
  })

  test('cancelled while it is sending: every message is sent or cancelled, none both, none neither', async () => {
    const setup = await queueSchool(60)
    const { batchId } = await queueAll(setup)
    const answers: (() => void)[] = []
    const send = (messages: readonly { id: number }[]) =>
      new Promise<Map<number, typeof accepted>>((resolve) => answers.push(() => resolve(new Map(messages.map((m) => [m.id, accepted])))))
    const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send }, limits: { concurrency: 8 } })
    await expect.poll(() => answers.length).toBe(8)
    const change = { kind: 'cancel', what: { filter: { batchId } } } as const
    expect(await setup.db.write((tx) => applyChange(tx, change, setup.clock.now()))).toBe(52)
    for (const answer of answers) answer()
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 8, cancelled: 52 })
  })

  test.each([
    ['did not go', offline(0), { cancelled: 60 }],
    ['was refused for now', { kind: 'retry', code: '500', detail: '' } as const, { cancelled: 60 }],
    ['may have gone', lost, { cancelled: 52, unconfirmed: 8 }],
    ['was refused', refused, { cancelled: 60 }],
  ])('what was on the wire when it was cancelled, and %s, goes no more', async (_, outcome, states) => {
    const setup = await queueSchool(60)
    const { batchId } = await queueAll(setup)
    const { calls, send, answerAll } = openCalls()
    const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send }, limits: { concurrency: 8 } })
    await expect.poll(() => calls.length).toBe(8)
    await setup.db.write((tx) => applyChange(tx, { kind: 'cancel', what: { filter: { batchId } } }, setup.clock.now()))
    for (const call of calls) call.answer(outcome)
    await dispatcher.idle()
    answerAll(accepted)
    setup.clock.advance(DAY_MS)
    dispatcher.networkBack()
    await dispatcher.idle()
    expect([smsStates(setup.db), calls.length]).toEqual([states, 8])
  })

  test('the bar of a send that can still be undone stays when a newer one was cancelled', async () => {
    const setup = await queueSchool(3)
    await saveSettings(setup, { holdSeconds: 300 })
    const older = await queueAll(setup)
    const newer = await queueAll(setup)
    const { db, clock } = setup
    await db.write((tx) => applyChange(tx, { kind: 'cancel', what: { filter: { batchId: newer.batchId } } }, clock.now()))
    expect(holdingBatch(db, clock.now())).toMatchObject({ batchId: older.batchId, messages: 3 })
  })

  test('what is changed after it was counted is not sent again, though the filter finds it', async () => {
    const setup = await queueSchool(5)
    const { db, clock } = setup
    const { batchId } = await queueAll(setup)
    const provider = openCalls()
    const { dispatcher } = await dispatch(setup, () => accepted, { limits: { concurrency: 5 }, sender: { send: provider.send } })
    await expect.poll(() => provider.calls.length).toBe(5)
    for (const call of provider.calls.slice(0, 2)) call.answer(refused)
    await expect.poll(() => smsStates(db)).toEqual({ failed: 2, sending: 3 })
    const asOf = clock.now()
    clock.advance(60_000)
    provider.answerAll(lost)
    await dispatcher.idle()
    expect(smsStates(db)).toEqual({ failed: 2, unconfirmed: 3 })
    const change = (kind: 'retry' | 'settle' | 'leave') => db.write((tx) => applyChange(tx, { kind, what: { filter: { batchId }, asOf } }, clock.now()))
    expect([await change('settle'), await change('leave'), await change('retry')]).toEqual([0, 0, 2])
    expect(smsStates(db)).toEqual({ queued: 2, unconfirmed: 3 })
  })

  test('what was cancelled and then failed by a report is not among all that failed, but goes when it is named', async () => {
    const setup = await queueSchool(1)
    const { db, clock } = setup
    const { batchId } = await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => lost)
    await dispatcher.idle()
    const change = (kind: 'cancel' | 'retry', what: Parsed<'messages:retry'>) => db.write((tx) => applyChange(tx, { kind, what }, clock.now()))
    await change('cancel', { filter: { batchId } })
    await db.write((tx) => tx.run("UPDATE sms_logs SET state = 'failed', failure_reason = 'undelivered'"))
    expect(await change('retry', { filter: { states: ['failed'] } })).toBe(0)
    expect(await change('retry', { messages: [{ channel: 'sms', id: 1 }] })).toBe(1)
  })

  test('what was cancelled goes once a person sends it again', async () => {
    const setup = await queueSchool(1)
    const { batchId } = await queueAll(setup)
    const { calls, send } = openCalls()
    const { dispatcher } = await dispatch(setup, () => accepted, { sender: { send } })
    await expect.poll(() => calls.length).toBe(1)
    const change = (kind: 'cancel' | 'retry') => setup.db.write((tx) => applyChange(tx, { kind, what: { filter: { batchId } } }, setup.clock.now()))
    await change('cancel')
    calls[0]?.answer(lost)
    await dispatcher.idle()
    // by all that a filter finds it does not: that it was cancelled is not on the screen then
    expect(await change('retry')).toBe(0)
    await setup.db.write((tx) => applyChange(tx, { kind: 'retry', what: { messages: [{ channel: 'sms', id: 1 }] } }, setup.clock.now()))
    dispatcher.wake()
    await expect.poll(() => calls.length).toBe(2)
    calls[1]?.answer(offline(setup.clock.now()))
    await expect.poll(() => calls.length).toBe(3)
    calls[2]?.answer(accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 1 })
  })

  test('all failed of a filter are sent again, with their attempts kept and no other message touched', async () => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    let better = false
    const { dispatcher, calls } = await dispatch(setup, (m) => (better || Number(m.phone.slice(-1)) < 3 ? accepted : refused))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 3, failed: 3 })
    better = true
    const retry: MessageChange = { kind: 'retry', what: { filter: { channel: 'sms', states: ['failed', 'sent'] } } }
    expect(await setup.db.write((tx) => applyChange(tx, retry, setup.clock.now()))).toBe(3)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 6 })
    expect(calls.length).toBe(9)
    expect(setup.db.all('SELECT n, outcome FROM attempts WHERE sms_log_id = 4 ORDER BY n')).toEqual([
      { n: 1, outcome: 'rejected' },
      { n: 2, outcome: 'accepted' },
    ])
  })

  test('an unconfirmed message goes on by a person’s word only: sent, sent again, or left', async () => {
    const setup = await queueSchool(3)
    await queueAll(setup)
    let back = false
    const { dispatcher, calls } = await dispatch(setup, () => (back ? accepted : lost))
    await dispatcher.idle()
    setup.clock.advance(DAY_MS)
    expect(smsStates(setup.db)).toEqual({ unconfirmed: 3 })
    back = true
    const ids = setup.db.all<{ id: number }>('SELECT id FROM sms_logs ORDER BY id').map(({ id }) => ({ channel: 'sms' as const, id }))
    const say = (kind: 'settle' | 'leave' | 'retry', i: number) =>
      setup.db.write((tx) => applyChange(tx, { kind, what: { messages: ids.slice(i, i + 1) } }, setup.clock.now()))
    expect([await say('settle', 0), await say('leave', 1), await say('retry', 2)]).toEqual([1, 1, 1])
    dispatcher.wake()
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2, unconfirmed: 1 })
    expect(calls.length).toBe(4)
  })

  test('what was left as it is keeps its day, and is not counted among what can be left', async () => {
    const setup = await queueSchool(3)
    await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => lost)
    await dispatcher.idle()
    setup.clock.advance(DAY_MS)
    const leave = (what: Parsed<'messages:settle'>['what']) => setup.db.write((tx) => applyChange(tx, { kind: 'leave', what }, setup.clock.now()))
    const [first] = setup.db.all<{ id: number }>('SELECT id FROM sms_logs WHERE state = ?', 'unconfirmed')
    const one = { messages: [{ channel: 'sms' as const, id: first?.id ?? 0 }] }
    const leftOn = setup.clock.now()
    expect([await leave(one), undecidedCount(setup.db, 'sms', {})]).toEqual([1, 2])
    setup.clock.advance(DAY_MS)
    expect(await leave(one)).toBe(0)
    expect(await leave({ filter: { states: ['unconfirmed'] } })).toBe(2)
    const days = setup.db.all<{ at: number }>('SELECT decided_at at FROM sms_logs ORDER BY at')
    expect(days.map(({ at }) => at - leftOn)).toEqual([0, DAY_MS, DAY_MS])
    expect([undecidedCount(setup.db, 'sms', {}), undecidedCount(setup.db, 'email', {})]).toEqual([0, 0])
  })

  test.each([
    ['got no answer', lost, true],
    ['was refused', refused, false],
  ])('a send that was cancelled after a try that %s says whether that may have arrived', async (_, outcome, tried) => {
    const setup = await queueSchool(3)
    const { batchId } = await queueAll(setup)
    const { dispatcher } = await dispatch(setup, () => outcome)
    await dispatcher.idle()
    const change = (kind: 'retry' | 'cancel') => setup.db.write((tx) => applyChange(tx, { kind, what: { filter: { batchId } } }, setup.clock.now()))
    expect([await change('retry'), await change('cancel'), smsStates(setup.db)]).toEqual([3, 3, { cancelled: 3 }])
    expect(batchFigures(setup.db, batchId, setup.clock.now())).toMatchObject({ states: { cancelled: 3 }, tried })
  })
})

describe('when the clock is set', () => {
  test.each([
    ['a day back', -DAY_MS],
    ['a day forward', DAY_MS],
    ['ten years forward', 3_652 * DAY_MS],
    ['a year back', -365 * DAY_MS],
  ])('%s: nothing is lost, nothing goes twice, nothing waits for a time that was reckoned by the other clock', async (_, jump) => {
    const setup = await queueSchool(6)
    await queueAll(setup)
    let busy = true
    const { dispatcher, calls } = await dispatch(setup, () => (busy ? { kind: 'retry', code: '500', detail: '' } : accepted))
    await dispatcher.idle()
    busy = false
    setup.clock.set(setup.clock.now() + jump)
    setup.clock.advance(1)
    dispatcher.wake()
    await dispatcher.idle()
    const { sent = 0, expired = 0 } = smsStates(setup.db)
    expect(sent + expired).toBe(6)
    expect(calls.length).toBe(6 + sent)
    // only a clock that runs ahead makes a message too old
    if (jump <= DAY_MS) expect(expired).toBe(0)
  })

  test.each(['while the console runs', 'after it was killed'])('what became too old by a clock that ran ahead goes when it is put right %s', async (when) => {
    const setup = await queueSchool(5)
    const rightly = setup.clock.now()
    const before = await dispatch(setup, () => accepted)
    await queueAll(setup)
    setup.clock.set(rightly + 3_652 * DAY_MS)
    before.dispatcher.wake()
    await before.dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ expired: 5 })
    setup.clock.set(rightly)
    const { dispatcher } = when === 'after it was killed' ? await dispatch(setup, () => accepted) : before
    // nothing waits, so nobody asks for a look
    setup.clock.advance(60_000)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 5 })
  })

  test('what is too old by the clock that was put right too stays so', async () => {
    const setup = await queueSchool(2)
    const { dispatcher } = await dispatch(setup, () => accepted)
    await queueAll(setup)
    setup.clock.set(setup.clock.now() + 3_652 * DAY_MS)
    dispatcher.wake()
    await dispatcher.idle()
    setup.clock.set(setup.clock.now() - 3_640 * DAY_MS)
    dispatcher.wake()
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ expired: 2 })
  })

  test('by a clock that is more than a day behind nothing is queued before somebody says that it is right', async () => {
    const setup = await queueSchool(3)
    await queueAll(setup)
    setup.clock.set(setup.clock.now() - 30 * DAY_MS)
    await expect(queueAll(setup, { same: true })).rejects.toMatchObject({ failure: { key: 'clock_behind' } })
    expect(smsStates(setup.db)).toEqual({ queued: 3 })
    await queueAll(setup, { same: true, clockAccepted: true })
    expect(smsStates(setup.db)).toEqual({ queued: 6 })
  })

  test('what is sent again by a clock that is behind is not too old when that is put right', async () => {
    const setup = await queueSchool(3)
    const rightly = setup.clock.now()
    const { batchId } = await queueAll(setup)
    let there = false
    const { dispatcher } = await dispatch(setup, () => (there ? accepted : refused))
    await dispatcher.idle()
    there = true
    setup.clock.set(rightly - 365 * DAY_MS)
    await setup.db.write((tx) => applyChange(tx, { kind: 'retry', what: { filter: { batchId } } }, setup.clock.now()))
    setup.clock.set(rightly)
    dispatcher.wake()
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 3 })
  })

  test('settings that are saved again and again do not use up the attempts of a message that is to be tried later', async () => {
    const setup = await queueSchool(1)
    await queueAll(setup)
    const { dispatcher, calls } = await dispatch(setup, () => ({ kind: 'retry', code: '500', detail: '' }))
    await dispatcher.idle()
    for (let saved = 0; saved < 5; saved++) {
      setup.clock.advance(5_000)
      dispatcher.reschedule()
      await dispatcher.idle()
    }
    expect([smsStates(setup.db), calls.length]).toEqual([{ queued: 1 }, 1])
  })

  test('a pause that was to end at a time is tried', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    let there = false
    const { dispatcher } = await dispatch(setup, () =>
      there ? accepted : { kind: 'not_sent', code: 'ECONNREFUSED', fault: { reason: 'offline', detail: '', until: setup.clock.now() + 30_000 } },
    )
    await dispatcher.idle()
    there = true
    setup.clock.set(setup.clock.now() - 30 * DAY_MS)
    dispatcher.wake()
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2 })
  })
})

test('what a person says was sent went when it was tried, not when that was said', async () => {
  const setup = await queueSchool(1)
  const { db, clock } = setup
  const { batchId } = await queueAll(setup)
  const { dispatcher } = await dispatch(setup, () => lost)
  await dispatcher.idle()
  const triedAt = clock.now()
  clock.advance(DAY_MS)
  await db.write((tx) => applyChange(tx, { kind: 'settle', what: { filter: { batchId } } }, clock.now()))
  expect(db.get('SELECT state, sent_at sentAt FROM sms_logs')).toEqual({ state: 'sent', sentAt: triedAt })
})

test('what became too old while nobody was there is told for a month', async () => {
  const setup = await queueSchool(4)
  const { db, clock } = setup
  await queueAll(setup)
  clock.advance(8 * DAY_MS)
  const { dispatcher } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  expect([smsStates(db), needs(db, clock.now()).expired]).toEqual([{ expired: 4 }, 4])
  expect(needs(db, clock.now() + 31 * DAY_MS).expired).toBe(0)
})
