import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { Session } from '../../session.ts'

export function reportHandlers(now: () => Session): Handlers<'reports'> {
  return {
    'reports:choose': () => now().reports.choose(),
    'reports:receive': (file) => now().reports.receive(file),
    'reports:read': (input) => now().reports.read(input),
    'reports:apply': (input) => now().reports.apply(input),
    'reports:refresh': () => now().reports.refresh(),
  }
}
