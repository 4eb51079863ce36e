/** The states of a message, the moves between them, and why one was not sent. PURE; the database mirrors these lists in CHECKs. */

export const CHANNELS_OUT = ['sms', 'email'] as const
/** A way to reach a guardian. */
export type MessageChannel = (typeof CHANNELS_OUT)[number]

export const MESSAGE_STATES = ['held', 'queued', 'sending', 'sent', 'delivered', 'failed', 'unconfirmed', 'cancelled', 'skipped', 'expired'] as const
/**
 * held: waits for a person · queued: waits for its turn, a retry or the end of quiet hours (`not_before`) · sending: handed to the
 * provider, no answer yet · sent: the provider accepted it · delivered: a report says so · failed: refused, or out of attempts ·
 * unconfirmed: may have gone out, a person decides · cancelled · skipped: never to be sent, with the reason · expired: too old to be worth sending.
 */
export type MessageState = (typeof MESSAGE_STATES)[number]

/** Every legal move. A message leaves a state only along one of these. */
export const MOVES = {
  held: ['queued', 'cancelled', 'expired', 'skipped'],
  queued: ['sending', 'held', 'cancelled', 'skipped', 'expired'],
  sending: ['sent', 'queued', 'failed', 'unconfirmed'],
  sent: ['delivered', 'failed'],
  delivered: [],
  failed: ['queued'],
  unconfirmed: ['queued', 'sent', 'delivered', 'failed'],
  cancelled: [],
  skipped: [],
  expired: ['queued'],
} as const satisfies Record<MessageState, readonly MessageState[]>

/** Whether a message may go from one state to the other. */
export function canMove(from: MessageState, to: MessageState): boolean {
  return (MOVES[from] as readonly MessageState[]).includes(to)
}

/** States in which nothing more will happen by itself. */
export const SETTLED: readonly MessageState[] = ['sent', 'delivered', 'failed', 'unconfirmed', 'cancelled', 'skipped', 'expired']

export const SKIP_REASONS = [
  'no_contact',
  'no_phone',
  'no_email',
  'bad_phone',
  'landline',
  'foreign_number',
  'opted_out',
  'same_number',
  'missing_value',
  'too_long',
  'nothing_owed',
  'not_late',
] as const
/**
 * Why a guardian of the audience gets nothing: no_contact: neither phone nor email · no_phone / no_email: none for the channel asked for ·
 * bad_phone: the number on file cannot be a mobile · same_number: the same children's news goes to that number already ·
 * missing_value: the text needs something that is not on file · too_long: the text would need more than MAX_SMS_PARTS parts ·
 * nothing_owed / not_late: a reminder to somebody who has paid, or whose due date has not passed.
 */
export type SkipReason = (typeof SKIP_REASONS)[number]

/** More parts than this is a mistake in the text (or a pasted letter), not an SMS. */
export const MAX_SMS_PARTS = 6

export const FAILURE_REASONS = [
  'number_refused',
  'number_unsupported',
  'blacklisted',
  'no_route',
  'mailbox_unknown',
  'address_refused',
  'content_refused',
  'account_review',
  'attempts_used',
  'provider_refused',
] as const
/** Why a message is `failed`. `attempts_used`: only temporary failures, four of them. */
export type FailureReason = (typeof FAILURE_REASONS)[number]

export const PAUSE_REASONS = [
  'offline',
  'wrong_key',
  'no_credit',
  'sender_refused',
  'rate_limited',
  'quota',
  'not_set_up',
  'unconfirmed_run',
  'by_hand',
] as const
/** Why a channel sends nothing for now. `unconfirmed_run`: several answers in a row were lost, so the provider is tried with one message first. */
export type PauseReason = (typeof PAUSE_REASONS)[number]

export const ATTEMPT_OUTCOMES = ['accepted', 'rejected', 'retry', 'not_sent', 'unknown', 'lost'] as const
/** How an attempt ended. `lost`: the console stopped before an answer was written down. */
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]
