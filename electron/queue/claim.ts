/** Takes as many due messages as there are free calls, each of them looked at once more before it may go. */
import type { Tx } from '../../db/client.ts'
import { raiseAlert, STALE_HELD } from '../../db/queries/alerts.ts'
import { guardiansOfOlder, oldestBalances } from '../../db/queries/families.ts'
import type { JournalAttempt } from '../../db/queries/journal.ts'
import {
  beginAttempts,
  type DueEmail,
  type DueSms,
  dueEmails,
  dueSameText,
  dueSms,
  endUnsent,
  hold,
  lastTold,
  postpone,
  queuedEmails,
  queuedSms,
  recordsRevision,
  rewriteEmail,
  rewriteSms,
} from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import type { MessageChannel, PauseReason } from '../../shared/model/messages/message.ts'
import { quietFrom } from '../../shared/model/values/quiet-hours.ts'
import { assertNever } from '../../shared/result.ts'
import type { PlannedMessage } from '../batches/plan.ts'
import type { OutgoingEmail, OutgoingSms } from '../providers/provider.ts'
import { staleBefore } from '../school/freshness.ts'
import { sendingSettings } from '../settings/sending.ts'
import { journalLine } from './attempt.ts'
import type { Room, Scarce } from './limits.ts'
import type { Claimed, Rules } from './poll.ts'
import { deadline, type Moment, recheck, type Verdict } from './recheck.ts'
import { type Writer, writeAgain } from './today.ts'

export type DueOf = DueSms | DueEmail

/** What differs between the two channels. */
export type ChannelQueries<M, R extends DueOf> = {
  readonly channel: MessageChannel
  due(tx: Tx, now: number, limit: number): R[]
  /** Those of these messages that wait. */
  queued(tx: Tx, ids: readonly number[]): R[]
  /** The others that may share a call with this one, itself among them. */
  together(tx: Tx, head: R, now: number, limit: number): R[]
  address(row: R): string
  estimateMicros(row: R): number
  rewrite(tx: Tx, id: number, text: PlannedMessage, revision: number, now: number): void
  /** `until`: when it may not go any more (ms UTC). */
  message(row: R, until: number): M
}

export const smsQueries: ChannelQueries<OutgoingSms, DueSms> = {
  channel: 'sms',
  due: dueSms,
  queued: queuedSms,
  together: (tx, head, now, limit) => {
    if (head.sameText === null) return [head]
    // one number once in a call, since answers are matched by number; the head is always among them
    const byPhone = new Map([[head.phone, head]])
    for (const row of dueSameText(tx, head.sameText, now, limit)) if (!byPhone.has(row.phone)) byPhone.set(row.phone, row)
    return [...byPhone.values()]
  },
  address: (row) => row.phone,
  estimateMicros: (row) => row.estimateMicros,
  rewrite(tx, id, text, revision, now) {
    if (text.channel !== 'sms') return
    const estimateMicros = text.parts * sendingSettings(tx).pricePerPartMicros
    const { to, text: body, balanceCents, encoding, parts } = text
    rewriteSms(tx, id, { ...whom(text), to, body, balanceCents, revision, encoding, parts, estimateMicros }, now)
  },
  message: ({ id, phone, body }, until) => ({ id, phone, body, ...(Number.isFinite(until) && { until }) }),
}

export function emailQueries(messageId: (id: number) => string): ChannelQueries<OutgoingEmail, DueEmail> {
  return {
    channel: 'email',
    due: dueEmails,
    queued: queuedEmails,
    together: (_tx, head) => [head],
    address: (row) => row.email,
    estimateMicros: () => 0,
    rewrite(tx, id, text, revision, now) {
      if (text.channel !== 'email') return
      const { to, text: body, subject, balanceCents } = text
      rewriteEmail(tx, id, { ...whom(text), to, body, subject, balanceCents, revision }, now)
    },
    message: ({ id, email, toName, subject, body }) => ({ id, email, toName, subject, body, messageId: messageId(id) }),
  }
}

const whom = ({ family, language }: PlannedMessage) => ({ toName: family.guardian.name, language })

/** A poll looks at so many at most: thousands that may not go any more must not hold the process. */
const LOOK_AT_ONCE = 96
const FAULT_WAIT_MS = 15 * 60_000

export type ClaimRequest = {
  readonly free: number
  readonly perCall: number
  /** Messages that the rate lets go now. */
  readonly allowance: number
  /** How many messages, and how much money, the limits leave. */
  readonly room: Room
  readonly provider: { readonly name: string; readonly account: string }
  /** The pause that is tried with this claim. */
  readonly tries: PauseReason | null
  readonly bootId: number
  readonly rules: Rules
  readonly now: number
  readonly onFault: (error: unknown) => void
}
export type ClaimAnswer<M> = {
  readonly calls: Claimed<M>[][]
  readonly journal: JournalAttempt[]
  /** Messages that were ended, held, postponed or written anew. */
  readonly settled: number
  readonly looked: number
  /** Which of the school's limits stopped a message that could have gone. */
  readonly full: Scarce | null
  /** There is more to look at than one poll may. */
  readonly more: boolean
}

/** One claim: chooses what may go, and takes it. */
export function claim<M, R extends DueOf>(tx: Tx, queries: ChannelQueries<M, R>, request: ClaimRequest): ClaimAnswer<M> {
  const picker = createPicker(tx, queries, request)
  while (picker.wantsMore()) {
    // what was chosen already still stands in the queue, ahead of the others
    const heads = queries.due(tx, request.now, Math.min(request.free, LOOK_AT_ONCE) + picker.chosen())
    const fresh = heads.filter((head) => !picker.seen(head))
    if (fresh.length === 0) break
    picker.comingUp(fresh)
    for (const head of fresh) {
      if (picker.wantsMore() && !picker.seen(head)) picker.pick(queries.together(tx, head, request.now, request.perCall + picker.chosen()))
    }
  }
  const { calls, settled, looked, full } = picker.done()
  return { ...take(tx, queries, request, calls), settled, looked, full, more: looked >= LOOK_AT_ONCE }
}

/** Takes these calls' messages in one statement, together with their attempts. */
export function take<M, R extends DueOf>(
  tx: Tx,
  { channel, ...queries }: ChannelQueries<M, R>,
  { now, rules, provider, bootId, tries }: Pick<ClaimRequest, 'now' | 'rules' | 'provider' | 'bootId' | 'tries'>,
  calls: readonly (readonly R[])[],
): Pick<ClaimAnswer<M>, 'calls' | 'journal'> {
  const ids = calls.flatMap((call) => call.map((row) => row.id))
  if (ids.length === 0) return { calls: [], journal: [] }
  const opened = beginAttempts(tx, channel, ids, provider, bootId, now)
  const attemptOf = ({ id }: R) => {
    const attempt = opened.get(id)
    if (!attempt) throw new Error(`${channel} ${id} has no attempt`)
    return attempt
  }
  const closing = quietFrom(now, rules.hours, rules.zone)
  const taken = calls.map((call) =>
    call.map((row) => ({
      message: queries.message(row, deadline(row, closing, { now, zone: rules.zone })),
      attempt: {
        id: row.id,
        ...attemptOf(row),
        attempts: row.attempts,
        madeAt: row.madeAt,
        provider: provider.name,
        account: provider.account,
        estimateMicros: queries.estimateMicros(row),
        tries,
        test: row.guardianId === null,
      },
    })),
  )
  const began = { outcome: null, providerId: null, costMicros: null, costCurrency: null, at: now }
  const journal = taken.flat().map(({ attempt }) => journalLine(channel, attempt, bootId, { ...began, spentMicros: attempt.estimateMicros }))
  return { calls: taken, journal }
}

function createPicker<M, R extends DueOf>(tx: Tx, queries: ChannelQueries<M, R>, request: ClaimRequest) {
  const { channel } = queries
  const { now, free, perCall } = request
  const moment = momentOf(tx, request)
  const old = oldBalances(tx, request)
  const writer = writeAgain(tx, channel, now)
  const calls: R[][] = []
  // on file they are not on their way yet
  const told = new Set<number>()
  const seen = new Set<number>()
  let { allowance } = request
  let { messages, micros } = request.room
  let settled = 0
  let full: Scarce | null = null
  // what was written anew is no longer among the seen, and was looked at all the same
  const looked = () => seen.size + settled

  /** One message that cannot be looked at must not stop the channel. */
  const verdictOn = (row: R): Verdict<PlannedMessage> => {
    try {
      return lookAt(tx, queries, row, moment, { writer, told, old })
    } catch (error) {
      request.onFault(error)
      return { kind: 'wait', until: now + FAULT_WAIT_MS }
    }
  }
  const passes = (row: R): boolean => {
    seen.add(row.id)
    const verdict = verdictOn(row)
    if (verdict.kind !== 'go') {
      apply(tx, queries, row, verdict, moment)
      settled++
      // written anew it is a message of its own, and comes up again as one
      if (verdict.kind === 'rewrite') seen.delete(row.id)
      return false
    }
    return true
  }
  const fits = (row: R): boolean => {
    const estimate = queries.estimateMicros(row)
    full ??= messages < 1 ? 'messages' : estimate > micros ? 'micros' : null
    if (full !== null || allowance < 1) return false
    allowance--
    messages--
    micros -= estimate
    return true
  }
  return {
    wantsMore: () => calls.length < free && looked() < LOOK_AT_ONCE && full === null && allowance >= 1,
    seen: (row: R) => seen.has(row.id),
    chosen: () => seen.size,
    comingUp: (rows: readonly R[]) => old.learn(rows),
    pick(rows: readonly R[]) {
      const call: R[] = []
      old.learn(rows)
      for (const row of rows) {
        if (call.length >= perCall || seen.has(row.id) || !passes(row) || !fits(row)) continue
        call.push(row)
        if (row.guardianId !== null) told.add(row.guardianId)
      }
      if (call.length > 0) calls.push(call)
    },
    done: () => ({ calls, settled, looked: looked(), full }),
  }
}

function momentOf(tx: Tx, { rules, now }: ClaimRequest): Moment {
  return { now, zone: rules.zone, gapMs: rules.gapMs, revision: recordsRevision(tx) }
}

type OldBalances = { learn(rows: readonly DueOf[]): void; mayBe(row: DueOf): boolean; are(asAt: number | null): boolean }

/**
 * Which guardians stand for a child whose balance is older than the school wants. One look while no child's is, else one for all that come up
 * together: which of the children a message is about is only looked up for these guardians.
 */
function oldBalances(tx: Tx, { rules, now }: ClaimRequest): OldBalances {
  const before = staleBefore(rules.staleDays, now)
  const school = theSchool(tx)
  const oldest = school ? oldestBalances(tx, school.id) : null
  if (oldest === null || oldest >= before) return { learn() {}, mayBe: () => false, are: () => false }
  const known = new Map<number, boolean>()
  return {
    learn(rows) {
      const asked = rows.flatMap(({ balanceCents, guardianId }) => (balanceCents !== null && guardianId !== null && !known.has(guardianId) ? [guardianId] : []))
      if (asked.length === 0) return
      const old = new Set(guardiansOfOlder(tx, asked, before))
      for (const guardian of asked) known.set(guardian, old.has(guardian))
    },
    mayBe: ({ guardianId }) => guardianId !== null && known.get(guardianId) === true,
    are: (asAt) => asAt !== null && asAt < before,
  }
}

type Known = { readonly writer: Writer; readonly told: ReadonlySet<number>; readonly old: OldBalances }

function lookAt<M, R extends DueOf>(tx: Tx, queries: ChannelQueries<M, R>, row: R, moment: Moment, { writer, told, old }: Known): Verdict<PlannedMessage> {
  const { guardianId } = row
  return recheck<PlannedMessage>(row, moment, {
    lastTold() {
      if (guardianId === null) return null
      return told.has(guardianId) ? moment.now : lastTold(tx, queries.channel, guardianId, row.id, moment.now + moment.gapMs)
    },
    mustAsk: () => old.mayBe(row) && !writer.staleAccepted(row) && old.are(writer.balancesAsAt(row)),
    today: () => writer.today(row, queries.address(row)),
  })
}

function apply<M, R extends DueOf>(tx: Tx, queries: ChannelQueries<M, R>, row: R, verdict: Exclude<Verdict<PlannedMessage>, { kind: 'go' }>, moment: Moment) {
  const { channel } = queries
  switch (verdict.kind) {
    case 'wait':
      return postpone(tx, channel, row.id, verdict.until, moment.now)
    case 'skip':
      return endUnsent(tx, channel, row.id, { state: 'skipped', reason: verdict.reason, detail: verdict.detail }, moment.now)
    case 'expire':
      return endUnsent(tx, channel, row.id, { state: 'expired' }, moment.now)
    case 'hold':
      raiseAlert(tx, STALE_HELD, moment.now)
      return hold(tx, channel, row.id, verdict.reason, moment.now)
    case 'rewrite':
      return queries.rewrite(tx, row.id, verdict.text, moment.revision, moment.now)
    default:
      return assertNever(verdict)
  }
}
