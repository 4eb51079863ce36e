import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { ConsoleApp } from '../../compose.ts'

export function consoleHandlers(console: ConsoleApp): Handlers<'console' | 'overview'> {
  return {
    'console:status': () => console.session().overview.status(console.look()),
    'console:set-look': (look) => console.setLook(look),
    'console:set-mode': ({ mode }) => console.setMode(mode),
    'console:load-sample': () => console.session().sample.load(),
    'overview:get': () => console.session().overview.overview(),
  }
}
