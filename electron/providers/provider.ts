/** What the queue knows of a provider: messages in, one outcome for each out. Never a throw, never a raw error of a library (those carry keys). */
import type { FailureReason, PauseReason } from '../../shared/model/message.ts'

export type OutgoingSms = {
  readonly id: number
  readonly phone: string
  readonly body: string
  /** What the provider has not passed on by then (ms UTC) is not to go any more: quiet hours begin, or it is too old. Absent: no such time. */
  readonly until?: number
}
export type OutgoingEmail = {
  readonly id: number
  readonly email: string
  readonly toName: string
  readonly subject: string
  readonly body: string
  /** Stable over all attempts of this message, so that a bounce can be matched and a second copy recognised. */
  readonly messageId: string
}

/** Why a provider cannot send. Never that there is no account: then there is no provider either. */
export type FaultReason = Exclude<PauseReason, 'not_set_up' | 'key_unreadable'>
/** A fault of the channel, not of the message: everything stops, no attempt is used. `until`: ms UTC when to try again; null: when a person says so. */
export type ChannelFault = { readonly reason: FaultReason; readonly detail: string; readonly until: number | null }

export type SendOutcome =
  /** The provider took it. That is not delivery. */
  | { readonly kind: 'accepted'; readonly providerId: string | null; readonly code?: string; readonly costMicros?: number; readonly currency?: string }
  /** Never to be tried again by itself: this recipient or this text was refused for good. */
  | { readonly kind: 'rejected'; readonly reason: FailureReason; readonly code: string; readonly detail: string }
  /**
   * Answered with a temporary failure; certainly not sent. Uses an attempt. `whose`: whom it is about, where the answer says so; without it, it is
   * taken for the provider's once several families draw the same.
   */
  | { readonly kind: 'retry'; readonly code: string; readonly detail: string; readonly whose?: 'recipient' | 'provider' }
  /** Certainly not sent, for a reason that holds for the whole channel. Uses no attempt. */
  | { readonly kind: 'not_sent'; readonly fault: ChannelFault; readonly code: string }
  /** It left and no verdict came back: it may have arrived. Never sent again by itself. */
  | { readonly kind: 'unknown'; readonly code: string; readonly detail: string }

export type Outcomes = ReadonlyMap<number, SendOutcome>

/** What a provider usually takes. */
export type Limits = {
  /** Messages of the same text in one call. 1: one call each. */
  readonly perCall: number
  /** Calls at the same time. */
  readonly concurrency: number
  /** Messages a second; null: it names no limit. */
  readonly perSecond: number | null
  /** Messages in any 24 hours, where the school does not say otherwise of its own account; null: it names no limit. */
  readonly perDay: number | null
}

/** What is left on the account, in millionths of the currency unit (it can be below zero), or why it could not be asked. */
export type BalanceAnswer =
  | { readonly ok: true; readonly micros: number; readonly currency: string }
  | { readonly ok: false; readonly code: string; readonly detail: string }

/** An SMS whose answer was lost, as its provider is asked for it: between these two instants (ms UTC) it may have been taken. */
export type LostSms = {
  readonly id: number
  readonly phone: string
  readonly body: string
  readonly begunAt: number
  readonly lostAt: number
  /** The provider's name for the last message that this account took before it; null: none is known. */
  readonly earlier: string | null
}
/**
 * What the provider's own list says of it. never_taken: the list surely covers that number and that time and does not hold it, provided that each
 * of `others`, which it does hold, is another message of ours: a text may be listed redacted or in other letters. `unclear`: it could not be
 * asked, or its answer does not decide.
 */
export type Trace =
  | { readonly kind: 'accepted'; readonly providerId: string; readonly code: string }
  | { readonly kind: 'never_accepted'; readonly others: readonly string[] }
  | { readonly kind: 'unclear'; readonly detail: string }

/** What a provider says became of messages that it took. One for each message that it has something final of: its end, or (`on_the_way`) its price alone. */
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
  /** Both are stored with every attempt. `account`: the same for as long as it is the same account there, and for no other; see `accountMark`. */
  readonly name: string
  readonly account: string
  readonly limits: Limits
  /** One call. SMS of one call have the same body and different numbers. The answer holds exactly the ids given. Never rejects. */
  send(messages: readonly M[]): Promise<Outcomes>
  close(): Promise<void>
}
/** `signal`: gives a question up that nobody waits for any more. */
export type SmsProvider = Base<OutgoingSms> & {
  readonly channel: 'sms'
  /** Asks what is left on the account. Absent where the provider cannot be asked. Never rejects. */
  readonly balance?: (signal?: AbortSignal) => Promise<BalanceAnswer>
  /** Looks a lost message up in the provider's own list. Absent where it has none. Never rejects. */
  readonly trace?: (message: LostSms, signal?: AbortSignal) => Promise<Trace>
  /** Final news of these messages, which it took since `since` (ms UTC); those that it has no final news of are left out. Rejects when it cannot be asked. */
  readonly reports?: (providerIds: readonly string[], since: number, signal?: AbortSignal) => Promise<readonly ProviderReport[]>
  /** It names what a message cost in its reports alone, at times later than that it arrived: it is asked until it has. */
  readonly pricesLater?: true
}
export type EmailProvider = Base<OutgoingEmail> & { readonly channel: 'email' }
export type Provider = SmsProvider | EmailProvider

/** For how many whole seconds a provider may keep a message: a minute at least, so that none is lost for having been handed over at the last moment. */
export function secondsToPassOn(until: number, now: number): number {
  return Math.max(Math.floor((until - now) / 1_000), 60)
}

/** The same outcome for each message of a call. */
export function allOf(messages: readonly { readonly id: number }[], outcome: SendOutcome): Outcomes {
  return new Map(messages.map((m) => [m.id, outcome]))
}
