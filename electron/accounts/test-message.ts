/** A message to the bursar's own phone or mailbox: it goes by the queue like any other, at once, and is answered with what the log says of it. */
import { randomUUID } from 'node:crypto'
import { messageOfBatch } from '../../db/queries/batches.ts'
import { channelRow } from '../../db/queries/channels.ts'
import { cancelQueued } from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import { readMobile } from '../../shared/model/values/phone.ts'
import type { TestMessage } from '../batches/order.ts'
import { queueBatch, TEST_EXPIRES_MS } from '../batches/queue.ts'
import type { AccountContext } from './on-file.ts'

type TestAnswer = Output<'accounts:test-sms'>
/** What a test message needs of the queue. `answerTo`: what became of it, whenever that is known. */
export type TestQueue = {
  wake(channel: MessageChannel): void
  readonly tests: { answerTo(channel: MessageChannel, id: number): Promise<TestAnswer> }
}

export function createTestMessages(
  { db, clock, emit }: Pick<AccountContext, 'db' | 'clock' | 'emit'>,
  { wake, tests }: TestQueue,
  isReady: (channel: MessageChannel) => boolean,
) {
  async function send(message: TestMessage): Promise<TestAnswer> {
    const { channel } = message
    if (!isReady(channel)) throw new AppError('not_configured', channel === 'sms' ? 'account_missing_sms' : 'account_missing_email')
    const { batchId } = await queueBatch(db, { order: { kind: 'test', testId: randomUUID(), message }, now: clock.now() })
    const id = messageOfBatch(db, channel, batchId)
    wake(channel)
    const answer = await answered(channel, id)
    await db.write((tx) => recordAudit(tx, clock.now(), 'account.tested', { channel, outcome: answer.state }))
    emit('console:changed', { topics: ['messages', 'status'] })
    return answer
  }

  /** What was not taken in time is cancelled: it would go when nobody waits for it any more. What is on the wire is waited for. */
  async function answered(channel: MessageChannel, id: number): Promise<TestAnswer> {
    const answer = tests.answerTo(channel, id)
    const late = Promise.withResolvers<'late'>()
    const stopWaiting = clock.after(TEST_EXPIRES_MS, () => late.resolve('late'))
    const first = await Promise.race([answer, late.promise])
    stopWaiting()
    if (first !== 'late') return first
    const cancelled = await db.write((tx) => cancelQueued(tx, channel, id, clock.now()))
    return cancelled ? { state: 'paused', reason: channelRow(db, channel).pause, detail: '' } : answer
  }

  return {
    async testSms({ phone }: Parsed<'accounts:test-sms'>): Promise<TestAnswer> {
      const to = readMobile(phone)
      if (to === null) throw new AppError('invalid_input', 'phone_unusable', { params: { phone }, fields: { phone: 'phone_unusable' } })
      return send({ channel: 'sms', phone: to, body: `${theSchool(db)?.shortName ?? 'Bursar Console'}: test message. It works.` })
    },

    async testEmail({ email }: Parsed<'accounts:test-email'>): Promise<TestAnswer> {
      const name = theSchool(db)?.name ?? 'Bursar Console'
      return send({ channel: 'email', email, subject: `${name}: test message`, body: 'This is a test message. It works.' })
    },
  }
}
