/** Dates without time are text YYYY-MM-DD. PURE. */

export const DEFAULT_ZONE = 'Africa/Nairobi'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

export const DATE_ORDERS = ['day_first', 'month_first'] as const
/** Whether 10/12/2026 is in December (Kenya) or in October (a spreadsheet with American settings). */
export type DateOrder = (typeof DATE_ORDERS)[number]
/** What a column's cells prove. both: some are only dates day first, others only month first · unknown: all can be read either way · none: nothing is so written. */
export type OrderProof = DateOrder | 'both' | 'unknown' | 'none'

const NUMERIC = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ,]+(\d{4}|\d{2})(?: .*)?$/

/** In which order a column writes day and month: proof in one cell is proof for all. */
export function provenOrder(cells: Iterable<string>): OrderProof {
  const found = { day_first: false, month_first: false, either: false }
  for (const cell of cells) {
    const m = NUMERIC.exec(cell.trim())
    if (!m?.[1] || !m[2]) continue
    const [first, second] = [Number(m[1]), Number(m[2])]
    if (first > 12 && second <= 12) found.day_first = true
    else if (second > 12 && first <= 12) found.month_first = true
    else if (first !== second && first <= 12) found.either = true
  }
  if (found.day_first && found.month_first) return 'both'
  return found.day_first ? 'day_first' : found.month_first ? 'month_first' : found.either ? 'unknown' : 'none'
}

/** Whether day and month of this cell could change places and still be a date. */
export function isEitherOrder(cell: string): boolean {
  return provenOrder([cell]) === 'unknown'
}

/** Reads a date as a spreadsheet writes it (31/12/2026, 31-12-26, 2026-12-31, 31 Dec 2026): day before month if not said otherwise. Null for blank. */
export function readDate(cell: string, order: DateOrder = 'day_first'): string | null | 'not_a_date' {
  const text = cell.trim()
  if (text === '' || text === '-') return null
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text)
  if (iso) return toDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const m = /^(\d{1,2})[/.\- ](\d{1,2}|[a-z]{3,9})[/.\- ,]+(\d{4}|\d{2})(?: .*)?$/i.exec(text)
  if (!m?.[1] || !m[2] || !m[3]) return 'not_a_date'
  const year = m[3].length === 2 ? 2000 + Number(m[3]) : Number(m[3])
  if (!/^\d/.test(m[2])) return toDate(year, MONTHS.indexOf(m[2].slice(0, 3).toLowerCase()) + 1, Number(m[1]))
  const [month, day] = order === 'day_first' ? [m[2], m[1]] : [m[1], m[2]]
  return toDate(year, Number(month), Number(day))
}

function toDate(year: number, month: number, day: number): string | 'not_a_date' {
  const d = new Date(Date.UTC(year, month - 1, day))
  if (year < 1990 || year > 2100 || d.getUTCMonth() !== month - 1 || d.getUTCDate() !== day) return 'not_a_date'
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
