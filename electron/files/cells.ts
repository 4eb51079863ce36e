/** What other programs leave in a cell around its text, taken away before anything is read. PURE. */
import { withoutInvisible } from '../../shared/model/values/text.ts'

/** Excel's way to keep a number as text: ="00471". */
const WRAPPED = /^=\s*(?:T\(\s*)?"((?:[^"]|"")*)"\s*\)?$/i
/** What a spreadsheet shows instead of a value that it could not work out. */
const ERROR = /^(?:#(?:N\/?A|REF|VALUE|NAME|NUM|NULL|DIV\/0|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|GETTING_DATA)[!?]?|Err:\d{3})$/i

/** A cell as its author sees it: without invisible marks, and without the wrapping of a formula that only keeps text. */
export function cleanCell(raw: string): string {
  const seen = withoutInvisible(raw)
  const wrapped = seen.includes('"') ? WRAPPED.exec(seen.trim())?.[1] : undefined
  return wrapped === undefined ? seen : wrapped.replaceAll('""', '"')
}

/** Whether a formula of the spreadsheet failed here: the value is not known, which is not the same as nothing. */
export const isSpreadsheetError = (text: string) => ERROR.test(text.trim())

/** A line that an export writes for people: its first cell begins with # and a word. */
export const isComment = (cells: readonly string[]) => /^#{1,3}\s*\p{L}/u.test(cells[0]?.trim() ?? '') && !isSpreadsheetError(cells[0] ?? '')
