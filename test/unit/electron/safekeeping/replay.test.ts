import { expect, test } from 'vitest'
import type { JournalAttempt, KnownMessage } from '../../../../db/queries/journal.ts'
import { compareMessage } from '../../../../electron/safekeeping/replay.ts'
import { type AttemptOutcome, canMove, MESSAGE_STATES } from '../../../../shared/model/messages/message.ts'

const attempt = (n: number, outcome: AttemptOutcome | null): JournalAttempt => ({
  channel: 'sms',
  id: 7,
  madeAt: 1_000,
  n,
  bootId: 3,
  provider: 'practice',
  account: 'practice',
  outcome,
  providerId: outcome === 'accepted' ? 'ATX_1' : null,
  spentMicros: 800_000,
  costMicros: null,
  costCurrency: null,
  at: 2_000 + n,
})
const known = (state: KnownMessage['state'], ...attempts: [number, 'open' | 'ended'][]): KnownMessage => ({
  madeAt: 1_000,
  state,
  attempts: attempts.map(([n, how]) => ({ n, ended: how === 'ended' })),
})

test.each<[string, KnownMessage | null, JournalAttempt[], unknown]>([
  ['a message that the records know all about', known('sent', [1, 'ended']), [attempt(1, 'accepted')], null],
  ['one that was under way when the console was killed', known('sending', [1, 'open']), [attempt(1, null)], null],
  ['a message that the records do not have', null, [attempt(1, 'accepted')], 'missing'],
  ['another message of the same id', { ...known('queued'), madeAt: 1_001 }, [attempt(1, 'accepted')], 'missing'],
  ['sent since', known('queued'), [attempt(1, 'accepted')], { ended: [], added: [attempt(1, 'accepted')], moves: ['sent'] }],
  ['sent since, held before', known('held'), [attempt(1, 'accepted')], { ended: [], added: [attempt(1, 'accepted')], moves: ['sent'] }],
  ['refused since', known('queued'), [attempt(1, 'rejected')], { ended: [], added: [attempt(1, 'rejected')], moves: ['sending', 'failed'] }],
  ['begun since, and no answer', known('queued'), [attempt(1, null)], { ended: [], added: [attempt(1, null)], moves: ['sending', 'unconfirmed'] }],
  ['certainly not sent since', known('queued'), [attempt(1, 'not_sent')], { ended: [], added: [attempt(1, 'not_sent')], moves: ['queued'] }],
  [
    'sent at the second attempt since',
    known('queued', [1, 'ended']),
    [attempt(3, 'accepted'), attempt(2, 'retry')],
    { ended: [], added: [attempt(2, 'retry'), attempt(3, 'accepted')], moves: ['sent'] },
  ],
  [
    'under way when the copy was made, sent since',
    known('sending', [1, 'open']),
    [attempt(1, 'accepted')],
    { ended: [attempt(1, 'accepted')], added: [], moves: ['sent'] },
  ],
  [
    'failed in the copy, sent by hand since',
    known('failed', [1, 'ended']),
    [attempt(2, 'accepted')],
    { ended: [], added: [attempt(2, 'accepted')], moves: ['queued', 'sent'] },
  ],
  [
    'unconfirmed in the copy, sent again since',
    known('unconfirmed', [1, 'ended']),
    [attempt(2, 'accepted')],
    { ended: [], added: [attempt(2, 'accepted')], moves: ['sent'] },
  ],
  [
    'sent in the copy, returned and sent again since',
    known('sent', [1, 'ended']),
    [attempt(2, 'accepted')],
    { ended: [], added: [attempt(2, 'accepted')], moves: ['sent'] },
  ],
  ['cancelled in one copy, sent from another', known('cancelled'), [attempt(1, 'accepted')], { ended: [], added: [attempt(1, 'accepted')], moves: [] }],
  [
    'an older answer while a newer attempt is open',
    known('sending', [1, 'open'], [2, 'open']),
    [attempt(1, 'retry')],
    { ended: [attempt(1, 'retry')], added: [], moves: [] },
  ],
])('%s', (_name, records, journal, expected) => {
  expect(compareMessage(records, journal)).toEqual(expected)
})

test('every move that the journal makes is a legal one, and what may have gone out never waits', () => {
  for (const state of MESSAGE_STATES) {
    for (const outcome of ['accepted', 'rejected', 'unknown', 'lost', 'retry', 'not_sent', null] as const) {
      const diff = compareMessage(known(state), [attempt(1, outcome)])
      if (diff === null || diff === 'missing') throw new Error('the journal knows more of it')
      const path = [state, ...diff.moves]
      for (const [i, to] of diff.moves.entries()) expect(to === path[i] || canMove(path[i] ?? state, to), `${path.join(' to ')}`).toBe(true)
      if (outcome !== 'retry' && outcome !== 'not_sent') expect(['queued', 'held', 'sending']).not.toContain(path.at(-1))
    }
  }
})
