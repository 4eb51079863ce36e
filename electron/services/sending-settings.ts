/** When messages may go and what a part is reckoned at. */
import { z } from 'zod'
import type { Reader, Tx } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'
import type { QuietHours } from '../../shared/model/quiet-hours.ts'

const schema = z.object({ quietFrom: z.string().nullable(), quietTo: z.string().nullable(), pricePerPartMicros: z.number().int() })
export type SendingSettings = z.output<typeof schema>

/** The seed's quiet hours, and the price that the provider's own examples show: not a quotation, so it is a setting. */
const DEFAULTS: SendingSettings = { quietFrom: '22:00', quietTo: '07:00', pricePerPartMicros: 800_000 }

export function sendingSettings(db: Pick<Reader, 'get'>): SendingSettings {
  return schema.parse(readSetting(db, 'sending') ?? DEFAULTS)
}

export function saveSendingSettings(tx: Tx, settings: SendingSettings, now: number): void {
  writeSetting(tx, 'sending', settings, now)
}

/** The school's quiet hours, or null when they are off. */
export function schoolQuietHours(db: Pick<Reader, 'get'>): QuietHours | null {
  const { quietFrom, quietTo } = sendingSettings(db)
  return quietFrom && quietTo ? { from: quietFrom, to: quietTo } : null
}
