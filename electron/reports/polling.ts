/** Polls every source of reports when it is due. A source in trouble is polled again later; it never disturbs the others, or sending. */
import { z } from 'zod'
import type { Database } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'
import type { Log } from '../platform/ports.ts'
import type { Clock } from '../platform/time/clock.ts'
import { isDue, NEVER_POLLED, POLL_EVERY_MS, type PollState } from './schedule.ts'
import { type PollResult, pollOk } from './source.ts'

/** The result of one poll. `idle`: there was nothing to ask, so the source's state stays as it is. */
export type SourcePoll = PollResult & { readonly idle?: boolean }
export type Source = {
  readonly name: keyof typeof POLL_EVERY_MS
  /** Polls once. Null where the source is not set up. `all`: a person asked. */
  poll(signal: AbortSignal, all: boolean): Promise<SourcePoll | null>
}
export type PollingOptions = {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  readonly isOnline: () => boolean
  readonly sources: readonly Source[]
  /** Called after each poll. */
  readonly onResult: (result: PollResult, troubleChanged: boolean) => void
}

const TICK_MS = 60_000
/** The setting that stores a source's state. */
export const stateKey = (name: string) => `${name}-asked`
const stateSchema = z.object({ at: z.number().nullable(), trouble: z.string().nullable(), failures: z.number(), notBefore: z.number().nullable() })

export type Polling = ReturnType<typeof createPolling>

export function createPolling({ db, clock, log, isOnline, sources, onResult }: PollingOptions) {
  const stopped = new AbortController()
  const running = new Map<string, Promise<PollResult>>()
  let cancelTick: (() => void) | null = null
  let ticking: Promise<void> = Promise.resolve()

  const stateOf = (name: string): PollState => stateSchema.safeParse(readSetting(db, stateKey(name))).data ?? NEVER_POLLED

  /** Polls a source once at a time: who asks meanwhile gets the result of the poll under way. */
  function poll(source: Source, all: boolean): Promise<PollResult> {
    const underWay = running.get(source.name)
    if (underWay) return underWay
    const result = pollNow(source, all).finally(() => running.delete(source.name))
    running.set(source.name, result)
    return result
  }

  async function pollNow(source: Source, all: boolean): Promise<PollResult> {
    const result = await source.poll(stopped.signal, all)
    if (!result || stopped.signal.aborted) return pollOk()
    const before = stateOf(source.name)
    const troubleChanged = before.trouble !== result.trouble
    if (!result.idle || troubleChanged) await saveState(source.name, before, result)
    onResult(result, troubleChanged)
    return result
  }

  function saveState(name: string, before: PollState, { trouble, retryAfterMs }: PollResult): Promise<void> {
    const now = clock.now()
    const failures = trouble === null ? 0 : before.failures + 1
    const next: PollState = { at: now, trouble, failures, notBefore: retryAfterMs === null ? null : now + retryAfterMs }
    return db.write((tx) => writeSetting(tx, stateKey(name), next, now))
  }

  async function pollIfDue(source: Source): Promise<void> {
    if (!stopped.signal.aborted && isDue(stateOf(source.name), POLL_EVERY_MS[source.name], clock.now())) await poll(source, false)
  }

  async function tick(): Promise<void> {
    for (const source of isOnline() ? sources : []) {
      await pollIfDue(source).catch((error: unknown) => log.error('a source of reports could not be read', error, { source: source.name }))
    }
    if (!stopped.signal.aborted) arm()
  }
  const arm = () => {
    cancelTick = clock.after(TICK_MS, () => {
      ticking = tick()
    })
  }

  return {
    /** How a source stands after its last poll. */
    stateOf,
    /** Polls all sources now, due or not. Rejects only with a fault of the console's own. */
    pollAll: () => Promise.all(sources.map((source) => poll(source, true))),
    /** Starts to poll; the first time after a minute, when the start of the console is over. */
    start() {
      if (cancelTick === null) arm()
    },
    /** Resolves when no scheduled poll is under way. */
    idle: () => ticking,
    /** Ends the polls under way; nothing is written after it. */
    async stop(): Promise<void> {
      stopped.abort()
      cancelTick?.()
      await Promise.allSettled([ticking, ...running.values()])
    },
    signal: stopped.signal,
  }
}
