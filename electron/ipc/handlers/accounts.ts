import type { Handlers } from '../../../shared/ipc/contract.ts'
import type { Session } from '../../session.ts'

export function accountHandlers(now: () => Session): Handlers<'accounts'> {
  return {
    'accounts:get': async () => ({ ...(await now().accounts.get()), ...(await now().reports.sources.get()) }),
    'accounts:save-sms': (input) => now().accounts.saveSms(input),
    'accounts:save-email': (input) => now().accounts.saveEmail(input),
    'accounts:test-sms': (input) => now().accounts.testSms(input),
    'accounts:test-email': (input) => now().accounts.testEmail(input),
    'accounts:check-balance': () => now().accounts.checkBalance(),
    'accounts:save-relay': (input) => now().reports.saveRelay(input),
    'accounts:save-mailbox': (input) => now().reports.saveMailbox(input),
    'accounts:test-relay': () => now().reports.testRelay(),
    'accounts:test-mailbox': () => now().reports.testMailbox(),
  }
}
