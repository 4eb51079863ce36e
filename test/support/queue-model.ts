/**
 * What the queue may do, said once more in a few lines: hears what is handed over and what is answered, and compares what it expects with
 * what is on file. Where the queue is free to choose (which message goes first, when a hold window is looked at), the model follows it, if the choice is legal.
 */
import type { OutgoingSms } from '../../electron/providers/provider.ts'
import { CONCURRENCY, type Enqueued, PER_CALL, type Row, type World } from './queue-world.ts'

export type AnswerKind = 'accepted' | 'rejected' | 'retry' | 'offline' | 'slow_down' | 'sender_refused' | 'unknown' | 'missing'
type Expected = {
  state: string
  counted: number
  /** Not before this by the school's clock; unknown, so 0, once that clock was set or its hours were changed. */
  notBefore: number
  expiresAt: number
  /** Asked for again by a clock that was set back it may live longer, as if that clock had gone on. */
  expiresBy: number
  /** By the school's clock when it became too old, and whether that clock was ahead: then it may wait once more. */
  expiredAt: number
  mayComeBack: boolean
  /** How often it was handed over since it was written, or since a person asked for it again. */
  mayHaveArrived: number
  /** Whether it went out once, or nobody knows whether it did: whatever was asked of it since. */
  wentOnce: boolean
  /** When it was handed over last, when its sender was first refused, and whether that was its last answer too and not its first; counted in events. */
  handedAt: number
  refusedAt: number
  refusedAgain: boolean
  /** A person called it back when it was on the wire, or in doubt: it never waits again by itself. */
  cancelRequested: boolean
}
/** A message that went out, or may have. `told`: its guardian counts as told. */
type Out = { readonly id: number; readonly at: number; told: boolean }

const WAITS_MS = [60_000, 120_000, 180_000]
/** A console that could not write tries again after this. */
export const TRIES_AGAIN_MS = 2_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const NEVER_EXPIRED = { expiredAt: 0, mayComeBack: false }

export function createModel() {
  const messages = new Map<number, Expected>()
  const wrong: string[] = []
  let world: World
  /** Until then a clock that was set may not have been noticed (monotonic). */
  let noticedBy = 0
  /** Until then the computer may be going to sleep (monotonic). */
  let suspendedUntil = 0
  /** The disk is failing, or was a moment ago, so what is on file may lag behind. */
  let trouble: { wellSince: number | null } | null = null
  const guardians = new Map<number, number>()
  let out: Out[] = []
  const accepted: { readonly id: number; readonly handedAt: number }[] = []
  let events = 0
  /** The latest that the school's clock ever showed. */
  let latest = 0
  /** What stops the channel: a person, a refused sender until a person says otherwise, a provider that asked to be left alone until then. */
  const stop = { byHand: false, lasting: false, slowUntil: 0 }
  /** Answers since the queue was last at rest. */
  let heard: { readonly id: number; readonly kind: AnswerKind; readonly at: number }[] = []

  const expected = (id: number): Expected => {
    const one = messages.get(id)
    if (!one) throw new Error(`message ${id} was never written`)
    return one
  }
  const quiet = (now: number) => {
    const hour = (now / HOUR_MS + 3) % 24
    return world.rules.hours.length > 0 && (hour >= 22 || hour < 7)
  }
  const isSuspended = () => world.clock.monotonic() < suspendedUntil
  const failing = () => world.refuse.polls + world.refuse.appends > 0
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
    if (isSuspended()) wrong.push('sent while the computer goes to sleep')
    // the cap is reached with the very call that is handed over
    if (pause !== null && pause !== 'daily_cap' && (until === null || until > now)) wrong.push(`sent while ${pause}`)
    if (stop.byHand) wrong.push('sent though a person paused the channel')
    if (stop.lasting) wrong.push('sent though the sender was refused')
    if (stop.slowUntil > now) wrong.push('sent though the provider asked to wait')
    if (pause !== null && pause !== 'daily_cap' && (call.length > 1 || world.calls.length > 0)) wrong.push(`more than one message tried while ${pause}`)
    for (const { id } of call) {
      const m = expected(id)
      if (m.mayComeBack) comesBack(m)
      if (!due(m)) wrong.push(`${id} was handed over as ${m.state}, ${m.notBefore - now} ms too early`)
      if (m.expiresAt <= now) wrong.push(`${id} was handed over though it is too old`)
      if (m.mayHaveArrived > 0) wrong.push(`${id} was handed over again though it may have arrived`)
      const row = rows.get(id)
      if (row?.state !== 'sending' || row.openAttempts !== 1) wrong.push(`${id} was handed over and is ${row?.state} on file`)
      m.state = 'sending'
      m.mayHaveArrived++
      m.handedAt = ++events
      m.refusedAgain = false
      goesOut(id, now)
    }
  }

  /** One more went out: neither to a family that was told a moment ago, nor over the cap. */
  function goesOut(id: number, now: number) {
    const { gapMs, perDay } = world.rules
    const guardian = guardians.get(id)
    const before = out.find((o) => o.told && o.id !== id && guardians.get(o.id) === guardian && now - o.at < gapMs)
    if (before) wrong.push(`${id} and ${before.id} went to one family within ${now - before.at} ms`)
    out.push({ id, at: now, told: true })
    const today = out.filter((o) => o.at > now - DAY_MS).length
    if (perDay !== null && today > perDay) wrong.push(`${today} within 24 hours, where ${perDay} may go`)
  }

  /** What becomes of a message that was being sent. */
  function answered(id: number, kind: AnswerKind) {
    const m = expected(id)
    const ofTheChannel = kind === 'offline' || kind === 'slow_down' || kind === 'sender_refused'
    heard.push({ id, kind, at: world.clock.now() })
    events++
    if (ofTheChannel || kind === 'rejected' || kind === 'retry') {
      m.mayHaveArrived--
      const last = out.findLastIndex((o) => o.id === id)
      if (last >= 0) out.splice(last, 1)
    } else m.wentOnce = true
    if (!ofTheChannel) m.counted++
    if (kind === 'accepted') accepted.push({ id, handedAt: m.handedAt })
    if (kind === 'sender_refused') {
      m.refusedAgain = m.refusedAt > 0
      if (!m.refusedAgain) m.refusedAt = events
    }
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
    if ((m.state === 'queued' || m.state === 'failed') && m.cancelRequested) m.state = 'cancelled'
  }

  function comesBack(m: Expected) {
    Object.assign(m, { state: 'queued', notBefore: 0, ...NEVER_EXPIRED })
  }

  /** Follows what the queue was free to do, as far as it was. */
  function follow(row: Row, m: Expected) {
    const now = world.clock.now()
    if (m.state === 'window' && row.state === 'held') return
    if (m.state === 'window' && m.notBefore <= now) m.state = 'queued'
    if (row.expiresAt < m.expiresAt || row.expiresAt > m.expiresBy) wrong.push(`${row.id} expires ${row.expiresAt - m.expiresAt} ms too late`)
    m.expiresAt = row.expiresAt
    if (m.mayComeBack && row.state !== 'expired') comesBack(m)
    if (m.state === 'queued' && row.state === 'expired' && m.expiresAt <= now) Object.assign(m, { state: 'expired', expiredAt: now })
    // the same refusal again, though somebody else was taken since: it is about this family
    const alone = m.refusedAgain && accepted.some((one) => one.id !== row.id && one.handedAt > m.refusedAt)
    const counts = m.cancelRequested ? row.state === 'cancelled' && row.attempts === m.counted + 1 : row.state === 'failed'
    if ((m.state === 'queued' || m.cancelRequested) && counts && alone) Object.assign(m, { state: row.state, counted: m.counted + 1 })
  }

  /** What stops the channel, now that the answers are written down. */
  function comparePause(rows: readonly Row[]) {
    const now = world.clock.now()
    const { pause, until } = world.channel()
    for (const { id, kind, at } of heard) {
      const isAlone = rows.some((row) => row.id === id && row.state === 'failed')
      if (kind === 'sender_refused' && !isAlone && !stop.byHand) stop.lasting = true
      // the limit of the day lasts longer
      if (kind === 'slow_down' && !stop.byHand && pause !== 'daily_cap') stop.slowUntil = Math.max(stop.slowUntil, at + HOUR_MS)
    }
    heard = []
    const reason = stop.byHand ? 'by_hand' : stop.lasting ? 'sender_refused' : stop.slowUntil > now ? 'rate_limited' : pause
    if (pause !== reason) wrong.push(`the channel should be stopped by ${reason} and is by ${pause}`)
    if (reason === 'rate_limited' && (until ?? 0) < stop.slowUntil) wrong.push(`tried ${stop.slowUntil - (until ?? 0)} ms before the provider wants`)
  }

  /** Where answers may not have been written down, the file says what stops the channel; but never that a person's word is over. */
  function pauseAsOnFile() {
    const { pause } = world.channel()
    if (stop.byHand && pause !== 'by_hand') wrong.push(`a person’s pause became ${pause}`)
    heard = []
    Object.assign(stop, { lasting: pause === 'sender_refused', slowUntil: 0 })
  }

  function compare() {
    const rows = world.rows()
    latest = Math.max(latest, world.clock.now())
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
      pauseAsOnFile()
      if (failing()) return
      trouble.wellSince ??= world.clock.monotonic()
      if (!behind && world.clock.monotonic() - trouble.wellSince >= TRIES_AGAIN_MS) trouble = null
      return
    }
    comparePause(rows)
    const now = world.clock.now()
    const { pause, until } = world.channel()
    const mayTry = pause === null ? world.calls.length < CONCURRENCY : until !== null && until <= now && world.calls.length === 0
    const late = rows.filter((row) => row.state === 'queued' && row.notBefore <= now)
    // a clock that was set is noticed within a minute
    const noticed = world.clock.monotonic() >= noticedBy
    if (noticed && mayTry && !quiet(now) && !isSuspended() && late.length > 0) wrong.push(`${late.map((row) => row.id).join()} could go and wait`)
    const young = rows.filter((row) => row.state === 'expired' && row.updatedAt > now && row.expiresAt > now)
    if (noticed && young.length > 0) wrong.push(`${young.map((row) => row.id).join()} became too old by a clock that was ahead`)
    wrong.push(...world.faults.filter((fault) => !/the disk is full|boom/.test(fault)))
  }

  /** The clock was set to `now`, or the hours were changed: times reckoned by them say nothing any more. A hold window is an hour at most. */
  function timesAreOff(now: number) {
    noticedBy = world.clock.monotonic() + MINUTE_MS
    stop.slowUntil = 0
    for (const m of messages.values()) {
      if (m.state !== 'window' || m.notBefore > now + HOUR_MS) m.notBefore = 0
      if (m.state === 'expired' && m.expiredAt > now && m.expiresAt > now) m.mayComeBack = true
    }
  }

  return {
    wrong,
    attach(to: World) {
      world = to
    },
    handed,
    answered,
    compare,
    written(ids: readonly number[], { guardians: to, hold, holdMs, expiresInMs }: Enqueued) {
      const now = world.clock.now()
      const state = hold === 'none' ? 'queued' : hold === 'window' ? 'window' : 'held'
      const notBefore = hold === 'window' ? now + holdMs : now
      const fresh = { counted: 0, mayHaveArrived: 0, wentOnce: false, handedAt: 0, refusedAt: 0, refusedAgain: false, cancelRequested: false, ...NEVER_EXPIRED }
      for (const [i, id] of ids.entries()) {
        messages.set(id, { ...fresh, state, notBefore, expiresAt: now + expiresInMs, expiresBy: now + expiresInMs })
        guardians.set(id, to[i] ?? 0)
      }
    },
    timesAreOff,
    /** Nobody knows by this clock how long ago something went out. */
    clockSet(now: number) {
      out = []
      timesAreOff(now)
    },
    suspended() {
      suspendedUntil = world.clock.monotonic() + MINUTE_MS
    },
    awake() {
      suspendedUntil = 0
    },
    paused() {
      stop.byHand = true
    },
    resumed() {
      Object.assign(stop, { byHand: false, lasting: false, slowUntil: 0 })
    },
    diskFails() {
      trouble = { wellSince: null }
    },
    /** A person's word on messages; on file they were as `rows` say. */
    asked(what: 'retry' | 'cancel' | 'settle' | 'send_held' | 'cancel_held', ids: readonly number[], rows: readonly Row[], expiresInMs: number) {
      const expiresAt = world.clock.now() + expiresInMs
      const again = { expiresAt, expiresBy: Math.max(expiresAt, latest + expiresInMs), ...NEVER_EXPIRED }
      for (const { id, state } of rows) {
        const m = expected(id)
        const chosen = what.endsWith('_held') ? m.state === 'held' : ids.includes(id)
        if (!chosen) continue
        if (what === 'retry' && ['failed', 'unconfirmed', 'expired'].includes(state)) {
          Object.assign(m, { state: 'queued', counted: 0, notBefore: world.clock.now(), mayHaveArrived: 0, cancelRequested: false, ...again })
          // it waits once more, and a message that waits is none that its guardian got
          for (const o of out) if (o.id === id) o.told = false
        }
        if (what === 'cancel' && ['sending', 'unconfirmed'].includes(state)) m.cancelRequested = true
        // an answer that came is on file a moment later
        if (what === 'cancel' && (['held', 'queued'].includes(state) || m.state === 'queued')) m.state = 'cancelled'
        if (what === 'settle' && state === 'unconfirmed') m.state = 'sent'
        if (what === 'send_held') Object.assign(m, { state: 'queued', notBefore: world.clock.now() })
        if (what === 'cancel_held') m.state = 'cancelled'
      }
    },
    /** A report came of messages that stood on file as `rows` say: what waits or failed and never went cannot be meant, and of what is being sent it comes too early. */
    reported(verdict: 'delivered' | 'on_the_way', ids: readonly number[], rows: readonly Row[]) {
      for (const { id, state } of rows) {
        const m = expected(id)
        if (!ids.includes(id)) continue
        const waits = (state === 'queued' || state === 'held') && m.wentOnce
        const arrived = ['sent', 'unconfirmed'].includes(state) || (state === 'failed' && m.wentOnce)
        if (verdict === 'on_the_way' && (state === 'unconfirmed' || waits)) m.state = 'sent'
        if (verdict === 'delivered' && (arrived || waits)) m.state = 'delivered'
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
        if (claimed && !m.cancelRequested && ['held', 'cancelled', 'expired'].includes(state))
          wrong.push(`${row.id} was ${state} and a crash left it ${row.state}`)
        if (claimed) Object.assign(m, { state: 'unconfirmed', counted: row.attempts + 1, mayHaveArrived: 1, wentOnce: true })
      }
      suspendedUntil = 0
      // a console that starts does not know whether the clock was set meanwhile
      timesAreOff(world.clock.now())
      if (trouble && !failing()) trouble = null
      pauseAsOnFile()
    },
  }
}
