import { postponeWaiting } from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { DEFAULT_ZONE } from '../../shared/model/date.ts'
import { quietUntil } from '../../shared/model/quiet-hours.ts'
import type { Context } from './context.ts'
import { saveSendingSettings, schoolQuietHours, sendingSettings } from './sending-settings.ts'

export function createSendingService({ db, clock, emit }: Context, wake: () => void) {
  return {
    get: (): Output<'sending:get'> => sendingSettings(db),
    async save(settings: Parsed<'sending:save'>) {
      if ((settings.quietFrom === null) !== (settings.quietTo === null)) throw new AppError('invalid_input', 'quiet_hours_half')
      const now = clock.now()
      await db.write((tx) => {
        saveSendingSettings(tx, settings, now)
        postponeWaiting(tx, quietUntil(now, schoolQuietHours(tx), theSchool(tx)?.zone ?? DEFAULT_ZONE) ?? now, now)
        recordAudit(tx, now, 'sending.saved', { quietFrom: settings.quietFrom, quietTo: settings.quietTo })
      })
      emit('console:changed', { topics: ['settings', 'status'] })
      wake()
      return {}
    },
  }
}
