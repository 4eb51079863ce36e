/** News of a message after it was sent, whoever brings it, and what it changes. PURE. */

import type { ReportedMessage } from '../../db/queries/reports.ts'
import type { FailureReason, MessageChannel, ReportSource, ReportVerdict } from '../../shared/model/message.ts'
import type { OwnMessage } from './mailbox/own-message-id.ts'

/** Which message is meant. What is known is tried in this order: our own id, the provider's, the address and the time. */
export type About = {
  readonly channel: MessageChannel
  readonly own: OwnMessage | null
  readonly providerId: string | null
  /** Whom it was for: E.164, or a mail address. */
  readonly address: string | null
  /** When it was handed over (ms UTC), as far as that is known; null: never to be found by its address. */
  readonly between: readonly [from: number, until: number] | null
  /** What it said, where that is known: decides between several to one number. */
  readonly text: string | null
}

export type DeliveryNews = {
  readonly about: About
  readonly source: ReportSource
  /** The report's own name at its source: the same one read twice is one. */
  readonly externalKey: string
  readonly verdict: ReportVerdict
  /** Of a `failed`; null for any other verdict. */
  readonly reason: FailureReason | null
  /** The source's own word for it, and its own explanation. */
  readonly code: string
  readonly detail: string
  /** When it happened, ms UTC. */
  readonly at: number
}

export type Decision =
  /** The message moves, and the report is its evidence. */
  | { readonly kind: 'move'; readonly to: 'sent' | 'delivered' | 'failed' }
  /** Kept as evidence; the message stays as it is. */
  | { readonly kind: 'evidence' }
  /** Says nothing that is not known. */
  | { readonly kind: 'nothing' }
  /** Its answer is not written down yet: to be asked about again. */
  | { readonly kind: 'later' }

const move = (to: 'sent' | 'delivered' | 'failed'): Decision => ({ kind: 'move', to })
const EVIDENCE: Decision = { kind: 'evidence' }
const NOTHING: Decision = { kind: 'nothing' }

/**
 * What a piece of news does to a message in this state: only moves of MOVES. Reports come late, twice and in any order, so `delivered` is
 * final, a `failed` gives way to it, and an email is never `delivered`: a mail server that took it, or somebody who opened it, says less.
 * A message that waits to be sent once more goes no second time when it is heard that the first has arrived, or went out though its answer was lost.
 * What is said of an earlier try (`ofEarlier`) settles nothing: nobody knows from it what became of the last.
 */
export function decideNews(
  { channel, state, tried }: Pick<ReportedMessage, 'channel' | 'state' | 'tried'>,
  verdict: ReportVerdict,
  ofEarlier = false,
): Decision {
  if (ofEarlier) return EVIDENCE
  // the answer of the provider is on its way, and would find the message moved
  if (state === 'sending') return { kind: 'later' }
  // nothing of it ever left, so the report cannot be about it
  if (tried === 'never' && (state === 'held' || state === 'skipped')) return NOTHING
  const waits = state === 'queued' || state === 'held'
  const inDoubt = state === 'unconfirmed' || (waits && tried === 'unanswered')
  const open = state === 'sent' || state === 'unconfirmed'
  switch (verdict) {
    case 'delivered':
      if (channel === 'email') return inDoubt ? move('sent') : EVIDENCE
      return open || ((state === 'failed' || waits) && tried !== 'never') ? move('delivered') : EVIDENCE
    case 'failed':
      return open ? move('failed') : EVIDENCE
    case 'on_the_way':
      if (inDoubt) return move('sent')
      // "still being tried" is news of a mail; every SMS is on its way before it arrives
      return channel === 'email' && state === 'sent' ? EVIDENCE : NOTHING
    case 'opened':
    case 'clicked':
      if (channel === 'sms') return NOTHING
      return inDoubt ? move('sent') : EVIDENCE
  }
}

/**
 * Whether a report that names this message is about a time before the last: a mail bears the same name each time that it is sent, so one that went
 * out more than once tells them apart only by whom they were for.
 */
export function isOfEarlier({ times, address }: Pick<ReportedMessage, 'times' | 'address'>, about: Pick<About, 'address'>): boolean {
  return times > 1 && about.address !== null && about.address.toLowerCase() !== address.toLowerCase()
}
