/** Which row of a file is its line of headings. PURE. */
import { AppError } from '../../shared/errors.ts'
import { isComment } from './cells.ts'

/** Title rows and blank lines above the headings: more than this is no list. */
const LOOK_AT = 50
/** One known word may stand in a title ("Balance"); two in one row are headings. */
const LEAST_KNOWN = 2

export type Header = { readonly headerRow: number; readonly headings: readonly string[] }

/** A heading as it is compared: "ADM. NO " and "Adm No" are the same; "Student's Name" is "studentsname". */
export const headingKey = (heading: string) => heading.toLowerCase().replace(/[^\p{L}\d]/gu, '')

/** A heading without the letter that tells two columns of one heading apart. */
export const headingAlone = (heading: string) => heading.replace(/ \([A-Z]{1,2}\)$/, '')

/** What a heading may stand for in the kind of list that is read; empty where it is not known. */
type Known = (heading: string) => readonly string[]
/** `wanted`: the row that a person points at, counted from 1. `telling`: fields that only the line of headings names. */
type Wanted = { readonly wanted?: number | undefined; readonly telling?: readonly string[] }

/**
 * Finds the headings: the row given (counted from 1), else the likeliest of the first 50 by what `known` knows. A row that names one of the `telling`
 * fields is likelier than any other. A heading that stands twice gets the letter of its column: "Phone (D)". Throws AppError file_no_header.
 */
export function findHeader(rows: readonly (readonly string[])[], name: string, known: Known, { wanted, telling = [] }: Wanted = {}): Header {
  const headerRow = wanted ?? likeliest(rows, known, telling)
  const headings = (rows[headerRow - 1] ?? []).map((h) => h.replace(/\s+/g, ' ').trim())
  if (headings.every((h) => h === '')) throw new AppError('invalid_input', 'file_no_header', { params: { name } })
  return { headerRow, headings: toldApart(headings) }
}

function toldApart(headings: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const key of headings.map(headingKey)) times.set(key, (times.get(key) ?? 0) + 1)
  return headings.map((heading, i) => (heading !== '' && (times.get(headingKey(heading)) ?? 0) > 1 ? `${heading} (${columnLetter(i)})` : heading))
}

/** The letter that a spreadsheet gives a column, counted from 0: A, B … Z, AA. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last
}

function likeliest(rows: readonly (readonly string[])[], fields: Known, tellingFields: readonly string[]): number {
  let best = { row: 0, telling: 0, known: LEAST_KNOWN - 1 }
  rows.slice(0, LOOK_AT).forEach((cells, i) => {
    if (isComment(cells)) return
    // "Class:" beside its value is a title that says of which class the list is
    const known = new Set(cells.filter((cell) => !/:\s*$/.test(cell)).flatMap((cell) => fields(cell)[0] ?? []))
    const telling = tellingFields.filter((field) => known.has(field)).length
    if (known.size < LEAST_KNOWN) return
    if (telling > best.telling || (telling === best.telling && known.size > best.known)) best = { row: i + 1, telling, known: known.size }
  })
  return best.row
}
