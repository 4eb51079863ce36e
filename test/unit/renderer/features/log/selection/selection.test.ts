import { describe, expect, it } from 'vitest'
import type { LogRow } from '../../../../../../renderer/features/log/log-filter.ts'
import {
  ALL,
  allFor,
  type Counts,
  chosenCount,
  chosenCounts,
  doable,
  isChosen,
  NONE,
  toggle,
  whatFor,
  withRange,
} from '../../../../../../renderer/features/log/selection/selection.ts'
import { canMove, MESSAGE_STATES } from '../../../../../../shared/model/messages/message.ts'

const row = (id: number, state: LogRow['state'], decidedAt: number | null = null): LogRow => ({
  channel: 'sms',
  id,
  createdAt: id,
  toName: 'Mary Wanjiku',
  to: '+254700000001',
  state,
  skipReason: null,
  failureReason: null,
  holdReason: null,
  decidedAt,
  notBefore: 0,
  parts: 1,
  costMicros: null,
  costCurrency: null,
  text: 'Hello',
})
const rows = [row(5, 'failed'), row(4, 'unconfirmed'), row(3, 'queued'), row(2, 'sent'), row(1, 'expired')]
const ids = (chosen: typeof NONE) => rows.filter((each) => isChosen(chosen, each)).map(({ id }) => id)

const NO_COUNTS: Counts = { byState: {}, undecided: 0 }

describe('choosing messages', () => {
  it('takes and drops one row after the other', () => {
    const two = toggle(toggle(NONE, rows, 0), rows, 2)
    expect([ids(two), ids(toggle(two, rows, 0)), ids(toggle(two, rows, 99))]).toEqual([[5, 3], [3], [5, 3]])
  })

  it('takes every row between two, whichever was first, and keeps those chosen before', () => {
    const first = toggle(NONE, rows, 0)
    expect([ids(withRange(first, rows, 2, 4)), ids(withRange(first, rows, 4, 2))]).toEqual([
      [5, 3, 2, 1],
      [5, 3, 2, 1],
    ])
  })

  it('takes all that match, loaded or not, until one is dropped', () => {
    expect([chosenCount(ALL, 8_214), ids(ALL)]).toEqual([8_214, [5, 4, 3, 2, 1]])
    const dropped = toggle(ALL, rows, 1)
    expect([chosenCount(dropped, 8_214), ids(dropped)]).toEqual([4, [5, 3, 2, 1]])
  })
})

const COUNTED = { asOf: 9 }

describe('what can be done with chosen messages', () => {
  it('is counted from their states', () => {
    const some = chosenCounts(withRange(NONE, rows, 0, 4), rows, NO_COUNTS, {})
    expect([doable('retry', some), doable('cancel', some), doable('sent', some), doable('left', some)]).toEqual([3, 1, 1, 1])
  })

  it('is not to leave once more what was left as it is, which can still be sent again or settled', () => {
    const left = [row(2, 'unconfirmed', 7), row(1, 'unconfirmed')]
    const both = withRange(NONE, left, 0, 1)
    const counts = chosenCounts(both, left, NO_COUNTS, {})
    expect([doable('left', counts), doable('sent', counts), doable('retry', counts)]).toEqual([1, 2, 2])
    expect(whatFor('left', both, left, {}, COUNTED)).toEqual([{ messages: [{ channel: 'sms', id: 1 }] }])
    expect(doable('left', chosenCounts(toggle(NONE, left, 0), left, NO_COUNTS, {}))).toBe(0)
  })

  it('leaves aside, of all that match, the states that the filter does not want', () => {
    const matching = { byState: { failed: 12, unconfirmed: 3, sent: 900 }, undecided: 2 }
    expect(doable('retry', chosenCounts(ALL, rows, matching, { states: ['failed'] }))).toBe(12)
    expect(doable('retry', chosenCounts(ALL, rows, matching, {}))).toBe(15)
    expect(doable('left', chosenCounts(ALL, rows, matching, {}))).toBe(2)
    expect(doable('left', chosenCounts(ALL, rows, matching, { states: ['failed'] }))).toBe(0)
  })

  it('asks for just those that it can be done with, by name', () => {
    expect(whatFor('retry', withRange(NONE, rows, 0, 3), rows, {}, COUNTED)).toEqual([
      {
        messages: [
          { channel: 'sms', id: 5 },
          { channel: 'sms', id: 4 },
        ],
      },
    ])
  })

  it('asks for a thousand by name at a time', () => {
    const many = Array.from({ length: 2_001 }, (_, n) => row(n + 1, 'failed'))
    const whats = whatFor('retry', withRange(NONE, many, 0, 2_000), many, {}, COUNTED)
    expect(whats.map((what) => ('messages' in what ? what.messages.length : null))).toEqual([1_000, 1_000, 1])
  })

  it('asks for all of a filter in the states that it can be done with', () => {
    expect(allFor('retry', { search: 'Otieno', states: ['failed', 'sent'] }, COUNTED)).toEqual({ filter: { search: 'Otieno', states: ['failed'] }, asOf: 9 })
    expect(whatFor('cancel', ALL, rows, { batchId: 7 }, COUNTED)).toEqual([{ filter: { batchId: 7, states: ['held', 'queued'] }, asOf: 9 }])
  })

  it.each([
    ['retry', 'queued'],
    ['cancel', 'cancelled'],
    ['sent', 'sent'],
  ] as const)('%s is offered only where the state may be left for %s', (act, to) => {
    const offered = MESSAGE_STATES.filter((state) => doable(act, { byState: { [state]: 1 }, undecided: 0 }) === 1)
    expect(offered.filter((state) => !canMove(state, to))).toEqual([])
  })
})
