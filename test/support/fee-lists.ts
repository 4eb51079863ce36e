import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Database } from '../../db/client.ts'
import { type CheckedFeeList, type CheckInput, checkFeeList, commitFeeList, readFeeList } from '../../electron/imports/fee-list.ts'

export const FEE_LISTS = path.resolve(import.meta.dirname, '../fixtures/fee-lists')
export const SAMPLE_SCHOOL = path.resolve(import.meta.dirname, '../fixtures/sample-school')
/** When test imports are committed. */
export const IMPORTED_AT = Date.UTC(2026, 8, 2, 7)

export type ListRow = Partial<
  Record<'adm' | 'name' | 'class' | 'parent' | 'phone' | 'phone2' | 'email' | 'language' | 'expected' | 'paid' | 'balance' | 'due' | 'term', string>
>
const HEADINGS: Readonly<Record<keyof ListRow, string>> = {
  adm: 'Adm No',
  name: 'Student Name',
  class: 'Class',
  parent: 'Parent',
  phone: 'Phone',
  phone2: 'Phone 2',
  email: 'Email',
  language: 'Language',
  expected: 'Expected',
  paid: 'Paid',
  balance: 'Balance',
  due: 'Due Date',
  term: 'Term',
}

/** A fee list with every column, its header in row 1, as cells. */
export function cellsOf(rows: readonly ListRow[]): string[][] {
  const fields = Object.keys(HEADINGS) as (keyof ListRow)[]
  return [fields.map((f) => HEADINGS[f]), ...rows.map((row) => fields.map((f) => row[f] ?? ''))]
}

export function csvOf(rows: readonly ListRow[]): string {
  return `${cellsOf(rows)
    .map((cells) => cells.map((c) => (/[",\r\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(','))
    .join('\r\n')}\r\n`
}

/** Writes a file into a test's folder and answers its path. */
export function fileIn(folder: string, name: string, bytes: string | Uint8Array): string {
  const file = path.join(folder, name)
  writeFileSync(file, bytes)
  return file
}

/** What a check asks for, with the columns as they are guessed. */
export async function inputFor(file: string, schoolId: number, more: Partial<CheckInput> = {}): Promise<CheckInput> {
  const name = path.basename(file)
  const { mapping } = await readFeeList(file, name, more.options ?? {})
  return {
    path: file,
    name,
    schoolId,
    options: {},
    mapping,
    term: 3,
    year: 2026,
    dueOn: null,
    acceptProposals: false,
    dateOrder: null,
    zerosLost: 'ask',
    ...more,
  }
}

/** Reads, checks and commits a file as the bursar would, and answers what the check showed. */
export async function bringIn(db: Database, file: string, schoolId: number, more: Partial<CheckInput> = {}): Promise<CheckedFeeList> {
  const input = await inputFor(file, schoolId, more)
  const checked = await checkFeeList(db, input)
  await commitFeeList(db, input, checked, IMPORTED_AT)
  return checked
}
