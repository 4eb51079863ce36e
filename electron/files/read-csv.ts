/** From text to rows of cells, numbered as a spreadsheet numbers them. */
import { CsvError, parse } from 'csv-parse/sync'
import { AppError } from '../../shared/errors.ts'
import type { Delimiter } from '../../shared/model/school/import.ts'
import { cleanCell } from './cells.ts'

/** `rows[0]` is row 1 of the spreadsheet: blank lines are rows too, a `sep=;` line is none, a cell may hold line breaks. */
export type CsvText = { readonly delimiter: Delimiter; readonly rows: readonly (readonly string[])[] }

export const MAX_ROWS = 50_000
/** A spreadsheet cell holds 32,767 letters at most; twice that in one row is not a fee list, and stops an endless line early. */
const MAX_ROW_BYTES = 65_536
/** A sheet wider than this is an endless row of delimiters, which the parser's own measure does not count. */
const MOST_COLUMNS = 1_000
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']
const SAMPLE_LINES = 50
const LF = 10
const CR = 13

/** Reads the rows of a CSV text, with the delimiter given, named by a `sep=` line, or found. Throws AppError file_line_too_long, file_quotes_broken or file_too_many_rows. */
export function readCsv(text: Buffer, name: string, wanted?: Delimiter): CsvText {
  const sep = /^"?sep=(.)"?(?:\r\n|\r|\n|$)/i.exec(text.toString('utf8', 0, 16))
  const body = sep ? text.subarray(sep[0].length) : text
  const named = DELIMITERS.find((d) => d === sep?.[1])
  const delimiter = wanted ?? named ?? findDelimiter(body.toString('utf8', 0, MAX_ROW_BYTES))
  return { delimiter, rows: parseRows(body, name, delimiter) }
}

function parseRows(body: Buffer, name: string, delimiter: Delimiter): string[][] {
  refuseEndlessLine(body, name)
  const rows: string[][] = []
  try {
    parse(body, {
      delimiter,
      columns: false,
      relax_column_count: true,
      // A quotation mark inside an unquoted cell is a letter, as spreadsheets take it.
      relax_quotes: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: MAX_ROW_BYTES,
      on_record: (cells: string[]) => {
        refuseRow(cells, rows.length + 1, name)
        rows.push(cells.map(cleanCell))
        // Nothing for the parser to keep: `rows` has it.
        return null
      },
    })
  } catch (error) {
    throw translated(error, body, rows.length + 1, name)
  }
  return rows
}

/** Before anything is cut into cells: 32 MB of commas in one line would be 32 million cells. */
function refuseEndlessLine(body: Buffer, name: string) {
  let begun = 0
  let line = 1
  for (let i = 0; i < body.length; i++) {
    const byte = body[i]
    if (byte === LF || (byte === CR && body[i + 1] !== LF)) {
      begun = i + 1
      line += 1
    } else if (i - begun > MAX_ROW_BYTES) throw tooLong(line, name)
  }
}

function refuseRow(cells: readonly string[], row: number, name: string) {
  if (row > MAX_ROWS) throw new AppError('invalid_input', 'file_too_many_rows', { params: { name, most: MAX_ROWS.toLocaleString('en-GB') } })
  if (cells.length > MOST_COLUMNS) throw tooLong(row, name)
  // An open quotation mark that met the next row's: the relaxed parser leaves both in the cell, with the rows between swallowed.
  if (cells.some((c) => c.startsWith('"') && /[\r\n]/.test(c))) throw quotesBroken(row, name)
}

function translated(error: unknown, body: Buffer, row: number, name: string): unknown {
  if (!(error instanceof CsvError)) return error
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return quotesBroken(row, name, error)
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    // Where the cell that is too long begins with a quotation mark, that mark swallowed the rest of the file.
    const { bytes } = error
    const begins = typeof bytes === 'number' ? body.toString('utf8', bytes, bytes + 2) : ''
    if (/^[,;\t|]?"/.test(begins)) return quotesBroken(row, name, error)
    return tooLong(row, name, error)
  }
  return error
}

const tooLong = (row: number, name: string, cause?: unknown) =>
  new AppError('invalid_input', 'file_line_too_long', { params: { name, row, most: MAX_ROW_BYTES.toLocaleString('en-GB') }, cause })
const quotesBroken = (row: number, name: string, cause?: unknown) => new AppError('invalid_input', 'file_quotes_broken', { params: { name, row }, cause })

/** The delimiter that cuts most lines into the same number of cells, and into many. A comma where none does. */
export function findDelimiter(head: string): Delimiter {
  const lines = head
    .replace(/"[^"]*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES)
  const score = (delimiter: Delimiter) => {
    const byCount = new Map<number, number>()
    for (const line of lines) {
      const found = line.split(delimiter).length - 1
      if (found > 0) byCount.set(found, (byCount.get(found) ?? 0) + 1)
    }
    return Math.max(0, ...[...byCount].map(([found, agreeing]) => found * agreeing))
  }
  return DELIMITERS.reduce((best, d) => (score(d) > score(best) ? d : best))
}
