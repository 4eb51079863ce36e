/** When messages may go and what a part is reckoned at. */
import { z } from 'zod'
import type { Reader, Tx } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'
import type { QuietHours } from '../../shared/model/quiet-hours.ts'

/** What a setting is where nothing was saved, and for one that came with a newer console. */
const schema = z.object({
  // the seed's quiet hours
  quietFrom: z.string().nullable().default('22:00'),
  quietTo: z.string().nullable().default('07:00'),
  // the price that the provider's own examples show: not a quotation, so it is a setting
  pricePerPartMicros: z.number().int().default(800_000),
  windowFrom: z.string().nullable().default(null),
  windowTo: z.string().nullable().default(null),
  senderKind: z.enum(['transactional', 'promotional']).default('transactional'),
  holdSeconds: z.number().int().default(30),
  staleDays: z.number().int().default(3),
  expireDays: z.number().int().default(5),
  gapMinutes: z.number().int().default(0),
  smsPerSecond: z.number().int().nullable().default(null),
  smsPerDay: z.number().int().nullable().default(null),
  emailPerMinute: z.number().int().nullable().default(null),
  emailPerDay: z.number().int().nullable().default(null),
  spendPerDayMicros: z.number().int().nullable().default(null),
  spendPerMonthMicros: z.number().int().nullable().default(null),
})
export type SendingSettings = z.output<typeof schema>

export function sendingSettings(db: Pick<Reader, 'get'>): SendingSettings {
  return schema.parse(readSetting(db, 'sending') ?? {})
}

export function saveSendingSettings(tx: Tx, settings: SendingSettings, now: number): void {
  writeSetting(tx, 'sending', settings, now)
}

/** A network takes promotional messages between these hours only; everything else of the day is closed to them. */
const PROMOTIONAL_CLOSED: QuietHours = { from: '18:00', to: '08:00' }

/** The hours in which nothing goes to anybody: quiet hours, what lies outside the school's own hours, and those closed to promotional senders. */
export function sendingHoursOf(settings: SendingSettings): QuietHours[] {
  const { quietFrom, quietTo, windowFrom, windowTo, senderKind } = settings
  return [
    ...(quietFrom && quietTo ? [{ from: quietFrom, to: quietTo }] : []),
    ...(windowFrom && windowTo ? [{ from: windowTo, to: windowFrom }] : []),
    ...(senderKind === 'promotional' ? [PROMOTIONAL_CLOSED] : []),
  ]
}

export function sendingHours(db: Pick<Reader, 'get'>): QuietHours[] {
  return sendingHoursOf(sendingSettings(db))
}
