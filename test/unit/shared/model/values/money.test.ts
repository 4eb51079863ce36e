import { expect, test } from 'vitest'
import { addCharges, formatAmount, formatCents, formatMicros, readMoney } from '../../../../../shared/model/values/money.ts'

test.each<[string, number | null | 'not_money']>([
  ['1200', 120_000],
  ['1,200', 120_000],
  ['1,200.50', 120_050],
  ['1,200.5', 120_050],
  ['KES 1,200/=', 120_000],
  ['Ksh. 1,200/-', 120_000],
  ['KSh1,200', 120_000],
  ['(1,200)', -120_000],
  ['-1,200', -120_000],
  ['−1,200', -120_000],
  ['1,200-', -120_000],
  ['1,200 CR', -120_000],
  ['1,200 DR', 120_000],
  ['0', 0],
  ['(0)', 0],
  ['-', null],
  ['–', null],
  ['', null],
  [' \u00a0', null],
  ['1\u00a0200', 'not_money'],
  ['12,OOO', 'not_money'],
  ['1.200,00', 'not_money'],
  ['1,20', 'not_money'],
  ['(1,200', 'not_money'],
  ['2.5E+04', 'not_money'],
  ['#N/A', 'not_money'],
  ['1,200.555', 'not_money'],
  ['99999999999999999', 'not_money'],
])('the cell %j is read as %j', (cell, cents) => {
  expect(readMoney(cell)).toBe(cents)
})

test.each<[number, string, string]>([
  [4_500_000, '45,000.00', '45,000'],
  [-50_050, '-500.50', '-500.50'],
  [0, '0.00', '0'],
  [123_456_789_00, '123,456,789.00', '123,456,789'],
])('%i cents are written %s, and %s in a message', (cents, long, short) => {
  expect([formatCents(cents), formatAmount(cents)]).toEqual([long, short])
})

test.each([
  [800_000, '0.80'],
  [7_900, '0.0079'],
  [344_000_000, '344.00'],
])('a charge of %i micros is written %s', (micros, text) => {
  expect(formatMicros(micros)).toBe(text)
})

test('charges are added up each currency by itself, the school’s first', () => {
  const dollars = { micros: 7_900, currency: 'USD' }
  const shillings = { micros: 800_000, currency: 'KES' }
  const free = { micros: 0, currency: null }
  expect(addCharges([dollars, shillings, dollars, shillings], 'KES')).toEqual([
    { micros: 1_600_000, currency: 'KES' },
    { micros: 15_800, currency: 'USD' },
  ])
  expect(addCharges([dollars, free], 'KES')).toEqual([dollars])
  expect(addCharges([free], 'KES')).toEqual([{ micros: 0, currency: 'KES' }])
})
