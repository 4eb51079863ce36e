import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { Session } from '../../session.ts'

export function channelHandlers(now: () => Session): Handlers<'channels' | 'alerts'> {
  return {
    'channels:pause': (input) => now().channels.pause(input),
    'channels:resume': (input) => now().channels.resume(input),
    'alerts:list': () => now().overview.alerts(),
    'alerts:seen': () => now().overview.seeAlerts(),
  }
}
