/**
 * Sends what is due on one channel. The only loop: each poll writes down the answers that came and takes as many messages as there are free
 * calls, in one durable transaction, before a byte of them leaves. So what is `sending` is exactly what may be on the wire.
 */
import type { JournalAttempt } from '../../db/queries/journal.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/ports.ts'
import type { Limits, Outcomes } from '../providers/provider.ts'
import type { Claimed } from './claim.ts'
import type { Finished } from './close.ts'
import { createTimers } from './dispatch/timers.ts'
import { createLostRun, type LostPause } from './lost-run.ts'
import type { Poll, QueueStore } from './store.ts'
import { tokenBucket } from './token-bucket.ts'

/** The part of a provider that the loop needs. */
export type Sender<M> = {
  readonly name: string
  readonly account: string
  readonly limits: Limits
  send(messages: readonly M[]): Promise<Outcomes>
}
/** What the loop writes to, beside the database. */
export type QueueDisk = {
  /** Makes these lines durable; rejects when it cannot, and then nothing is handed over. */
  append(entries: readonly JournalAttempt[]): Promise<void>
  /** Something could not be written; where there was no room, some may be made. */
  failed(error: unknown): void
  /** A poll was written. */
  worked(): void
  /** full: what room there is belongs to the answers of what is on its way, so nothing is taken. */
  state(): 'ok' | 'full'
}
export type DispatcherParts<M> = {
  readonly store: QueueStore<M>
  /** Null while the channel has no account. */
  readonly sender: () => Sender<M> | null
  /** Messages a second that the school lets go; null: as many as the provider takes. */
  readonly perSecond: () => number | null
  readonly clock: Clock
  readonly disk: QueueDisk
  readonly log: Log
  /** Something about the channel's messages changed. */
  readonly onChange: () => void
}
export type Dispatcher = {
  start(): void
  /** Looks for work now. Harmless at any time. */
  wake(): void
  /** The hours, the limits or the clock were changed: looks anew at everything that waits for a time. */
  lookAgain(): void
  /** The system says that the network is there again: a channel that waits for it is tried now. */
  networkBack(): void
  /** The computer goes to sleep: nothing new is handed over before it wakes. Ends with `resume`, and by itself after a minute of being awake. */
  suspend(): void
  resume(): void
  /** Takes nothing new and waits for what is on the wire, `graceMs` at most; the rest is found at the next start. Answers whether all came. */
  stop(graceMs: number): Promise<boolean>
  /** Resolves when nothing is on the wire and nothing can go now; at once where the loop does not run. */
  idle(): Promise<void>
}

/** When the database could not be written (a full disk, say), answers are kept and it is tried again after this. */
const STORE_RETRY_MS = 2_000
/** So often the clocks are compared, and what waits for a time is looked at: the clock may be set, and the hours be over sooner. */
const TICK_MS = 60_000
/** A sleep that the system announced and then did not begin. */
const SUSPEND_MS = 60_000
/** The two clocks part by more than this only when somebody sets one, or the computer slept. */
const JUMP_MS = 60_000

/** What the loop wakes for: a message or a hold window in its time, a disk that failed, the end of a suspension; and the comparing of the clocks. */
type Purpose = 'due' | 'retry' | 'suspension_end' | 'tick'

export function createDispatcher<M>(parts: DispatcherParts<M>): Dispatcher {
  const { store, sender, perSecond, clock, disk, log, onChange } = parts
  const bucket = tokenBucket(clock.monotonic)
  const lostRun = createLostRun()
  const jumped = watchClocks(clock)
  const timers = createTimers<Purpose>(clock, (purpose) => (purpose === 'tick' ? tick() : wake()))
  let running = false
  let started = false
  let polling: Promise<void> | null = null
  let again = false
  let lookAgain = false
  let networkBack = false
  // kept until a poll has written it down
  let lostPause: LostPause | null = null
  let suspendedUntil = Number.NEGATIVE_INFINITY
  // lines that could not be written; while there are any, nothing is taken
  let unwritten: readonly JournalAttempt[] = []
  // an answer that no turn has written down yet says that nothing can go
  let stopped = false
  let openCalls = 0
  let finished: Finished[] = []
  let waiters: (() => void)[] = []

  const wake = () => {
    if (!started) return
    again = true
    polling ??= pollUntilQuiet().finally(() => {
      polling = null
      if (again) wake()
      else if (openCalls === 0 && finished.length === 0) settleWaiters()
    })
  }

  /** Where nothing waits nothing else would notice that the clock was put right, and that what became too old by it did not. */
  const tick = () => {
    if (jumped()) {
      lookAgain = true
      wake()
    }
    timers.set('tick', TICK_MS)
  }

  const isSuspended = () => clock.monotonic() < suspendedUntil

  async function pollUntilQuiet() {
    // Whatever answers arrive in the same moment share one poll, and so one commit to the disk.
    await nextMoment()
    again = false
    await poll()
  }

  async function poll() {
    const current = sender()
    const rate = current && slower(current.limits.perSecond, perSecond())
    const allowance = bucket.allowance(rate)
    // what is asked for while the poll is written is for the next one
    const asked = { lookAgain: jumped() || lookAgain, networkBack }
    lookAgain = false
    networkBack = false
    const closing = finished
    finished = []
    stopped = false
    lostPause ??= lostRun.pause(clock.now(), openCalls)
    const canTake = running && !isSuspended() && unwritten.length === 0 && disk.state() === 'ok'
    let polled: Poll<M>
    try {
      polled = await store.poll({
        finished: closing,
        freeCalls: canTake && current && allowance >= 1 ? Math.max(current.limits.concurrency - openCalls, 0) : 0,
        openCalls,
        allowance,
        provider: current && { name: current.name, account: current.account, ...current.limits },
        lostPause,
        ...asked,
      })
    } catch (error) {
      finished = [...closing, ...finished]
      stopped ||= closing.some(({ outcome }) => outcome.kind === 'not_sent')
      lookAgain ||= asked.lookAgain
      networkBack ||= asked.networkBack
      log.error('a poll of the queue could not be written', error, { kept: finished.length })
      disk.failed(error)
      timers.set('retry', STORE_RETRY_MS)
      return
    }
    disk.worked()
    lookAgain ||= polled.lookAgain
    lostPause = null
    const { calls, settled } = polled
    openCalls += calls.length
    bucket.take(calls.reduce((sum, call) => sum + call.length, 0))
    if (running) planWake(polled, rate !== null && allowance < 1 ? clock.now() + bucket.waitMs(rate) : null)
    if (running && disk.state() === 'full') timers.set('retry', STORE_RETRY_MS)
    // a timer that fired by the wall clock, set forward by a sleep, came before the suspension is over
    if (running && isSuspended()) planSuspensionEnd()
    if (settled > 0 || calls.length > 0) tell()
    if (await written(polled.journal)) await handOver(current, calls)
    else for (const call of calls) withdraw(call, 'journal_down')
  }

  /** The journal comes before the first byte: a backup that is brought back must know what this database knows. */
  async function written(entries: readonly JournalAttempt[]): Promise<boolean> {
    const lines = [...unwritten, ...entries]
    if (lines.length === 0) return true
    try {
      await disk.append(lines)
      again ||= unwritten.length > 0
      unwritten = []
      return true
    } catch (error) {
      log.error('the journal could not be written', error, { kept: lines.length })
      unwritten = lines
      disk.failed(error)
      timers.set('retry', STORE_RETRY_MS)
      return false
    }
  }

  /** One call in each poll of the event loop: what a provider does before its first byte must not add up to a pause, nor its answers to a wave. */
  async function handOver(current: Sender<M> | null, calls: readonly (readonly Claimed<M>[])[]) {
    for (const [i, call] of calls.entries()) {
      if (i > 0) await nextMoment()
      // what the first of them were told counts for the others too
      if (current && running && !isSuspended() && !stopped) void send(current, call)
      else withdraw(call, stopped ? 'channel_stopped' : 'stopping')
    }
  }

  async function send(current: Sender<M>, call: readonly Claimed<M>[]) {
    let outcomes: Outcomes = new Map()
    try {
      outcomes = await current.send(call.map((c) => c.message))
    } catch (error) {
      // A provider promises never to reject. If one does all the same, nobody knows what left.
      log.error('a provider broke its promise', error, { provider: current.name })
    }
    openCalls--
    // the fault of an account that was replaced meanwhile says nothing of the new one
    const replaced = sender() !== current
    for (const { attempt } of call) {
      const outcome = outcomes.get(attempt.id) ?? { kind: 'unknown', code: 'no_outcome', detail: '' }
      stopped ||= !replaced && outcome.kind === 'not_sent'
      finished.push({ attempt, outcome: replaced && outcome.kind === 'not_sent' ? { kind: 'not_handed', code: outcome.code } : outcome })
    }
    // one call counts once, however many numbers it carried
    lostRun.heard(call.map(({ attempt }) => outcomes.get(attempt.id)?.kind ?? 'unknown'))
    wake()
  }

  /** Not a byte of it left. */
  function withdraw(call: readonly Claimed<M>[], code: string) {
    openCalls--
    for (const { attempt } of call) finished.push({ attempt, outcome: { kind: 'not_handed', code } })
    wake()
  }

  /** What is on disk stays done, whatever becomes of whoever listens. */
  function tell() {
    try {
      onChange()
    } catch (error) {
      log.error('nobody could be told of a change', error)
    }
  }

  function planWake({ wakeAt, releaseAt }: Poll<M>, rateAt: number | null) {
    const takeAt = wakeAt === null || rateAt === null ? (rateAt ?? wakeAt) : Math.max(wakeAt, rateAt)
    const at = Math.min(takeAt ?? Number.POSITIVE_INFINITY, releaseAt ?? Number.POSITIVE_INFINITY)
    if (at === Number.POSITIVE_INFINITY) return
    if (at > clock.now()) timers.set('due', Math.min(at - clock.now(), TICK_MS))
    else again = true
  }

  /** What is due by then is due already, and no other timer waits for it. */
  function planSuspensionEnd() {
    timers.set('suspension_end', suspendedUntil - clock.monotonic())
  }

  function settleWaiters() {
    const ready = waiters
    waiters = []
    for (const resolve of ready) resolve()
  }

  return {
    start() {
      if (started) return
      started = true
      running = true
      timers.set('tick', TICK_MS)
      wake()
    },
    wake,
    lookAgain() {
      lookAgain = true
      wake()
    },
    networkBack() {
      networkBack = true
      wake()
    },
    suspend() {
      suspendedUntil = clock.monotonic() + SUSPEND_MS
      if (running) planSuspensionEnd()
    },
    resume() {
      suspendedUntil = Number.NEGATIVE_INFINITY
      networkBack = true
      wake()
    },
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve)
        if (started) wake()
        else settleWaiters()
      }),
    async stop(graceMs) {
      if (!started) return true
      running = false
      timers.clear()
      const quiet = new Promise<void>((resolve) => {
        waiters.push(resolve)
        wake()
      })
      let cancelGrace = () => {}
      const grace = new Promise<void>((resolve) => {
        cancelGrace = clock.after(graceMs, resolve)
      })
      await Promise.race([quiet, grace])
      cancelGrace()
      started = false
      timers.clear()
      await polling
      settleWaiters()
      return openCalls === 0 && finished.length === 0
    },
  }
}

const nextMoment = () => new Promise<void>((resolve) => setImmediate(resolve))

function slower(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}

/** Answers whether the wall clock was set, or stood still or ran on over a sleep, since it was asked last. */
function watchClocks({ now, monotonic }: Clock): () => boolean {
  let apart = now() - monotonic()
  return () => {
    const before = apart
    apart = now() - monotonic()
    return Math.abs(apart - before) > JUMP_MS
  }
}
