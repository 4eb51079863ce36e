/** Lists with a row for each vote head (tuition, lunch, transport): the rows of one child and term are one bill. PURE. */
import { admKeyOf, type CellRemark, nameKeyOf } from '../../shared/model/school/import.ts'
import { formatAmount } from '../../shared/model/values/money.ts'
import type { GivenAmounts } from './amounts.ts'
import { type FeeRow, type ReadRow, type Sheet, TOTALS } from './rows.ts'
import { MONEY_FIELDS } from './sheet.ts'

type Whole = Extract<ReadRow, { readonly kind: 'row' }>

/**
 * The rows with those of one child and term made one: summed where each names another vote head. Where nothing says that they are parts of one bill,
 * none of them is taken: the first alone would be half of the truth.
 */
export function sumVoteHeads(rows: readonly ReadRow[], sheet: Sheet): ReadRow[] {
  const answer = sheet.mapping.voteHead === undefined ? [...rows] : withoutBroken(rows, sheet)
  const places = Map.groupBy(answer.keys(), (i) => keyOf(answer[i]))
  for (const [key, group] of places) {
    if (key === null || group.length === 1) continue
    const bills = group.flatMap((i) => (answer[i]?.kind === 'row' ? [{ i, read: answer[i] as Whole }] : []))
    for (const { i, read } of joined(bills, sheet)) answer[i] = read
  }
  return answer
}

/** A child one of whose vote heads cannot be read is not taken at all. A line without a number or a name belongs to the child above it. */
function withoutBroken(rows: readonly ReadRow[], sheet: Sheet): ReadRow[] {
  const broken = new Map<string, number>()
  let above = ''
  for (const read of rows) {
    const { admNo, student } = read.kind === 'row' ? read.value : read.shown
    if (read.kind !== 'skip' && admNo !== '') above = admKeyOf(admNo)
    if (read.kind !== 'refuse' || (admNo === '' && student !== '')) continue
    const row = read.remarks[0]?.row
    if (row !== undefined) broken.set(above, row)
  }
  return rows.map((read) => {
    const row = read.kind === 'row' ? broken.get(read.value.admKey) : undefined
    return read.kind !== 'row' || row === undefined ? read : notTaken('refuse', read, remarkOf(read.value, sheet, 'part_refused', String(row)))
  })
}

const keyOf = (read: ReadRow | undefined) => (read?.kind === 'row' ? `${read.value.admKey}|${read.value.year}|${read.value.term}` : null)

type Placed = { readonly i: number; readonly read: ReadRow }

function joined(bills: readonly { readonly i: number; readonly read: Whole }[], sheet: Sheet): readonly Placed[] {
  const [first, ...others] = bills
  if (!first) return []
  const values = bills.map(({ read }) => read.value)
  const heads = new Set(values.map((row) => row.voteHead.toLowerCase()))
  const parts = values.filter((row) => !TOTALS.test(row.voteHead))
  const amounts = (parts.length > 0 ? parts : values).map((row) => row.amounts).reduce(added)
  // a child's own line of totals says the same once more, or something is amiss
  const agree = values.every((row) => parts.includes(row) || sameAmounts(row.amounts, amounts))
  const oneChild = values.every((row) => nameKeyOf(row.student) === nameKeyOf(first.read.value.student))
  if (!heads.has('') && heads.size === bills.length && agree && oneChild) {
    const sum = amounts.balance ?? amounts.expected ?? amounts.paid ?? 0
    const note = remarkOf(first.read.value, sheet, 'vote_heads_summed', String(parts.length), formatAmount(sum))
    return [
      { i: first.i, read: { ...first.read, value: { ...first.read.value, amounts }, remarks: [...first.read.remarks, note] } },
      ...others.map(({ i, read }) => ({ i, read: notTaken('skip', read, remarkOf(read.value, sheet, 'summed_above', String(first.read.value.row))) })),
    ]
  }
  // the same row twice contradicts nothing: the second is refused when its turn comes
  if (values.every((row) => sameBill(row, first.read.value))) return []
  const otherRow = (row: FeeRow) => String(values.find((one) => one.row !== row.row)?.row ?? row.row)
  return bills.map(({ i, read }) => ({ i, read: notTaken('refuse', read, remarkOf(read.value, sheet, 'twice_in_file', otherRow(read.value))) }))
}

function added(a: GivenAmounts, b: GivenAmounts): GivenAmounts {
  const sum = (field: (typeof MONEY_FIELDS)[number]) => (a[field] === null && b[field] === null ? null : (a[field] ?? 0) + (b[field] ?? 0))
  return { expected: sum('expected'), paid: sum('paid'), balance: sum('balance') }
}

const sameAmounts = (a: GivenAmounts, b: GivenAmounts) => MONEY_FIELDS.every((field) => a[field] === b[field])
const sameBill = (a: FeeRow, b: FeeRow) => sameAmounts(a.amounts, b.amounts) && a.student === b.student

function remarkOf(row: FeeRow, { headings, mapping }: Sheet, key: CellRemark['key'], cell: string, became?: string): CellRemark {
  const column = mapping.admNo === undefined ? undefined : headings[mapping.admNo]
  return { row: row.row, ...(column !== undefined && { column }), cell, key, ...(became !== undefined && { became }) }
}

function notTaken(kind: 'skip' | 'refuse', { value, proposals }: Whole, remark: CellRemark): ReadRow {
  const { admNo, student, guardian, contacts } = value
  return { kind, proposals, remarks: [remark], shown: { admNo, student, guardian, phone: contacts[0]?.phone ?? '' } }
}
