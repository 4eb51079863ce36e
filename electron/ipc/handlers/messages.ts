import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { Session } from '../../session.ts'

export function messageHandlers(now: () => Session): Handlers<'messages'> {
  return {
    'messages:page': (input) => now().messages.page(input),
    'messages:count': (input) => now().messages.count(input),
    'messages:get': (input) => now().messages.get(input),
    'messages:retry': (input) => now().messages.retry(input),
    'messages:cancel': (input) => now().messages.cancel(input),
    'messages:settle': (input) => now().messages.settle(input),
    'messages:answer-held': (input) => now().messages.answerHeld(input),
  }
}
