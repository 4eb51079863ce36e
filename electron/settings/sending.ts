/** When messages may go and what a part is reckoned at. */
import type { Reader, Tx } from '../../db/client.ts'
import { readSetting, writeSetting } from '../../db/queries/settings.ts'
import { PROMOTIONAL_HOURS, type SendingSettings, storedSending } from '../../shared/model/settings/sending.ts'
import type { QuietHours } from '../../shared/model/values/quiet-hours.ts'

export function sendingSettings(db: Pick<Reader, 'get'>): SendingSettings {
  return storedSending.read(readSetting(db, 'sending') ?? {})
}

export function saveSendingSettings(tx: Tx, settings: SendingSettings, now: number): void {
  writeSetting(tx, 'sending', storedSending.write(settings), now)
}

/** A network takes promotional messages between these hours only; everything else of the day is closed to them. */
const PROMOTIONAL_CLOSED: QuietHours = { from: PROMOTIONAL_HOURS.to, to: PROMOTIONAL_HOURS.from }

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
