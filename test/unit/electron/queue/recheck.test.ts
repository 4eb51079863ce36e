import { describe, expect, test } from 'vitest'
import type { DueRow } from '../../../../db/queries/outbox.ts'
import { deadline, type Lookups, type Moment, recheck } from '../../../../electron/queue/recheck.ts'

const NOW = Date.parse('2026-11-20T09:00:00+03:00')
const HOUR_MS = 3_600_000
const row: DueRow = {
  id: 1,
  attempts: 0,
  guardianId: 1,
  batchId: 1,
  toName: 'Guardian',
  quietStart: null,
  quietEnd: null,
  expiresAt: NOW + HOUR_MS,
  balanceCents: 500_000,
  revision: 7,
  madeAt: NOW,
}
const moment: Moment = { now: NOW, zone: 'Africa/Nairobi', gapMs: 0, revision: 7 }
const never = (what: string) => () => {
  throw new Error(`${what} was looked up for nothing`)
}
const nothing: Lookups<string> = { lastTold: never('lastTold'), mustAsk: () => false, today: never('today') }
const paid = () => ({ kind: 'not_now', reason: 'paid', detail: '' }) as const
const same = () => ({ kind: 'same' }) as const

describe('at its turn a message', () => {
  test('goes without a look at the records while nothing in them has changed', () => {
    expect(recheck(row, moment, nothing)).toEqual({ kind: 'go' })
  })

  test.each<[string, Partial<DueRow>, Partial<Moment>, Partial<Lookups<string>>, unknown]>([
    ['too old', { expiresAt: NOW }, {}, {}, { kind: 'expire' }],
    ['never too old', { expiresAt: null }, {}, {}, { kind: 'go' }],
    ['paid', { revision: 6 }, {}, { today: paid }, { kind: 'skip', reason: 'paid', detail: '' }],
    ['changed', { revision: 6 }, {}, { today: () => ({ kind: 'changed', text: 'new' }) }, { kind: 'rewrite', text: 'new' }],
    ['unchanged', { revision: 6 }, {}, { today: same }, { kind: 'go' }],
    ['own quiet hours', { quietStart: '08:00', quietEnd: '10:00' }, {}, {}, { kind: 'wait', until: NOW + HOUR_MS }],
    ['paid, in own quiet hours', { revision: 6, quietStart: '08:00', quietEnd: '10:00' }, {}, { today: paid }, { kind: 'skip', reason: 'paid', detail: '' }],
    ['too old and paid', { revision: 6, expiresAt: NOW - 1 }, {}, { today: paid }, { kind: 'expire' }],
    ['told just now', {}, { gapMs: HOUR_MS }, { lastTold: () => NOW - 1 }, { kind: 'wait', until: NOW - 1 + HOUR_MS }],
    ['told long ago', {}, { gapMs: HOUR_MS }, { lastTold: () => NOW - HOUR_MS }, { kind: 'go' }],
    ['never told', {}, { gapMs: HOUR_MS }, { lastTold: () => null }, { kind: 'go' }],
    ['told in a future that a clock left behind', {}, { gapMs: HOUR_MS }, { lastTold: () => NOW + 9 * HOUR_MS }, { kind: 'go' }],
    ['old balances', {}, {}, { mustAsk: () => true }, { kind: 'hold', reason: 'stale_data' }],
    ['old balances, and paid', { revision: 6 }, {}, { mustAsk: never('mustAsk'), today: paid }, { kind: 'skip', reason: 'paid', detail: '' }],
    ['old balances of which it does not speak', { balanceCents: null }, {}, { mustAsk: never('mustAsk') }, { kind: 'go' }],
  ])('%s', (_, ofRow, ofMoment, look, verdict) => {
    expect(recheck({ ...row, ...ofRow }, { ...moment, ...ofMoment }, { ...nothing, ...look })).toEqual(verdict)
  })
})

test.each<[string, Partial<DueRow>, number, number]>([
  ['the school’s hours end', {}, NOW + HOUR_MS / 2, NOW + HOUR_MS / 2],
  ['it is too old', {}, NOW + 9 * HOUR_MS, NOW + HOUR_MS],
  ['the guardian’s own quiet hours begin', { expiresAt: null, quietStart: '12:00', quietEnd: '14:00' }, NOW + 9 * HOUR_MS, NOW + 3 * HOUR_MS],
  ['never', { expiresAt: null }, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
])('a message that may go may do so until %s', (_, ofRow, closing, until) => {
  expect(deadline({ ...row, ...ofRow }, closing, moment)).toBe(until)
})
