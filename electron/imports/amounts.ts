/** What a row's amounts make of an invoice. PURE: integer cents. */

/** As the row gives them; null where its cell is blank or there is no such column. */
export type GivenAmounts = { readonly expected: number | null; readonly paid: number | null; readonly balance: number | null }
export type InvoiceAmounts = { readonly amountCents: number; readonly balanceCents: number }

/** True where the row gives all three and expected less paid is not the balance. */
export function amountsDisagree({ expected, paid, balance }: GivenAmounts): boolean {
  return expected !== null && paid !== null && balance !== null && expected - paid !== balance
}

/** Whether the row tells what was paid up to now. Fees alone do not: a balance that is reckoned from them is as old as the payments known before. */
export function tellsPaid({ paid, balance }: GivenAmounts): boolean {
  return paid !== null || balance !== null
}

/**
 * The invoice's amount and balance after the row. What the row does not give stays as the invoice on file has it: a list with balances only does
 * not lower what was billed, one with fees only does not undo what was paid. Null: the row gives too little for an invoice.
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
