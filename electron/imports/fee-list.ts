/**
 * A CSV fee list from file to records, in three steps: read (what the file looks like), check (what it would do; writes nothing), commit (exactly what
 * was checked). Each holds its thread for as long as it takes: for the worker.
 */
import { createHash } from 'node:crypto'
import type { Database, Reader } from '../../db/client.ts'
import { insertImport } from '../../db/queries/fee-list.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import {
  type CheckRequest,
  type CheckSummary,
  type ColumnMapping,
  type CommittedList,
  type FeeField,
  type FeeListReading,
  type FileHead,
  type ReadOptions,
  type RowLine,
  type RowsPage,
  type RowVerdict,
  storedReadAs,
} from '../../shared/model/school/import.ts'
import { provenOrder } from '../../shared/model/values/date.ts'
import { type DecodedFile, decodeFile } from '../files/decode.ts'
import { findHeader, type Header } from '../files/header.ts'
import { type CsvText, readCsv } from '../files/read-csv.ts'
import { applyPlan } from './apply.ts'
import { fieldsOf, guessMapping } from './columns.ts'
import { isNoted, type OnProgress, type Plan, planRows } from './plan.ts'
import { loadRecords, type Records } from './records.ts'

export type { OnProgress } from './plan.ts'

/** `sha256`: of the whole file, by which it is known when it comes again. */
export type OpenedFeeList = FeeListReading & { readonly sha256: string }
/** `name` is the file's own name, for the words of a failure. */
export type CheckInput = CheckRequest & { readonly path: string; readonly name: string; readonly schoolId: number }
/** The result of a check, with every row. `fingerprint`: a hash of all of it. */
export type CheckedFeeList = { readonly summary: CheckSummary; readonly lines: readonly RowLine[]; readonly fingerprint: string }

const REQUIRED: readonly FeeField[] = ['admNo', 'student']
const SAMPLES = 3
const SAMPLE_LETTERS = 60
/** How many rows a column is guessed from. */
const GUESS_ROWS = 200
/** What is shown of a file whose headings were not found. */
const HEAD_ROWS = 20
const HEAD_CELLS = 8
const MOST_COLUMNS = 200

type Sheet = DecodedFile & CsvText & Header & { readonly body: readonly (readonly string[])[] }

/** Reads the file, and guesses which column is which. Throws AppError file_*. */
export async function readFeeList(path: string, name: string, options: ReadOptions): Promise<OpenedFeeList> {
  const { encoding, delimiter, headerRow, headings, body, sha256 } = await openSheet(path, name, options)
  const sample = body.slice(0, GUESS_ROWS)
  const cellsOf = (column: number) => sample.map((cells) => cells[column] ?? '')
  const columns = headings
    .slice(0, MOST_COLUMNS)
    .map((heading, index) => ({ index, heading, samples: samplesOf(cellsOf(index)), dates: provenOrder(body.map((cells) => cells[index] ?? '')) }))
  const mapping = guessMapping(headings.slice(0, MOST_COLUMNS), cellsOf)
  return { encoding, delimiter, headerRow, rows: body.length, columns, mapping, sha256 }
}

/** Plans what the list would do to the records, row by row; writes nothing. Throws AppError file_*, mapping_missing, mapping_twice. */
export async function checkFeeList(db: Reader, input: CheckInput, onProgress?: OnProgress): Promise<CheckedFeeList> {
  const sheet = await openMapped(input)
  return checked(planSheet(loadRecords(db, input.schoolId), sheet, input, onProgress))
}

/** The first rows of a file as they stand, for a person who says which of them holds the headings. */
export async function headOf(path: string, name: string, options: ReadOptions): Promise<FileHead> {
  const file = await decodeFile(path, name, options.encoding)
  const { rows } = readCsv(file.text, name, options.delimiter)
  return { rows: rows.slice(0, HEAD_ROWS).map((cells, i) => ({ row: i + 1, cells: cells.slice(0, HEAD_CELLS).map((c) => c.trim().slice(0, SAMPLE_LETTERS)) })) }
}

/** A page of a checked list: the rows of one verdict, or the imported rows that have a note. */
export function rowsOf({ lines }: Pick<CheckedFeeList, 'lines'>, which: RowVerdict | 'noted', offset: number, limit: number): RowsPage {
  const chosen = lines.filter((line) => (which === 'noted' ? isNoted(line) : line.verdict === which))
  return { rows: chosen.slice(offset, offset + limit), total: chosen.length }
}

/**
 * Imports the list in one transaction: exactly what `expected` (a checked list, or its fingerprint) showed, or nothing.
 *
 * Throws AppError check_stale where the file or the records differ from the check. Throws nothing_to_import where no row changes anything or tells a
 * balance; an unchanged balance counts, since it is as at now.
 */
export async function commitFeeList(
  db: Database,
  input: CheckInput,
  expected: Pick<CheckedFeeList, 'fingerprint'>,
  now: number,
  onProgress?: OnProgress,
): Promise<CommittedList> {
  const sheet = await openMapped(input)
  return db.write((tx) => {
    const records = loadRecords(tx, input.schoolId)
    const { summary, fingerprint } = checked(planSheet(records, sheet, input, onProgress))
    const { rows, balances } = summary
    if (fingerprint !== expected.fingerprint) throw new AppError('conflict', 'check_stale')
    if (rows.create + rows.change + balances === 0) throw new AppError('conflict', 'nothing_to_import')
    applyPlan(tx, input.schoolId, records, now)
    const { sha256, encoding, delimiter, headerRow } = sheet
    const readAs = storedReadAs.write({ encoding, delimiter, headerRow, mapping: input.mapping })
    const importId = insertImport(tx, { schoolId: input.schoolId, fileName: input.name, sha256, readAs, term: input.term, year: input.year, rows }, now)
    recordAudit(tx, now, 'list.imported', { importId, ...rows, balances })
    return { importId, rows, balances: { students: balances, asAt: now } }
  })
}

async function openMapped(input: CheckInput): Promise<Sheet> {
  const sheet = await openSheet(input.path, input.name, input.options)
  assertMapping(input.mapping, sheet.headings)
  return sheet
}

async function openSheet(path: string, name: string, options: ReadOptions): Promise<Sheet> {
  const file = await decodeFile(path, name, options.encoding)
  const csv = readCsv(file.text, name, options.delimiter)
  const header = findHeader(csv.rows, name, fieldsOf, { wanted: options.headerRow, telling: REQUIRED })
  // Spreadsheets save blank rows below a list that were once touched.
  const last = csv.rows.findLastIndex((cells) => cells.some((c) => c.trim() !== ''))
  const body = csv.rows.slice(header.headerRow, last + 1)
  if (body.length === 0) throw new AppError('invalid_input', 'file_no_rows', { params: { name } })
  return { ...file, ...csv, ...header, body }
}

function assertMapping(mapping: ColumnMapping, headings: readonly string[]) {
  const chosen = Object.entries(mapping) as [FeeField, number][]
  const missing = REQUIRED.find((field) => mapping[field] === undefined) ?? chosen.find(([, column]) => column >= headings.length)?.[0]
  if (missing) throw new AppError('invalid_input', 'mapping_missing', { params: { field: missing }, fields: { [missing]: 'mapping_missing' } })
  for (const [field, column] of chosen) {
    if (!chosen.some(([other, its]) => other !== field && its === column)) continue
    throw new AppError('invalid_input', 'mapping_twice', { params: { heading: headings[column] ?? '' }, fields: { [field]: 'mapping_twice' } })
  }
}

function planSheet(records: Records, { rows, body, headerRow, headings }: Sheet, input: CheckInput, onProgress?: OnProgress): Plan {
  const { mapping, term, year, dueOn, acceptProposals, dateOrder, zerosLost } = input
  const list = { headings, mapping, above: rows.slice(0, headerRow - 1), body }
  return planRows(records, list, headerRow + 1, { term, year, dueOn, acceptProposals, dateOrder, zerosLost }, onProgress)
}

function checked({ summary, lines }: Plan): CheckedFeeList {
  const hash = createHash('sha256').update(JSON.stringify(summary))
  for (const line of lines) hash.update(JSON.stringify(line))
  return { summary, lines, fingerprint: hash.digest('hex') }
}

function samplesOf(cells: readonly string[]): string[] {
  return cells
    .filter((c) => c.trim() !== '')
    .slice(0, SAMPLES)
    .map((c) => c.trim().slice(0, SAMPLE_LETTERS))
}
