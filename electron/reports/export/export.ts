/**
 * Reads a provider's dashboard export and applies it. Reading says what the file holds and what it would do, and writes nothing. Applying writes
 * chunk by chunk. Both hold their thread for as long as they take: for the worker.
 */
import type { Database, Reader, Tx } from '../../../db/client.ts'
import { theSchool } from '../../../db/queries/schools.ts'
import { recordAudit } from '../../../db/queries/settings.ts'
import { AppError, type WordParams } from '../../../shared/errors.ts'
import type { ReportMapping, ReportReading } from '../../../shared/model/messages/report-export.ts'
import { DEFAULT_ZONE } from '../../../shared/model/values/date.ts'
import type { FailureKey } from '../../../shared/words/en/failures.ts'
import { decodeFile } from '../../files/decode.ts'
import { findHeader, type Header } from '../../files/header.ts'
import { readCsv } from '../../files/read-csv.ts'
import { type Counts, findReported, noCounts, recordReport } from '../apply.ts'
import { WORKER_CHUNK } from '../source.ts'
import { guessReportMapping, isEnough, reportFieldsOf } from './columns.ts'
import { type ExportSheet, type PlannedRow, planExport } from './plan.ts'

export type ReportFile = { readonly path: string; readonly name: string }
type OnProgress = (done: number, total: number) => void

const SAMPLES = 3
const SAMPLE_LETTERS = 60
const SAMPLE_ROWS = 20
const GUESS_ROWS = 200
const MOST_COLUMNS = 200

/**
 * Says what the export holds and what it would do to the log. `mapping`: null to guess the columns; `now`: ms UTC.
 * Throws AppError file_*, report_*, mapping_twice.
 */
export async function readExport(db: Reader, file: ReportFile, mapping: ReportMapping | null, now: number, onProgress: OnProgress): Promise<ReportReading> {
  const sheet = await openExport(file)
  const chosen = mapping ?? guessReportMapping(sheet.headings)
  assertDistinct(chosen, sheet.headings)
  const cellsOf = (column: number) => sheet.rows.slice(0, GUESS_ROWS).map(({ cells }) => cells[column] ?? '')
  const columns = sheet.headings.slice(0, MOST_COLUMNS).map((heading, index) => ({ index, heading, samples: samplesOf(cellsOf(index)) }))
  // With too few columns no message can be found, and the figures say so.
  const planned = planExport(db, sheet, isEnough(chosen) ? chosen : {}, { zone: zoneOf(db), now }, onProgress)
  return { columns, mapping: chosen, rows: planned.length, ...summary(planned), sample: planned.slice(0, SAMPLE_ROWS).map(sampleOf) }
}

/** How many rows are applied, and what they did so far. */
export type Applied = { readonly done: number; readonly total: number; readonly counts: Counts }
/** `next` applies the next chunk of rows in one transaction. */
export type Applying = { next(): Promise<Applied> }

/**
 * Prepares to apply an export; writes nothing yet. An export that was not applied to its end is finished by applying the same file again.
 * `now`: ms UTC. Throws as `readExport` does, and AppError report_columns_missing.
 */
export async function startApplying(db: Database, file: ReportFile, mapping: ReportMapping, now: number): Promise<Applying> {
  const sheet = await openExport(file)
  if (!isEnough(mapping)) throw new AppError('invalid_input', 'report_columns_missing')
  assertDistinct(mapping, sheet.headings)
  const rows = planExport(db, sheet, mapping, { zone: zoneOf(db), now }, () => {})
  const total = rows.length
  let done = 0
  let counts = noCounts()
  return {
    async next() {
      const chunk = rows.slice(done, done + WORKER_CHUNK)
      counts = await db.write((tx) => {
        const sums = { ...counts }
        for (const row of chunk) {
          const effect = applyRow(tx, row, now)
          if (effect !== null) sums[effect] += 1
        }
        if (done + chunk.length === total) recordAudit(tx, now, 'report.applied', { rows: total, ...sums })
        return sums
      })
      done += chunk.length
      return { done, total, counts }
    },
  }
}

/** Applies a row; null where it tells of no message. */
function applyRow(tx: Tx, { message, report }: PlannedRow, now: number): keyof Counts | null {
  if (!message || !report) return null
  const found = findReported(tx, report.about)
  if (found.kind !== 'found') return 'same'
  const [first, ...twins] = found.messages
  // Between two chunks the message can have been sent again; the row is about the attempt before.
  if (first?.id !== message.id) return 'same'
  const effect = recordReport(tx, first, report, now, found.ofEarlierAttempt)
  for (const twin of twins) recordReport(tx, twin, report, now, found.ofEarlierAttempt)
  return effect
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
    throw error instanceof AppError ? asReportError(error) : error
  }
}

/** Finds the headings. Where none is known, the first row with several cells is taken for them, and a person maps the columns. */
function headingsOf(rows: readonly (readonly string[])[], name: string): Header {
  const first = rows.findIndex((cells) => cells.filter((c) => c.trim() !== '').length > 1) + 1
  try {
    return findHeader(rows, name, reportFieldsOf)
  } catch (error) {
    if (first > 0 && error instanceof AppError && error.failure.key === 'file_no_header') return findHeader(rows, name, reportFieldsOf, { wanted: first })
    throw error
  }
}

/** The words for a file speak of a fee list: these take their place for a report. */
const REPORT_KEYS: Readonly<Partial<Record<FailureKey, FailureKey>>> = {
  file_binary: 'report_unreadable',
  file_too_big: 'report_unreadable',
  file_too_many_rows: 'report_unreadable',
  file_line_too_long: 'report_unreadable',
  file_no_header: 'report_no_header',
}

function asReportError(error: AppError): AppError {
  const key = REPORT_KEYS[error.failure.key]
  const params: WordParams = error.failure.params ?? {}
  return key ? new AppError(error.failure.code, key, { params, cause: error }) : error
}

function assertDistinct(mapping: ReportMapping, headings: readonly string[]) {
  const taken = Object.values(mapping)
  const twice = taken.find((column, i) => taken.indexOf(column) !== i)
  if (twice !== undefined) throw new AppError('invalid_input', 'mapping_twice', { params: { heading: headings[twice] ?? '' } })
}

const zoneOf = (db: Pick<Reader, 'get'>) => theSchool(db)?.zone ?? DEFAULT_ZONE

/** The figures of a reading. `matched` adds up to all rows, `would` to the rows that have a message. */
function summary(planned: readonly PlannedRow[]): Pick<ReportReading, 'matched' | 'would'> {
  const matched = { byId: 0, byNumberAndTime: 0, none: 0, doubtful: 0 }
  const would = { deliver: 0, fail: 0, confirm: 0, same: 0, unreadable: 0 }
  for (const { how, message, report, decision } of planned) {
    matched[how] += 1
    if (!message) continue
    if (!report || !decision) would.unreadable += 1
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
