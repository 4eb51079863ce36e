import type { Limits } from '../provider.ts'

/** SMS parts a second that Twilio passes on for a registered name where nothing else was agreed (support.twilio.com, article 360057082693). */
const NAME_PER_SECOND = 10
/** And for a number of the United States or Canada (twilio.com/docs/api/errors/21611). */
const AMERICAN_PER_SECOND = 1

/**
 * What Twilio takes from a sender: what comes faster waits in its own queue, where quiet hours can overtake it. For numbers of other countries, and for a messaging
 * service, which has several senders, it publishes no rate; nor for anybody how many a day (63038 says when they were too many). What comes too fast for the account
 * gets 429, which pauses the channel.
 */
export function twilioLimits(sender: string): Pick<Limits, 'perSecond' | 'perDay'> {
  if (sender.startsWith('+')) return { perSecond: sender.startsWith('+1') ? AMERICAN_PER_SECOND : null, perDay: null }
  return { perSecond: MESSAGING_SERVICE.test(sender) ? null : NAME_PER_SECOND, perDay: null }
}

/** What the name of a messaging service looks like. */
export const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/i
