/** Asks every source of reports in its time. A source that is in trouble is noted and asked again later; it never disturbs the others, or sending. */
import { z } from 'zod'
import type { Database } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/ports.ts'
import { ASK_EVERY_MS, type Asked, isDue, NEVER_ASKED } from './schedule.ts'
import { quietRound, type Round } from './source.ts'

/** One round of a source. `idle`: there was nothing to ask, so nothing has to be noted. */
export type SourceRound = Round & { readonly idle?: boolean }
export type Source = {
  readonly name: keyof typeof ASK_EVERY_MS
  /** Null where it is not set up. `all`: a person wants to know now. */
  round(signal: AbortSignal, all: boolean): Promise<SourceRound | null>
}
export type PollingOptions = {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  readonly isOnline: () => boolean
  readonly sources: readonly Source[]
  /** After each round that asked somebody. */
  readonly onRound: (round: Round, troubleChanged: boolean) => void
}

const TICK_MS = 60_000
const askedSchema = z.object({ at: z.number().nullable(), trouble: z.string().nullable(), failures: z.number(), notBefore: z.number().nullable() })

export function createPolling({ db, clock, log, isOnline, sources, onRound }: PollingOptions) {
  const stopped = new AbortController()
  const running = new Map<string, Promise<Round>>()
  let cancelTick: (() => void) | null = null
  let ticking: Promise<void> = Promise.resolve()

  const asked = (name: string): Asked => askedSchema.safeParse(readSetting(db, `${name}-asked`)).data ?? NEVER_ASKED

  /** One round at a time of each source: whoever asks meanwhile gets the answer of the one under way. */
  function ask(source: Source, all: boolean): Promise<Round> {
    const under = running.get(source.name)
    if (under) return under
    const round = askNow(source, all).finally(() => running.delete(source.name))
    running.set(source.name, round)
    return round
  }

  async function askNow(source: Source, all: boolean): Promise<Round> {
    const round = await source.round(stopped.signal, all)
    if (!round || stopped.signal.aborted) return quietRound()
    const before = asked(source.name)
    const troubleChanged = before.trouble !== round.trouble
    if (!round.idle || troubleChanged) await note(source.name, before, round)
    onRound(round, troubleChanged)
    return round
  }

  function note(name: string, before: Asked, { trouble, retryAfterMs }: Round): Promise<void> {
    const now = clock.now()
    const failures = trouble === null ? 0 : before.failures + 1
    const next: Asked = { at: now, trouble, failures, notBefore: retryAfterMs === null ? null : now + retryAfterMs }
    return db.write((tx) => writeSetting(tx, `${name}-asked`, next, now))
  }

  async function askIfDue(source: Source): Promise<void> {
    if (!stopped.signal.aborted && isDue(asked(source.name), ASK_EVERY_MS[source.name], clock.now())) await ask(source, false)
  }

  async function tick(): Promise<void> {
    for (const source of isOnline() ? sources : []) {
      await askIfDue(source).catch((error: unknown) => log.error('a source of reports could not be read', error, { source: source.name }))
    }
    if (!stopped.signal.aborted) arm()
  }
  const arm = () => {
    cancelTick = clock.after(TICK_MS, () => {
      ticking = tick()
    })
  }

  return {
    asked,
    /** Asks all sources now, whether their time has come or not. Rejects only with a fault of the console's own. */
    askAll: () => Promise.all(sources.map((source) => ask(source, true))),
    /** Begins to ask in time; the first ones a minute after the start, when the console is at rest. */
    start() {
      if (cancelTick === null) arm()
    },
    /** Resolves when nobody is being asked. */
    idle: () => ticking,
    /** Ends what is under way; nothing is written after it. */
    async stop(): Promise<void> {
      stopped.abort()
      cancelTick?.()
      await Promise.allSettled([ticking, ...running.values()])
    },
    signal: stopped.signal,
  }
}
