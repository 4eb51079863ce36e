/**
 * The contract that every provider meets: messages in, one outcome for each out.
 *
 * - A provider never throws, and never lets a library's raw error out: those carry keys.
 * - What it cannot judge is `unknown`, since that is never sent again by itself. `retry` and `not_sent` are for what certainly did not go.
 * - A fault of the account or the connection is `not_sent`: it stops the channel and uses up no attempt.
 * - Details and codes are stored and shown: they pass through `shortDetail`, which removes secrets and addresses.
 * - `account` names the account at the provider (`accountFingerprint`). Only the same account is asked about a message.
 *
 * Each provider has a folder. `answers.ts` holds the meaning of its answers, and is pure. `limits.ts` holds its published limits.
 */
import type { FailureReason, PauseReason } from '../../shared/model/messages/message.ts'

export type OutgoingSms = {
  readonly id: number
  readonly phone: string
  readonly body: string
  /** The end of its validity (ms UTC): a message that still waits at the provider then must not go any more. Absent: none. */
  readonly until?: number
}
export type OutgoingEmail = {
  readonly id: number
  readonly email: string
  readonly toName: string
  readonly subject: string
  readonly body: string
  /** Its Message-ID: the same for all attempts, so that a bounce can be matched and a second copy recognised. */
  readonly messageId: string
}

/** Why a provider cannot send. The two reasons of a missing account are left out: without an account there is no provider. */
export type FaultReason = Exclude<PauseReason, 'not_set_up' | 'key_unreadable'>
/** A fault of the channel, not of the message: it pauses the channel and uses no attempt. `until`: when to try again (ms UTC); null: when a person says so. */
export type ChannelFault = { readonly reason: FaultReason; readonly detail: string; readonly until: number | null }

export type SendOutcome =
  /** The provider accepted it. That is not delivery. */
  | { readonly kind: 'accepted'; readonly providerId: string | null; readonly code?: string; readonly costMicros?: number; readonly currency?: string }
  /** Refused for good, for its recipient or its text. Never tried again by itself. */
  | { readonly kind: 'rejected'; readonly reason: FailureReason; readonly code: string; readonly detail: string }
  /**
   * A temporary failure; certainly not sent. Uses an attempt. `whose`: whose failure it is, where the answer says so. Where it does not, the breakers
   * take it for the provider's once several families draw the same.
   */
  | { readonly kind: 'retry'; readonly code: string; readonly detail: string; readonly whose?: 'recipient' | 'provider' }
  /** Certainly not sent, for a reason that holds for the whole channel. Uses no attempt. */
  | { readonly kind: 'not_sent'; readonly fault: ChannelFault; readonly code: string }
  /** The request left and no verdict came back: it may have arrived. Never sent again by itself. */
  | { readonly kind: 'unknown'; readonly code: string; readonly detail: string }

export type Outcomes = ReadonlyMap<number, SendOutcome>

/** What a provider accepts from one account. */
export type Limits = {
  /** Messages of the same text in one call. 1: one call each. */
  readonly perCall: number
  /** Calls at the same time. */
  readonly concurrency: number
  /** Messages a second; null: it names no limit. */
  readonly perSecond: number | null
  /** Messages in any 24 hours, unless the school's settings say otherwise; null: it names no limit. */
  readonly perDay: number | null
}

/** The balance of the account in millionths of the currency unit (it can be below zero), or why it could not be asked. */
export type BalanceAnswer =
  | { readonly ok: true; readonly micros: number; readonly currency: string }
  | { readonly ok: false; readonly code: string; readonly detail: string }

/** An SMS whose answer was lost. The provider may have accepted it between `begunAt` and `lostAt` (ms UTC). */
export type LostSms = {
  readonly id: number
  readonly phone: string
  readonly body: string
  readonly begunAt: number
  readonly lostAt: number
  /** The provider's id of the last message that this account accepted before it; null: none is known. */
  readonly earlier: string | null
}
/** What the provider's own list says of a lost SMS. */
export type Trace =
  | { readonly kind: 'accepted'; readonly providerId: string; readonly code: string }
  /**
   * The list surely covers that number and that time, and does not hold the SMS. `others` are the ids that it does hold. The verdict stands only if each is
   * another message of ours, since a text may be listed redacted or in other letters.
   */
  | { readonly kind: 'never_accepted'; readonly others: readonly string[] }
  /** The list could not be read, or does not decide. */
  | { readonly kind: 'unclear'; readonly detail: string }

/** What a provider says became of a message that it accepted. `on_the_way`: only its price is final. */
export type ProviderReport = {
  readonly providerId: string
  readonly verdict: 'delivered' | 'failed' | 'on_the_way'
  readonly reason: FailureReason | null
  readonly code: string
  readonly detail: string
  /** When it happened (ms UTC). */
  readonly at: number
  readonly costMicros?: number
  readonly currency?: string
}

type Base<M> = {
  /** The provider's id, stored with every attempt. */
  readonly name: string
  /** The fingerprint of the account there, stored with every attempt. */
  readonly account: string
  readonly limits: Limits
  /** Sends one call. Its SMS have the same body and different numbers. Resolves to an outcome for exactly the ids given. Never rejects. */
  send(messages: readonly M[]): Promise<Outcomes>
  close(): Promise<void>
}
/** `signal` aborts a request that nobody waits for any more. */
export type SmsProvider = Base<OutgoingSms> & {
  readonly channel: 'sms'
  /** Asks for the account's balance. Absent where the provider tells none. Never rejects. */
  readonly balance?: (signal?: AbortSignal) => Promise<BalanceAnswer>
  /** Looks a lost message up in the provider's own list. Absent where it has none. Never rejects. */
  readonly trace?: (message: LostSms, signal?: AbortSignal) => Promise<Trace>
  /** The reports on these messages, accepted since `since` (ms UTC). Messages without anything final are left out. Rejects when it cannot be asked. */
  readonly reports?: (providerIds: readonly string[], since: number, signal?: AbortSignal) => Promise<readonly ProviderReport[]>
  /** Its price comes only with a report, often later than the delivery: it is asked until the price is known. */
  readonly pricesLater?: true
}
export type EmailProvider = Base<OutgoingEmail> & { readonly channel: 'email' }
export type Provider = SmsProvider | EmailProvider

/** A validity period in whole seconds, both instants in ms UTC. It is a minute at least, so that no message expires because it was handed over late. */
export function validitySeconds(until: number, now: number): number {
  return Math.max(Math.floor((until - now) / 1_000), 60)
}

/** The same outcome for each message of a call. */
export function allOf(messages: readonly { readonly id: number }[], outcome: SendOutcome): Outcomes {
  return new Map(messages.map((m) => [m.id, outcome]))
}
