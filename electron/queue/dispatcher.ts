/**
 * Sends what is due on one channel. The only loop: each turn writes down the answers that came and takes as many messages as there are free
 * calls, in one durable transaction, before a byte of them leaves. So what is `sending` is exactly what may be on the wire.
 */
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/ports.ts'
import type { Outcomes } from '../providers/provider.ts'
import type { Claimed, Finished, QueueStore, Turn } from './store.ts'

/** The part of a provider that the loop needs. */
export type Sender<M> = {
  readonly name: string
  readonly limits: { readonly perCall: number; readonly concurrency: number }
  send(messages: readonly M[]): Promise<Outcomes>
}
export type DispatcherParts<M> = {
  readonly store: QueueStore<M>
  /** Null while the channel has no account. */
  readonly sender: () => Sender<M> | null
  readonly clock: Clock
  readonly log: Log
  /** Something about the channel's messages changed. */
  readonly onChange: () => void
}
export type Dispatcher = {
  start(): void
  /** Looks for work now. Harmless at any time. */
  wake(): void
  /** Takes nothing new and waits for what is on the wire, `graceMs` at most; the rest is found at the next start. */
  stop(graceMs: number): Promise<void>
  /** Resolves when nothing is on the wire and nothing can go now; at once where the loop does not run. */
  idle(): Promise<void>
}

/** Lost answers in a row after which the channel waits and tries one: an outage must not make 900 messages uncertain. */
const LOST_RUN = 3
const LOST_RUN_WAITS_MS = [30_000, 60_000, 120_000, 300_000]
/** When the database could not be written (a full disk, say), answers are kept and it is tried again after this. */
const STORE_RETRY_MS = 2_000

export function createDispatcher<M extends { readonly id: number }>({ store, sender, clock, log, onChange }: DispatcherParts<M>): Dispatcher {
  let running = false
  let started = false
  let turning: Promise<void> | null = null
  let again = false
  let openCalls = 0
  let finished: Finished[] = []
  let lostInARow = 0
  let lostRuns = 0
  let cancelTimer = () => {}
  let waiters: (() => void)[] = []

  const wake = () => {
    if (!started) return
    again = true
    turning ??= turnUntilQuiet().finally(() => {
      turning = null
      if (again) wake()
      else if (openCalls === 0 && finished.length === 0) settleWaiters()
    })
  }

  async function turnUntilQuiet() {
    // Whatever answers arrive in the same moment share one turn, and so one commit to the disk.
    await new Promise<void>((resolve) => setImmediate(resolve))
    again = false
    await turn()
  }

  async function turn() {
    const current = sender()
    const closing = finished
    finished = []
    const freeCalls = running && current ? Math.max(current.limits.concurrency - openCalls, 0) : 0
    const provider = current && { name: current.name, perCall: current.limits.perCall }
    const lostRunUntil = lostRun()
    let turned: Turn<M>
    try {
      turned = await store.turn({ finished: closing, freeCalls, openCalls, provider, lostRunUntil })
    } catch (error) {
      finished = [...closing, ...finished]
      log.error('a turn of the queue could not be written', error, { kept: finished.length })
      wakeIn(STORE_RETRY_MS)
      return
    }
    const { calls, wakeAt, settled } = turned
    if (current) for (const call of calls) void send(current, call)
    if (wakeAt !== null && running) wakeIn(wakeAt - clock.now())
    if (settled > 0 || calls.length > 0) tell()
  }

  async function send(current: Sender<M>, call: readonly Claimed<M>[]) {
    openCalls++
    let outcomes: Outcomes = new Map()
    try {
      outcomes = await current.send(call.map((c) => c.message))
    } catch (error) {
      // A provider promises never to reject. If one does all the same, nobody knows what left.
      log.error('a provider broke its promise', error, { provider: current.name })
    }
    finish(call, outcomes)
  }

  /** What is on disk stays done, whatever becomes of whoever listens. */
  function tell() {
    try {
      onChange()
    } catch (error) {
      log.error('nobody could be told of a change', error)
    }
  }

  function finish(call: readonly Claimed<M>[], outcomes: Outcomes) {
    openCalls--
    for (const { message, attempts } of call) {
      const outcome = outcomes.get(message.id) ?? { kind: 'unknown', code: 'no_outcome', detail: '' }
      finished.push({ id: message.id, attempts, outcome })
    }
    // one call counts once, however many numbers it carried
    const lost = call.every(({ message }) => (outcomes.get(message.id)?.kind ?? 'unknown') === 'unknown')
    if (lost) lostInARow++
    else if ([...outcomes.values()].some((o) => o.kind !== 'not_sent')) {
      lostInARow = 0
      lostRuns = 0
    }
    wake()
  }

  /** Until when the channel should wait because too many answers were lost, or null. */
  function lostRun(): number | null {
    const limit = lostRuns > 0 ? 1 : LOST_RUN
    if (lostInARow < limit) return null
    const wait = LOST_RUN_WAITS_MS[Math.min(lostRuns, LOST_RUN_WAITS_MS.length - 1)] ?? 0
    lostInARow = 0
    lostRuns++
    return clock.now() + wait
  }

  function wakeIn(delayMs: number) {
    cancelTimer()
    cancelTimer = clock.after(Math.max(delayMs, 0), wake)
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
      wake()
    },
    wake,
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve)
        if (started) wake()
        else settleWaiters()
      }),
    async stop(graceMs) {
      if (!started) return
      running = false
      cancelTimer()
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
      cancelTimer()
      await turning
      settleWaiters()
    },
  }
}
