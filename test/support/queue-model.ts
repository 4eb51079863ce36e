/**
 * What the queue may do, said once more in a few lines: hears what is handed over and what is answered, and compares what it expects with
 * what is on file. Where the queue is free to choose (which message goes first, when a hold window is looked at), the model follows it, if the choice is legal.
 */
import type { OutgoingSms } from '../../electron/providers/provider.ts'
import { CONCURRENCY, type Enqueued, PER_CALL, type Row, type World } from './queue-world.ts'

export type AnswerKind = 'accepted' | 'rejected' | 'retry' | 'offline' | 'wrong_key' | 'unknown' | 'missing'
type Expected = {
  state: string
  counted: number
  /** Not before this by the school's clock; unknown, so 0, once that clock was set or its hours were changed. */
  notBefore: number
  expiresAt: number
  /** How often it was handed over since it was written, or since a person asked for it again. */
  mayHaveArrived: number
  /** Whether it went out once, or nobody knows whether it did: whatever was asked of it since. */
  wentOnce: boolean
}

const WAITS_MS = [60_000, 120_000, 180_000]
/** A console that could not write tries again after this. */
const TRIES_AGAIN_MS = 2_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

export function createModel() {
  const messages = new Map<number, Expected>()
  const wrong: string[] = []
  let world: World
  /** Until then a clock that was set may not have been noticed (monotonic). */
  let noticedBy = 0
  /** The disk is failing, or was a moment ago, so what is on file may lag behind. */
  let trouble: { wellSince: number | null } | null = null

  const expected = (id: number): Expected => {
    const one = messages.get(id)
    if (!one) throw new Error(`message ${id} was never written`)
    return one
  }
  const quiet = (now: number) => {
    const hour = (now / HOUR_MS + 3) % 24
    return world.rules.hours.length > 0 && (hour >= 22 || hour < 7)
  }
  const failing = () => world.refuse.turns + world.refuse.appends > 0
  const due = (m: Expected) => (m.state === 'queued' || m.state === 'window') && m.notBefore <= world.clock.now()

  function handed(call: readonly OutgoingSms[]) {
    const now = world.clock.now()
    const { pause, until } = world.channel()
    const rows = new Map(world.rows().map((row) => [row.id, row]))
    if (call.length > PER_CALL) wrong.push(`${call.length} numbers in a call`)
    if (world.calls.length >= CONCURRENCY) wrong.push('more calls than allowed')
    if (new Set(call.map((m) => m.phone)).size !== call.length) wrong.push('a number twice in a call')
    if (new Set(call.map((m) => m.body)).size !== 1) wrong.push('a call of different words')
    if (quiet(now)) wrong.push('sent in quiet hours')
    if (pause !== null && (until === null || until > now)) wrong.push(`sent while ${pause}`)
    if (pause !== null && (call.length > 1 || world.calls.length > 0)) wrong.push(`more than one message tried while ${pause}`)
    for (const { id } of call) {
      const m = expected(id)
      if (!due(m)) wrong.push(`${id} was handed over as ${m.state}, ${m.notBefore - now} ms too early`)
      if (m.expiresAt <= now) wrong.push(`${id} was handed over though it is too old`)
      if (m.mayHaveArrived > 0) wrong.push(`${id} was handed over again though it may have arrived`)
      const row = rows.get(id)
      if (row?.state !== 'sending' || row.openAttempts !== 1) wrong.push(`${id} was handed over and is ${row?.state} on file`)
      m.state = 'sending'
      m.mayHaveArrived++
    }
  }

  /** What becomes of a message that was being sent. */
  function answered(id: number, kind: AnswerKind) {
    const m = expected(id)
    const certainlyNot = kind === 'rejected' || kind === 'retry' || kind === 'offline' || kind === 'wrong_key'
    if (certainlyNot) m.mayHaveArrived--
    else m.wentOnce = true
    if (kind !== 'offline' && kind !== 'wrong_key') m.counted++
    if (kind === 'accepted') m.state = 'sent'
    else if (kind === 'rejected') m.state = 'failed'
    else if (kind === 'unknown' || kind === 'missing') m.state = 'unconfirmed'
    else if (kind === 'retry') {
      const wait = WAITS_MS[m.counted - 1]
      m.state = wait === undefined ? 'failed' : 'queued'
      m.notBefore = world.clock.now() + (wait ?? 0)
    } else {
      m.state = 'queued'
      m.notBefore = 0
    }
  }

  /** Follows what the queue was free to do, as far as it was. */
  function follow(row: Row, m: Expected) {
    const now = world.clock.now()
    if (m.state === 'window' && row.state === 'held') return
    if (m.state === 'window' && m.notBefore <= now) m.state = 'queued'
    if (m.state === 'queued' && row.state === 'expired' && m.expiresAt <= now) m.state = 'expired'
  }

  function compare() {
    const rows = world.rows()
    if (rows.length !== messages.size) wrong.push(`${messages.size} messages were written, ${rows.length} are on file`)
    let behind = false
    for (const row of rows) {
      const m = expected(row.id)
      follow(row, m)
      const state = m.state === 'window' ? 'held' : m.state
      if (row.state === state && row.attempts === m.counted) {
        if (row.openAttempts !== (state === 'sending' ? 1 : 0)) wrong.push(`${row.id} is ${state} with ${row.openAttempts} attempts open`)
        continue
      }
      // claimed and not handed over, or answered and not written down
      if (trouble !== null && row.state === 'sending') behind = true
      else wrong.push(`${row.id} should be ${state} after ${m.counted} attempts and is ${row.state} after ${row.attempts}`)
    }
    if (trouble !== null) {
      if (failing()) return
      trouble.wellSince ??= world.clock.monotonic()
      if (!behind && world.clock.monotonic() - trouble.wellSince >= TRIES_AGAIN_MS) trouble = null
      return
    }
    const now = world.clock.now()
    const late = rows.filter((row) => row.state === 'queued' && row.notBefore <= now)
    // a clock that was set is noticed within a minute
    if (world.clock.monotonic() >= noticedBy && world.channel().pause === null && !quiet(now) && world.calls.length < CONCURRENCY && late.length > 0) {
      wrong.push(`${late.map((row) => row.id).join()} could go and wait`)
    }
    wrong.push(...world.faults.filter((fault) => !/the disk is full|boom/.test(fault)))
  }

  /** The clock was set to `now`, or the hours were changed: times reckoned by them say nothing any more. A hold window is an hour at most. */
  function timesAreOff(now: number) {
    noticedBy = world.clock.monotonic() + MINUTE_MS
    for (const m of messages.values()) if (m.state !== 'window' || m.notBefore > now + HOUR_MS) m.notBefore = 0
  }

  return {
    wrong,
    attach(to: World) {
      world = to
    },
    handed,
    answered,
    compare,
    written(ids: readonly number[], { hold, holdMs, expiresInMs }: Enqueued) {
      const now = world.clock.now()
      const state = hold === 'none' ? 'queued' : hold === 'window' ? 'window' : 'held'
      const notBefore = hold === 'window' ? now + holdMs : now
      for (const id of ids) messages.set(id, { state, counted: 0, notBefore, expiresAt: now + expiresInMs, mayHaveArrived: 0, wentOnce: false })
    },
    timesAreOff,
    diskFails() {
      trouble = { wellSince: null }
    },
    /** A person's word on messages; on file they were as `rows` say. */
    asked(what: 'retry' | 'cancel' | 'settle' | 'send_held' | 'cancel_held', ids: readonly number[], rows: readonly Row[], expiresAt: number) {
      for (const { id, state } of rows) {
        const m = expected(id)
        const chosen = what.endsWith('_held') ? m.state === 'held' : ids.includes(id)
        if (!chosen) continue
        if (what === 'retry' && ['failed', 'unconfirmed', 'expired'].includes(state)) {
          Object.assign(m, { state: 'queued', counted: 0, notBefore: world.clock.now(), expiresAt, mayHaveArrived: 0 })
        }
        if (what === 'cancel' && ['held', 'queued'].includes(state)) m.state = 'cancelled'
        if (what === 'settle' && state === 'unconfirmed') m.state = 'sent'
        if (what === 'send_held') Object.assign(m, { state: 'queued', notBefore: world.clock.now() })
        if (what === 'cancel_held') m.state = 'cancelled'
      }
    },
    /** A report came of messages that stood on file as `rows` say: what waits and never went cannot be meant, and of what is being sent it comes too early. */
    reported(verdict: 'delivered' | 'on_the_way', ids: readonly number[], rows: readonly Row[]) {
      for (const { id, state } of rows) {
        const m = expected(id)
        if (!ids.includes(id)) continue
        const waits = (state === 'queued' || state === 'held') && m.wentOnce
        if (verdict === 'on_the_way' && (state === 'unconfirmed' || waits)) m.state = 'sent'
        if (verdict === 'delivered' && (['sent', 'unconfirmed', 'failed'].includes(state) || waits)) m.state = 'delivered'
      }
    },
    /** The console died, or ended with calls still open, and was started again on these rows. */
    died(asLeft: readonly Row[]) {
      const lost = asLeft.filter((row) => row.state === 'sending')
      if (lost.length > CONCURRENCY * PER_CALL) wrong.push(`${lost.length} in doubt after one crash`)
      for (const row of asLeft) {
        const m = expected(row.id)
        follow(row, m)
        const state = m.state === 'window' ? 'held' : m.state
        const claimed = row.state === 'sending'
        if (!claimed && row.state !== state) wrong.push(`${row.id} was ${state} and a crash left it ${row.state}`)
        if (claimed && ['held', 'cancelled', 'expired'].includes(state)) wrong.push(`${row.id} was ${state} and a crash left it ${row.state}`)
        if (claimed) Object.assign(m, { state: 'unconfirmed', counted: row.attempts + 1, mayHaveArrived: 1, wentOnce: true })
      }
      // a console that starts does not know whether the clock was set meanwhile
      timesAreOff(world.clock.now())
      if (trouble && !failing()) trouble = null
    },
  }
}
