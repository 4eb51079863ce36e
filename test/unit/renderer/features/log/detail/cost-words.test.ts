import { expect, test } from 'vitest'
import { costKnown } from '../../../../../../renderer/features/log/detail/cost-words.ts'

const base = { state: 'sent', sentAt: 1, costMicros: null, costCurrency: null, estimateMicros: 800_000, attempts: [], reports: [] } as const
const unanswered = {
  n: 1,
  provider: 'twilio',
  begunAt: 0,
  endedAt: 1,
  outcome: 'unknown',
  code: null,
  detail: '',
  costMicros: null,
  costCurrency: null,
} as const

test.each([
  { what: 'as it was reckoned', message: { ...base, costMicros: 800_000 }, known: 'told' },
  { what: 'more than was reckoned', message: { ...base, costMicros: 1_600_000 }, known: 'told_otherwise' },
  { what: 'the same number of another currency', message: { ...base, costMicros: 800_000, costCurrency: 'USD' }, known: 'told_otherwise' },
  { what: 'nothing, though something was reckoned', message: { ...base, costMicros: 0 }, known: 'told_otherwise' },
  { what: 'not yet', message: base, known: 'reckoned' },
  { what: 'nothing of an email', message: { ...base, estimateMicros: null }, known: 'none' },
  { what: 'nothing of a message that was refused', message: { ...base, state: 'failed', sentAt: null }, known: 'none' },
  {
    what: 'nothing of a refused message that its provider priced at nothing',
    message: { ...base, state: 'failed', sentAt: null, costMicros: 0 },
    known: 'none',
  },
  { what: 'nothing of a message that went and did not arrive', message: { ...base, state: 'failed' }, known: 'unknown' },
  { what: 'nothing of a message that may have gone', message: { ...base, state: 'unconfirmed', sentAt: null }, known: 'unknown' },
  { what: 'a price of a message that went and did not arrive', message: { ...base, state: 'failed', costMicros: 800_000 }, known: 'told' },
  { what: 'nothing of a cancelled message', message: { ...base, state: 'cancelled', sentAt: null }, known: 'none' },
  {
    what: 'nothing of a cancelled message of which an earlier try may have gone',
    message: { ...base, state: 'cancelled', sentAt: null, attempts: [unanswered] },
    known: 'unknown',
  },
] as const)('the provider told $what: $known', ({ message, known }) => {
  expect(costKnown({ ...message, attempts: [...message.attempts], reports: [...message.reports] })).toBe(known)
})
