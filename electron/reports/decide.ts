/** Decides what a delivery report changes in the message that it is about. PURE. */

import type { ReportedMessage } from '../../db/queries/reports.ts'
import type { FailureReason, MessageChannel, ReportSource, ReportVerdict } from '../../shared/model/messages/message.ts'
import type { OwnMessage } from './mailbox/own-message-id.ts'

/** What a report says of the message that it is about. It is looked up by our own id, then by the provider's, then by address and time. */
export type ReportSubject = {
  readonly channel: MessageChannel
  readonly own: OwnMessage | null
  readonly providerId: string | null
  /** The recipient: E.164, or a mail address. */
  readonly address: string | null
  /** When it was handed over (ms UTC), as far as that is known. Null: it is never looked up by its address. */
  readonly between: readonly [from: number, until: number] | null
  /** Its text, where that is known: decides between several messages to one number. */
  readonly text: string | null
}

/** A delivery report as the console reads it, whatever its source: what became of one message after it was sent. */
export type DeliveryReport = {
  readonly about: ReportSubject
  readonly source: ReportSource
  /** The report's own id at its source: the same report read twice counts once. */
  readonly externalKey: string
  readonly verdict: ReportVerdict
  /** Of a `failed`; null for any other verdict. */
  readonly reason: FailureReason | null
  /** The source's own status code, and its own explanation. */
  readonly code: string
  readonly detail: string
  /** When it happened (ms UTC). */
  readonly at: number
}

export type Decision =
  /** The message moves, and the report is its evidence. */
  | { readonly kind: 'move'; readonly to: 'sent' | 'delivered' | 'failed' }
  /** The report is kept as evidence; the message stays as it is. */
  | { readonly kind: 'evidence' }
  /** The report says nothing new, and is not kept. */
  | { readonly kind: 'nothing' }
  /** The provider's answer is not written down yet: the report has to be applied again later. */
  | { readonly kind: 'later' }

const move = (to: 'sent' | 'delivered' | 'failed'): Decision => ({ kind: 'move', to })
const EVIDENCE: Decision = { kind: 'evidence' }
const NOTHING: Decision = { kind: 'nothing' }

/**
 * Decides what a report does to a message in this state. Every move is one of MOVES.
 *
 * - Reports come late, twice and in any order: `delivered` is final, and a `failed` gives way to it.
 * - An email is never `delivered`: neither a mail server that took it nor somebody who opened it proves that it arrived.
 * - A message that waits to be sent again goes no second time once a report shows that an earlier attempt arrived or went out.
 * - A report on an earlier attempt (`ofEarlierAttempt`) is only evidence: it does not tell what became of the last one.
 */
export function decideReport(
  { channel, state, tried }: Pick<ReportedMessage, 'channel' | 'state' | 'tried'>,
  verdict: ReportVerdict,
  ofEarlierAttempt = false,
): Decision {
  if (ofEarlierAttempt) return EVIDENCE
  // The provider's answer is on its way, and would find the message moved.
  if (state === 'sending') return { kind: 'later' }
  // No attempt ever left, so the report cannot be about this message.
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
      // "Still being tried" is worth keeping for a mail; every SMS is on its way before it arrives.
      return channel === 'email' && state === 'sent' ? EVIDENCE : NOTHING
    case 'opened':
    case 'clicked':
      if (channel === 'sms') return NOTHING
      return inDoubt ? move('sent') : EVIDENCE
  }
}

/**
 * Whether a report that names this message is about an attempt before the last. Every attempt of a mail has the same Message-ID, so only the
 * recipient's address tells the attempts apart.
 */
export function isOfEarlierAttempt({ times, address }: Pick<ReportedMessage, 'times' | 'address'>, about: Pick<ReportSubject, 'address'>): boolean {
  return times > 1 && about.address !== null && about.address.toLowerCase() !== address.toLowerCase()
}
