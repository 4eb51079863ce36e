import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { Session } from '../../session.ts'

export function templateHandlers(now: () => Session): Handlers<'templates'> {
  return {
    'templates:list': () => now().templates.list(),
    'templates:save': (input) => now().templates.save(input),
    'templates:restore': (input) => now().templates.restore(input),
    'templates:preview': (input) => now().templates.preview(input),
  }
}
