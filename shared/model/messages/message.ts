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

/**
 * Every legal move. A message leaves a state only along one of these; triggers of the database refuse any other. What waits is `sent` or `delivered`
 * by a report alone, on an attempt of before that may have arrived (MAY_HAVE_ARRIVED): without one they refuse that too.
 */
export const MOVES = {
  held: ['queued', 'sent', 'delivered', 'cancelled', 'expired', 'skipped'],
  queued: ['sending', 'held', 'sent', 'delivered', 'cancelled', 'skipped', 'expired'],
  sending: ['sent', 'queued', 'failed', 'unconfirmed'],
  sent: ['delivered', 'failed'],
  delivered: [],
  failed: ['queued', 'delivered'],
  unconfirmed: ['queued', 'sent', 'delivered', 'failed'],
  cancelled: [],
  skipped: [],
  expired: ['queued'],
} as const satisfies Record<MessageState, readonly MessageState[]>

/** Whether a message may go from one state to the other. */
export function canMove(from: MessageState, to: MessageState): boolean {
  return (MOVES[from] as readonly MessageState[]).includes(to)
}

/** States in which a message may be written down at first. */
export const FIRST_STATES: readonly MessageState[] = ['held', 'queued', 'skipped']
/** States from which a person can still call a message back: it is on no wire. An earlier try of it may have arrived. */
export const CANCELLABLE: readonly MessageState[] = ['held', 'queued']

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
  'paid',
  'balance_changed',
  'wrong_number',
  'no_child',
  'class_changed',
  'invoice_void',
  'payment_reversed',
  'corrected',
] as const
/**
 * Why a guardian of the audience gets nothing: no_contact: neither phone nor email · no_phone / no_email: none for the channel asked for ·
 * bad_phone: the number on file cannot be a mobile · same_number: the same children's news goes to that number already ·
 * missing_value: the text needs something that is not on file · too_long: the text would need more than MAX_SMS_PARTS parts ·
 * nothing_owed / not_late: a reminder to somebody who has paid, or whose due date has not passed · and, found out at the moment of sending:
 * paid: it was for those who owe, and nothing is owed any more · balance_changed: its figure is no longer true and its template is not to be
 * written anew, or it was for those who owe more than this family does now · wrong_number: somebody said that the number is not the family's ·
 * no_child: no child of this guardian is at the school any more · class_changed: none is in a class of the send any more, and of several children
 * nobody knows which was · and, of a message about one record: paid: its invoice is · invoice_void: its invoice was cancelled ·
 * payment_reversed: the payment of its receipt was · corrected: another result stands in place of this one.
 */
export type SkipReason = (typeof SKIP_REASONS)[number]

/** More parts than this is a mistake in the text (or a pasted letter), not an SMS. */
export const MAX_SMS_PARTS = 6

export const HOLD_REASONS = ['hold_window', 'stale_data', 'restored'] as const
/**
 * Why a message is `held`. hold_window: a bulk send can still be undone; goes by itself at its batch's `release_at` · stale_data: it speaks of
 * balances that are older than the school wants, so a person is asked · restored: the records came from a backup, so a person looks first.
 */
export type HoldReason = (typeof HOLD_REASONS)[number]

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
  'subscriber_absent',
  'undelivered',
  'filtered',
  'mailbox_full',
  'bounced',
] as const
/**
 * Why a message is `failed`. attempts_used: only temporary failures, four of them · and, told by a report after it was sent:
 * subscriber_absent: the phone was off or out of reach · undelivered: the network could not deliver it · filtered: a network or a mail
 * server took it for spam, or let it run out · mailbox_full, bounced: the mail came back.
 */
export type FailureReason = (typeof FAILURE_REASONS)[number]

export const PAUSE_REASONS = [
  'offline',
  'wrong_key',
  'no_credit',
  'sender_refused',
  'rate_limited',
  'quota',
  'not_set_up',
  'key_unreadable',
  'settings_refused',
  'refused_run',
  'unconfirmed_run',
  'suspended',
  'daily_cap',
  'spend_cap',
  'by_hand',
] as const
/**
 * Why a channel sends nothing for now. not_set_up: there is no account · key_unreadable: there is one, and this computer
 * cannot read its key or password · settings_refused: there is one, and it cannot work as it stands (a wrong
 * address, a certificate, a country that it may not send to) · refused_run: several families in a row were refused alike, so that it is hardly about them · unconfirmed_run: several answers in a row were lost, so the provider is tried with one message first ·
 * quota: the provider's own limit · daily_cap, spend_cap: the limits that the school set itself · suspended: the provider closed the account.
 */
export type PauseReason = (typeof PAUSE_REASONS)[number]

/** Pauses that no account ends, however well it works: a person's word, and the school's own limits. */
export const NOT_THE_ACCOUNTS: readonly (PauseReason | null)[] = ['by_hand', 'daily_cap', 'spend_cap']

export const ATTEMPT_OUTCOMES = ['accepted', 'rejected', 'retry', 'not_sent', 'unknown', 'lost'] as const
/** How an attempt ended. `lost`: the console stopped before an answer was written down. */
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]
/** Outcomes after which nobody knows what became of the message. */
export const UNANSWERED: readonly AttemptOutcome[] = ['unknown', 'lost']
/** Outcomes after which the message may have reached its family. */
export const MAY_HAVE_ARRIVED: readonly AttemptOutcome[] = ['accepted', ...UNANSWERED]

export const REPORT_SOURCES = ['person', 'dashboard', 'relay', 'provider', 'mailbox'] as const
/** Who said what became of a message after it was sent: a person, an export of the provider's dashboard, the relay, the provider when asked, a bounce. */
export type ReportSource = (typeof REPORT_SOURCES)[number]

export const REPORT_VERDICTS = ['delivered', 'failed', 'on_the_way', 'opened', 'clicked'] as const
/** What a report says of a message. on_the_way: the provider has it and it did not arrive yet. */
export type ReportVerdict = (typeof REPORT_VERDICTS)[number]

export const SUPPRESSION_KINDS = ['opted_out', 'wrong_number'] as const
/** Why an address is in the opt-out register: its owner wants nothing, or it is not the family's. */
export type SuppressionKind = (typeof SUPPRESSION_KINDS)[number]

export const ALERT_KINDS = ['channel_paused', 'stale_held', 'restored', 'disk_full', 'unconfirmed'] as const
/** What the inbox tells a person once. */
export type AlertKind = (typeof ALERT_KINDS)[number]
