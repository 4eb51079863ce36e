/** Which row of a file is its line of headings. PURE. */
import { AppError } from '../../shared/errors.ts'

/** Title rows and blank lines above the headings: more than this is no list. */
const LOOK_AT = 50
/** One known word may stand in a title ("Balance"); two in one row are headings. */
const LEAST_KNOWN = 2

export type Header = { readonly headerRow: number; readonly headings: readonly string[] }

/** A heading as it is compared: "ADM. NO " and "Adm No" are the same; "Student's Name" is "studentsname". */
export const headingKey = (heading: string) => heading.toLowerCase().replace(/[^\p{L}\d]/gu, '')

/** What a heading may stand for in the kind of list that is read; empty where it is not known. */
type Known = (heading: string) => readonly string[]

/**
 * Finds the headings: the row given (counted from 1), else the one among the first 50 with the most headings that `known` knows. Throws AppError
 * file_no_header or headings_twice.
 */
export function findHeader(rows: readonly (readonly string[])[], name: string, known: Known, wanted?: number): Header {
  const headerRow = wanted ?? likeliest(rows, known)
  const headings = (rows[headerRow - 1] ?? []).map((h) => h.replace(/\s+/g, ' ').trim())
  if (headings.every((h) => h === '')) throw new AppError('invalid_input', 'file_no_header', { params: { name } })
  const seen = new Set<string>()
  for (const heading of headings) {
    const key = headingKey(heading)
    if (key === '') continue
    if (seen.has(key)) throw new AppError('invalid_input', 'headings_twice', { params: { name, heading } })
    seen.add(key)
  }
  return { headerRow, headings }
}

function likeliest(rows: readonly (readonly string[])[], fields: Known): number {
  let best = { row: 0, known: LEAST_KNOWN - 1 }
  rows.slice(0, LOOK_AT).forEach((cells, i) => {
    const known = new Set(cells.flatMap((cell) => fields(cell)[0] ?? [])).size
    if (known > best.known) best = { row: i + 1, known }
  })
  return best.row
}
