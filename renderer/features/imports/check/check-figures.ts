/** What the check says in figures, and which rows to ask for. PURE. */
import type { Input, Output } from '../../../../shared/ipc/contract.ts'

export type Check = Output<'imports:check'>
export type RowCounts = Check['rows']
export type RowLine = Output<'imports:rows'>['rows'][number]
export type RowVerdictAsked = Input<'imports:rows'>['verdict']
/** "look": the refused rows first, then those with something to look at. */
export type RowTab = 'look' | 'create' | 'change' | 'same' | 'skip' | 'refuse'
type Slice = Pick<Input<'imports:rows'>, 'verdict' | 'offset' | 'limit'>

export const ROWS_A_PAGE = 100

/** How many rows the last button would bring in. */
export function rowsBroughtIn(rows: RowCounts): number {
  return rows.create + rows.change
}

/** Which rows are shown first. */
export function firstTab({ rows, noted }: Pick<Check, 'rows' | 'noted'>): RowTab {
  if (rows.refuse + noted > 0) return 'look'
  return rows.create > 0 ? 'create' : rows.change > 0 ? 'change' : 'same'
}

/** Whether the list changes nothing, and tells balances that are as at now all the same. */
export function onlyConfirms({ rows, balances }: Pick<Check, 'rows' | 'balances'>): boolean {
  return rowsBroughtIn(rows) === 0 && balances > 0
}

/** How many rows a tab holds. */
export function rowsIn(tab: RowTab, check: Check): number {
  return tab === 'look' ? check.rows.refuse + check.noted : check.rows[tab]
}

/** The calls that together make one page of a tab; the refused rows come before the noted ones. */
export function slicesOf(tab: RowTab, offset: number, check: Check): readonly Slice[] {
  if (tab !== 'look') return rowsIn(tab, check) > offset ? [{ verdict: tab, offset, limit: ROWS_A_PAGE }] : []
  const slices: Slice[] = []
  const refused = Math.min(ROWS_A_PAGE, check.rows.refuse - offset)
  if (refused > 0) slices.push({ verdict: 'refuse', offset, limit: refused })
  const room = ROWS_A_PAGE - Math.max(refused, 0)
  const start = Math.max(0, offset - check.rows.refuse)
  if (room > 0 && start < check.noted) slices.push({ verdict: 'noted', offset: start, limit: room })
  return slices
}

/** Whether the sum of balances moves by more than half, as it does when the wrong column or list was chosen. */
export function movesTooMuch({ balanceBefore, balanceAfter }: Check['totals']): boolean {
  return balanceBefore !== 0 && Math.abs(balanceAfter - balanceBefore) > Math.abs(balanceBefore) / 2
}
