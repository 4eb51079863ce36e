import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { checkFeeList, commitFeeList, readFeeList } from '../../../electron/imports/fee-list.ts'
import { AppError } from '../../../shared/errors.ts'
import { dumpTables, temporaryDatabase } from '../../support/database.ts'
import { bringIn, FEE_LISTS, IMPORTED_AT, inputFor, SAMPLE_SCHOOL } from '../../support/fee-lists.ts'

const keyOf = async (work: Promise<unknown>) => {
  try {
    return { answered: await work }
  } catch (error) {
    return error instanceof AppError ? { key: error.failure.key, ...error.failure.params } : { error }
  }
}

/** A school with families on file, so that a file which changes something would show. */
async function schoolWithRecords() {
  const { db, schoolId, folder } = await temporaryDatabase()
  await bringIn(db, path.join(SAMPLE_SCHOOL, 'fees-term-2.csv'), schoolId)
  return { db, schoolId, folder, before: dumpTables(db) }
}

/** Tries a file all the way; the columns are given, so that a failure is not one of guessing. */
async function bringInAnyway(db: Awaited<ReturnType<typeof schoolWithRecords>>['db'], file: string, schoolId: number) {
  const name = path.basename(file)
  const { mapping } = await readFeeList(file, name, {})
  const input = {
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
  } as const
  return commitFeeList(db, input, await checkFeeList(db, input), IMPORTED_AT)
}

test.each<[string, Record<string, unknown>]>([
  ['empty.csv', { key: 'file_empty' }],
  ['blank.csv', { key: 'file_empty' }],
  ['binary.csv', { key: 'file_binary' }],
  ['document.csv', { key: 'file_binary' }],
  ['workbook.csv', { key: 'file_spreadsheet' }],
  ['old-workbook.csv', { key: 'file_spreadsheet' }],
  ['web-page.csv', { key: 'file_web_page' }],
  ['headings-only.csv', { key: 'file_no_rows' }],
  ['no-headings.csv', { key: 'file_no_header' }],
  ['open-quote.csv', { key: 'file_quotes_broken', row: 2 }],
])('%s is refused and changes nothing', async (name, failure) => {
  const { db, schoolId, before } = await schoolWithRecords()
  expect(await keyOf(bringInAnyway(db, path.join(FEE_LISTS, name), schoolId))).toEqual({ name, ...failure })
  expect(dumpTables(db)).toBe(before)
})

test.each<[string, number, Record<string, unknown>]>([
  ['50 MB of one line', 50, { key: 'file_too_big', size: 50, most: 32 }],
  ['20 MB of one line', 20, { key: 'file_line_too_long', row: 1, most: '65,536' }],
])('%s is refused and changes nothing', async (_, megabytes, failure) => {
  const { db, schoolId, folder, before } = await schoolWithRecords()
  const file = path.join(folder, 'long.csv')
  writeFileSync(file, Buffer.alloc(megabytes * 1024 * 1024, 'x'))
  expect(await keyOf(bringInAnyway(db, file, schoolId))).toEqual({ name: 'long.csv', ...failure })
  expect(dumpTables(db)).toBe(before)
})

test('a file that is gone is told as such', async () => {
  const { db, schoolId, folder } = await temporaryDatabase()
  expect(await keyOf(bringInAnyway(db, path.join(folder, 'gone.csv'), schoolId))).toEqual({ key: 'file_gone', name: 'gone.csv' })
})

test('rows with cells too many are refused one by one, the others come in', async () => {
  const { db, schoolId } = await temporaryDatabase()
  const { lines } = await bringIn(db, path.join(FEE_LISTS, 'ragged.csv'), schoolId)
  expect(lines.map((l) => [l.row, l.verdict, l.remarks])).toEqual([
    [2, 'create', []],
    [3, 'refuse', [{ row: 3, key: 'ragged', cell: '7' }]],
    [4, 'create', [{ row: 4, column: 'Phone', cell: '', key: 'no_phone' }]],
  ])
  expect(db.all('SELECT adm_no FROM students')).toEqual([{ adm_no: '4001' }, { adm_no: '4003' }])
})

test('a number whose digits a spreadsheet lost is said so at its cell, and never guessed', async () => {
  const { db, schoolId } = await temporaryDatabase()
  const { lines } = await bringIn(db, path.join(FEE_LISTS, 'lost-digits.csv'), schoolId)
  expect(lines[0]?.remarks).toEqual([{ row: 2, column: 'Phone', cell: '2.54712E+11', key: 'digits_lost' }])
  expect(db.all('SELECT phone, phone_raw, phone_kind FROM guardians')).toEqual([{ phone: null, phone_raw: '2.54712E+11', phone_kind: 'bad' }])
})

test('a list of which every row is refused brings nothing in', async () => {
  const { db, schoolId, before } = await schoolWithRecords()
  const file = path.join(FEE_LISTS, 'refused-rows.csv')
  expect((await checkFeeList(db, await inputFor(file, schoolId))).summary.rows).toEqual({ read: 2, create: 0, change: 0, same: 0, skip: 0, refuse: 2 })
  expect(await keyOf(bringInAnyway(db, file, schoolId))).toEqual({ key: 'nothing_to_import' })
  expect(dumpTables(db)).toBe(before)
})

test.each<[string, string, string, number]>([
  ['utf-8-bom.csv', 'utf-8', ',', 1],
  ['windows-1252.csv', 'windows-1252', ',', 1],
  ['utf-16le.csv', 'utf-16le', ',', 1],
  ['utf-16be-no-mark.csv', 'utf-16be', ',', 1],
  ['tabs.csv', 'utf-8', '\t', 1],
  ['semicolons.csv', 'utf-8', ';', 1],
  ['line-breaks.csv', 'utf-8', ',', 3],
])('%s is read as %s, and its names and amounts come in right', async (name, encoding, delimiter, headerRow) => {
  const { db, schoolId } = await temporaryDatabase()
  const file = path.join(FEE_LISTS, name)
  expect(await readFeeList(file, name, {})).toMatchObject({ encoding, delimiter, headerRow, rows: 2 })
  await bringIn(db, file, schoolId)
  expect(db.all('SELECT s.name, s.class_name class, i.balance_cents cents FROM students s JOIN invoices i ON i.student_id = s.id ORDER BY s.id')).toEqual([
    { name: 'Achieng Were', class: 'Form 1', cents: 120_000 },
    { name: 'Otieno Ng’ang’a', class: 'Form 2', cents: 50_000 },
  ])
})

test('the bursar can say how a file is to be read', async () => {
  const file = path.join(FEE_LISTS, 'windows-1252.csv')
  const { columns, encoding } = await readFeeList(file, 'x.csv', { encoding: 'macintosh' })
  expect([encoding, columns[1]?.samples]).toEqual(['macintosh', ['Achieng Were', 'Otieno Ngíangía']])
  expect((await readFeeList(file, 'x.csv', { delimiter: ';', headerRow: 1 })).columns).toHaveLength(1)
})
