/** What the dispatcher and its store say to each other at a poll, and the rules that the poll goes by. */
import type { JournalAttempt } from '../../db/queries/journal.ts'
import type { QuietHours } from '../../shared/model/values/quiet-hours.ts'
import type { Attempt } from './attempt.ts'
import type { LimitSettings } from './limits.ts'
import type { LostPause } from './lost-run.ts'
import type { Ended } from './outcomes.ts'

/** A message on the wire: what the provider is given, and the attempt that this is. */
export type Claimed<M> = { readonly message: M; readonly attempt: Attempt }
/** A message that came back from the wire. */
export type Finished = { readonly attempt: Attempt; readonly outcome: Ended }

export type PollRequest = {
  readonly finished: readonly Finished[]
  /** Calls that may be opened now. */
  readonly freeCalls: number
  /** Calls that are open: a paused channel is tried with one only when there is none. */
  readonly openCalls: number
  /** Messages that the rate lets go now. */
  readonly allowance: number
  readonly provider: { readonly name: string; readonly account: string; readonly perCall: number; readonly perDay: number | null } | null
  /** So many answers in a row were lost that the channel should wait. */
  readonly lostPause: LostPause | null
  /** The clock, the hours or the limits were changed: what waits for a time is reckoned anew. */
  readonly reschedule: boolean
  /** A channel that waits for the network is tried now. */
  readonly networkBack: boolean
}
export type Poll<M> = {
  readonly calls: readonly (readonly Claimed<M>[])[]
  /** When something may be taken again without being woken; null: not before it is woken. */
  readonly wakeAt: number | null
  /** When the next hold window ends, whatever else may be taken; null: none runs. */
  readonly releaseAt: number | null
  /** How many messages were closed or changed. */
  readonly settled: number
  /** More waits to be reckoned anew than one poll may; nothing is taken before all of it was. */
  readonly moreToReschedule: boolean
  /** What the journal beside the database must hold before a byte leaves. */
  readonly journal: readonly JournalAttempt[]
}

/** All that the dispatcher knows of where messages are kept. */
export type QueueStore<M> = { poll(request: PollRequest): Promise<Poll<M>> }

/** What the school decided, read anew at every poll. */
export type Rules = LimitSettings & {
  readonly hours: readonly QuietHours[]
  readonly zone: string
  /** The school's, in which money limits are set. */
  readonly currency: string
  readonly gapMs: number
  readonly staleDays: number
}
