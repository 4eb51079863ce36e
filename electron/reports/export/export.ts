/**
 * A provider's dashboard export from file to records: read (what the file is, and what it would do; writes nothing) and apply, chunk by chunk. Made for a
 * worker thread: each holds its thread for as long as it takes.
 */
import type { Database, Reader, Tx } from '../../../db/client.ts'
import { theSchool } from '../../../db/queries/schools.ts'
import { recordAudit } from '../../../db/queries/settings.ts'
import { AppError, type WordParams } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import { DEFAULT_ZONE } from '../../../shared/model/date.ts'
import type { FailureKey } from '../../../shared/words/en/failures.ts'
import { decodeFile } from '../../imports/decode.ts'
import { findHeader, type Header } from '../../imports/header.ts'
import { readCsv } from '../../imports/read-csv.ts'
import { type Counts, findReported, nothingYet, recordReport } from '../apply.ts'
import { CHUNK } from '../source.ts'
import { guessReportMapping, isEnough, type ReportMapping, reportFieldsOf } from './columns.ts'
import { type ExportSheet, type PlannedRow, planExport } from './plan.ts'

export type ReportReading = Omit<Output<'reports:read'>, 'file'>
export type ReportFile = { readonly path: string; readonly name: string }
type OnProgress = (done: number, total: number) => void

const SAMPLES = 3
const SAMPLE_LETTERS = 60
const SAMPLE_ROWS = 20
const GUESS_ROWS = 200
const MOST_COLUMNS = 200

/** Says what the export holds and what it would do to the log, with the columns given or guessed. Throws AppError file_*, report_*, mapping_twice. */
export async function readExport(db: Reader, file: ReportFile, mapping: ReportMapping | null, now: number, onProgress: OnProgress): Promise<ReportReading> {
  const sheet = await openExport(file)
  const chosen = mapping ?? guessReportMapping(sheet.headings)
  assertDistinct(chosen, sheet.headings)
  const cellsOf = (column: number) => sheet.rows.slice(0, GUESS_ROWS).map(({ cells }) => cells[column] ?? '')
  const columns = sheet.headings.slice(0, MOST_COLUMNS).map((heading, index) => ({ index, heading, samples: samplesOf(cellsOf(index)) }))
  // with too few columns nothing can be found, which the figures then say
  const planned = planExport(db, sheet, isEnough(chosen) ? chosen : {}, { zone: zoneOf(db), now }, onProgress)
  return { columns, mapping: chosen, rows: planned.length, ...summary(planned), sample: planned.slice(0, SAMPLE_ROWS).map(sampleOf) }
}

/** How far an export is written down, and what came of it so far. */
export type Applied = { readonly done: number; readonly total: number; readonly counts: Counts }
/** `next` writes the next rows down in one transaction, and answers how far it is. */
export type Applying = { next(): Promise<Applied> }

/**
 * Readies an export for being written down; writes nothing yet. One that is not written to its end is finished by writing the same file again. Throws as
 * `readExport` does, and AppError report_columns_missing.
 */
export async function startApplying(db: Database, file: ReportFile, mapping: ReportMapping, now: number): Promise<Applying> {
  const sheet = await openExport(file)
  if (!isEnough(mapping)) throw new AppError('invalid_input', 'report_columns_missing')
  assertDistinct(mapping, sheet.headings)
  const rows = planExport(db, sheet, mapping, { zone: zoneOf(db), now }, () => {})
  const total = rows.length
  let done = 0
  let counts = nothingYet()
  return {
    async next() {
      const chunk = rows.slice(done, done + CHUNK)
      counts = await db.write((tx) => {
        const sums = { ...counts }
        for (const row of chunk) {
          const what = applyRow(tx, row, now)
          if (what !== null) sums[what] += 1
        }
        if (done + chunk.length === total) recordAudit(tx, now, 'report.applied', { rows: total, ...sums })
        return sums
      })
      done += chunk.length
      return { done, total, counts }
    },
  }
}

/** Writes a row down; null where it says nothing of any message. */
function applyRow(tx: Tx, { message, news }: PlannedRow, now: number): keyof Counts | null {
  if (!message || !news) return null
  const found = findReported(tx, news.about)
  if (found.kind !== 'found') return 'same'
  const [first, ...twins] = found.messages
  // between two chunks it can have been sent again, and the row tells of the time before
  if (first?.id !== message.id) return 'same'
  const what = recordReport(tx, first, news, now, found.ofEarlier)
  for (const twin of twins) recordReport(tx, twin, news, now, found.ofEarlier)
  return what
}

async function openExport({ path, name }: ReportFile): Promise<ExportSheet> {
  try {
    const decoded = await decodeFile(path, name)
    const { rows } = readCsv(decoded.text, name)
    const { headerRow, headings } = headingsOf(rows, name)
    const body = rows.map((cells, i) => ({ row: i + 1, cells })).slice(headerRow)
    const filled = body.filter(({ cells }) => cells.some((c) => c.trim() !== ''))
    if (filled.length === 0) throw new AppError('invalid_input', 'file_no_rows', { params: { name } })
    return { headings, rows: filled }
  } catch (error) {
    throw error instanceof AppError ? inOwnWords(error) : error
  }
}

/** Companies name their columns as they like: where no heading is known, the first row of cells is taken for them, and a person says what they are. */
function headingsOf(rows: readonly (readonly string[])[], name: string): Header {
  const first = rows.findIndex((cells) => cells.filter((c) => c.trim() !== '').length > 1) + 1
  try {
    return findHeader(rows, name, undefined, reportFieldsOf)
  } catch (error) {
    if (first > 0 && error instanceof AppError && error.failure.key === 'file_no_header') return findHeader(rows, name, first, reportFieldsOf)
    throw error
  }
}

/** Where the words for a file speak of a fee list, those for a report take their place. */
const OWN_WORDS: Readonly<Partial<Record<FailureKey, FailureKey>>> = {
  file_binary: 'report_unreadable',
  file_too_big: 'report_unreadable',
  file_too_many_rows: 'report_unreadable',
  file_line_too_long: 'report_unreadable',
  file_no_header: 'report_no_header',
}

function inOwnWords(error: AppError): AppError {
  const key = OWN_WORDS[error.failure.key]
  const params: WordParams = error.failure.params ?? {}
  return key ? new AppError(error.failure.code, key, { params, cause: error }) : error
}

function assertDistinct(mapping: ReportMapping, headings: readonly string[]) {
  const taken = Object.values(mapping)
  const twice = taken.find((column, i) => taken.indexOf(column) !== i)
  if (twice !== undefined) throw new AppError('invalid_input', 'mapping_twice', { params: { heading: headings[twice] ?? '' } })
}

const zoneOf = (db: Pick<Reader, 'get'>) => theSchool(db)?.zone ?? DEFAULT_ZONE

/** The figures of a reading: matched + none + doubtful are all rows, and what it would do are all that matched. */
function summary(planned: readonly PlannedRow[]): Pick<ReportReading, 'matched' | 'would'> {
  const matched = { byId: 0, byNumberAndTime: 0, none: 0, doubtful: 0 }
  const would = { deliver: 0, fail: 0, confirm: 0, same: 0, unreadable: 0 }
  for (const { how, message, news, decision } of planned) {
    matched[how] += 1
    if (!message) continue
    if (!news || !decision) would.unreadable += 1
    else if (decision.kind !== 'move') would.same += 1
    else would[({ delivered: 'deliver', failed: 'fail', sent: 'confirm' } as const)[decision.to]] += 1
  }
  return { matched, would }
}

function sampleOf({ row, phone, status, message, decision }: PlannedRow): ReportReading['sample'][number] {
  const to = decision?.kind === 'move' ? decision.to : null
  return { row, phone, toName: message?.toName ?? null, status, from: message?.state ?? null, to }
}

function samplesOf(cells: readonly string[]): string[] {
  return cells
    .filter((c) => c.trim() !== '')
    .slice(0, SAMPLES)
    .map((c) => c.trim().slice(0, SAMPLE_LETTERS))
}
