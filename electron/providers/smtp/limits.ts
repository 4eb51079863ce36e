import type { Limits } from '../provider.ts'

/**
 * What a mail server takes, by its name. Gmail blocks an account for a day after 500 mails, and the bursar's own are among them; Microsoft 365
 * takes 30 a minute and 10,000 a day. Of the others nothing is known.
 */
export function smtpLimits(host: string): Pick<Limits, 'perSecond' | 'perDay'> {
  const name = host.trim().toLowerCase()
  if (/(^|\.)(gmail|googlemail)\.com$/.test(name)) return { perSecond: null, perDay: 400 }
  if (/(^|\.)(office365|outlook)\.com$/.test(name)) return { perSecond: 0.5, perDay: 10_000 }
  return { perSecond: null, perDay: null }
}
