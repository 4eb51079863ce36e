/** Test messages: taken ahead of all else, whatever holds the channel back, and ended where they cannot go: a person waits for each, and for nothing after. */
import type { Tx } from '../../db/client.ts'
import { channelRow } from '../../db/queries/channels.ts'
import { cancelQueued, waitingTests } from '../../db/queries/outbox.ts'
import type { Output } from '../../shared/ipc/contract.ts'
import type { MessageChannel, PauseReason } from '../../shared/model/messages/message.ts'
import { isAccountOnFile } from '../accounts/on-file.ts'
import { type ChannelQueries, type ClaimAnswer, type ClaimRequest, type DueOf, take } from './claim.ts'
import { roomLeft } from './limits.ts'
import type { Ended } from './outcomes.ts'

/** What became of a test message. kept_back: it was not tried, because of this pause or limit; null: its time was over. */
export type TestEnd = Ended | { readonly kind: 'kept_back'; readonly reason: PauseReason | null }
export type EndedTest = { readonly id: number; readonly end: TestEnd }
export type TestCalls<M> = Pick<ClaimAnswer<M>, 'calls' | 'journal'> & { readonly ended: readonly EndedTest[] }

export type TestRequest = Pick<ClaimRequest, 'now' | 'rules' | 'bootId'> & {
  readonly freeCalls: number
  readonly provider: (ClaimRequest['provider'] & { readonly perDay: number | null }) | null
}

/** Takes as many as there are free calls. The hours, the gap and every pause are nothing to them; the limits that the school set itself are. */
export function claimTests<M, R extends DueOf>(tx: Tx, queries: ChannelQueries<M, R>, request: TestRequest): TestCalls<M> {
  const { channel } = queries
  const { now, rules, provider } = request
  const waiting = waitingTests(tx, channel)
  if (waiting.length === 0) return { calls: [], journal: [], ended: [] }
  const ended: EndedTest[] = []
  const keepBack = (id: number, reason: PauseReason | null) => {
    if (cancelQueued(tx, channel, id, now)) ended.push({ id, end: { kind: 'kept_back', reason } })
  }
  const inTime = waiting.filter(({ id, expiresAt }) => {
    if (provider !== null && (expiresAt === null || expiresAt > now)) return true
    keepBack(id, provider === null ? missing(tx, channel) : channelRow(tx, channel).pause)
    return false
  })
  if (provider === null || inTime.length === 0) return { calls: [], journal: [], ended }
  const room = roomLeft(tx, channel, { ...rules, perDay: rules.perDay ?? provider.perDay }, rules.zone, now)
  let { messages, micros } = room
  const rows = queries.queued(
    tx,
    inTime.slice(0, Math.max(request.freeCalls, 0)).map(({ id }) => id),
  )
  const going = rows.filter((row) => {
    const estimate = queries.estimateMicros(row)
    const full = messages < 1 ? 'messages' : estimate > micros ? 'micros' : null
    if (full !== null) {
      keepBack(row.id, room.full?.(full).pause ?? null)
      return false
    }
    messages--
    micros -= estimate
    return true
  })
  const { pause: tries } = channelRow(tx, channel)
  const calls = going.map((row) => [row])
  return { ...take(tx, queries, { ...request, provider, tries }, calls), ended }
}

const missing = (tx: Tx, channel: MessageChannel): PauseReason => (isAccountOnFile(tx, channel) ? 'key_unreadable' : 'not_set_up')

export type TestAnswer = Output<'accounts:test-sms'>

/** What the log says of a test message, in the words of the page. */
export function testAnswer(end: TestEnd): TestAnswer {
  switch (end.kind) {
    case 'accepted':
      return { state: 'sent', reason: null, detail: '' }
    case 'rejected':
      return { state: 'failed', reason: end.reason, detail: end.detail }
    case 'retry':
      return { state: 'failed', reason: null, detail: end.detail }
    case 'not_sent':
      return { state: 'paused', reason: end.fault.reason, detail: end.fault.detail }
    case 'unknown':
      return { state: 'unconfirmed', reason: null, detail: end.detail }
    case 'not_handed':
      return { state: 'paused', reason: null, detail: '' }
    case 'kept_back':
      return { state: 'paused', reason: end.reason, detail: '' }
  }
}

/** Brings what became of a test message to whoever waits for it. */
export type TestDesk = {
  /** The answer to a test message, whenever it comes. */
  answerTo(channel: MessageChannel, id: number): Promise<TestAnswer>
  heard(channel: MessageChannel, test: EndedTest): void
}

export function createTestDesk(): TestDesk {
  const answers = new Map<string, PromiseWithResolvers<TestAnswer>>()
  const of = (channel: MessageChannel, id: number) => {
    const key = `${channel} ${id}`
    const answer = answers.get(key) ?? Promise.withResolvers<TestAnswer>()
    answers.set(key, answer)
    return answer
  }
  return {
    answerTo: (channel, id) => of(channel, id).promise.finally(() => answers.delete(`${channel} ${id}`)),
    heard: (channel, { id, end }) => of(channel, id).resolve(testAnswer(end)),
  }
}
