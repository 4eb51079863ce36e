/** Applies a row's amounts to an invoice. All amounts are integer cents. PURE. */

/** The amounts of a row; null where the cell is blank or there is no such column. */
export type GivenAmounts = { readonly expected: number | null; readonly paid: number | null; readonly balance: number | null }
export type InvoiceAmounts = { readonly amountCents: number; readonly balanceCents: number }

/** Whether the row gives all three and expected less paid is not the balance. */
export function amountsDisagree({ expected, paid, balance }: GivenAmounts): boolean {
  return expected !== null && paid !== null && balance !== null && expected - paid !== balance
}

/** Whether the row tells what was paid up to now. Fees alone do not: their balance is as old as the payments that were known before. */
export function tellsPaid({ paid, balance }: GivenAmounts): boolean {
  return paid !== null || balance !== null
}

/**
 * The invoice's amount and balance after the row. What the row does not give stays as it is: a list of balances does not lower what was billed, and
 * a list of fees does not undo what was paid. Null: the row gives too little for an invoice.
 */
export function settleAmounts({ expected, paid, balance }: GivenAmounts, before: InvoiceAmounts | null): InvoiceAmounts | null {
  if (balance !== null) {
    const known = expected ?? (paid === null ? before?.amountCents : paid + balance) ?? 0
    return { amountCents: expected ?? Math.max(known, balance, 0), balanceCents: balance }
  }
  const amountCents = expected ?? before?.amountCents
  if (amountCents === undefined || (expected === null && paid === null)) return null
  const paidBefore = before === null ? 0 : before.amountCents - before.balanceCents
  return { amountCents, balanceCents: amountCents - (paid ?? paidBefore) }
}
