/** Dates without time are text YYYY-MM-DD. PURE. */

export const DEFAULT_ZONE = 'Africa/Nairobi'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Reads a date as a Kenyan spreadsheet writes it (31/12/2026, 31-12-26, 2026-12-31, 31 Dec 2026): day before month. Null for blank. */
export function readDate(cell: string): string | null | 'not_a_date' {
  const text = cell.trim()
  if (text === '' || text === '-') return null
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text)
  if (iso) return toDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const m = /^(\d{1,2})[/.\- ](\d{1,2}|[a-z]{3,9})[/.\- ,]+(\d{4}|\d{2})(?: .*)?$/i.exec(text)
  if (!m?.[1] || !m[2] || !m[3]) return 'not_a_date'
  const month = /^\d/.test(m[2]) ? Number(m[2]) : MONTHS.indexOf(m[2].slice(0, 3).toLowerCase()) + 1
  return toDate(m[3].length === 2 ? 2000 + Number(m[3]) : Number(m[3]), month, Number(m[1]))
}

function toDate(year: number, month: number, day: number): string | 'not_a_date' {
  const d = new Date(Date.UTC(year, month - 1, day))
  if (year < 1990 || year > 2100 || d.getUTCMonth() !== month - 1 || d.getUTCDate() !== day) return 'not_a_date'
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
