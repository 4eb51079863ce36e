/** Plans what a fee list would do to the records: one verdict a row, with every difference. Check and commit both run it. PURE over the working copy. */
import type { CellRemark, CheckSummary, FeeField, RowLine, RowVerdict } from '../../shared/model/school/import.ts'
import { formatAmount } from '../../shared/model/values/money.ts'
import { settleAmounts, tellsPaid } from './amounts.ts'
import { nothingSettled, planFamily, type Settled } from './family.ts'
import { addInvoice, type Guardian, type Invoice, owedCents, type Records, type Student } from './records.ts'
import { type FeeRow, type RowOptions, readRow, type Sheet } from './rows.ts'
import { factsOf, type List } from './sheet.ts'
import { sumVoteHeads } from './vote-heads.ts'
import { addTwin, lostZeros, type Twins, twinOf } from './zeros.ts'

export type Plan = { readonly summary: CheckSummary; readonly lines: readonly RowLine[] }
/** Called with the rows that are done, and all rows. */
export type OnProgress = (done: number, total: number) => void

const ROWS_PER_REPORT = 500
/** A number with more families than this is likelier the school's or a shop's than a parent's. */
const MOST_FAMILIES = 3

type Run = {
  readonly records: Records
  readonly settled: Settled
  /** Child and term → the row that gave them. */
  readonly seenRows: Map<string, number>
  readonly seenStudents: Set<Student>
  readonly seenGuardians: Set<Guardian>
  /** Those that were on file before. */
  readonly known: ReadonlySet<Guardian>
  readonly twins: Twins
  /** Rows whose admission number lacks the zeros of a child on file. */
  zerosLost: number
}

/** Plans every row against the working copy, which holds the outcome afterwards. `firstRow` is the spreadsheet's number of the first row of the body. */
export function planRows(records: Records, list: List, firstRow: number, options: RowOptions, onProgress: OnProgress = () => {}): Plan {
  const { body, headings, mapping } = list
  const sheet: Sheet = { headings, mapping, options, facts: factsOf(list, options.dateOrder) }
  const rows = sumVoteHeads(
    body.map((cells, i) => readRow(cells, firstRow + i, sheet)),
    sheet,
  )
  const known = new Set(records.guardians)
  const run: Run = {
    records,
    settled: nothingSettled(),
    seenRows: new Map(),
    seenStudents: new Set(),
    seenGuardians: new Set(),
    known,
    twins: lostZeros(records),
    zerosLost: 0,
  }
  const balanceBefore = owedCents(records)
  let proposals = 0
  let balanceInFile = 0
  const numbers: (readonly string[])[] = []
  const lines = rows.map((read, i) => {
    if (i % ROWS_PER_REPORT === 0) onProgress(i, rows.length)
    proposals += read.proposals
    if (read.kind !== 'row') return notImported(firstRow + i, read.kind, read.shown, read.remarks)
    const line = planRow(run, read.value, read.remarks, sheet)
    if (line.verdict === 'refuse') return line
    balanceInFile += Math.max(line.balanceCents ?? 0, 0)
    numbers[i] = read.value.contacts.flatMap((c) => c.phone ?? [])
    return line
  })
  onProgress(rows.length, rows.length)
  const noted = noteSharedNumbers(records, lines, numbers, sheet)
  return { lines: noted, summary: summarise(run, noted, proposals, { balanceBefore, balanceAfter: owedCents(records), balanceInFile }) }
}

function planRow(run: Run, given: FeeRow, found: readonly CellRemark[], sheet: Sheet): RowLine {
  const { records } = run
  const { row, remarks, refused } = withZeros(run, given, found, sheet)
  if (refused) return notImported(row.row, 'refuse', { admNo: row.admNo, student: row.student, guardian: row.guardian, phone: '' }, remarks)
  const before = records.studentsByAdm.get(row.admKey)
  const problem = problemOf(run, row, before, sheet)
  if (problem) return notImported(row.row, 'refuse', { admNo: row.admNo, student: row.student, guardian: row.guardian, phone: '' }, [...remarks, problem])
  run.seenRows.set(seenKey(row), row.row)

  const familyBefore = before && snapshot(before)
  const student = planStudent(run, row, before)
  for (const guardian of planFamily(records, run.settled, student, row)) run.seenGuardians.add(guardian)
  const bill = planInvoice(records, student, row)
  const changes = familyBefore ? [...differences(familyBefore, snapshot(student)), ...bill.changes] : []
  const first = firstContact(student)
  return {
    row: row.row,
    verdict: before === undefined ? 'create' : changes.length > 0 ? 'change' : 'same',
    admNo: row.admNo,
    student: row.student,
    guardian: first?.name ?? '',
    phone: first?.phone ?? first?.phoneRaw ?? '',
    balanceCents: bill.balanceCents,
    balanceBeforeCents: bill.balanceBeforeCents,
    remarks: [...remarks],
    changes,
  }
}

/** A row whose number lacks the zeros of a child on file: that child's, another's, or nobody's until a person has said which. */
function withZeros(run: Run, row: FeeRow, remarks: readonly CellRemark[], { headings, mapping, options }: Sheet) {
  const twin = twinOf(run.twins, run.records, row)
  if (!twin) return { row, remarks, refused: false }
  const at = { row: row.row, column: headings[mapping.admNo ?? -1] ?? '', cell: row.admNo, became: twin.student.admNo }
  if (!twin.alike) return { row, remarks: [...remarks, { ...at, key: 'adm_like_another' as const }], refused: false }
  run.zerosLost += 1
  if (options.zerosLost === 'other') return { row, remarks, refused: false }
  if (options.zerosLost === 'ask') return { row, remarks: [...remarks, { ...at, key: 'adm_zeros_lost' as const }], refused: true }
  const { admNo, admKey } = twin.student
  return { row: { ...row, admNo, admKey }, remarks, refused: false }
}

const seenKey = (row: FeeRow) => `${row.admKey}|${row.year}|${row.term}`
const invoiceNumber = (row: FeeRow) => row.invoiceNo || ownNumber(row)
const ownNumber = (row: FeeRow) => `${row.year}-T${row.term}-${row.admKey}`

function problemOf({ records, seenRows }: Run, row: FeeRow, student: Student | undefined, { headings, mapping }: Sheet): CellRemark | undefined {
  const at = (field: FeeField) => {
    const column = mapping[field]
    return column === undefined ? {} : { column: headings[column] ?? '' }
  }
  const earlier = seenRows.get(seenKey(row))
  if (earlier !== undefined) return { row: row.row, key: 'twice_in_file', ...at('admNo'), cell: String(earlier) }
  const invoice = records.invoicesByNumber.get(invoiceNumber(row))
  if (invoice && invoice.student !== student) return { row: row.row, key: 'invoice_taken', ...at('invoiceNo'), cell: invoice.number }
  return undefined
}

function planStudent({ records, seenStudents, twins }: Run, row: FeeRow, before: Student | undefined): Student {
  const student: Student = before ?? { id: null, admNo: row.admNo, admKey: row.admKey, name: '', className: '', stream: '', links: [], invoices: [] }
  records.studentsByAdm.set(row.admKey, student)
  // A row for another term of the same child says nothing new of the child itself.
  if (seenStudents.has(student)) return student
  seenStudents.add(student)
  const after = { name: row.student, className: row.className || student.className, stream: row.stream || student.stream }
  if (after.name !== student.name || after.className !== student.className || after.stream !== student.stream) records.touched.students.add(student)
  Object.assign(student, after)
  if (before === undefined) addTwin(twins, student)
  return student
}

type Bill = { readonly balanceCents: number | null; readonly balanceBeforeCents: number | null; readonly changes: RowLine['changes'] }

function planInvoice(records: Records, student: Student, row: FeeRow): Bill {
  const found = findInvoice(records, student, row)
  const amounts = settleAmounts(row.amounts, found ?? null)
  if (amounts === null) return { balanceCents: null, balanceBeforeCents: found?.balanceCents ?? null, changes: [] }
  // A child who was never billed has paid nothing that a list of fees could leave out.
  if (tellsPaid(row.amounts) || student.invoices.length === 0) records.balancesStated.add(student)
  const invoice: Invoice = found ?? {
    id: null,
    student,
    number: invoiceNumber(row),
    term: row.term,
    year: row.year,
    amountCents: 0,
    balanceCents: 0,
    dueOn: null,
    status: 'open',
  }
  if (!found) addInvoice(records, invoice)
  const before = { ...invoice }
  Object.assign(invoice, amounts, { term: row.term, year: row.year, dueOn: row.dueOn ?? invoice.dueOn, status: amounts.balanceCents > 0 ? 'open' : 'paid' })
  if (row.invoiceNo !== '' && row.invoiceNo !== invoice.number) renumber(records, invoice, row.invoiceNo)
  const changes = differences(found ? billWords(before) : NO_BILL, billWords(invoice))
  if (changes.length > 0 || before.status !== invoice.status) records.touched.invoices.add(invoice)
  return { balanceCents: invoice.balanceCents, balanceBeforeCents: found ? before.balanceCents : null, changes }
}

/**
 * Finds the row's invoice by its number. Where none has it, the term's invoice counts if only the numbering differs (the list got or lost its own
 * numbers): a second invoice would double what the family owes.
 */
function findInvoice({ invoicesByNumber }: Records, student: Student, row: FeeRow): Invoice | undefined {
  const byNumber = invoicesByNumber.get(invoiceNumber(row))
  if (byNumber) return byNumber
  const ofTerm = student.invoices.filter((i) => i.term === row.term && i.year === row.year)
  if (row.invoiceNo !== '') return ofTerm.find((i) => i.number === ownNumber(row))
  return ofTerm.length === 1 ? ofTerm[0] : undefined
}

function renumber({ invoicesByNumber }: Records, invoice: Invoice, number: string) {
  invoicesByNumber.delete(invoice.number)
  invoice.number = number
  invoicesByNumber.set(number, invoice)
}

type Words = Partial<Record<FeeField, string>>

const NO_BILL: Words = {}
const billWords = (i: Invoice): Words => ({
  invoiceNo: i.number,
  expected: formatAmount(i.amountCents),
  balance: formatAmount(i.balanceCents),
  dueOn: i.dueOn ?? '',
  term: String(i.term),
  year: String(i.year),
})

const firstContact = (student: Student) => student.links.find((l) => l.role === 'primary')?.guardian

function snapshot(student: Student): Words {
  const first = firstContact(student)
  const others = student.links.filter((l) => l.role === 'copy').map((l) => l.guardian.phone ?? l.guardian.name)
  return {
    student: student.name,
    className: student.className,
    stream: student.stream,
    guardian: first?.name ?? '',
    phone: first?.phone ?? first?.phoneRaw ?? '',
    phone2: others.join(', '),
    email: first?.email ?? '',
    language: first?.language ?? '',
  }
}

function differences(before: Words, after: Words): RowLine['changes'] {
  return (Object.keys(after) as FeeField[]).flatMap((field) => {
    const [from = '', to = ''] = [before[field], after[field]]
    return from === to ? [] : [{ field, from, to }]
  })
}

function notImported(
  row: number,
  verdict: 'skip' | 'refuse',
  shown: { readonly admNo: string; readonly student: string; readonly guardian: string; readonly phone: string },
  remarks: readonly CellRemark[],
): RowLine {
  return { row, verdict, ...shown, balanceCents: null, balanceBeforeCents: null, remarks: [...remarks], changes: [] }
}

const surname = (nameKey: string) => nameKey.slice(nameKey.lastIndexOf(' ') + 1)

function noteSharedNumbers(records: Records, lines: readonly RowLine[], numbers: readonly (readonly string[])[], { headings, mapping }: Sheet): RowLine[] {
  const families = new Map<string, Set<string>>()
  for (const { phone, nameKey } of records.guardians) {
    if (phone === null) continue
    const surnames = families.get(phone)
    if (surnames) surnames.add(surname(nameKey))
    else families.set(phone, new Set([surname(nameKey)]))
  }
  const column = mapping.phone ?? mapping.phone2
  return lines.map((line, i) => {
    const shared = numbers[i]?.find((phone) => (families.get(phone)?.size ?? 0) > MOST_FAMILIES)
    if (shared === undefined || column === undefined) return line
    const remark = { row: line.row, column: headings[column] ?? '', cell: shared, key: 'shared_number', became: shared } as const
    return { ...line, remarks: [...line.remarks, remark] }
  })
}

function summarise(run: Run, lines: readonly RowLine[], proposals: number, totals: CheckSummary['totals']): CheckSummary {
  const rows = { read: lines.length, create: 0, change: 0, same: 0, skip: 0, refuse: 0 }
  let noted = 0
  for (const line of lines) {
    rows[line.verdict] += 1
    if (isNoted(line)) noted += 1
  }
  const guardians = { create: 0, change: 0, same: 0 }
  for (const guardian of run.seenGuardians) {
    const touched = run.records.touched.guardians.has(guardian)
    guardians[!touched ? 'same' : run.known.has(guardian) ? 'change' : 'create'] += 1
  }
  return { rows, noted, proposals, zerosLost: run.zerosLost, guardians, balances: run.records.balancesStated.size, totals }
}

const BROUGHT_IN: readonly RowVerdict[] = ['create', 'change', 'same']

/** Whether an imported row was repaired or has something to look at. */
export const isNoted = (line: RowLine) => line.remarks.length > 0 && BROUGHT_IN.includes(line.verdict)
