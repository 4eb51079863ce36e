import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { Session } from '../../session.ts'

export function settingsHandlers(now: () => Session): Handlers<'school' | 'sending'> {
  return {
    'school:get': () => now().school.get(),
    'school:save': (school) => now().school.save(school),
    'sending:get': () => now().sending.get(),
    'sending:save': (input) => now().sending.save(input),
  }
}
