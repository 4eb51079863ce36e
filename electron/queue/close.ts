/** Writes down what was answered: the attempt's end, the message's way on, what it cost, and what it says of the channel. */
import type { Tx } from '../../db/client.ts'
import { addSpend, channelRow, onTheWay, openChannel, pauseChannel } from '../../db/queries/channels.ts'
import type { JournalAttempt } from '../../db/queries/journal.ts'
import { endAttempt, suppressAddress, unconfirmInterrupted } from '../../db/queries/outbox.ts'
import { CHANNELS_OUT, type MessageChannel, type PauseReason } from '../../shared/model/message.ts'
import { dayIn } from '../../shared/model/quiet-hours.ts'
import { type Ended, type Settled, settle } from './outcomes.ts'
import type { TurnRequest } from './store.ts'
import { journalLine, type Ticket } from './ticket.ts'

export type Finished = { readonly ticket: Ticket; readonly outcome: Ended }

type Moment = { readonly zone: string; readonly currency: string; readonly bootId: number; readonly now: number }

/** Answers what the journal is to hold of it. */
export function closeFinished(
  tx: Tx,
  channel: MessageChannel,
  { finished, lostRunUntil }: TurnRequest,
  { zone, currency, bootId, now }: Moment,
): JournalAttempt[] {
  let works = false
  let faulty = false
  const spent = { messages: 0, micros: 0 }
  const journal: JournalAttempt[] = []
  for (const { ticket, outcome } of finished) {
    const { id } = ticket
    const end = settle(ticket.attempts, outcome, now)
    endAttempt(tx, channel, id, end, now)
    if (end.fault) pauseChannel(tx, channel, end.fault.reason, end.fault.detail, end.fault.until, now)
    if (end.failureReason === 'blacklisted') suppressAddress(tx, channel, id, end.detail, now)
    const spentMicros = mayCost(end) ? costOf(ticket, end, currency) : 0
    if (mayCost(end)) spent.messages++
    spent.micros += spentMicros
    works ||= end.channelWorks
    faulty ||= end.fault !== null
    const { providerId, costMicros, costCurrency } = end
    journal.push(journalLine(channel, ticket, bootId, { outcome: end.attempt.outcome, providerId, spentMicros, costMicros, costCurrency, at: now }))
  }
  if (spent.messages > 0) addSpend(tx, channel, dayIn(zone, now), spent.messages, spent.micros)
  if (works && !faulty && healsByItself(channelRow(tx, channel).pause)) openChannel(tx, channel, now)
  if (lostRunUntil !== null) pauseChannel(tx, channel, 'unconfirmed_run', '', lostRunUntil, now)
  return journal
}

/** What was accepted is charged; what got no answer may have been. */
function mayCost({ state }: Settled): boolean {
  return state === 'sent' || state === 'unconfirmed'
}

/** Pauses that an answered message ends; the others are a person's, or the school's own limits. */
function healsByItself(pause: PauseReason | null): boolean {
  return pause !== null && !['by_hand', 'not_set_up', 'daily_cap', 'spend_cap'].includes(pause)
}

/** What a message cost in the school's currency: as charged, or as reckoned where the provider names no price or another currency. */
function costOf({ estimateMicros }: Ticket, { costMicros, costCurrency }: Settled, currency: string): number {
  return costMicros !== null && costCurrency === currency ? costMicros : estimateMicros
}

/** What an earlier run had on the wire when it stopped: it may have gone, and so have cost something; a person decides. Answers how many. */
export function closeInterrupted(tx: Tx, { zone, bootId, now }: Omit<Moment, 'currency'>): number {
  for (const channel of CHANNELS_OUT) {
    const { n, estimateMicros } = onTheWay(tx, channel)
    if (n > 0) addSpend(tx, channel, dayIn(zone, now), n, estimateMicros)
  }
  return unconfirmInterrupted(tx, bootId, now)
}
