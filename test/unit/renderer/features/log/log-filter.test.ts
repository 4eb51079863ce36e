import { describe, expect, it } from 'vitest'
import { forAnyState, type LogChoice, rangeStart, toFilter, toggleState } from '../../../../../renderer/features/log/log-filter.ts'

const NAIROBI = 'Africa/Nairobi'
const NOW = Date.parse('2026-11-22T07:10:30.250Z')
const MIDNIGHT = Date.parse('2026-11-21T21:00:00Z')
const DAY = 86_400_000
const choice: LogChoice = { search: '', channel: null, states: [], range: 'all', batchId: null }

describe('a range of days', () => {
  it.each([
    ['today', MIDNIGHT],
    ['week', MIDNIGHT - 6 * DAY],
    ['month', MIDNIGHT - 29 * DAY],
    ['all', undefined],
  ] as const)('%s begins at midnight on the school clock', (range, start) => {
    expect(rangeStart(range, NOW, NAIROBI)).toBe(start)
  })

  it('is the same all day, so that the list is not asked for again', () => {
    expect(rangeStart('week', NOW + 3_600_000, NAIROBI)).toBe(rangeStart('week', NOW, NAIROBI))
  })
})

describe('the filter of the log', () => {
  it('has nothing in it that was not chosen', () => {
    expect(toFilter({ ...choice, search: '  ' }, NOW, NAIROBI)).toEqual({})
  })

  it('has all that was chosen', () => {
    const all: LogChoice = { search: ' Wanjiku ', channel: 'sms', states: ['failed', 'expired'], range: 'today', batchId: 7 }
    expect(toFilter(all, NOW, NAIROBI)).toEqual({ search: 'Wanjiku', channel: 'sms', states: ['failed', 'expired'], batchId: 7, from: MIDNIGHT })
  })

  it('counts every state whatever state is chosen', () => {
    expect(forAnyState({ states: ['failed'], channel: 'sms' })).toEqual({ channel: 'sms' })
  })

  it('takes and drops one state after the other', () => {
    expect(toggleState(['failed'], 'expired')).toEqual(['failed', 'expired'])
    expect(toggleState(['failed', 'expired'], 'failed')).toEqual(['expired'])
  })
})
