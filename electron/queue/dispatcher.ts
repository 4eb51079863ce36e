/**
 * Sends what is due on one channel. One durable transaction a poll writes down the answers that came and takes a message for each free call.
 * Not a byte leaves before it, so what is `sending` is exactly what may be on the wire.
 */
import type { JournalAttempt } from '../../db/queries/journal.ts'
import type { Log } from '../platform/ports.ts'
import type { Clock } from '../platform/time/clock.ts'
import { within } from '../platform/time/within.ts'
import type { Limits, Outcomes } from '../providers/provider.ts'
import { createJournalLines } from './dispatch/journal-lines.ts'
import { createOpenCalls } from './dispatch/open-calls.ts'
import { createPollLoop } from './dispatch/poll-loop.ts'
import { createSuspension, watchClocks } from './dispatch/sleep.ts'
import { createTimers } from './dispatch/timers.ts'
import { tokenBucket } from './dispatch/token-bucket.ts'
import { CLOCK_CHECK_MS, STORE_RETRY_MS, type WakeReason, wakesAfter } from './dispatch/wake-plan.ts'
import type { Poll, PollRequest, QueueStore } from './poll.ts'

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
  /** The hours, the limits or the clock were changed: whatever waits for a time is reckoned anew. */
  reschedule(): void
  /** The system says that the network is there again: a channel that waits for it is tried now. */
  networkBack(): void
  /** The computer goes to sleep: nothing new is handed over. Ends with `resume`, and by itself after a minute of being awake. */
  suspend(): void
  resume(): void
  /** Takes nothing new and waits `graceMs` at most for what is on the wire. Answers whether all came; the next start finds the rest. */
  stop(graceMs: number): Promise<boolean>
  /** Resolves when nothing is on the wire and nothing can go now; at once where the loop does not run. */
  idle(): Promise<void>
}

/** What the next poll is asked for, beside the answers. */
type Asked = Pick<PollRequest, 'reschedule' | 'networkBack'>
const NOTHING_ASKED: Asked = { reschedule: false, networkBack: false }

export function createDispatcher<M>({ store, sender, perSecond, clock, disk, log, onChange }: DispatcherParts<M>): Dispatcher {
  /** stopping: takes nothing new, and still writes answers down. */
  let lifecycle: 'stopped' | 'running' | 'stopping' = 'stopped'
  let asked = NOTHING_ASKED
  const bucket = tokenBucket(clock.monotonic)
  const suspension = createSuspension(clock)
  const clockJumped = watchClocks(clock)
  const journal = createJournalLines(disk, log)
  const mayHandOver = () => lifecycle === 'running' && suspension.leftMs() === 0
  const calls = createOpenCalls<M>({ carrier: sender, mayHandOver, onAnswer: () => loop.wake(), log })
  const loop = createPollLoop({ poll, isOpen: () => lifecycle !== 'stopped', isQuiet: calls.areQuiet })
  const timers = createTimers<WakeReason>(clock, (reason) => (reason === 'clock_check' ? checkClocks() : loop.wake()))

  function ask(more: Partial<Asked>) {
    asked = { ...asked, ...more }
    loop.wake()
  }

  /** Where nothing waits no poll would notice that the clock was put right, and that what became too old by it did not. */
  function checkClocks() {
    timers.set('clock_check', CLOCK_CHECK_MS)
    if (clockJumped()) ask({ reschedule: true })
  }

  async function poll() {
    const answers = calls.take(clock.now())
    // what is asked for while the poll is written is for the next one
    const request: Asked = { ...asked, reschedule: clockJumped() || asked.reschedule }
    asked = NOTHING_ASKED
    const wasBehind = journal.areBehind()
    let polled: Poll<M>
    let current: Sender<M> | null
    let rateAt: number | null
    try {
      current = sender()
      const rate = current && slower(current.limits.perSecond, perSecond())
      const allowance = bucket.allowance(rate)
      const canTake = mayHandOver() && !wasBehind && disk.state() === 'ok'
      polled = await store.poll({
        ...answers,
        ...request,
        freeCalls: canTake && current && allowance >= 1 ? Math.max(current.limits.concurrency - calls.count(), 0) : 0,
        openCalls: calls.count(),
        allowance,
        provider: current && { name: current.name, account: current.account, ...current.limits },
      })
      bucket.take(polled.calls.reduce((sum, call) => sum + call.length, 0))
      rateAt = rate !== null && allowance < 1 ? clock.now() + bucket.waitMs(rate) : null
    } catch (error) {
      calls.putBack(answers)
      asked = { reschedule: asked.reschedule || request.reschedule, networkBack: asked.networkBack || request.networkBack }
      log.error('a poll of the queue could not be written', error, { kept: answers.finished.length })
      disk.failed(error)
      timers.set('retry', STORE_RETRY_MS)
      return
    }
    disk.worked()
    calls.claimed(polled.calls)
    if (polled.moreToReschedule) asked = { ...asked, reschedule: true }
    if (lifecycle === 'running') planWakes(polled, rateAt)
    if (polled.settled > 0 || polled.calls.length > 0) tellOfChange()
    if (await journal.write(polled.journal)) {
      if (wasBehind) loop.wake()
      await calls.handOver(current, polled.calls)
    } else {
      timers.set('retry', STORE_RETRY_MS)
      calls.withdraw(polled.calls, 'journal_down')
    }
  }

  function planWakes({ wakeAt, releaseAt }: Poll<M>, rateAt: number | null) {
    const after = { now: clock.now(), wakeAt, releaseAt, rateAt, diskIsFull: disk.state() === 'full', suspendedMs: suspension.leftMs() }
    for (const [reason, ms] of wakesAfter(after)) {
      if (ms > 0) timers.set(reason, ms)
      else loop.wake()
    }
  }

  /** What is on disk stays done, whatever becomes of whoever listens. */
  function tellOfChange() {
    try {
      onChange()
    } catch (error) {
      log.error('nobody could be told of a change', error)
    }
  }

  return {
    start() {
      if (lifecycle !== 'stopped') return
      lifecycle = 'running'
      timers.set('clock_check', CLOCK_CHECK_MS)
      loop.wake()
    },
    wake: loop.wake,
    reschedule: () => ask({ reschedule: true }),
    networkBack: () => ask({ networkBack: true }),
    suspend() {
      suspension.begin()
      if (lifecycle === 'running') timers.set('suspension_end', suspension.leftMs())
    },
    resume() {
      suspension.end()
      ask({ networkBack: true })
    },
    idle: loop.idle,
    async stop(graceMs) {
      if (lifecycle !== 'stopped') {
        lifecycle = 'stopping'
        timers.clear()
        await within(clock, graceMs, loop.idle())
        lifecycle = 'stopped'
        timers.clear()
        await loop.end()
      }
      return calls.areQuiet()
    },
  }
}

function slower(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}
