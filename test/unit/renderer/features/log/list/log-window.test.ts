import { describe, expect, it } from 'vitest'
import { PAGES_A_WINDOW, patchRows, refOf, rowForKey, windowIsFull } from '../../../../../../renderer/features/log/list/log-window.ts'
import type { LogRow } from '../../../../../../renderer/features/log/log-filter.ts'

const row = (id: number, state: LogRow['state'], channel: LogRow['channel'] = 'sms'): LogRow => ({
  channel,
  id,
  createdAt: id,
  toName: 'Mary Wanjiku',
  to: '+254700000001',
  state,
  skipReason: null,
  failureReason: null,
  holdReason: null,
  decidedAt: null,
  notBefore: 0,
  parts: 1,
  costMicros: null,
  costCurrency: null,
  text: 'Hello',
})
const next = { sms: { at: 1, id: 1 }, email: null }

describe('rows that came anew', () => {
  it('take the place of the old ones, and those not known are left aside', () => {
    const patched = patchRows([row(3, 'queued'), row(2, 'queued')], [row(4, 'queued'), row(3, 'sent'), row(2, 'sent', 'email')])
    expect(patched.map(({ id, state }) => [id, state])).toEqual([
      [3, 'sent'],
      [2, 'queued'],
    ])
  })
})

describe('a window of the log', () => {
  const pages = (n: number, more: boolean) => Array.from({ length: n }, () => ({ rows: [], next: more ? next : null }))

  it.each([
    { n: PAGES_A_WINDOW - 1, more: true, full: false },
    { n: PAGES_A_WINDOW, more: true, full: true },
    { n: PAGES_A_WINDOW, more: false, full: false },
  ])('of $n pages, more to come: $more, is full: $full', ({ n, more, full }) => {
    expect(windowIsFull(pages(n, more))).toBe(full)
  })
})

describe('a key in the grid', () => {
  it.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 0, 0],
    ['PageDown', 5, 17],
    ['PageDown', 95, 99],
    ['PageUp', 5, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
    ['a', 50, null],
  ] as const)('%s leads from row %i of 100 to %s', (key, from, to) => {
    expect(rowForKey(key, from, 100, 12)).toBe(to)
  })
})

describe('what names a message', () => {
  it('is its kind and number and nothing of the row, since the console refuses more', () => {
    expect(refOf(row(7, 'failed'))).toEqual({ channel: 'sms', id: 7 })
  })
})
