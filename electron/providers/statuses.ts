/** Reads the status words of delivery reports: Africa's Talking's, and those of other SMS companies. PURE. */
import type { FailureReason } from '../../shared/model/messages/message.ts'

export type StatusMeaning =
  | { readonly verdict: 'delivered' | 'on_the_way'; readonly reason: null }
  | { readonly verdict: 'failed'; readonly reason: FailureReason }

const DELIVERED = 'success|delivered|delivrd|deliveredtoterminal|deliveredtohandset|deliveredtonetworkhandset|read'
const ON_THE_WAY = 'sent|submitted|submittedtonetwork|buffered|accepted|acceptd|queued|processed|processing|pending|enroute|sending|senttonetwork'
const FAILED = 'failed|failure|rejected|rejectd|undelivered|undeliverable|undeliv|notdelivered|deliveryfailed|deliveryfailure|canceled|cancelled'
const setOf = (words: string) => new Set(words.split('|'))
const [delivered, onTheWay, failed] = [setOf(DELIVERED), setOf(ON_THE_WAY), setOf(FAILED)]

const OPTED_OUT = /blacklist|optedout|optout/

/** The reasons by Africa's Talking's words, in its own spellings ("NotNetworkSubcriber", "UserInBlacklist", "UserInBlackList"). The first match decides. */
const REASONS: readonly (readonly [RegExp, FailureReason])[] = [
  [OPTED_OUT, 'blacklisted'],
  [/absents?ubs?criber|userisinactive|handsetunreachable|unreachable/, 'subscriber_absent'],
  [/userdoesnotexist|notnetworksubs?criber|unknownsubs?criber|invalidphonenumber|invalidnumber/, 'number_refused'],
  [/expired|spam|filtered/, 'filtered'],
  [/usernotsubs?cribed|invalidlinkid|insufficient|donotdisturb/, 'provider_refused'],
  [/useraccountsuspended|deliveryfailure/, 'undelivered'],
]

/** The meaning of a status and the reason beside it; null for an unknown status. Case, spaces and punctuation do not count. */
export function readStatus(status: string, reason: string): StatusMeaning | null {
  const word = key(status)
  if (delivered.has(word)) return { verdict: 'delivered', reason: null }
  if (onTheWay.has(word)) return { verdict: 'on_the_way', reason: null }
  const named = reasonOf(key(reason)) ?? reasonOf(word)
  if (failed.has(word)) return { verdict: 'failed', reason: named ?? (word.startsWith('reject') ? 'provider_refused' : 'undelivered') }
  // Some exports write the reason (AbsentSubscriber, Expired, UserInBlackList …) in the place of the status.
  const own = reasonOf(word)
  return own === null ? null : { verdict: 'failed', reason: own }
}

/** Whether these words speak of an opt-out or a black list. Case, spaces and punctuation do not count. */
export const saysOptedOut = (words: string): boolean => OPTED_OUT.test(key(words))

const key = (words: string) => words.toLowerCase().replace(/[^a-z]/g, '')
const reasonOf = (word: string): FailureReason | null => REASONS.find(([pattern]) => pattern.test(word))?.[1] ?? null
