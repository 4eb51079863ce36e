/** The queues of both channels, as one part of the session. */
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import type { Providers } from '../accounts/providers.ts'
import type { Context } from '../platform/context.ts'
import type { Part } from '../platform/parts.ts'
import { createDispatcher, type Dispatcher, type QueueDisk } from '../queue/dispatcher.ts'
import { rulesOf } from '../queue/rules.ts'
import { emailStore, type StoreOptions, smsStore } from '../queue/store.ts'
import { createTestDesk, type TestDesk } from '../queue/test-messages.ts'
import { sendingSettings } from '../settings/sending.ts'
import type { Records } from './records.ts'

/** How long quitting waits for answers that are on their way. */
const GRACE_MS = 10_000

export type Queues = Part &
  Pick<Dispatcher, 'reschedule' | 'networkBack' | 'suspend' | 'resume'> & {
    /** Harmless where they were not started: then every answer came. */
    stop(): Promise<void>
    wake(channel: MessageChannel): void
    wakeBoth(): void
    /** Resolves when nothing of the channel is on the wire and nothing is due. */
    idle(channel: MessageChannel): Promise<void>
    /** What became of a test message, whenever that is known. */
    answerTo: TestDesk['answerTo']
    /** Whether every answer came and is written down. Known when it has stopped. */
    allAnswered(): boolean
  }
export type QueueParts = Pick<Records, 'installation' | 'bootId'> & {
  readonly accounts: { readonly providers: Providers; mailDomain(): string }
  readonly disk: QueueDisk
  /** Something about the messages changed. */
  readonly onChange: () => void
}

export function createQueues(
  { db, clock, log }: Pick<Context, 'db' | 'clock' | 'log'>,
  { accounts, disk, installation, bootId, onChange }: QueueParts,
): Queues {
  const onFault = (error: unknown) => log.error('a message could not be looked at before it goes', error)
  const tests = createTestDesk()
  const options: StoreOptions = { now: clock.now, bootId, rules: (channel) => rulesOf(db, channel), onFault, onTest: tests.heard }
  const shared = { clock, disk, log, onChange }
  const sms = createDispatcher({
    ...shared,
    store: smsStore(db, options),
    sender: () => accounts.providers.sms,
    perSecond: () => sendingSettings(db).smsPerSecond,
  })
  const email = createDispatcher({
    ...shared,
    store: emailStore(db, options, (id) => `<${installation}.${id}@${accounts.mailDomain()}>`),
    sender: () => accounts.providers.email,
    perSecond: () => perSecond(sendingSettings(db).emailPerMinute),
  })
  const dispatchers: Readonly<Record<MessageChannel, Dispatcher>> = { sms, email }
  const each = (what: (dispatcher: Dispatcher) => void) => () => Object.values(dispatchers).forEach(what)
  let allAnswered = false
  return {
    name: 'queues',
    start() {
      disk.worked()
      each((one) => one.start())()
    },
    async stop() {
      const answered = await Promise.all(Object.values(dispatchers).map((one) => one.stop(GRACE_MS)))
      allAnswered = answered.every(Boolean)
    },
    stopMs: GRACE_MS + 500,
    allAnswered: () => allAnswered,
    wake: (channel) => dispatchers[channel].wake(),
    wakeBoth: each((one) => one.wake()),
    reschedule: each((one) => one.reschedule()),
    networkBack: each((one) => one.networkBack()),
    suspend: each((one) => one.suspend()),
    resume: each((one) => one.resume()),
    idle: (channel) => dispatchers[channel].idle(),
    answerTo: tests.answerTo,
  }
}

const perSecond = (perMinute: number | null) => (perMinute === null ? null : perMinute / 60)
