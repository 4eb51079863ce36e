/**
 * The queue against a model of it: random things happen in a random order, and after each of them what is on file has to be what the model
 * expects. MODEL_RUNS=5000 for more; MODEL_SEED and MODEL_PATH, as a failure prints them, for the same again.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openChannel, pauseChannel } from '../../../db/queries/channels.ts'
import { applyChange } from '../../../electron/messages/changes.ts'
import type { SendOutcome } from '../../../electron/providers/provider.ts'
import { applyReports } from '../../../electron/reports/apply.ts'
import type { DeliveryReport } from '../../../electron/reports/decide.ts'
import { type AnswerKind, createModel, TRIES_AGAIN_MS } from '../../support/queue-model.ts'
import { DAY_MS, type Enqueued, enqueue, startWorld, type World, worldTemplate } from '../../support/queue-world.ts'

const RUNS = Number(process.env.MODEL_RUNS ?? 500)
const FAMILIES = 6
/** A message that a person sends again is worth sending for so long. */
const EXPIRE_DAYS = 5
const NIGHT = [{ from: '22:00', to: '07:00' }]
const MINUTE_MS = 60_000

type Action =
  | ({ readonly do: 'write'; readonly rush: boolean } & Enqueued)
  | { readonly do: 'answer'; readonly call: number; readonly kinds: readonly AnswerKind[]; readonly rush: boolean }
  | { readonly do: 'throw'; readonly call: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'set_clock'; readonly ms: number }
  | { readonly do: 'crash'; readonly moments: number }
  | { readonly do: 'quit' | 'pause' | 'resume' | 'wake' | 'suspend' | 'awake' }
  | { readonly do: 'hours'; readonly night: boolean }
  | { readonly do: 'limits'; readonly gapMs: number; readonly perDay: number | null }
  | { readonly do: 'retry' | 'cancel' | 'settle'; readonly which: readonly number[] }
  | { readonly do: 'send_held' | 'cancel_held' }
  | { readonly do: 'report'; readonly verdict: 'delivered' | 'on_the_way'; readonly which: readonly number[] }
  | { readonly do: 'disk_full'; readonly polls: number; readonly appends: number }

const kind = fc.oneof(
  { weight: 5, arbitrary: fc.constant<AnswerKind>('accepted') },
  { weight: 6, arbitrary: fc.constantFrom<AnswerKind>('rejected', 'retry', 'retry', 'offline', 'unknown', 'missing') },
  { weight: 1, arbitrary: fc.constantFrom<AnswerKind>('sender_refused', 'sender_refused', 'slow_down') },
)
const kinds = fc.oneof(
  kind.map((one) => [one, one, one]),
  fc.array(kind, { minLength: 3, maxLength: 3 }),
)
const call = fc.nat(1)
const rush = fc.boolean()
const which = fc.array(fc.nat(30), { minLength: 1, maxLength: 8 })
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('write' as const),
      guardians: fc.uniqueArray(fc.integer({ min: 1, max: FAMILIES }), { minLength: 1, maxLength: FAMILIES }),
      same: fc.boolean(),
      hold: fc.constantFrom('none' as const, 'none' as const, 'window' as const, 'restored' as const),
      holdMs: fc.constantFrom(30_000, 3_600_000),
      expiresInMs: fc.constantFrom(EXPIRE_DAYS * DAY_MS, EXPIRE_DAYS * DAY_MS, 10 * MINUTE_MS),
      rush,
    }),
  },
  { weight: 16, arbitrary: fc.record({ do: fc.constant('answer' as const), call, kinds, rush }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('throw' as const), call }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 2_000, 30_000, 59_000, 60_000, 3 * MINUTE_MS, 9 * 60 * MINUTE_MS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('set_clock' as const),
      ms: fc.constantFrom(-9 * DAY_MS, -3 * DAY_MS, -DAY_MS, -MINUTE_MS, 59_000, 12 * 60 * MINUTE_MS, DAY_MS, 3 * DAY_MS, 9 * DAY_MS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const), moments: fc.nat(6) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('quit' as const, 'pause' as const, 'resume' as const, 'resume' as const, 'wake' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('suspend' as const, 'suspend' as const, 'awake' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hours' as const), night: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('limits' as const), gapMs: fc.constantFrom(0, 10 * MINUTE_MS), perDay: fc.constantFrom(null, null, 6, 12) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('retry' as const, 'retry' as const, 'cancel' as const, 'settle' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('send_held' as const, 'cancel_held' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('report' as const), verdict: fc.constantFrom('delivered' as const, 'on_the_way' as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disk_full' as const), polls: fc.nat(2), appends: fc.nat(2) }) },
)

let template: Awaited<ReturnType<typeof worldTemplate>>
beforeAll(async () => {
  template = await worldTemplate(FAMILIES)
})
afterAll(() => template.remove())

test('whatever happens in whatever order, every message is where the model says', { timeout: 600_000 }, async () => {
  const { MODEL_SEED, MODEL_PATH } = process.env
  await fc.assert(fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60, size: 'max' }), play), {
    numRuns: RUNS,
    ...(MODEL_SEED !== undefined && { seed: Number(MODEL_SEED) }),
    ...(MODEL_PATH !== undefined && { path: MODEL_PATH }),
  })
})

async function play(actions: readonly Action[]) {
  const model = createModel()
  const world = await startWorld(template.copy(), model)
  model.attach(world)
  try {
    for (const one of actions) {
      const settled = await perform(world, model, one)
      if (settled) await rest(world, model)
      expect(model.wrong).toEqual([])
    }
    await drain(world, model)
    expect(model.wrong).toEqual([])
  } finally {
    world.close()
  }
}

type Model = ReturnType<typeof createModel>

async function rest(world: World, model: Model) {
  await world.settle()
  model.compare()
}

/** Answers whether the queue is to be left alone until it has done all that it can. */
async function perform(world: World, model: Model, one: Action): Promise<boolean> {
  switch (one.do) {
    case 'write': {
      if (world.rows().length > 40) return true
      model.written(await enqueue(world, one), one)
      world.wake()
      return !one.rush
    }
    case 'answer':
      answer(world, model, one.call, one.kinds)
      return !one.rush
    case 'throw': {
      const open = world.calls[one.call]
      for (const { id } of open?.messages ?? []) model.answered(id, 'unknown')
      open?.fail()
      return true
    }
    case 'crash':
      for (let i = 0; i < one.moments; i++) await new Promise<void>((resolve) => setImmediate(resolve))
      world.crash()
      model.died((await world.boot()).asLeft)
      return true
    case 'disk_full':
      await rest(world, model)
      world.refuse.polls += one.polls
      world.refuse.appends += one.appends
      model.diskFails()
      return true
    default:
      await rest(world, model)
      await disturb(world, model, one)
      return true
  }
}

type Disturbance = Exclude<Action, { do: 'write' | 'answer' | 'throw' | 'crash' | 'disk_full' }>

/** What happens to a queue that has come to rest. */
async function disturb(world: World, model: Model, one: Disturbance) {
  const { clock } = world
  const now = clock.now()
  switch (one.do) {
    case 'wait':
      return clock.advance(one.ms)
    case 'set_clock':
      model.clockSet(now + one.ms)
      return clock.set(now + one.ms)
    case 'quit':
      await world.quit()
      return model.died((await world.boot()).asLeft)
    case 'pause':
      model.paused()
      return world.db().write((tx) => pauseChannel(tx, 'sms', 'by_hand', '', null, now))
    case 'resume':
      model.resumed()
      await world.db().write((tx) => openChannel(tx, 'sms', now))
      return world.wake()
    case 'wake':
      return world.wake()
    case 'suspend':
      model.suspended()
      return world.suspend()
    case 'awake':
      model.awake()
      return world.awake()
    case 'hours':
      world.rules.hours = one.night ? NIGHT : []
      model.timesAreOff(now)
      return world.reschedule()
    case 'limits':
      world.rules.gapMs = one.gapMs
      world.rules.perDay = one.perDay
      model.timesAreOff(now)
      return world.reschedule()
    case 'report':
      return reportSays(world, model, one)
    default:
      return personSays(world, model, one)
  }
}

async function personSays(world: World, model: Model, one: Extract<Disturbance, { do: 'retry' | 'cancel' | 'settle' | 'send_held' | 'cancel_held' }>) {
  const now = world.clock.now()
  const rows = world.rows()
  const ids = 'which' in one && rows.length > 0 ? [...new Set(one.which.map((n) => 1 + (n % rows.length)))] : []
  model.asked(one.do, ids, rows, EXPIRE_DAYS * DAY_MS)
  await world.db().write((tx) => {
    if (one.do === 'send_held' || one.do === 'cancel_held') {
      return applyChange(tx, { kind: 'answer', reason: 'restored', answer: one.do === 'send_held' ? 'send' : 'cancel' }, now)
    }
    return ids.length === 0 ? 0 : applyChange(tx, { kind: one.do, what: { messages: ids.map((id) => ({ channel: 'sms', id })) } }, now)
  })
  if (one.do !== 'cancel' && one.do !== 'settle') world.wake()
}

let heard = 0

async function reportSays(world: World, model: Model, { verdict, which }: Extract<Disturbance, { do: 'report' }>) {
  const now = world.clock.now()
  const rows = world.rows()
  const ids = rows.length > 0 ? [...new Set(which.map((n) => 1 + (n % rows.length)))] : []
  model.reported(verdict, ids, rows)
  const reports = ids.map((id): DeliveryReport => {
    const about = { channel: 'sms', own: { id, lastBoot: null }, providerId: null, address: null, between: null, text: null } as const
    return { about, source: 'relay', externalKey: String(heard++), verdict, reason: null, code: '', detail: '', at: now }
  })
  await world.db().write((tx) => applyReports(tx, reports, now))
}

function answer(world: World, model: Model, call: number, kinds: readonly AnswerKind[]) {
  const open = world.calls[call]
  if (!open) return
  const outcomes = new Map<number, SendOutcome>()
  for (const [i, { id }] of open.messages.entries()) {
    const kind = kinds[i] ?? 'accepted'
    model.answered(id, kind)
    if (kind !== 'missing') outcomes.set(id, outcomeOf(kind, world.clock.now()))
  }
  open.answer(outcomes)
}

function outcomeOf(kind: Exclude<AnswerKind, 'missing'>, now: number): SendOutcome {
  switch (kind) {
    case 'accepted':
      return { kind, providerId: 'x', costMicros: 800_000, currency: 'KES' }
    case 'rejected':
      return { kind, reason: 'number_refused', code: '403', detail: '' }
    case 'offline':
      return { kind: 'not_sent', code: 'ECONNREFUSED', fault: { reason: 'offline', detail: '', until: now + 30_000 } }
    case 'slow_down':
      return { kind: 'not_sent', code: '429', fault: { reason: 'rate_limited', detail: '', until: now + 60 * MINUTE_MS } }
    case 'sender_refused':
      return { kind: 'not_sent', code: '402', fault: { reason: 'sender_refused', detail: '', until: null } }
    default:
      return { kind, code: '500', detail: '' }
  }
}

/** All is well from now on, and a person says what only a person can: whatever may go has to go within two days, by the queue's own timers. */
async function drain(world: World, model: Model) {
  world.refuse.polls = 0
  world.refuse.appends = 0
  world.rules.perDay = null
  await rest(world, model)
  world.clock.advance(TRIES_AGAIN_MS)
  await rest(world, model)
  await disturb(world, model, { do: 'send_held' })
  await disturb(world, model, { do: 'resume' })
  for (let waited = 0; waited < 2 * DAY_MS; ) {
    await world.settle()
    while (world.calls.length > 0) {
      answer(world, model, 0, ['accepted', 'accepted', 'accepted'])
      await world.settle()
    }
    if (world.rows().every((row) => !['held', 'queued', 'sending'].includes(row.state))) break
    const step = waited < 10 * MINUTE_MS ? 30_000 : 30 * MINUTE_MS
    world.clock.advance(step)
    waited += step
  }
  model.compare()
  for (const row of world.rows()) if (['held', 'queued', 'sending'].includes(row.state)) model.wrong.push(`${row.id} is still ${row.state}`)
}
