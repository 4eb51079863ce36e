import { expect, test } from 'vitest'
import { greetingAt } from '../../../../../renderer/features/home/greeting.ts'
import { needsOf } from '../../../../../renderer/features/home/needs-of.ts'
import { recentCost } from '../../../../../renderer/features/home/recent-cost.ts'
import { stepsOf } from '../../../../../renderer/features/home/steps-of.ts'

test.each([
  [3, 'evening'],
  [4, 'morning'],
  [11, 'morning'],
  [12, 'afternoon'],
  [16, 'afternoon'],
  [17, 'evening'],
])('at %i hours the greeting is for the %s', (hour, greeting) => {
  expect(greetingAt(hour)).toBe(greeting)
})

test('only what there is needs the bursar, gravest first', () => {
  expect(needsOf({ failed: 14, unconfirmed: 3, waiting: 0, held: 2, expired: 5, withoutContact: 27 }, false)).toEqual([
    { kind: 'unconfirmed', count: 3 },
    { kind: 'held', count: 2 },
    { kind: 'failed', count: 14 },
    { kind: 'expired', count: 5 },
    { kind: 'withoutContact', count: 27 },
  ])
})

test('messages that wait while a sending goes on need nobody', () => {
  const counts = { failed: 0, unconfirmed: 0, waiting: 9, held: 0, expired: 0, withoutContact: 0 }
  expect([needsOf(counts, true), needsOf(counts, false)]).toEqual([[], [{ kind: 'waiting', count: 9 }]])
})

const sent = { batchId: 1, kind: 'bulk' as const, templateKey: 'bulk', name: '', at: 0, planned: 1, states: {} }

test('the log counts as read only once there was something to read in it', () => {
  const done = (recent: (typeof sent)[], opened: boolean) => stepsOf('Nyota Ridge', { lastImport: null, recent }, opened).map((step) => step.done)
  expect([done([], true), done([sent], false), done([sent], true)]).toEqual([
    [true, false, false, false],
    [true, false, true, false],
    [true, false, true, true],
  ])
})

const cost = { estimateMicros: 8_000_000, actual: [], taken: 9, priced: 0, isWhole: false, differenceMicros: null }
test.each([
  { cost: { ...cost, estimateMicros: 0 }, known: null },
  { cost, known: 'estimate' },
  { cost: { ...cost, priced: 4 }, known: 'chargedPartly' },
  { cost: { ...cost, priced: 9, isWhole: true }, known: 'charged' },
])('Home says of what a send costs: $known', ({ cost: one, known }) => {
  expect(recentCost(one)).toBe(known)
})
