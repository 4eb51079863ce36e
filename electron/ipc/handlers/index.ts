/** What each call of the page does: one line a channel, so that all that a page can reach is seen at a glance. */
import type { Handlers } from '../../../shared/ipc/handlers.ts'
import type { ConsoleApp } from '../../compose.ts'

export function createHandlers(console: ConsoleApp): Handlers {
  const now = () => console.session()
  return {
    'console:status': () => now().overview.status(console.look()),
    'console:set-look': (look) => console.setLook(look),
    'console:set-mode': ({ mode }) => console.setMode(mode),
    'console:load-sample': () => now().sample.load(),
    'school:get': () => now().school.get(),
    'school:save': (school) => now().school.save(school),
    'overview:get': () => now().overview.overview(),
    'imports:choose': () => now().imports.choose(),
    'imports:receive': (file) => now().imports.receive(file),
    'imports:use-sample': () => now().imports.useSample(),
    'imports:read': (input) => now().imports.read(input),
    'imports:check': (input) => now().imports.check(input),
    'imports:rows': (input) => now().imports.rows(input),
    'imports:commit': (input) => now().imports.commit(input),
    'imports:discard': (input) => now().imports.discard(input),
    'campaigns:options': () => now().campaigns.options(),
    'campaigns:preview': (draft) => now().campaigns.preview(draft),
    'campaigns:recipient': (input) => now().campaigns.recipient(input),
    'campaigns:left-out': (input) => now().campaigns.leftOut(input),
    'campaigns:queue': (input) => now().campaigns.queue(input),
    'messages:page': (input) => now().messages.page(input),
    'messages:count': (input) => now().messages.count(input),
    'messages:get': (input) => now().messages.get(input),
    'messages:retry': (input) => now().messages.retry(input),
    'messages:settle': (input) => now().messages.settle(input),
    'channels:resume': (input) => now().messages.resume(input),
    'templates:list': () => now().templates.list(),
    'templates:save': (input) => now().templates.save(input),
    'templates:restore': (input) => now().templates.restore(input),
    'templates:preview': (input) => now().templates.preview(input),
    'sending:get': () => now().sending.get(),
    'sending:save': (input) => now().sending.save(input),
    'accounts:get': () => now().accounts.get(),
    'accounts:save-sms': (input) => now().accounts.saveSms(input),
    'accounts:save-email': (input) => now().accounts.saveEmail(input),
    'accounts:test-sms': (input) => now().accounts.testSms(input),
    'accounts:test-email': (input) => now().accounts.testEmail(input),
  }
}
