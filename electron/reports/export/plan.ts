/** Every row of an export against the log: which message it is about, and what it would do. Reads only. */
import type { Reader } from '../../../db/client.ts'
import type { ReportedMessage } from '../../../db/queries/reports.ts'
import type { MessageState } from '../../../shared/model/message.ts'
import { readMobile } from '../../../shared/model/phone.ts'
import type { ReportMapping } from '../../../shared/model/report-export.ts'
import { shortDetail } from '../../providers/detail.ts'
import { findReported, isToComeAgain } from '../apply.ts'
import { type About, type Decision, type DeliveryNews, decideNews } from '../decide.ts'
import { readStatus } from '../statuses.ts'
import { isMonthFirst, readWhen } from '../when.ts'

export type ExportSheet = { readonly headings: readonly string[]; readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[] }
export type PlannedRow = {
  /** As the spreadsheet numbers it. */
  readonly row: number
  readonly phone: string
  readonly status: string
  readonly how: 'byId' | 'byNumberAndTime' | 'none' | 'doubtful'
  /** As it stands when this row's turn comes: an earlier row may have moved it. */
  readonly message: ReportedMessage | null
  /** Null: the status says nothing that the console knows. */
  readonly news: DeliveryNews | null
  readonly decision: Decision | null
}
/** `zone`: of times that name none; `now`: ms UTC. */
export type PlanOptions = { readonly zone: string; readonly now: number }

/** The clocks of a phone company, a provider and this computer differ by minutes; two messages to one family seldom come closer. */
const NEAR_MS = 10 * 60_000
const PROGRESS_EVERY = 1_000
const JUST_A_TIME = /^\d{1,2}:\d{2}/

type Read = { readonly row: number; readonly phone: string; readonly status: string; readonly about: About; readonly news: DeliveryNews | null }
type Matched = Pick<PlannedRow, 'how' | 'message'> & { readonly read: Read; readonly ofEarlier: boolean }

export function planExport(
  db: Pick<Reader, 'all' | 'get'>,
  sheet: ExportSheet,
  mapping: ReportMapping,
  options: PlanOptions,
  onProgress: (done: number, total: number) => void,
): PlannedRow[] {
  const readRow = rowReader(sheet, mapping, options)
  const matched = sheet.rows.map((row, i) => {
    if (i % PROGRESS_EVERY === 0) onProgress(i, sheet.rows.length)
    return matchRow(db, readRow(row))
  })
  onProgress(sheet.rows.length, sheet.rows.length)
  return decided(withoutRivals(matched))
}

function rowReader(sheet: ExportSheet, mapping: ReportMapping, { zone, now }: PlanOptions) {
  const { at: atColumn } = mapping
  const monthFirst = atColumn !== undefined && isMonthFirst(sheet.rows.map(({ cells }) => cells[atColumn] ?? ''))
  return ({ row, cells }: ExportSheet['rows'][number]): Read => {
    const cell = (column: number | undefined) => (column === undefined ? '' : (cells[column] ?? '').trim())
    const status = cell(mapping.status)
    const reason = cell(mapping.reason)
    const beside = atColumn === undefined ? '' : cell(atColumn + 1)
    // a date whose time stands in the column beside it
    const when = JUST_A_TIME.test(beside) ? (readWhen(`${cell(atColumn)} ${beside}`, zone, monthFirst) ?? null) : null
    const at = readWhen(cell(atColumn), zone, monthFirst) ?? when
    const providerId = idOf(cell(mapping.providerId))
    const about: About = {
      channel: 'sms',
      own: null,
      providerId,
      address: readMobile(cell(mapping.phone)),
      between: at === null ? null : [at - NEAR_MS, at + NEAR_MS],
      text: cell(mapping.text) || null,
    }
    const meaning = readStatus(status, reason)
    const news: DeliveryNews | null = meaning && {
      about,
      source: 'dashboard',
      externalKey: `${providerId ?? at}|${status.toLowerCase()}|${reason.toLowerCase()}`,
      ...meaning,
      code: shortDetail(reason || status),
      detail: shortDetail([status, reason].filter((word) => word !== '').join(': ')),
      at: at ?? now,
    }
    return { row, phone: cell(mapping.phone), status: status.slice(0, 60), about, news }
  }
}

/** Africa's Talking writes "None" where there is no id; a spreadsheet's cell of dashes is none either. */
const idOf = (cell: string) => (cell === '' || /^(?:none|null|n\/a|-+)$/i.test(cell) ? null : cell)

function matchRow(db: Pick<Reader, 'all' | 'get'>, read: Read): Matched {
  const found = findReported(db, read.about)
  const [message] = found.kind === 'found' ? found.messages : []
  if (!message || found.kind !== 'found') return { read, message: null, how: found.kind === 'none' ? 'none' : 'doubtful', ofEarlier: false }
  if (isToComeAgain(found)) return { read, message: null, how: 'doubtful', ofEarlier: false }
  return { read, message, how: found.by === 'id' ? 'byId' : 'byNumberAndTime', ofEarlier: found.ofEarlier }
}

/** Rows that were found by number and time, of one message, and do not say the same: nobody knows which is its own. */
function withoutRivals(matched: readonly Matched[]): Matched[] {
  const said = new Map<number, Set<string>>()
  for (const { message, read } of matched) {
    if (!message) continue
    const words = said.get(message.id) ?? new Set()
    said.set(message.id, words.add(read.news ? `${read.news.verdict} ${read.news.reason}` : ''))
  }
  return matched.map((one) => {
    const rivals = one.how === 'byNumberAndTime' && one.message && (said.get(one.message.id)?.size ?? 0) > 1
    return rivals ? { ...one, message: null, how: 'doubtful' } : one
  })
}

/** What each row does, in the order of the file: each sees the message as the rows before it left it. */
function decided(matched: readonly Matched[]): PlannedRow[] {
  const states = new Map<number, MessageState>()
  return matched.map(({ read: { row, phone, status, news }, how, message: found, ofEarlier }) => {
    if (!found) return { row, phone, status, how, message: null, news: null, decision: null }
    const message = { ...found, state: states.get(found.id) ?? found.state }
    const decision = news && decideNews(message, news.verdict, ofEarlier)
    if (decision?.kind === 'move') states.set(found.id, decision.to)
    return { row, phone, status, how, message, news, decision }
  })
}
