/** The queue's store over the console's database: one durable transaction a turn closes what was answered and opens what goes next. */
import type { Database, Tx } from '../../db/client.ts'
import {
  beginAttempt,
  channelRow,
  type DueEmail,
  type DueSms,
  dueEmails,
  dueSameText,
  dueSms,
  endAttempt,
  nextDue,
  openChannel,
  pauseChannel,
  postpone,
} from '../../db/queries/outbox.ts'
import type { MessageChannel, PauseReason } from '../../shared/model/message.ts'
import { type QuietHours, quietUntil } from '../../shared/model/quiet-hours.ts'
import type { OutgoingEmail, OutgoingSms, SendOutcome } from '../providers/provider.ts'
import { settle } from './outcomes.ts'

/** A message on the wire: what the provider is given, and how many attempts counted before. */
export type Claimed<M> = { readonly message: M; readonly attempts: number }
export type Finished = { readonly id: number; readonly attempts: number; readonly outcome: SendOutcome }
export type TurnRequest = {
  readonly finished: readonly Finished[]
  /** Calls that may be opened now. */
  readonly freeCalls: number
  /** Calls that are open: a paused channel is tried with one only when there is none. */
  readonly openCalls: number
  readonly provider: { readonly name: string; readonly perCall: number } | null
  /** So many answers in a row were lost that the channel should wait until this time. */
  readonly lostRunUntil: number | null
}
export type Turn<M> = {
  readonly calls: readonly (readonly Claimed<M>[])[]
  /** When there is something to do again without being woken; null: not before it is woken. */
  readonly wakeAt: number | null
  readonly settled: number
}

/** All that the dispatcher knows of where messages are kept. */
export type QueueStore<M> = { turn(request: TurnRequest): Promise<Turn<M>> }

type Due = { readonly id: number; readonly attempts: number; readonly quietStart: string | null; readonly quietEnd: string | null }
/** What differs between the two channels. */
type ChannelQueries<M, R extends Due> = {
  readonly channel: MessageChannel
  due(tx: Tx, now: number, limit: number): R[]
  /** The others that may share a call with this one, itself among them. */
  together(tx: Tx, head: R, now: number, limit: number): R[]
  message(row: R): M
}
export type StoreOptions = { readonly now: () => number; readonly quietHours: () => QuietHours | null; readonly zone: () => string }

export function smsStore(db: Database, options: StoreOptions): QueueStore<OutgoingSms> {
  return createStore<OutgoingSms, DueSms>(db, options, {
    channel: 'sms',
    due: dueSms,
    together: (tx, head, now, limit) => {
      if (head.sameText === null || limit < 2) return [head]
      // one number once in a call: answers are matched by number
      return [...new Map(dueSameText(tx, head.sameText, now, limit).map((row) => [row.phone, row])).values()]
    },
    message: ({ id, phone, body }) => ({ id, phone, body }),
  })
}

/** `messageId` names the mail for good: the same over all attempts. */
export function emailStore(db: Database, options: StoreOptions, messageId: (id: number) => string): QueueStore<OutgoingEmail> {
  return createStore<OutgoingEmail, DueEmail>(db, options, {
    channel: 'email',
    due: dueEmails,
    together: (_tx, head) => [head],
    message: ({ id, email, toName, subject, body }) => ({ id, email, toName, subject, body, messageId: messageId(id) }),
  })
}

function createStore<M, R extends Due>(db: Database, options: StoreOptions, queries: ChannelQueries<M, R>): QueueStore<M> {
  return {
    turn: (request) =>
      db.write((tx) => {
        const now = options.now()
        closeFinished(tx, queries.channel, request, now)
        return { ...openCalls(tx, queries, options, request, now), settled: request.finished.length }
      }),
  }
}

function closeFinished(tx: Tx, channel: MessageChannel, { finished, lostRunUntil }: TurnRequest, now: number) {
  let works = false
  for (const { id, attempts, outcome } of finished) {
    const end = settle(attempts, outcome, now)
    endAttempt(tx, channel, id, end, now)
    if (end.fault) pauseChannel(tx, channel, end.fault.reason, end.fault.detail, end.fault.until, now)
    works ||= end.channelWorks
  }
  const faulty = finished.some((f) => f.outcome.kind === 'not_sent')
  if (works && !faulty && healsByItself(channelRow(tx, channel).pause)) openChannel(tx, channel, now)
  if (lostRunUntil !== null) pauseChannel(tx, channel, 'unconfirmed_run', '', lostRunUntil, now)
}

/** Pauses that an answered message ends; the others wait for a person (a key, a top-up, a name). */
function healsByItself(pause: PauseReason | null): boolean {
  return pause !== null && pause !== 'by_hand' && pause !== 'not_set_up'
}

function openCalls<M, R extends Due>(
  tx: Tx,
  queries: ChannelQueries<M, R>,
  options: StoreOptions,
  request: TurnRequest,
  now: number,
): Omit<Turn<M>, 'settled'> {
  const { channel } = queries
  const nothing = (wakeAt: number | null) => ({ calls: [], wakeAt })
  const due = nextDue(tx, channel)
  if (due === null) return nothing(null)
  if (!request.provider) {
    if (channelRow(tx, channel).pause === null) pauseChannel(tx, channel, 'not_set_up', '', null, now)
    return nothing(null)
  }
  const quietEnd = quietUntil(now, options.quietHours(), options.zone())
  if (quietEnd !== null) return nothing(quietEnd)
  const { pause, until } = channelRow(tx, channel)
  if (pause !== null && (until === null || until > now)) return nothing(until)
  // a pause whose time has come is tried with one message: it ends with an answer, or begins again
  const probing = pause !== null
  const free = probing ? (request.openCalls === 0 ? Math.min(request.freeCalls, 1) : 0) : request.freeCalls
  const perCall = probing ? 1 : request.provider.perCall
  const calls = free > 0 ? claim(tx, queries, options, { free, perCall, provider: request.provider.name, now }) : []
  // with calls open, their answers wake the queue; with none, whatever is due next does
  const next = calls.length > 0 ? null : nextDue(tx, channel)
  return { calls, wakeAt: next !== null && next > now ? next : null }
}

type ClaimRequest = { readonly free: number; readonly perCall: number; readonly provider: string; readonly now: number }

function claim<M, R extends Due>(tx: Tx, queries: ChannelQueries<M, R>, options: StoreOptions, { free, perCall, provider, now }: ClaimRequest): Claimed<M>[][] {
  const calls: Claimed<M>[][] = []
  const taken = new Set<number>()
  const take = (rows: readonly R[]): Claimed<M>[] => {
    const awake = rows.filter((row) => !taken.has(row.id) && !deferOwnQuiet(tx, queries.channel, row, options.zone(), now))
    for (const row of awake) {
      taken.add(row.id)
      beginAttempt(tx, queries.channel, row.id, provider, now)
    }
    return awake.map((row) => ({ message: queries.message(row), attempts: row.attempts }))
  }
  while (calls.length < free) {
    const heads = queries.due(tx, now, free - calls.length)
    if (heads.length === 0) break
    for (const head of heads) {
      if (taken.has(head.id)) continue
      const call = take(queries.together(tx, head, now, perCall))
      if (call.length > 0) calls.push(call)
    }
  }
  return calls
}

/** A guardian's own quiet hours, looked at again at the moment of sending. */
function deferOwnQuiet(tx: Tx, channel: MessageChannel, row: Due, zone: string, now: number): boolean {
  if (row.quietStart === null || row.quietEnd === null) return false
  const until = quietUntil(now, { from: row.quietStart, to: row.quietEnd }, zone)
  if (until === null) return false
  postpone(tx, channel, row.id, until, now)
  return true
}
