/** A fee list as the bursar sees it while it is being brought in: columns, rows, and what would become of each. PURE. */
import { withoutInvisible } from './text.ts'

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
export type ColumnMapping = Readonly<Partial<Record<FeeField, number>>>

/** What a row would do: make a new record, change one, find all of it known already, be left out on purpose (a totals row, a blank line), or be refused. */
export type RowVerdict = 'create' | 'change' | 'same' | 'skip' | 'refuse'

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

/** How an admission number is compared: trimmed and upper-cased. Leading zeros stay, since 004471 and 4471 may be two children. */
export const admKeyOf = (admNo: string) => withoutInvisible(admNo).trim().toUpperCase()

/** How a person's name is compared: lower case, single spaces, any apostrophe the same. */
export const nameKeyOf = (name: string) =>
  withoutInvisible(name)
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[’‘`´]/g, "'")
