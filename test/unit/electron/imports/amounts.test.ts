import { expect, test } from 'vitest'
import { amountsDisagree, type GivenAmounts, type InvoiceAmounts, settleAmounts, tellsPaid } from '../../../../electron/imports/amounts.ts'

const given = (expected: number | null, paid: number | null, balance: number | null): GivenAmounts => ({ expected, paid, balance })
const bill = (amountCents: number, balanceCents: number): InvoiceAmounts => ({ amountCents, balanceCents })

test.each<[string, GivenAmounts, InvoiceAmounts | null, InvoiceAmounts | null]>([
  ['all three', given(100, 40, 60), null, bill(100, 60)],
  ['expected and paid', given(100, 40, null), null, bill(100, 60)],
  ['expected and balance', given(100, null, 60), null, bill(100, 60)],
  ['paid and balance', given(null, 40, 60), null, bill(100, 60)],
  ['expected alone: nothing paid yet', given(100, null, null), null, bill(100, 100)],
  ['balance alone', given(null, null, 60), null, bill(60, 60)],
  ['a prepayment alone', given(null, null, -60), null, bill(0, -60)],
  ['a prepayment larger than what was paid', given(null, 40, -60), null, bill(0, -60)],
  ['more paid than expected', given(100, 130, null), null, bill(100, -30)],
  ['nothing', given(null, null, null), null, null],
  ['paid alone, no invoice on file', given(null, 40, null), null, null],
  ['nothing, though an invoice is on file', given(null, null, null), bill(100, 60), null],
  ['a lower balance alone keeps what was billed', given(null, null, 20), bill(100, 60), bill(100, 20)],
  ['a balance above what was billed raises it', given(null, null, 150), bill(100, 60), bill(150, 150)],
  ['expected alone keeps what was paid', given(100, null, null), bill(100, 60), bill(100, 60)],
  ['a higher fee alone keeps what was paid', given(120, null, null), bill(100, 60), bill(120, 80)],
  ['paid alone is taken off what was billed', given(null, 90, null), bill(100, 60), bill(100, 10)],
])('%s', (_, amounts, before, after) => {
  expect(settleAmounts(amounts, before)).toEqual(after)
})

test('amounts disagree only where all three are given', () => {
  expect([given(100, 40, 60), given(100, 40, 61), given(null, 40, 61), given(100, null, 61)].map(amountsDisagree)).toEqual([false, true, false, false])
})

test('what was paid is told by a balance or by payments, not by fees alone', () => {
  expect([given(100, null, 60), given(null, 40, null), given(100, null, null), given(null, null, null)].map(tellsPaid)).toEqual([true, true, false, false])
})
