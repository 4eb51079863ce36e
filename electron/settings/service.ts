import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { Context } from '../platform/context.ts'
import { saveSendingSettings, sendingSettings } from './sending.ts'

/** `reschedule`: what waits for hours or limits is reckoned anew by the queue. */
export function createSendingService({ db, clock, emit }: Context, reschedule: () => void) {
  return {
    get: (): Output<'sending:get'> => sendingSettings(db),
    async save(settings: Parsed<'sending:save'>) {
      if ((settings.quietFrom === null) !== (settings.quietTo === null)) throw new AppError('invalid_input', 'quiet_hours_half')
      if ((settings.windowFrom === null) !== (settings.windowTo === null)) throw new AppError('invalid_input', 'quiet_hours_half')
      const now = clock.now()
      await db.write((tx) => {
        saveSendingSettings(tx, settings, now)
        recordAudit(tx, now, 'sending.saved', { quietFrom: settings.quietFrom, quietTo: settings.quietTo })
      })
      emit('console:changed', { topics: ['settings', 'status'] })
      reschedule()
      return {}
    },
  }
}
