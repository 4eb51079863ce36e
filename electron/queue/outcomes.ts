/** What an outcome makes of a message that was being sent. PURE: the only place where a message's way out of `sending` is decided. */
import type { AttemptEnd } from '../../db/queries/outbox.ts'
import { assertNever } from '../../shared/result.ts'
import type { ChannelFault, SendOutcome } from '../providers/provider.ts'
import { waitAfter } from './retry-policy.ts'

/** How a message that was claimed came back: the provider's outcome, or it was never handed over (the console is stopping, the disk is full). */
export type Ended = SendOutcome | { readonly kind: 'not_handed'; readonly code: string }

/** What is written down of the attempt and its message, and what it says of the channel. */
export type Settled = AttemptEnd & {
  /** The channel has to stop. */
  readonly fault: ChannelFault | null
  /** The provider was there and answered for this message: whatever paused the channel by itself is over. */
  readonly channelWorks: boolean
}

/** `onlyThisOne`: it drew the same fault of the channel before, and since then the provider took another message, so the fault is about this recipient. */
export type About = { readonly onlyThisOne?: boolean; readonly test?: boolean }

/** Decides for a message with `attemptsBefore` counted attempts what `outcome` means at `now`. A test message is tried once. */
export function settle(attemptsBefore: number, outcome: Ended, now: number, { onlyThisOne = false, test = false }: About = {}): Settled {
  const attempts = attemptsBefore + 1
  const base: Omit<Settled, 'state' | 'attempt'> = {
    failureReason: null,
    attempts,
    notBefore: null,
    providerId: null,
    detail: 'detail' in outcome ? outcome.detail : '',
    costMicros: null,
    costCurrency: null,
    fault: null,
    channelWorks: true,
  }
  switch (outcome.kind) {
    case 'accepted':
      return {
        ...base,
        state: 'sent',
        providerId: outcome.providerId,
        costMicros: outcome.costMicros ?? null,
        costCurrency: outcome.currency ?? null,
        attempt: { outcome: 'accepted', code: outcome.code ?? null },
      }
    case 'rejected':
      return { ...base, state: 'failed', failureReason: outcome.reason, attempt: { outcome: 'rejected', code: outcome.code } }
    case 'retry': {
      const wait = waitAfter(attempts)
      const attempt = { outcome: 'retry', code: outcome.code } as const
      if (test) return { ...base, state: 'failed', failureReason: 'provider_refused', attempt }
      if (wait === null) return { ...base, state: 'failed', failureReason: 'attempts_used', attempt }
      return { ...base, state: 'queued', notBefore: now + wait, attempt }
    }
    case 'not_sent': {
      const { code, fault } = outcome
      if (onlyThisOne) return settle(attemptsBefore, { kind: 'rejected', reason: 'provider_refused', code, detail: fault.detail }, now)
      const attempt = { outcome: 'not_sent', code } as const
      // behind the others that are due: whatever tries the channel next tries another one, since it may be this one's own after all
      const notBefore = fault.until === null || fault.reason === 'rate_limited' ? now : null
      return { ...base, state: 'queued', attempts: attemptsBefore, notBefore, detail: fault.detail, fault, channelWorks: false, attempt }
    }
    case 'not_handed':
      return { ...base, state: 'queued', attempts: attemptsBefore, channelWorks: false, attempt: { outcome: 'not_sent', code: outcome.code } }
    case 'unknown':
      return { ...base, state: 'unconfirmed', channelWorks: false, attempt: { outcome: 'unknown', code: outcome.code } }
    default:
      return assertNever(outcome)
  }
}
