/** What 454 means the second time: Gmail says it in a passing trouble, and also to an account that has sent all that it may in a day. */
import type { ChannelFault, SendOutcome } from '../provider.ts'
import { QUOTA_MS } from './answers.ts'

export type LoginLimit = {
  /** The outcome of an email; of a 454 that is met again when its wait was over, with a fault that waits for as long as a quota does. */
  heard(outcome: SendOutcome): SendOutcome
}

/** Follows the 454 of one account, until an email is taken. One that is met before the wait is over changes nothing: it was on its way, or somebody would not wait. */
export function createLoginLimit(now: () => number): LoginLimit {
  let standing: { readonly reason: ChannelFault['reason']; readonly until: number } | null = null

  function next(first: number): NonNullable<typeof standing> {
    const at = now()
    if (standing !== null && at < standing.until) return standing
    // later than a day after that wait, with nothing tried in between, it says nothing of the day any more
    const again = standing !== null && at - standing.until < QUOTA_MS
    return again ? { reason: 'quota', until: at + QUOTA_MS } : { reason: 'rate_limited', until: first }
  }

  return {
    heard(outcome) {
      if (outcome.kind === 'accepted') standing = null
      if (outcome.kind !== 'not_sent' || outcome.fault.reason !== 'rate_limited' || outcome.fault.until === null || !/^454\b/.test(outcome.code)) return outcome
      standing = next(outcome.fault.until)
      return { ...outcome, fault: { ...outcome.fault, ...standing } }
    },
  }
}
