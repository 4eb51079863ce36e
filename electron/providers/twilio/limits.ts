/** The rates that Twilio publishes for a sender. PURE. */
import type { Limits } from '../provider.ts'

/** SMS parts a second for a registered name, unless agreed otherwise (support.twilio.com, article 360057082693). */
const NAME_PER_SECOND = 10
/** SMS a second for a number of the United States or Canada (twilio.com/docs/api/errors/21611). */
const AMERICAN_PER_SECOND = 1

/**
 * The limits of a sender. What comes faster waits in Twilio's own queue, where quiet hours can overtake it. Twilio publishes no rate for numbers of other
 * countries or for a messaging service, and no daily limit: 63038 says when there were too many. What comes too fast for the account gets 429.
 */
export function twilioLimits(sender: string): Pick<Limits, 'perSecond' | 'perDay'> {
  if (sender.startsWith('+')) return { perSecond: sender.startsWith('+1') ? AMERICAN_PER_SECOND : null, perDay: null }
  return { perSecond: MESSAGING_SERVICE.test(sender) ? null : NAME_PER_SECOND, perDay: null }
}

/** The id of a messaging service. */
export const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/i
