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
  expect(needsOf({ failed: 14, unconfirmed: 3, waiting: 0, held: 2, withoutContact: 27 }, false)).toEqual([
    { kind: 'unconfirmed', count: 3 },
    { kind: 'held', count: 2 },
    { kind: 'failed', count: 14 },
    { kind: 'withoutContact', count: 27 },
  ])
})

test('messages that wait while a sending goes on need nobody', () => {
  const counts = { failed: 0, unconfirmed: 0, waiting: 9, held: 0, withoutContact: 0 }
  expect([needsOf(counts, true), needsOf(counts, false)]).toEqual([[], [{ kind: 'waiting', count: 9 }]])
})

const sent = { campaignId: 1, templateKey: 'bulk', name: '', at: 0, planned: 1, states: {} }

test('the log counts as read only once there was something to read in it', () => {
  const done = (recent: (typeof sent)[], opened: boolean) => stepsOf('Nyota Ridge', { lastImport: null, recent }, opened).map((step) => step.done)
  expect([done([], true), done([sent], false), done([sent], true)]).toEqual([
    [true, false, false, false],
    [true, false, true, false],
    [true, false, true, true],
  ])
})

test.each([
  { send: { estimateMicros: 0, priced: 0, states: { sent: 9 } }, known: null },
  { send: { estimateMicros: 8_000_000, priced: 0, states: { queued: 9 } }, known: 'estimate' },
  { send: { estimateMicros: 8_000_000, priced: 4, states: { sent: 4, queued: 5 } }, known: 'chargedPartly' },
  { send: { estimateMicros: 8_000_000, priced: 4, states: { sent: 9 } }, known: 'chargedPartly' },
  { send: { estimateMicros: 8_000_000, priced: 9, states: { sent: 9, failed: 1 } }, known: 'charged' },
] as const)('of $send Home says: $known', ({ send, known }) => {
  expect(recentCost(send)).toBe(known)
})
