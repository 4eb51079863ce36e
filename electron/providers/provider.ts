/** What the queue knows of a provider: messages in, one outcome for each out. Never a throw, never a raw error of a library (those carry keys). */
import type { FailureReason, PauseReason } from '../../shared/model/message.ts'

export type OutgoingSms = { readonly id: number; readonly phone: string; readonly body: string }
export type OutgoingEmail = {
  readonly id: number
  readonly email: string
  readonly toName: string
  readonly subject: string
  readonly body: string
  /** Stable over all attempts of this message, so that a bounce can be matched and a second copy recognised. */
  readonly messageId: string
}

/** A fault of the channel, not of the message: everything stops, no attempt is used. `until`: ms UTC when to try again; null: when a person says so. */
export type ChannelFault = { readonly reason: PauseReason; readonly detail: string; readonly until: number | null }

export type SendOutcome =
  /** The provider took it. That is not delivery. */
  | { readonly kind: 'accepted'; readonly providerId: string | null; readonly code?: string; readonly costMicros?: number; readonly currency?: string }
  /** Never to be tried again by itself: this recipient or this text was refused for good. */
  | { readonly kind: 'rejected'; readonly reason: FailureReason; readonly code: string; readonly detail: string }
  /** Answered with a temporary failure of this message; certainly not sent. Uses an attempt. */
  | { readonly kind: 'retry'; readonly code: string; readonly detail: string }
  /** Certainly not sent, for a reason that holds for the whole channel. Uses no attempt. */
  | { readonly kind: 'not_sent'; readonly fault: ChannelFault; readonly code: string }
  /** It left and no verdict came back: it may have arrived. Never sent again by itself. */
  | { readonly kind: 'unknown'; readonly code: string; readonly detail: string }

export type Outcomes = ReadonlyMap<number, SendOutcome>

type Limits = {
  /** Messages of the same text in one call. 1: one call each. */
  readonly perCall: number
  /** Calls at the same time. */
  readonly concurrency: number
}

type Base<M> = {
  /** Stored with every attempt. */
  readonly name: string
  readonly limits: Limits
  /** One call. SMS of one call have the same body and different numbers. The answer holds exactly the ids given. Never rejects. */
  send(messages: readonly M[]): Promise<Outcomes>
  close(): Promise<void>
}
export type SmsProvider = Base<OutgoingSms> & { readonly channel: 'sms' }
export type EmailProvider = Base<OutgoingEmail> & { readonly channel: 'email' }
export type Provider = SmsProvider | EmailProvider

/** The same outcome for each message of a call. */
export function allOf(messages: readonly { readonly id: number }[], outcome: SendOutcome): Outcomes {
  return new Map(messages.map((m) => [m.id, outcome]))
}
