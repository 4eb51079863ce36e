import { expect, test } from 'vitest'
import { formatFor } from '../../../../../renderer/lib/format/format.ts'

const at = Date.UTC(2026, 10, 3, 21, 5)

test('instants read in the zone of the school, not of the computer, in 24 hours', () => {
  const format = formatFor('en', 'Africa/Nairobi')
  expect([format.day(at), format.time(at), format.dayTime(at), format.shortDayTime(at), format.hour(at)]).toEqual([
    '4 Nov 2026',
    '00:05',
    '4 Nov 2026, 00:05',
    '4 Nov, 00:05',
    0,
  ])
})

test('a date without time is the same day in every zone', () => {
  expect(['Africa/Nairobi', 'America/New_York', 'Pacific/Auckland'].map((zone) => formatFor('en', zone).date('2026-12-01'))).toEqual(
    Array(3).fill('1 Dec 2026'),
  )
})

test('amounts and charges keep their currency on the same line', () => {
  const format = formatFor('sw', 'Africa/Nairobi')
  expect([format.cents(4_500_000), format.cents(-50), format.micros(329_600_000), format.micros(7_900, 'USD'), format.count(8_214)]).toEqual([
    'KES\u00a045,000.00',
    'KES\u00a0-0.50',
    'KES\u00a0329.60',
    'USD\u00a00.0079',
    '8,214',
  ])
})

test('charges of several currencies stand beside each other', () => {
  const charges = [
    { micros: 40_000_000, currency: 'KES' },
    { micros: 15_800, currency: 'USD' },
  ]
  expect(formatFor('en', 'Africa/Nairobi').charges(charges)).toBe('KES\u00a040.00 and USD\u00a00.0158')
  expect(formatFor('sw', 'Africa/Nairobi').charges(charges)).toBe('KES\u00a040.00 na USD\u00a00.0158')
  expect(formatFor('en', 'Africa/Nairobi').charges(charges.slice(1))).toBe('USD\u00a00.0158')
})

test('one formatter is made for a language and a zone', () => {
  expect(formatFor('en', 'Africa/Nairobi')).toBe(formatFor('en', 'Africa/Nairobi'))
  expect(formatFor('en', 'Africa/Nairobi')).not.toBe(formatFor('sw', 'Africa/Nairobi'))
})
