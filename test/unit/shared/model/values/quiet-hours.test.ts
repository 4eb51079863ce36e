import { expect, test } from 'vitest'
import {
  dayIn,
  quietFrom,
  quietUntil,
  startOfDay,
  startOfMonth,
  startOfNextDay,
  startOfNextMonth,
  waitUntil,
} from '../../../../../shared/model/values/quiet-hours.ts'

const zone = 'Africa/Nairobi'
const at = (local: string) => Date.parse(`${local}:00+03:00`)
const night = { from: '22:00', to: '07:00' }
const noon = { from: '12:00', to: '14:00' }

test.each([
  ['a minute before they begin', '2026-11-20T21:59', night, null],
  ['as they begin', '2026-11-20T22:00', night, '2026-11-21T07:00'],
  ['after midnight', '2026-11-21T00:30', night, '2026-11-21T07:00'],
  ['the last quiet minute', '2026-11-21T06:59', night, '2026-11-21T07:00'],
  ['as they end', '2026-11-21T07:00', night, null],
  ['over the end of a year', '2026-12-31T23:00', night, '2027-01-01T07:00'],
  ['at midday, inside', '2026-11-20T13:00', noon, '2026-11-20T14:00'],
  ['at midday, before', '2026-11-20T11:59', noon, null],
  ['with equal times there are none', '2026-11-20T22:00', { from: '22:00', to: '22:00' }, null],
  ['switched off', '2026-11-20T23:00', null, null],
])('quiet hours: %s', (_name, now, quiet, end) => {
  expect(quietUntil(at(now), quiet, zone)).toBe(end === null ? null : at(end))
})

test.each([
  ['this evening', '2026-11-20T21:59', [night], '2026-11-20T22:00'],
  ['tomorrow, once they are over', '2026-11-21T14:00', [noon], '2026-11-22T12:00'],
  ['with the first of several', '2026-11-20T09:00', [night, noon], '2026-11-20T12:00'],
  ['never, where they are of no length', '2026-11-20T09:00', [{ from: '22:00', to: '22:00' }], null],
  ['never, where there are none', '2026-11-20T09:00', [], null],
])('quiet hours begin %s', (_name, now, hours, begin) => {
  expect(quietFrom(at(now), hours, zone)).toBe(begin === null ? Number.POSITIVE_INFINITY : at(begin))
})

test('the day is the school’s, whatever the computer thinks', () => {
  expect(dayIn(zone, Date.parse('2026-11-20T22:30:00Z'))).toBe('2026-11-21')
  expect(startOfDay(zone, Date.parse('2026-11-20T22:30:00Z'))).toBe(Date.parse('2026-11-20T21:00:00Z'))
})

test.each([
  ['open at once', '2026-11-20T11:00', [night, noon], null],
  ['one of them is quiet', '2026-11-20T13:00', [night, noon], '2026-11-20T14:00'],
  ['one begins where the other ends', '2026-11-20T22:30', [night, { from: '07:00', to: '08:00' }], '2026-11-21T08:00'],
  ['promotional hours inside the school’s', '2026-11-20T17:59', [night, { from: '18:00', to: '08:00' }], null],
  ['after promotional hours', '2026-11-20T18:00', [night, { from: '18:00', to: '08:00' }], '2026-11-21T08:00'],
  ['none at all', '2026-11-20T23:00', [], null],
])('several hours: %s', (_name, now, hours, end) => {
  expect(waitUntil(at(now), hours, zone)).toBe(end === null ? null : at(end))
})

test('hours that leave no gap do not hang', () => {
  const never = [
    { from: '08:00', to: '20:00' },
    { from: '20:00', to: '08:00' },
  ]
  expect(waitUntil(at('2026-11-20T09:00'), never, zone)).toBeGreaterThan(at('2026-11-21T09:00'))
})

test('the next day and the next month begin at midnight in the school’s zone', () => {
  expect(startOfNextDay(zone, at('2026-12-31T23:59'))).toBe(at('2027-01-01T00:00'))
  expect(startOfMonth(zone, at('2026-12-31T23:59'))).toBe(at('2026-12-01T00:00'))
  expect(startOfNextMonth(zone, at('2026-12-31T23:59'))).toBe(at('2027-01-01T00:00'))
  expect(startOfNextMonth(zone, at('2026-01-31T10:00'))).toBe(at('2026-02-01T00:00'))
})
