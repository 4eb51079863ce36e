/** Plans what an export would do: for each row, the message that it is about and the decision. Reads only. */
import type { Reader } from '../../../db/client.ts'
import type { ReportedMessage } from '../../../db/queries/reports.ts'
import type { MessageState } from '../../../shared/model/messages/message.ts'
import type { ReportMapping } from '../../../shared/model/messages/report-export.ts'
import { readMobile } from '../../../shared/model/values/phone.ts'
import { shortDetail } from '../../providers/detail.ts'
import { readStatus } from '../../providers/statuses.ts'
import { findReported, mustWait } from '../apply.ts'
import { type Decision, type DeliveryReport, decideReport, type ReportSubject } from '../decide.ts'
import { isMonthFirst, readWhen } from '../when.ts'

export type ExportSheet = { readonly headings: readonly string[]; readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[] }
export type PlannedRow = {
  /** As the spreadsheet numbers it. */
  readonly row: number
  readonly phone: string
  readonly status: string
  /** How its message was found. */
  readonly how: 'byId' | 'byNumberAndTime' | 'none' | 'doubtful'
  /** As the rows before this one leave it. */
  readonly message: ReportedMessage | null
  /** Null: the console does not know the status. */
  readonly report: DeliveryReport | null
  readonly decision: Decision | null
}
/** `zone`: the time zone of times that name none; `now`: ms UTC. */
export type PlanOptions = { readonly zone: string; readonly now: number }

/** The clocks of a phone company, a provider and this computer differ by minutes; two messages to one family seldom come closer. */
const NEAR_MS = 10 * 60_000
const PROGRESS_EVERY = 1_000
const JUST_A_TIME = /^\d{1,2}:\d{2}/

type ParsedRow = Pick<PlannedRow, 'row' | 'phone' | 'status' | 'report'> & { readonly about: ReportSubject }
type MatchedRow = Pick<PlannedRow, 'how' | 'message'> & { readonly parsed: ParsedRow; readonly ofEarlierAttempt: boolean }

/** Plans every row of an export, in the order of the file. `onProgress` counts rows. */
export function planExport(
  db: Pick<Reader, 'all' | 'get'>,
  sheet: ExportSheet,
  mapping: ReportMapping,
  options: PlanOptions,
  onProgress: (done: number, total: number) => void,
): PlannedRow[] {
  const parseRow = rowParser(sheet, mapping, options)
  const matched = sheet.rows.map((row, i) => {
    if (i % PROGRESS_EVERY === 0) onProgress(i, sheet.rows.length)
    return matchRow(db, parseRow(row))
  })
  onProgress(sheet.rows.length, sheet.rows.length)
  return decideRows(dropContradictions(matched))
}

function rowParser(sheet: ExportSheet, mapping: ReportMapping, { zone, now }: PlanOptions) {
  const { at: atColumn } = mapping
  const monthFirst = atColumn !== undefined && isMonthFirst(sheet.rows.map(({ cells }) => cells[atColumn] ?? ''))
  return ({ row, cells }: ExportSheet['rows'][number]): ParsedRow => {
    const cell = (column: number | undefined) => (column === undefined ? '' : (cells[column] ?? '').trim())
    const status = cell(mapping.status)
    const reason = cell(mapping.reason)
    // The time of a date may stand in the column after it.
    const next = atColumn === undefined ? '' : cell(atColumn + 1)
    const joined = JUST_A_TIME.test(next) ? (readWhen(`${cell(atColumn)} ${next}`, zone, monthFirst) ?? null) : null
    const at = readWhen(cell(atColumn), zone, monthFirst) ?? joined
    const providerId = idOf(cell(mapping.providerId))
    const about: ReportSubject = {
      channel: 'sms',
      own: null,
      providerId,
      address: readMobile(cell(mapping.phone)),
      between: at === null ? null : [at - NEAR_MS, at + NEAR_MS],
      text: cell(mapping.text) || null,
    }
    const meaning = readStatus(status, reason)
    const report: DeliveryReport | null = meaning && {
      about,
      source: 'dashboard',
      externalKey: `${providerId ?? at}|${status.toLowerCase()}|${reason.toLowerCase()}`,
      ...meaning,
      code: shortDetail(reason || status),
      detail: shortDetail([status, reason].filter((word) => word !== '').join(': ')),
      at: at ?? now,
    }
    return { row, phone: cell(mapping.phone), status: status.slice(0, 60), about, report }
  }
}

/** A provider's id; null for an empty cell, for dashes, and for the word "None" that Africa's Talking writes. */
const idOf = (cell: string) => (cell === '' || /^(?:none|null|n\/a|-+)$/i.test(cell) ? null : cell)

function matchRow(db: Pick<Reader, 'all' | 'get'>, parsed: ParsedRow): MatchedRow {
  const found = findReported(db, parsed.about)
  const [message] = found.kind === 'found' ? found.messages : []
  if (!message || found.kind !== 'found') return { parsed, message: null, how: found.kind === 'none' ? 'none' : 'doubtful', ofEarlierAttempt: false }
  if (mustWait(found)) return { parsed, message: null, how: 'doubtful', ofEarlierAttempt: false }
  return { parsed, message, how: found.by === 'id' ? 'byId' : 'byNumberAndTime', ofEarlierAttempt: found.ofEarlierAttempt }
}

/** Rows of one message that contradict each other are doubtful where they were found by number and time: nobody knows which is the message's own. */
function dropContradictions(matched: readonly MatchedRow[]): MatchedRow[] {
  const verdicts = new Map<number, Set<string>>()
  for (const { message, parsed } of matched) {
    if (!message) continue
    const ofMessage = verdicts.get(message.id) ?? new Set()
    verdicts.set(message.id, ofMessage.add(parsed.report ? `${parsed.report.verdict} ${parsed.report.reason}` : ''))
  }
  return matched.map((row) => {
    const contradicts = row.how === 'byNumberAndTime' && row.message && (verdicts.get(row.message.id)?.size ?? 0) > 1
    return contradicts ? { ...row, message: null, how: 'doubtful' } : row
  })
}

/** Decides each row in the order of the file: it sees the message as the rows before it leave it. */
function decideRows(matched: readonly MatchedRow[]): PlannedRow[] {
  const states = new Map<number, MessageState>()
  return matched.map(({ parsed: { row, phone, status, report }, how, message: found, ofEarlierAttempt }) => {
    if (!found) return { row, phone, status, how, message: null, report: null, decision: null }
    const message = { ...found, state: states.get(found.id) ?? found.state }
    const decision = report && decideReport(message, report.verdict, ofEarlierAttempt)
    if (decision?.kind === 'move') states.set(found.id, decision.to)
    return { row, phone, status, how, message, report, decision }
  })
}
