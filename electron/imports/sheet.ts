/** What a list says as a whole, which no row says alone: what its columns hold, and how it writes dates. PURE. */
import type { ColumnMapping, FeeField } from '../../shared/model/school/import.ts'
import { type DateOrder, provenOrder } from '../../shared/model/values/date.ts'
import { readMoney } from '../../shared/model/values/money.ts'
import { headingAlone } from '../files/header.ts'
import { fieldsOf } from './columns.ts'

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
  /** Columns of amounts whose neighbour holds nothing but what may be their second halves. */
  readonly splits: ReadonlySet<number>
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
  return {
    counted: new Set(counted),
    dateOrder: asked ?? proven,
    unnamed: new Set(unnamed),
    splits: new Set(splitsOf(headings, mapping, body)),
    titles: new Set(above.map(rowKey).filter((key) => key !== '')),
  }
}

/** A row as it is compared with others: what its cells say, without the blank ones. */
export const rowKey = (cells: readonly string[]) =>
  cells
    .map((cell) => cell.replace(/\s+/g, ' ').trim().toLowerCase())
    .filter((cell) => cell !== '')
    .join('|')

/** 1, 2, 3 …: the row numbers of a print-out, which often have no heading. Some are missing where rows were filtered out. */
function isRunning(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => cell.trim() !== '')
  return numbers.length > 2 && numbers.every((cell, i) => /^\s*\d+\.?\s*$/.test(cell) && (i === 0 || Number(cell) > Number(numbers[i - 1])))
}

/** Fields that no three digits fill: there a second half is told from a value. */
const NEVER_DIGITS: ReadonlySet<FeeField> = new Set<FeeField>(['student', 'guardian', 'phone', 'phone2', 'email'])

/** The columns of amounts beside which every number looks like the second half of one. */
function splitsOf(headings: readonly string[], mapping: ColumnMapping, body: Rows): number[] {
  const fields = new Map(Object.entries(mapping).map(([field, column]) => [column, field as FeeField]))
  return MONEY_FIELDS.flatMap((field) => {
    const column = mapping[field]
    if (column === undefined) return []
    const beside = fields.get(column + 1)
    if (beside !== undefined) return NEVER_DIGITS.has(beside) ? [column] : []
    const named = fieldsOf(headingAlone(headings[column + 1] ?? ''))
    if (MONEY_FIELDS.some((money) => named.includes(money))) return []
    const counted = body.filter((cells) => typeof readMoney(cells[column + 1] ?? '') === 'number')
    return counted.length > 0 && counted.every((cells) => halvesOf(cells, column) !== null) ? [column] : []
  })
}

/** "12,500" where an amount without quotation marks was cut at its comma into this cell and the next; null where it was not. */
export function halvesOf(cells: readonly string[], column: number): string | null {
  const [first = '', second = ''] = [cells[column]?.trim(), cells[column + 1]?.trim()]
  return /^-?\d{1,3}$/.test(first) && Number(first) !== 0 && /^\d{3}(?:\.\d{1,2})?$/.test(second) ? `${first},${second}` : null
}
