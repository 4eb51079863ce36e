/** What other programs leave in a cell around its text, taken away before anything is read. PURE. */
import { withoutInvisible } from '../../shared/model/values/text.ts'

/** Excel's way to keep a number as text: ="00471". */
const WRAPPED = /^=\s*(?:T\(\s*)?"((?:[^"]|"")*)"\s*\)?$/i
/** What keeps a number as text where a program has no other way: '00471, or quotation marks that were doubled on the way. */
const QUOTED = /^(?:['‘’]([\d+][^'‘’]*)['‘’]?|"([^"]*)")$/
/** What a spreadsheet shows instead of a value that it could not work out, or has not yet; or the formula itself. */
const ERROR =
  /^(?:=[^=].*|Loading\.{3}|#[A-Z][A-Z\d/_]*[!?]|#(?:N\/?A|REF|VALUE|NAME|NUM|NULL|DIV\/0|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|GETTING_DATA)[!?]?|Err:\d{3})$/i

/** A cell as its author sees it: without invisible marks, and without the wrapping that only keeps a number as text. */
export function cleanCell(raw: string): string {
  // one letter with its accent is written in two ways, and is the same name
  const seen = withoutInvisible(raw).normalize('NFC')
  if (!/["'‘’]/.test(seen)) return seen
  const text = seen.trim()
  const wrapped = WRAPPED.exec(text)?.[1]
  if (wrapped !== undefined) return wrapped.replaceAll('""', '"')
  const quoted = QUOTED.exec(text)
  return quoted?.[1] ?? quoted?.[2] ?? seen
}

/** Whether a formula of the spreadsheet stands here without its value: that is not known, which is not the same as nothing. */
export const isSpreadsheetError = (text: string) => ERROR.test(text.trim())

/** A line that an export writes for people: its first cell begins with # and a word. */
export const isComment = (cells: readonly string[]) => /^#{1,3}\s*\p{L}/u.test(cells[0]?.trim() ?? '') && !isSpreadsheetError(cells[0] ?? '')
