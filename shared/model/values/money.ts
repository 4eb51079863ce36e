/** Money is integer cents everywhere; provider charges, which go below a cent, are integer micros (millionths of the currency unit). PURE. */

export const MICROS_PER_CENT = 10_000

/** "45,000.00" for 4500000: comma thousands, always two decimals, a plain minus, never a no-break space (which would make an SMS cost double). */
export function formatCents(cents: number): string {
  return `${formatWhole(cents)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`
}

/** As {@link formatCents}, without ".00" when there are no cents: "45,000". What a person reads in a message. */
export function formatAmount(cents: number): string {
  return cents % 100 === 0 ? formatWhole(cents) : formatCents(cents)
}

/** By hand, since a regular expression takes three times as long, and a batch formats hundreds of thousands of amounts. */
function formatWhole(cents: number): string {
  const digits = String(Math.trunc(Math.abs(cents) / 100))
  let grouped = digits.slice(-3)
  for (let end = digits.length - 3; end > 0; end -= 3) grouped = `${digits.slice(Math.max(end - 3, 0), end)},${grouped}`
  return cents < 0 ? `-${grouped}` : grouped
}

/** "0.80", "344.00" or "0.0079" for a charge in micros: two decimals, four where it goes below a cent. */
export function formatMicros(micros: number): string {
  if (micros % MICROS_PER_CENT === 0) return formatCents(micros / MICROS_PER_CENT)
  return (micros / 1_000_000).toFixed(4)
}

/** What a provider charged, in the currency in which it did. */
export type Charge = { readonly micros: number; readonly currency: string }

/** Adds up charges, each currency by itself, the school's `own` first: it alone where there is nothing. What is free may name no currency. */
export function addCharges(charges: readonly { readonly micros: number; readonly currency: string | null }[], own: string): Charge[] {
  const sums = new Map([[own, 0]])
  for (const { micros, currency } of charges) sums.set(currency ?? own, (sums.get(currency ?? own) ?? 0) + micros)
  const all = [...sums].map(([currency, micros]) => ({ micros, currency }))
  const some = all.filter(({ micros }) => micros !== 0)
  return some.length > 0 ? some : all.slice(0, 1)
}

/**
 * Reads an amount as a spreadsheet writes it, to integer cents: "1,200", "KES 1,200/=", "(1,200)" and "1,200-" (negative), "1,200 CR"
 * (in credit, negative), "-" or blank (null: no amount given). "not_money" for anything else.
 */
export function readMoney(cell: string): number | null | 'not_money' {
  const text = cell.replace(/[\s\u00a0\u202f]+/g, ' ').trim()
  if (text === '' || /^[-–—]+$/.test(text)) return null
  const bare = text
    .replace(/^(kes|kshs?|kes\.|kshs?\.)\s*/i, '')
    .replace(/\/[=-]$/, '')
    .trim()
  const m = /^(\(|-|−)?\s*(?:kes|kshs?)?\.?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})0*)?\s*(\)|-|cr|dr)?\.?$/i.exec(bare)
  if (!m?.[2]) return 'not_money'
  const [, before, whole, decimals = '', after] = m
  if ((before === '(') !== (after === ')')) return 'not_money'
  const cents = Number(whole.replaceAll(',', '')) * 100 + Number(decimals.padEnd(2, '0'))
  if (!Number.isSafeInteger(cents)) return 'not_money'
  const negative = before !== undefined || after === '-' || after?.toLowerCase() === 'cr'
  return negative && cents !== 0 ? -cents : cents
}
