/** A test message: by the queue like any other, at once, and answered with what the log says of it. */
import { describe, expect, test } from 'vitest'
import { addSpend, channelRow, pauseChannel } from '../../../db/queries/channels.ts'
import { logDetail, logLines } from '../../../db/queries/log.ts'
import { recentBatches } from '../../../db/queries/overview.ts'
import { createTestMessages } from '../../../electron/accounts/test-message.ts'
import { batchFigures } from '../../../electron/batches/figures.ts'
import { queueBatch } from '../../../electron/batches/queue.ts'
import type { SendOutcome } from '../../../electron/providers/provider.ts'
import { createTestDesk } from '../../../electron/queue/test-messages.ts'
import type { PauseReason } from '../../../shared/model/messages/message.ts'
import {
  accepted,
  type DispatchOptions,
  dispatch,
  lost,
  offline,
  type QueueSetup,
  queueAll,
  queueSchool,
  refused,
  smsStates,
  soundDisk,
  wrongKey,
} from '../../support/queue.ts'

const DAY_MS = 86_400_000
const PHONE = '0712 000 999'

/** The use case over the real queue; `script` is what the provider answers. */
async function desk(setup: QueueSetup, script: () => SendOutcome, options: DispatchOptions = {}) {
  const { db, clock } = setup
  const tests = createTestDesk()
  const queue = await dispatch(setup, script, { ...options, onTest: tests.heard })
  const messages = createTestMessages({ db, clock, emit: () => {} }, { wake: queue.dispatcher.wake, tests }, () => !options.noAccount)
  return { ...queue, test: () => messages.testSms({ phone: PHONE }) }
}
const last = ({ db }: QueueSetup) => {
  const [line] = logLines(db, 'sms', {}, null, 1)
  return line && logDetail(db, 'sms', line.id)
}
const pause = ({ db, clock }: QueueSetup, reason: PauseReason) => db.write((tx) => pauseChannel(tx, 'sms', reason, '', null, clock.now()))

describe('a test message', () => {
  test('is in the log, the limits and the journal, as a batch of its own', async () => {
    const setup = await queueSchool(1)
    const journal: unknown[] = []
    const disk = { ...soundDisk, append: async (lines: readonly unknown[]) => void journal.push(...lines) }
    const { test, sent } = await desk(setup, () => accepted, { disk })
    expect(await test()).toEqual({ state: 'sent', reason: null, detail: '' })
    expect(sent()).toEqual(['+254712000999'])
    const message = last(setup)
    expect(message).toMatchObject({ state: 'sent', toName: null, guardianId: null, batchKind: 'test', templateKey: null, costMicros: 800_000 })
    expect(message?.body).toContain('Nyota Ridge: test message')
    expect(batchFigures(setup.db, message?.batchId ?? 0, setup.clock.now())).toMatchObject({ kind: 'test', planned: 1, states: { sent: 1 } })
    expect(setup.db.get('SELECT sum(messages) messages, sum(cost_micros) micros FROM spend')).toEqual({ messages: 1, micros: 800_000 })
    expect(journal).toMatchObject([{ outcome: null }, { outcome: 'accepted', costMicros: 800_000 }])
    expect(setup.db.all("SELECT about FROM audit WHERE action = 'account.tested'")).toEqual([{ about: '{"channel":"sms","outcome":"sent"}' }])
    expect(recentBatches(setup.db, 5)).toEqual([])
  })

  test.each<[string, SendOutcome, object, object]>([
    ['refused', refused, { state: 'failed', reason: 'number_refused', detail: 'InvalidPhoneNumber' }, { state: 'failed', failureReason: 'number_refused' }],
    ['for now', { kind: 'retry', code: '500', detail: 'busy' }, { state: 'failed', reason: null, detail: 'busy' }, { state: 'failed', detail: 'busy' }],
    ['not answered', lost, { state: 'unconfirmed', reason: null, detail: 'reset' }, { state: 'unconfirmed' }],
    ['met by a wrong key', wrongKey, { state: 'paused', reason: 'wrong_key', detail: '' }, { state: 'cancelled' }],
    ['met by no network', offline(9e12), { state: 'paused', reason: 'offline', detail: '' }, { state: 'cancelled' }],
  ])('that is %s is answered as the log has it, and is not tried again', async (_, outcome, answer, row) => {
    const setup = await queueSchool(1)
    const { test, calls, dispatcher } = await desk(setup, () => outcome)
    expect(await test()).toEqual(answer)
    expect(last(setup)).toMatchObject(row)
    setup.clock.advance(DAY_MS)
    dispatcher.networkBack()
    await dispatcher.idle()
    expect([calls.length, smsStates(setup.db).queued]).toEqual([1, undefined])
  })

  test('goes at once: no quiet hours, no gap, no old balance and no hold window keeps it back, and nothing else goes with it', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    const now = new Date(setup.clock.now())
    const hour = (offset: number) => `${String((now.getUTCHours() + 3 + offset) % 24).padStart(2, '0')}:00`
    const { test, sent } = await desk(setup, () => accepted, { rules: { hours: [{ from: hour(-1), to: hour(2) }], gapMs: DAY_MS } })
    expect([await test(), await test()]).toMatchObject([{ state: 'sent' }, { state: 'sent' }])
    expect(sent()).toEqual(['+254712000999', '+254712000999'])
    expect(smsStates(setup.db)).toEqual({ queued: 2, sent: 2 })
  })

  test.each<[PauseReason, boolean]>([
    ['wrong_key', true],
    ['no_credit', true],
    ['unconfirmed_run', true],
    ['by_hand', false],
  ])('tries a channel that is paused (%s), and opens it where it is the account’s matter', async (reason, opens) => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    await pause(setup, reason)
    const { test, dispatcher } = await desk(setup, () => accepted)
    expect(await test()).toMatchObject({ state: 'sent' })
    await dispatcher.idle()
    expect([channelRow(setup.db, 'sms').pause, smsStates(setup.db)]).toEqual(opens ? [null, { sent: 3 }] : [reason, { sent: 1, queued: 2 }])
  })

  test('does not end a pause that it meets again', async () => {
    const setup = await queueSchool(1)
    await pause(setup, 'wrong_key')
    const { test } = await desk(setup, () => wrongKey)
    expect(await test()).toMatchObject({ state: 'paused', reason: 'wrong_key' })
    expect(channelRow(setup.db, 'sms').pause).toBe('wrong_key')
  })

  test.each([
    ['daily_cap', { perDay: 1 }],
    ['spend_cap', { spendPerDayMicros: 800_000 }],
  ] as const)('is held by the school’s own limits: %s', async (reason, rules) => {
    const setup = await queueSchool(1)
    await setup.db.write((tx) => addSpend(tx, 'sms', setup.clock.now(), 1, 800_000))
    const { test, calls } = await desk(setup, () => accepted, { rules })
    expect(await test()).toEqual({ state: 'paused', reason, detail: '' })
    expect([last(setup)?.state, calls.length]).toEqual(['cancelled', 0])
  })

  test('that no call was free for is ended when nobody waits for it any more', async () => {
    const setup = await queueSchool(1)
    const { test, calls, dispatcher } = await desk(setup, () => accepted, { disk: { ...soundDisk, state: () => 'full' } })
    const answer = test()
    await expect.poll(() => smsStates(setup.db)).toEqual({ queued: 1 })
    await dispatcher.idle()
    setup.clock.advance(60_000)
    expect(await answer).toEqual({ state: 'paused', reason: null, detail: '' })
    expect([smsStates(setup.db), calls.length]).toEqual([{ cancelled: 1 }, 0])
  })

  test('that a killed console left behind does not go hours later', async () => {
    const setup = await queueSchool(1)
    const message = { channel: 'sms', phone: '+254712000999', body: 'test' } as const
    await queueBatch(setup.db, { order: { kind: 'test', testId: 'one', message }, now: setup.clock.now() })
    setup.clock.advance(3_600_000)
    const { dispatcher, calls } = await desk(setup, () => accepted)
    await dispatcher.idle()
    expect([smsStates(setup.db), calls.length]).toEqual([{ cancelled: 1 }, 0])
  })

  test('is asked for once, however often its cause comes', async () => {
    const setup = await queueSchool(1)
    const message = { channel: 'sms', phone: '+254712000999', body: 'test' } as const
    const ask = () => queueBatch(setup.db, { order: { kind: 'test', testId: 'one', message }, now: setup.clock.now() })
    const once = await ask()
    expect(await ask()).toEqual({ ...once, already: true })
    expect(smsStates(setup.db)).toEqual({ queued: 1 })
  })

  test('is refused where the channel has no account, and is in no log', async () => {
    const setup = await queueSchool(1)
    const { test } = await desk(setup, () => accepted, { noAccount: true })
    await expect(test()).rejects.toMatchObject({ failure: { key: 'account_missing_sms' } })
    expect(last(setup)).toBeUndefined()
  })
})
