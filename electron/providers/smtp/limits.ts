/** The limits that large mail services publish. PURE. */
import type { Limits } from '../provider.ts'

/**
 * The limits of a mail server by its host name. Gmail blocks an account for a day after 500 mails, the bursar's own among them. Microsoft 365 accepts
 * 30 a minute and 10,000 a day. Of other servers no limits are known.
 */
export function smtpLimits(host: string): Pick<Limits, 'perSecond' | 'perDay'> {
  const name = host.trim().toLowerCase()
  if (/(^|\.)(gmail|googlemail)\.com$/.test(name)) return { perSecond: null, perDay: 400 }
  if (/(^|\.)(office365|outlook)\.com$/.test(name)) return { perSecond: 0.5, perDay: 10_000 }
  return { perSecond: null, perDay: null }
}
