/** The queue's store over the console's database: one durable transaction a poll closes what was answered and opens what goes next. */
import type { Database, Tx } from '../../db/client.ts'
import { dropUnfinished } from '../../db/queries/batches.ts'
import { latestKnown } from '../../db/queries/boots.ts'
import { channelRow, openChannel, pauseChannel, tryNow } from '../../db/queries/channels.ts'
import { beginDay, nextDue, nextRelease, releaseHeld, waitAnew } from '../../db/queries/outbox.ts'
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import { dayIn, startOfDay, startOfNextDay, waitUntil } from '../../shared/model/values/quiet-hours.ts'
import { isAccountOnFile } from '../accounts/on-file.ts'
import type { OutgoingEmail, OutgoingSms } from '../providers/provider.ts'
import { type ChannelQueries, claim, type DueOf, emailQueries, smsQueries } from './claim.ts'
import { closeFinished } from './close.ts'
import { roomLeft } from './limits.ts'
import type { Poll, PollRequest, QueueStore, Rules } from './poll.ts'
import { claimTests, type EndedTest } from './test-messages.ts'

export type StoreOptions = {
  readonly now: () => number
  readonly bootId: number
  readonly rules: (channel: MessageChannel) => Rules
  /** A message could not be looked at once more; it waits, and the others go on. */
  readonly onFault: (error: unknown) => void
  /** What became of a test message, once that is on the disk. */
  readonly onTest?: (channel: MessageChannel, test: EndedTest) => void
}

/** Hold windows that end together do not end in one long transaction. */
const RELEASE_AT_ONCE = 500
const RESCHEDULE_AT_ONCE = 2_000
const DROP_AT_ONCE = 2_000
const LEAST_JUMP_MS = 60_000

export function smsStore(db: Database, options: StoreOptions): QueueStore<OutgoingSms> {
  return createStore(db, options, smsQueries)
}

/** `messageId` names the mail for good: the same over all attempts. */
export function emailStore(db: Database, options: StoreOptions, messageId: (id: number) => string): QueueStore<OutgoingEmail> {
  return createStore(db, options, emailQueries(messageId))
}

function createStore<M, R extends DueOf>(db: Database, options: StoreOptions, queries: ChannelQueries<M, R>): QueueStore<M> {
  // a clock that was set back while nobody was here shows itself in the first poll
  let clockChecked = false
  let today: Day | null = null
  return {
    async poll(asked) {
      let day = today
      let tests: readonly EndedTest[] = asked.finished.flatMap(({ attempt, outcome }) => (attempt.test ? [{ id: attempt.id, end: outcome }] : []))
      const polled = await db.write((tx) => {
        const now = options.now()
        const rules = options.rules(queries.channel)
        if (!isIn(day, rules.zone, now)) {
          day = dayOf(rules.zone, now)
          beginDay(tx, dayIn(rules.zone, now))
        }
        const request = { ...asked, reschedule: asked.reschedule || (!clockChecked && latestKnown(tx) > now + LEAST_JUMP_MS) }
        // first, so that a wait which begins in this very poll is reckoned by the clock as it is now
        const anew = request.reschedule ? waitAnew(tx, queries.channel, now, RESCHEDULE_AT_ONCE) : 0
        if (request.networkBack) tryNow(tx, queries.channel, 'offline', now)
        const closed = closeFinished(tx, queries.channel, request, { ...rules, bootId: options.bootId, now })
        const moreToReschedule = anew === RESCHEDULE_AT_ONCE
        const nothing: Opened<M> = { calls: [], wakeAt: now, releaseAt: null, settled: 0, journal: [] }
        const opened = moreToReschedule
          ? nothing
          : openCalls(tx, queries, { ...request, ...options, rules, now }, (ended) => {
              tests = [...tests, ...ended]
            })
        return { ...opened, moreToReschedule, settled: closed.length + anew + opened.settled, journal: [...closed, ...opened.journal] }
      })
      clockChecked = true
      today = day
      for (const test of tests) options.onTest?.(queries.channel, test)
      return polled
    },
  }
}

/** A day of the school's calendar, so that not every poll has to look at it (ms UTC). */
type Day = { readonly zone: string; readonly from: number; readonly until: number }

const dayOf = (zone: string, now: number): Day => ({ zone, from: startOfDay(zone, now), until: startOfNextDay(zone, now) })
const isIn = (day: Day | null, zone: string, now: number) => day !== null && day.zone === zone && now >= day.from && now < day.until

/**
 * Where nothing waits there is nothing to try a pause with, so it is over when its time has come: nobody is told for days that there is no network.
 * Lost answers are the exception, since whoever comes next must not go eight at a time. Answers when it will be over.
 */
function endIdlePause(tx: Tx, channel: MessageChannel, now: number): number | null {
  const { pause, until } = channelRow(tx, channel)
  if (pause === null || pause === 'unconfirmed_run' || until === null) return null
  if (until > now) return until
  openChannel(tx, channel, now)
  return null
}

type Opened<M> = Omit<Poll<M>, 'moreToReschedule'>
type OpenRequest = PollRequest & Pick<StoreOptions, 'bootId' | 'onFault'> & { readonly rules: Rules; readonly now: number }

function openCalls<M, R extends DueOf>(tx: Tx, queries: ChannelQueries<M, R>, request: OpenRequest, onEnded: (tests: readonly EndedTest[]) => void): Opened<M> {
  const tests = claimTests(tx, queries, request)
  const { length: n } = tests.calls
  onEnded(tests.ended)
  const left = { ...request, freeCalls: request.freeCalls - n, openCalls: request.openCalls + n, allowance: request.allowance - n }
  const others = openOthers(tx, queries, left)
  if (n === 0 && tests.ended.length === 0) return others
  const settled = others.settled + tests.ended.length
  return { ...others, calls: [...tests.calls, ...others.calls], journal: [...tests.journal, ...others.journal], settled }
}

function openOthers<M, R extends DueOf>(tx: Tx, queries: ChannelQueries<M, R>, request: OpenRequest): Opened<M> {
  const { channel } = queries
  const { now, rules, provider } = request
  // a batch that was cut short by a kill or a full disk: nothing goes before it is gone
  if (dropUnfinished(tx, DROP_AT_ONCE)) return { calls: [], wakeAt: now, releaseAt: null, settled: 0, journal: [] }
  const hoursEnd = waitUntil(now, rules.hours, rules.zone)
  const windowEnd = nextRelease(tx, channel)
  const released = windowEnd !== null && windowEnd <= now ? releaseHeld(tx, channel, now, hoursEnd ?? now, RELEASE_AT_ONCE) : 0
  const releaseAt = released > 0 ? nextRelease(tx, channel) : windowEnd
  const nothing = (wakeAt: number | null): Opened<M> => ({ calls: [], wakeAt, releaseAt, settled: released, journal: [] })
  if (released === RELEASE_AT_ONCE) return nothing(now)
  if (nextDue(tx, channel) === null) return nothing(endIdlePause(tx, channel, now))
  if (!provider) {
    // what would pass by itself is no reason any more
    const { pause, until } = channelRow(tx, channel)
    if (pause === null || until !== null) pauseChannel(tx, channel, isAccountOnFile(tx, channel) ? 'key_unreadable' : 'not_set_up', '', null, now)
    return nothing(null)
  }
  if (hoursEnd !== null) return nothing(hoursEnd)
  const room = roomLeft(tx, channel, { ...rules, perDay: rules.perDay ?? provider.perDay }, rules.zone, now)
  const { pause, until } = channelRow(tx, channel)
  // our own limits are measured anew at every poll, so that a limit that was raised is a limit that is over
  const limited = pause === 'daily_cap' || pause === 'spend_cap'
  if (pause !== null && !limited && (until === null || until > now)) return nothing(until)
  // a pause whose time has come is tried with one message: it ends with an answer, or begins again
  const probing = pause !== null && !limited
  const free = probing ? (request.openCalls === 0 ? Math.min(request.freeCalls, 1) : 0) : request.freeCalls
  const perCall = probing ? 1 : provider.perCall
  const claimed = claim(tx, queries, { ...request, free, perCall, room, provider, tries: probing ? pause : null })
  if (claimed.full !== null && room.full) {
    const limit = room.full(claimed.full)
    pauseChannel(tx, channel, limit.pause, '', limit.until, now)
    return { ...claimed, settled: claimed.settled + released, wakeAt: limit.until, releaseAt }
  }
  if (limited && claimed.looked > 0) openChannel(tx, channel, now)
  // what is due already waits for a free call, whose answer wakes the queue; the rest waits for its time
  const next = nextDue(tx, channel)
  // all that was to try the pause had become too old, say
  if (next === null && claimed.calls.length === 0) return { ...claimed, settled: claimed.settled + released, wakeAt: endIdlePause(tx, channel, now), releaseAt }
  const wakeAt = claimed.more ? now : next !== null && next > now ? next : null
  return { ...claimed, settled: claimed.settled + released, wakeAt, releaseAt }
}
