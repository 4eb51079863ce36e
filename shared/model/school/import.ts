/** A fee list as the bursar sees it while it is being brought in: columns, rows, and what would become of each. PURE. */
import { z } from '../../zod.ts'
import { DATE_ORDERS } from '../values/date.ts'
import { stored } from '../values/stored.ts'
import { withoutInvisible } from '../values/text.ts'
import { cents, count, date, id, instant, pageOf, term, token, year } from '../values/values.ts'
import { columnIndex, fileColumn } from './file.ts'

export const FEE_FIELDS = [
  'admNo',
  'student',
  'className',
  'stream',
  'guardian',
  'phone',
  'phone2',
  'email',
  'language',
  'expected',
  'paid',
  'balance',
  'invoiceNo',
  'dueOn',
  'term',
  'year',
  'voteHead',
] as const
/** Our fields of a fee list. A column of the file feeds at most one of them. */
export type FeeField = (typeof FEE_FIELDS)[number]

/** Field → column index in the file. The bursar can correct every guess. */
export const columnMapping = z.partialRecord(z.enum(FEE_FIELDS), columnIndex)
export type ColumnMapping = Readonly<z.output<typeof columnMapping>>

const encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'cp850', 'macintosh'])
export type Encoding = z.output<typeof encoding>
const delimiter = z.enum([',', ';', '\t', '|'])
export type Delimiter = z.output<typeof delimiter>

/** How a file is to be read; what is left out is guessed. */
export const readOptions = z.strictObject({
  encoding: encoding.optional(),
  delimiter: delimiter.optional(),
  /** Line of the header, counted from 1 as a spreadsheet does. */
  headerRow: z.number().int().min(1).max(50).optional(),
})
export type ReadOptions = z.output<typeof readOptions>

const readAs = z.object({ encoding, delimiter, headerRow: z.number().int(), mapping: columnMapping })
/** How a file that was brought in had been read, as its import keeps it. */
export type ReadAs = z.output<typeof readAs>
export const storedReadAs = stored(readAs)

/** What a file looks like when it is opened. */
export const feeListReading = readAs.extend({
  rows: count,
  /** `dates`: in which order a column writes day and month, as far as its cells prove it. */
  columns: z.array(fileColumn.extend({ dates: z.enum([...DATE_ORDERS, 'both', 'unknown', 'none']) })),
})
export type FeeListReading = z.output<typeof feeListReading>

/** The first rows of a file, as they stand. `row`: counted from 1. */
export const fileHead = z.object({ rows: z.array(z.object({ row: count, cells: z.array(z.string()) })) })
export type FileHead = z.output<typeof fileHead>

/** Whose a number is that lacks the zeros of one on file ("451" for "00451"). ask: nobody has said yet, so its row is not brought in. */
export const zerosLost = z.enum(['ask', 'same', 'other'])
export type ZerosLost = z.output<typeof zerosLost>

/** What a row would do: make a new record, change one, find all of it known already, be left out on purpose (a totals row, a blank line), or be refused. */
export const rowVerdict = z.enum(['create', 'change', 'same', 'skip', 'refuse'])
export type RowVerdict = z.output<typeof rowVerdict>

export const ROW_PROBLEMS = [
  'adm_missing',
  'student_missing',
  'ragged',
  'twice_in_file',
  'invoice_taken',
  'not_money',
  'not_a_date',
  'not_a_term',
  'not_a_year',
  'amounts_disagree',
  'cell_too_long',
  'formula_error',
  'cell_without_heading',
  'amount_split',
  'adm_damaged',
  'adm_zeros_lost',
  'date_order_unknown',
  'blank_row',
  'totals_row',
  'heading_row',
  'page_row',
  'title_row',
  'comment_row',
  'summed_above',
  'part_refused',
] as const
/** Why a row is refused or left out. */
export type RowProblem = (typeof ROW_PROBLEMS)[number]

export const ROW_NOTES = [
  'zero_restored',
  'zero_restored_01',
  'trunk_zero_dropped',
  'decimal_dropped',
  'full_digits',
  'letters_in_number',
  'digits_lost',
  'wrong_length',
  'not_a_number',
  'masked_number',
  'landline',
  'foreign_number',
  'several_numbers',
  'shared_number',
  'no_phone',
  'bad_email',
  'unknown_language',
  'read_as_zero',
  'vote_heads_summed',
  'adm_like_another',
] as const
/** What was repaired, or what the bursar should look at, in a row that is brought in all the same. */
export type RowNote = (typeof ROW_NOTES)[number]

/** One thing to say about one cell. `row` is the line of the file as a spreadsheet numbers it (header = 1 when it is the first line). */
export type CellRemark<K extends string = RowProblem | RowNote> = {
  readonly row: number
  /** The column's heading as the file has it; absent when the remark is about the whole row. */
  readonly column?: string
  readonly cell?: string
  readonly key: K
  /** What it became, where it was repaired. */
  readonly became?: string
}

const remark = z.object({
  row: z.number().int(),
  column: z.string().optional(),
  cell: z.string().optional(),
  key: z.enum([...ROW_PROBLEMS, ...ROW_NOTES]),
  became: z.string().optional(),
})

export const rowCounts = z.object({ read: count, create: count, change: count, same: count, skip: count, refuse: count })
export type RowCounts = z.output<typeof rowCounts>

/** How a list is to be checked. */
export const checkRequest = z.strictObject({
  options: readOptions,
  mapping: columnMapping,
  term,
  year,
  dueOn: date.nullable(),
  acceptProposals: z.boolean(),
  /** How the due dates write day and month; null: as their column proves. */
  dateOrder: z.enum(DATE_ORDERS).nullable().default(null),
  zerosLost: zerosLost.default('ask'),
})
export type CheckRequest = z.output<typeof checkRequest>

/** What a list would do to the records. */
export const checkSummary = z.object({
  rows: rowCounts,
  /** Rows that are brought in with a repair or something to look at. */
  noted: count,
  /** Numbers whose letters could be read as digits: taken only when the bursar says so. */
  proposals: count,
  /** Rows whose admission number lacks the zeros of one on file: brought in only once a person has said whose they are. */
  zerosLost: count,
  guardians: z.object({ create: count, change: count, same: count }),
  /** Children of whom the list tells what was paid: their balances would be as at now, changed or not. */
  balances: count,
  totals: z.object({ balanceBefore: cents, balanceAfter: cents, balanceInFile: cents }),
})
export type CheckSummary = z.output<typeof checkSummary>

/** One row of a checked list. */
export const rowLine = z.object({
  row: z.number().int(),
  verdict: rowVerdict,
  admNo: z.string(),
  student: z.string(),
  guardian: z.string(),
  phone: z.string(),
  balanceCents: cents.nullable(),
  balanceBeforeCents: cents.nullable(),
  remarks: z.array(remark),
  /** What differs from the records, field by field. */
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
})
export type RowLine = z.output<typeof rowLine>

/** The rows of one verdict, or those that are brought in with a note. */
export const rowsRequest = z.strictObject({ checkId: token, verdict: z.union([rowVerdict, z.literal('noted')]), ...pageOf })
export type RowsRequest = z.output<typeof rowsRequest>
export const rowsPage = z.object({ rows: z.array(rowLine), total: count })
export type RowsPage = z.output<typeof rowsPage>

/** What a list did to the records. */
export const committedList = z.object({ importId: id, rows: rowCounts, balances: z.object({ students: count, asAt: instant }) })
export type CommittedList = z.output<typeof committedList>

/** How an admission number is compared: trimmed and upper-cased. Leading zeros stay, since 004471 and 4471 may be two children. */
export const admKeyOf = (admNo: string) => withoutInvisible(admNo).trim().toUpperCase()

/** How a person's name is compared: lower case, single spaces, any apostrophe the same. */
export const nameKeyOf = (name: string) =>
  withoutInvisible(name)
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[’‘`´]/g, "'")
