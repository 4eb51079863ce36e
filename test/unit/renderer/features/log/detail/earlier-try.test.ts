import { expect, test } from 'vitest'
import { mayHaveArrived, type Tried } from '../../../../../../renderer/features/log/detail/earlier-try.ts'
import { MESSAGE_STATES } from '../../../../../../shared/model/messages/message.ts'

const attempt = (n: number, outcome: Tried['attempts'][number]['outcome']): Tried['attempts'][number] => ({
  n,
  provider: 'twilio',
  begunAt: 0,
  endedAt: 1,
  outcome,
  code: null,
  detail: '',
  costMicros: null,
  costCurrency: null,
})
const tried = (state: Tried['state'], ...outcomes: readonly Tried['attempts'][number]['outcome'][]): Tried => ({
  state,
  attempts: outcomes.map((outcome, i) => attempt(i + 1, outcome)),
  reports: [],
})

const failed = (attempt: number | null): Tried['reports'][number] => ({ attempt, source: 'provider', verdict: 'failed', code: '', detail: '', at: 2 })

test('a message that waits, was cancelled or came to nothing after an answer was lost may have arrived', () => {
  const said = MESSAGE_STATES.filter((state) => mayHaveArrived(tried(state, 'unknown', 'not_sent')))
  expect(said).toEqual(['held', 'queued', 'failed', 'cancelled', 'skipped', 'expired'])
  expect(mayHaveArrived(tried('cancelled', 'lost'))).toBe(true)
})

test('one that certainly never went, or is known not to have arrived, may not', () => {
  expect(mayHaveArrived(tried('cancelled'))).toBe(false)
  expect(mayHaveArrived(tried('queued', 'retry', 'rejected', 'not_sent'))).toBe(false)
  expect(mayHaveArrived({ ...tried('queued', 'unknown'), reports: [failed(1)] })).toBe(false)
})

test('that one try did not arrive says nothing of another', () => {
  expect(mayHaveArrived({ ...tried('queued', 'accepted', 'unknown'), reports: [failed(1)] })).toBe(true)
  expect(mayHaveArrived({ ...tried('queued', 'unknown', 'unknown'), reports: [failed(2)] })).toBe(true)
  expect(mayHaveArrived({ ...tried('queued', 'unknown', 'unknown'), reports: [failed(2), failed(1)] })).toBe(false)
  expect(mayHaveArrived({ ...tried('queued', 'unknown'), reports: [failed(null)] })).toBe(true)
})
