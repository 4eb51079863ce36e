/** Writes down what was answered: the attempt's end, the message's way on, what it cost, and what it says of the channel. */
import type { Tx } from '../../db/client.ts'
import { addSpend, channelRow, onTheWayByMinute, openChannel, pauseChannel } from '../../db/queries/channels.ts'
import type { JournalAttempt } from '../../db/queries/journal.ts'
import {
  cancelQueued,
  cancelRequested,
  endAttempt,
  isCancelRequested,
  isRefusedAlone,
  lastTaken,
  suppressAddress,
  type Taken,
  unconfirmInterrupted,
} from '../../db/queries/outbox.ts'
import { CHANNELS_OUT, type MessageChannel, NOT_THE_ACCOUNTS, type PauseReason } from '../../shared/model/messages/message.ts'
import { type Attempt, journalLine } from './attempt.ts'
import { type Ended, type Settled, settle } from './outcomes.ts'
import { isOver, outlasts } from './pauses.ts'
import type { PollRequest } from './poll.ts'

type Moment = { readonly currency: string; readonly bootId: number; readonly now: number }

/** Answers what the journal is to hold of it. */
export function closeFinished(tx: Tx, channel: MessageChannel, { finished, lostPause }: PollRequest, { currency, bootId, now }: Moment): JournalAttempt[] {
  const pause = (reason: PauseReason, detail: string, until: number | null) => {
    if (outlasts(until, channelRow(tx, channel))) pauseChannel(tx, channel, reason, detail, until, now)
  }
  const takenBy = askedOnce((provider) => lastTaken(tx, channel, provider))
  const heard = new Set<PauseReason | null>()
  let faulty = false
  let worksForTest = false
  const spent = { messages: 0, micros: 0 }
  const journal: JournalAttempt[] = []
  // what stops the channel comes last: what was accepted beside it is on file by then
  for (const { attempt, outcome } of finished.toSorted((a, b) => Number(isLasting(a.outcome)) - Number(isLasting(b.outcome)))) {
    const { id } = attempt
    const mayBeOne = isLasting(outcome) && ABOUT_ONE.includes(outcome.fault.reason)
    const onlyThisOne = mayBeOne && isRefusedAlone(tx, channel, attempt, outcome.code, takenBy(attempt.provider))
    const end = settle(attempt.attempts, outcome, now, { onlyThisOne, test: attempt.test })
    // it did not go, and is not to go: nobody is to be asked whether it should be sent again
    const comesBack = end.state === 'failed' && !attempt.test && isCancelRequested(tx, channel, id)
    endAttempt(tx, channel, attempt, comesBack ? { ...end, state: 'queued', failureReason: null } : end, now)
    if (attempt.test && end.state === 'queued') cancelQueued(tx, channel, id, now)
    else if (end.state === 'queued' || comesBack) cancelRequested(tx, channel, id, now)
    worksForTest ||= attempt.test && end.state === 'sent'
    if (end.fault) pause(end.fault.reason, end.fault.detail, end.fault.until)
    if (end.failureReason === 'blacklisted') suppressAddress(tx, channel, id, end.detail, now)
    const spentMicros = mayCost(end) ? costOf(attempt, end, currency) : 0
    if (mayCost(end)) spent.messages++
    spent.micros += spentMicros
    if (end.channelWorks) heard.add(attempt.tries)
    faulty ||= end.fault !== null
    const { providerId, costMicros, costCurrency } = end
    journal.push(journalLine(channel, attempt, bootId, { outcome: end.attempt.outcome, providerId, spentMicros, costMicros, costCurrency, at: now }))
  }
  if (spent.messages > 0) addSpend(tx, channel, now, spent.messages, spent.micros)
  if (heard.size > 0 && !faulty) {
    const standing = channelRow(tx, channel)
    // an account that takes a message has nothing to wait for: a test message tries whatever pause it meets
    const over = worksForTest && !NOT_THE_ACCOUNTS.includes(standing.pause)
    if (over || [...heard].some((tries) => isOver(standing, tries, now))) openChannel(tx, channel, now)
  }
  if (lostPause) pause('unconfirmed_run', '', lostPause.until)
  return journal
}

/** Hundreds of families may be refused in the same poll, and what was taken before is the same for all of them. */
function askedOnce(ask: (provider: string) => readonly Taken[]): (provider: string) => readonly Taken[] {
  const known = new Map<string, readonly Taken[]>()
  return (provider) => {
    const taken = known.get(provider) ?? ask(provider)
    known.set(provider, taken)
    return taken
  }
}

/** Faults that some providers name where only one number or network is meant. Credit, keys and accounts are everybody's, and run out more than once. */
const ABOUT_ONE: readonly PauseReason[] = ['sender_refused', 'settings_refused', 'refused_run']

/** A fault of the channel that no time ends. */
function isLasting(outcome: Ended): outcome is Extract<Ended, { kind: 'not_sent' }> {
  return outcome.kind === 'not_sent' && outcome.fault.until === null
}

/** What was accepted is charged; what got no answer may have been. */
function mayCost({ state }: Settled): boolean {
  return state === 'sent' || state === 'unconfirmed'
}

/** What a message cost in the school's currency: as charged, or as reckoned where the provider names no price or another currency. */
function costOf({ estimateMicros }: Attempt, { costMicros, costCurrency }: Settled, currency: string): number {
  return costMicros !== null && costCurrency === currency ? costMicros : estimateMicros
}

/** Ends what an earlier run had on the wire when it stopped. It may have gone, and have cost something then; a person decides. Answers how many. */
export function closeInterrupted(tx: Tx, { bootId, now }: Omit<Moment, 'currency'>): number {
  for (const channel of CHANNELS_OUT) {
    for (const { minute, n, estimateMicros } of onTheWayByMinute(tx, channel)) addSpend(tx, channel, minute, n, estimateMicros)
  }
  return unconfirmInterrupted(tx, bootId, now)
}
