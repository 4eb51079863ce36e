/** What a list says as a whole, which no row says alone: what its columns hold, and how it writes dates. PURE. */

import type { ColumnMapping, FeeField } from '../../shared/model/school/import.ts'
import { type DateOrder, provenOrder } from '../../shared/model/values/date.ts'
import { readMoney } from '../../shared/model/values/money.ts'

type Rows = readonly (readonly string[])[]

/** A list below its headings, with the rows that stand above them. */
export type List = { readonly headings: readonly string[]; readonly mapping: ColumnMapping; readonly above: Rows; readonly body: Rows }

export type SheetFacts = {
  /** Money fields whose column holds numbers: there a dash or "NIL" says 0. */
  readonly counted: ReadonlySet<FeeField>
  /** Null: a cell that can be read both ways is not read at all. */
  readonly dateOrder: DateOrder | null
  /** Columns that nobody named: a filled cell there may be half of its neighbour. */
  readonly unnamed: ReadonlySet<number>
  /** Rows above the headings, as `rowKey` writes them: a print-out repeats them on every page. */
  readonly titles: ReadonlySet<string>
}

export const MONEY_FIELDS = ['expected', 'paid', 'balance'] as const satisfies readonly FeeField[]

/** `asked`: the order of day and month that a person gave; else what the column itself proves. */
export function factsOf({ headings, mapping, above, body }: List, asked: DateOrder | null): SheetFacts {
  const column = (index: number) => body.map((cells) => cells[index] ?? '')
  const counted = MONEY_FIELDS.filter((field) => {
    const index = mapping[field]
    return index !== undefined && body.some((cells) => typeof readMoney(cells[index] ?? '') === 'number')
  })
  const dates = mapping.dueOn === undefined ? 'none' : provenOrder(column(mapping.dueOn))
  const proven = dates === 'day_first' || dates === 'month_first' ? dates : dates === 'none' ? 'day_first' : null
  const used = new Set(Object.values(mapping))
  const unnamed = headings.flatMap((heading, i) => (heading === '' && !used.has(i) && !isRunning(column(i)) ? [i] : []))
  return { counted: new Set(counted), dateOrder: asked ?? proven, unnamed: new Set(unnamed), titles: new Set(above.map(rowKey).filter((key) => key !== '')) }
}

/** A row as it is compared with others: what its cells say, without the blank ones. */
export const rowKey = (cells: readonly string[]) =>
  cells
    .map((cell) => cell.replace(/\s+/g, ' ').trim().toLowerCase())
    .filter((cell) => cell !== '')
    .join('|')

/** 1, 2, 3 …: the row numbers of a print-out, which often have no heading. */
function isRunning(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => cell.trim() !== '')
  return numbers.length > 2 && numbers.every((cell, i) => Number(cell) === Number(numbers[0]) + i)
}
