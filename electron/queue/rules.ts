/** What the school decided about sending, as the queue goes by it. */
import type { Reader } from '../../db/client.ts'
import { theSchool } from '../../db/queries/schools.ts'
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import { DEFAULT_ZONE } from '../../shared/model/values/date.ts'
import { sendingHoursOf, sendingSettings } from '../settings/sending.ts'
import type { Rules } from './poll.ts'

export function rulesOf(db: Pick<Reader, 'get'>, channel: MessageChannel): Rules {
  const settings = sendingSettings(db)
  const school = theSchool(db)
  const sms = channel === 'sms'
  return {
    hours: sendingHoursOf(settings),
    zone: school?.zone ?? DEFAULT_ZONE,
    currency: school?.currency ?? 'KES',
    gapMs: settings.gapMinutes * 60_000,
    staleDays: settings.staleDays,
    perDay: sms ? settings.smsPerDay : settings.emailPerDay,
    spendPerDayMicros: sms ? settings.spendPerDayMicros : null,
    spendPerMonthMicros: sms ? settings.spendPerMonthMicros : null,
  }
}
