import { onTestFinished } from 'vitest'
import { beginBoot } from '../../db/queries/boots.ts'
import type { AccountContext } from '../../electron/accounts/on-file.ts'
import { createAccountService } from '../../electron/accounts/service.ts'
import { createDispatcher, type Dispatcher } from '../../electron/queue/dispatcher.ts'
import { rulesOf } from '../../electron/queue/rules.ts'
import { emailStore, type StoreOptions, smsStore } from '../../electron/queue/store.ts'
import { createTestDesk } from '../../electron/queue/test-messages.ts'
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import { soundDisk } from './queue.ts'

/** The accounts with the real queue behind them, which begins to work with the first test message. */
export function accountsWithQueue(context: AccountContext) {
  const { db, clock, log } = context
  const desk = createTestDesk()
  const dispatchers: Partial<Record<MessageChannel, Dispatcher>> = {}
  const started = async () => {
    if (dispatchers.sms) return
    const bootId = await db.write((tx) => beginBoot(tx, 'test', clock.now()))
    const options: StoreOptions = { now: clock.now, bootId, rules: (channel) => rulesOf(db, channel), onFault: () => {}, onTest: desk.heard }
    const parts = { perSecond: () => null, clock, disk: soundDisk, log, onChange: () => {} }
    const sms = createDispatcher({ ...parts, store: smsStore(db, options), sender: () => accounts.providers.sms })
    const email = createDispatcher({ ...parts, store: emailStore(db, options, (id) => `<${id}@test>`), sender: () => accounts.providers.email })
    Object.assign(dispatchers, { sms, email })
    for (const one of [sms, email]) {
      one.start()
      onTestFinished(() => one.stop(0).then(() => {}))
    }
  }
  const accounts = createAccountService(context, {
    wake: (channel) => dispatchers[channel]?.wake(),
    idle: async (channel) => dispatchers[channel]?.idle(),
    tests: { answerTo: (channel, id) => started().then(() => desk.answerTo(channel, id)) },
  })
  onTestFinished(() => accounts.close())
  return accounts
}
