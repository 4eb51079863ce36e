/** Reads one row of a fee list, cell by cell: its values, what was repaired, why it cannot be imported. PURE; knows no records. */
import { z } from 'zod'
import type { Language } from '../../shared/model/messages/event.ts'
import {
  admKeyOf,
  type CellRemark,
  type ColumnMapping,
  type FeeField,
  type RowNote,
  type RowProblem,
  type ZerosLost,
} from '../../shared/model/school/import.ts'
import type { PhoneKind } from '../../shared/model/school/people.ts'
import { type DateOrder, isEitherOrder, readDate } from '../../shared/model/values/date.ts'
import { readMoney } from '../../shared/model/values/money.ts'
import { type PhoneReading, readPhones } from '../../shared/model/values/phone.ts'
import { isComment, isSpreadsheetError } from '../files/cells.ts'
import { headingKey } from '../files/header.ts'
import { amountsDisagree, type GivenAmounts } from './amounts.ts'
import { fieldsOf } from './columns.ts'
import { halvesOf, MONEY_FIELDS, rowKey, type SheetFacts } from './sheet.ts'

export type RowOptions = {
  readonly term: number
  readonly year: number
  /** For rows without a due date of their own. */
  readonly dueOn: string | null
  /** Whether letters in numbers are read as the digits that they look like. */
  readonly acceptProposals: boolean
  /** How the due dates write day and month, where a person said so; null: as the column proves. */
  readonly dateOrder: DateOrder | null
  /** Whether a number that lacks the zeros of one on file ("451" for "00451") is that child's. ask: such a row is not brought in yet. */
  readonly zerosLost: ZerosLost
}
export type Sheet = { readonly headings: readonly string[]; readonly mapping: ColumnMapping; readonly options: RowOptions; readonly facts: SheetFacts }

/** A number as it would be stored. `phone`: E.164, or null for one that cannot be read. */
export type Contact = { readonly phone: string | null; readonly phoneRaw: string; readonly phoneKind: PhoneKind }
export type FeeRow = {
  readonly row: number
  readonly admNo: string
  readonly admKey: string
  readonly student: string
  readonly className: string
  readonly stream: string
  readonly guardian: string
  /** The preferred number first. */
  readonly contacts: readonly Contact[]
  readonly email: string | null
  readonly language: Language | null
  readonly term: number
  readonly year: number
  readonly invoiceNo: string
  readonly dueOn: string | null
  readonly amounts: GivenAmounts
  /** What of the fees the amounts are for, where the list has a row for each vote head. */
  readonly voteHead: string
}
/** `shown` is what the page shows of a row that is not imported. */
export type ReadRow = { readonly remarks: readonly CellRemark[]; readonly proposals: number } & (
  | { readonly kind: 'row'; readonly value: FeeRow }
  | {
      readonly kind: 'skip' | 'refuse'
      readonly shown: { readonly admNo: string; readonly student: string; readonly guardian: string; readonly phone: string }
    }
)

/** A longer cell is no name: it has swallowed its neighbours. */
const LONGEST: Readonly<Partial<Record<FeeField, number>>> = { student: 120, guardian: 120, email: 200, phone: 200, phone2: 200 }
const LONGEST_OTHER = 60
const MOST_SHOWN = 80
const SAYS_NOTHING = /^(?:[-–—−]+|n\/a|nill?)$/i
/** Zero, as a person writes it in a column of amounts. */
const SAYS_ZERO = /^(?:kes|kshs?)?\.?\s*(?:[-–—−]+|nill?|zero|none|sifuri|hakuna)\s*(?:\/[-=])?\.?$/i
/** What a spreadsheet makes of a number that it takes for a figure or a date, and how it shows one that its column is too narrow for. */
const MONTH = '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const DAMAGED = new RegExp(
  `^(?:\\d(?:[.,]\\d+)?e[+-]?\\d+|#+|\\d{1,3}(?:,\\d{3})+|${MONTH}[-/ ](?:\\d\\d){1,2}|\\d{1,2}[-/ ]${MONTH}(?:[-/ ](?:\\d\\d){1,2})?|\\d{1,2}/\\d{1,2}/\\d{4}|\\d{4}-\\d\\d-\\d\\d(?:[ T]\\d\\d:\\d\\d.*)?)$`,
  'i',
)
const PAGE = /^(?:page|ukurasa|pg\.?)\s*:?\s*\d+(?:\s*(?:of|\/|kati ya|wa)\s*\d+)?$/i
/** How a line of sums begins. */
export const TOTALS = /^(?:grand\s+|sub[\s-]*)?(?:totals?|jumla)\b/i
const TERM = /^(?:term|muhula|t)?[\s.:-]*([1-3]|i{1,3})(?:\.0)?(?:[\s,/-]+(?:term|20\d\d))*$/i
const LANGUAGES: Readonly<Record<string, Language>> = {
  en: 'en',
  eng: 'en',
  english: 'en',
  kiingereza: 'en',
  sw: 'sw',
  swa: 'sw',
  swahili: 'sw',
  kiswahili: 'sw',
}
const emailShape = z.email()

/** Reads one row. `row` is its number in the spreadsheet. */
export function readRow(cells: readonly string[], row: number, sheet: Sheet): ReadRow {
  const reading = new RowReading(cells, row, sheet)
  const { value, kind } = reading.read()
  const { remarks, proposals } = reading
  if (value) return { kind: 'row', value, remarks, proposals }
  const [admNo, student, guardian, phone] = (['admNo', 'student', 'guardian', 'phone'] as const).map((f) => reading.text(f).slice(0, MOST_SHOWN))
  return { kind, remarks, proposals, shown: { admNo: admNo ?? '', student: student ?? '', guardian: guardian ?? '', phone: phone ?? '' } }
}

class RowReading {
  readonly remarks: CellRemark[] = []
  proposals = 0
  readonly #cells: readonly string[]
  readonly #texts = new Map<FeeField, string>()
  /** Notes of a row that is refused for another reason are not told. */
  readonly #notes: (() => void)[] = []
  readonly #row: number
  readonly #sheet: Sheet

  constructor(cells: readonly string[], row: number, sheet: Sheet) {
    this.#cells = cells
    this.#row = row
    this.#sheet = sheet
  }

  read(): { value?: FeeRow; kind: 'skip' | 'refuse' } {
    const leftOut = this.#leftOut()
    if (leftOut) {
      this.#remark(leftOut)
      return { kind: 'skip' }
    }
    if (this.#hasTooMany()) {
      this.remarks.push({ row: this.#row, key: 'ragged', cell: String(this.#cells.length) })
      return { kind: 'refuse' }
    }
    this.#refuseUnnamed()
    this.#refuseSplit()
    this.#refuseErrors()
    this.#refuseMissingAndLong()
    const amounts = { expected: this.#money('expected'), paid: this.#money('paid'), balance: this.#money('balance') }
    const term = this.#number('term', 'not_a_term', readTerm) ?? this.#sheet.options.term
    const year = this.#number('year', 'not_a_year', readYear) ?? this.#sheet.options.year
    const dueOn = this.#dueOn()
    if (this.remarks.length === 0 && amountsDisagree(amounts)) this.#remark('amounts_disagree', 'balance')
    if (this.remarks.length > 0) return { kind: 'refuse' }
    for (const note of this.#notes) note()
    return {
      kind: 'refuse',
      value: {
        ...this.#identity(),
        ...this.#family(),
        term,
        year,
        dueOn,
        amounts,
        invoiceNo: this.text('invoiceNo'),
        voteHead: this.text('voteHead'),
        row: this.#row,
      },
    }
  }

  /** A cell with single spaces, and blank for a spreadsheet's marks for "nothing". */
  text(field: FeeField): string {
    const known = this.#texts.get(field)
    if (known !== undefined) return known
    const text = this.#raw(field)
    const told = SAYS_NOTHING.test(text) ? '' : text
    this.#texts.set(field, told)
    return told
  }

  #raw(field: FeeField): string {
    const column = this.#sheet.mapping[field]
    const raw = column === undefined ? '' : (this.#cells[column] ?? '')
    return raw.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  }

  #remark(key: RowProblem | RowNote, field?: FeeField, cell?: string, became?: string) {
    const column = field === undefined ? undefined : this.#sheet.mapping[field]
    this.remarks.push({
      row: this.#row,
      ...(column !== undefined && { column: this.#sheet.headings[column] ?? '', cell: (cell ?? this.#cells[column] ?? '').trim().slice(0, MOST_SHOWN) }),
      key,
      ...(became !== undefined && { became }),
    })
  }

  #leftOut(): RowProblem | undefined {
    if (this.#cells.every((c) => c.trim() === '')) return 'blank_row'
    const repeated = this.#repeated()
    if (repeated) return repeated
    const noContact = this.text('phone') === '' && this.text('phone2') === '' && this.text('email') === ''
    if (!noContact) return undefined
    if (TOTALS.test(this.#cells.find((c) => c.trim() !== '')?.trim() ?? '') || TOTALS.test(this.text('student'))) return 'totals_row'
    // without a child's name, a line of a vote head belongs to the child above: it is no total
    if (this.text('voteHead') !== '' && !TOTALS.test(this.text('voteHead'))) return undefined
    const nobody = this.text('admNo') === '' && this.text('student') === '' && this.text('guardian') === ''
    return nobody && MONEY_FIELDS.some((f) => this.text(f) !== '') ? 'totals_row' : undefined
  }

  /** What a print-out or an export writes between the rows: the headings once more, the page, the title, a line of its own. */
  #repeated(): RowProblem | undefined {
    const filled = this.#cells.flatMap((cell, i) => (cell.trim() === '' ? [] : [{ cell: cell.trim(), heading: this.#sheet.headings[i] ?? '' }]))
    if (filled.length > 1 && filled.every(({ cell, heading }) => headingKey(cell) === headingKey(heading))) return 'heading_row'
    if (fieldsOf(this.text('admNo')).includes('admNo') && fieldsOf(this.text('student')).includes('student')) return 'heading_row'
    if (isComment(this.#cells)) return 'comment_row'
    if (filled.length === 1 && PAGE.test(filled[0]?.cell ?? '')) return 'page_row'
    return this.#sheet.facts.titles.has(rowKey(this.#cells)) ? 'title_row' : undefined
  }

  /** Cells that are missing at the end are blank ones that were not written; cells beyond the last heading do no harm while they are blank. */
  #hasTooMany(): boolean {
    return this.#cells.slice(this.#sheet.headings.length).some((c) => c.trim() !== '')
  }

  /** 12,500 without quotation marks is two cells: half of an amount must not be passed over. */
  #refuseUnnamed() {
    for (const column of this.#sheet.facts.unnamed) {
      const cell = this.#cells[column]?.trim() ?? ''
      if (cell !== '') this.remarks.push({ row: this.#row, key: 'cell_without_heading', cell: cell.slice(0, MOST_SHOWN) })
    }
  }

  /** Where a blank last cell was not written, the second half of 12,500 falls under the next heading. */
  #refuseSplit() {
    for (const field of MONEY_FIELDS) {
      const column = this.#sheet.mapping[field]
      if (column === undefined || !this.#sheet.facts.splits.has(column)) continue
      const half = halvesOf(this.#cells, column)
      if (half !== null) this.#remark('amount_split', field, half)
    }
  }

  /** A formula that failed says that the value is not known, which is not "nothing". */
  #refuseErrors() {
    for (const field of Object.keys(this.#sheet.mapping) as FeeField[]) {
      if (!isSpreadsheetError(this.#raw(field))) continue
      this.#remark('formula_error', field)
      this.#texts.set(field, '')
    }
  }

  #hasError(field: FeeField): boolean {
    return isSpreadsheetError(this.#raw(field))
  }

  #refuseMissingAndLong() {
    if (this.text('admNo') === '' && !this.#hasError('admNo')) this.#remark('adm_missing', 'admNo')
    if (DAMAGED.test(this.text('admNo'))) this.#remark('adm_damaged', 'admNo')
    if (this.text('student') === '' && !this.#hasError('student')) this.#remark('student_missing', 'student')
    for (const field of Object.keys(this.#sheet.mapping) as FeeField[]) {
      if (this.text(field).length > (LONGEST[field] ?? LONGEST_OTHER)) this.#remark('cell_too_long', field)
    }
  }

  #money(field: (typeof MONEY_FIELDS)[number]): number | null {
    if (this.#sheet.facts.counted.has(field) && SAYS_ZERO.test(this.#raw(field))) {
      this.#notes.push(() => this.#remark('read_as_zero', field, undefined, '0'))
      return 0
    }
    const cents = this.#saysNotKnown(field) ? 'not_money' : readMoney(this.text(field))
    if (cents !== 'not_money' && (field === 'balance' || cents === null || cents >= 0)) return cents
    this.#remark('not_money', field)
    return null
  }

  /** "N/A" among amounts may mean that nothing is owed: the last balance must not stand as if nothing had been said. */
  #saysNotKnown(field: FeeField): boolean {
    return this.#sheet.facts.counted.has(field) && /^n\/?a$/i.test(this.#raw(field))
  }

  #number(field: FeeField, problem: RowProblem, readIt: (text: string) => number | null): number | null {
    const text = this.text(field)
    if (text === '') return null
    const value = readIt(text)
    if (value === null) this.#remark(problem, field)
    return value
  }

  #dueOn(): string | null {
    const { dateOrder } = this.#sheet.facts
    if (dateOrder === null && isEitherOrder(this.text('dueOn'))) {
      this.#remark('date_order_unknown', 'dueOn')
      return null
    }
    const date = readDate(this.text('dueOn'), dateOrder ?? (readDate(this.text('dueOn')) === 'not_a_date' ? 'month_first' : 'day_first'))
    if (date === 'not_a_date') this.#remark('not_a_date', 'dueOn')
    return date === 'not_a_date' || date === null ? this.#sheet.options.dueOn : date
  }

  #identity() {
    // Spreadsheets turn 4471 into '4471, 4471.0 or 4471.00.
    const admNo = this.text('admNo')
      .replace(/^['’](?=\d)/, '')
      .replace(/^(\d+)\.0+$/, '$1')
    return { admNo, admKey: admKeyOf(admNo), student: this.text('student'), className: this.text('className'), stream: this.text('stream') }
  }

  #family() {
    return { guardian: this.text('guardian'), contacts: this.#contacts(), email: this.#email(), language: this.#language() }
  }

  #email(): string | null {
    const text = this.text('email').replace(/^mailto:/i, '')
    if (text === '') return null
    if (emailShape.safeParse(text).success) return text
    this.#remark('bad_email', 'email')
    return null
  }

  #language(): Language | null {
    const text = this.text('language')
    if (text === '') return null
    const language = LANGUAGES[text.toLowerCase()]
    if (language === undefined) this.#remark('unknown_language', 'language')
    return language ?? null
  }

  #contacts(): readonly Contact[] {
    const { mapping } = this.#sheet
    if (mapping.phone === undefined && mapping.phone2 === undefined) return []
    const found = [...this.#phones('phone'), ...this.#phones('phone2')]
    if (found.length === 0) this.#remark('no_phone', mapping.phone === undefined ? 'phone2' : 'phone')
    const rank = (c: Contact) => (c.phoneKind === 'mobile' ? 0 : c.phone === null ? 2 : 1)
    const usable = found.filter((c, i) => c.phone !== null && found.findIndex((o) => o.phone === c.phone) === i).sort((a, b) => rank(a) - rank(b))
    // An unreadable number is kept only where there is no better one, so that the correction list can show it.
    return usable.length > 0 ? usable : found.slice(0, 1)
  }

  #phones(field: 'phone' | 'phone2'): Contact[] {
    const found = readPhones(this.text(field)).map((p) => this.#contact(p, field))
    const [, ...more] = found.flatMap((c) => c.phone ?? [])
    if (more.length > 0) this.#remark('several_numbers', field, undefined, more.join(', '))
    return found
  }

  #contact(p: PhoneReading, field: FeeField): Contact {
    const bad: Contact = { phone: null, phoneRaw: p.raw, phoneKind: 'bad' }
    switch (p.kind) {
      case 'mobile':
        if (p.note) this.#remark(p.note, field, p.raw, p.e164)
        return { phone: p.e164, phoneRaw: p.raw, phoneKind: 'mobile' }
      case 'landline':
      case 'foreign':
        this.#remark(p.kind === 'landline' ? 'landline' : 'foreign_number', field, p.raw, p.e164)
        return { phone: p.e164, phoneRaw: p.raw, phoneKind: p.kind }
      case 'proposal':
        this.proposals += 1
        this.#remark('letters_in_number', field, p.raw, p.e164)
        return this.#sheet.options.acceptProposals ? { phone: p.e164, phoneRaw: p.raw, phoneKind: 'mobile' } : bad
      case 'bad':
        this.#remark(p.reason, field, p.raw)
        return bad
    }
  }
}

function readTerm(text: string): number | null {
  const found = TERM.exec(text)?.[1]
  if (found === undefined) return null
  return /\d/.test(found) ? Number(found) : found.length
}

const readYear = (text: string) => (/^20\d\d(\.0)?$/.test(text) ? Number.parseInt(text, 10) : null)
