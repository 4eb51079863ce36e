/** Tells the two meanings of 454 apart: Gmail says it in a passing trouble, and to an account that has used up its daily quota. */
import type { ChannelFault, SendOutcome } from '../provider.ts'
import { QUOTA_MS } from './answers.ts'

export type LoginLimit = {
  /** The outcome of an email. A 454 that comes again after its wait was over becomes a quota fault. */
  observe(outcome: SendOutcome): SendOutcome
}

/** Observes the 454s of one account until an email is accepted. One that comes before the wait is over changes nothing. `now`: ms UTC. */
export function createLoginLimit(now: () => number): LoginLimit {
  let standing: { readonly reason: ChannelFault['reason']; readonly until: number } | null = null

  function next(first: number): NonNullable<typeof standing> {
    const at = now()
    if (standing !== null && at < standing.until) return standing
    // More than a day after that wait, with nothing tried in between, it no longer tells of a quota.
    const again = standing !== null && at - standing.until < QUOTA_MS
    return again ? { reason: 'quota', until: at + QUOTA_MS } : { reason: 'rate_limited', until: first }
  }

  return {
    observe(outcome) {
      if (outcome.kind === 'accepted') standing = null
      if (outcome.kind !== 'not_sent' || outcome.fault.reason !== 'rate_limited' || outcome.fault.until === null || !/^454\b/.test(outcome.code)) return outcome
      standing = next(outcome.fault.until)
      return { ...outcome, fault: { ...outcome.fault, ...standing } }
    },
  }
}
