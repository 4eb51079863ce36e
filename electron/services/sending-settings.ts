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
  // below what a Gmail account takes in a day, so that the bursar's own mail still goes
  emailPerDay: z.number().int().nullable().default(400),
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

/** The school's quiet hours, or null when they are off. */
export function schoolQuietHours(db: Pick<Reader, 'get'>): QuietHours | null {
  const { quietFrom, quietTo } = sendingSettings(db)
  return quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null
}
