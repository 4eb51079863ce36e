import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { owing } from '../../../db/queries/overview.ts'
import { checkFeeList, commitFeeList, readFeeList, rowsOf } from '../../../electron/imports/fee-list.ts'
import { generateSchool } from '../../../scripts/make-sample-school.ts'
import { AppError } from '../../../shared/errors.ts'
import { contract } from '../../../shared/ipc/contract.ts'
import { dumpTables, temporaryDatabase } from '../../support/database.ts'
import { bringIn, csvOf, fileIn, IMPORTED_AT, inputFor, type ListRow, SAMPLE_SCHOOL } from '../../support/fee-lists.ts'

const TERM_2 = path.join(SAMPLE_SCHOOL, 'fees-term-2.csv')
const TERM_3 = path.join(SAMPLE_SCHOOL, 'fees-term-3.csv')
const ANN: ListRow = { adm: '1', name: 'Ann Were', class: 'Form 1', parent: 'Rose Were', phone: '0712345678', expected: '2,000', balance: '500' }
const BEN: ListRow = { ...ANN, adm: '2', name: 'Ben Were', balance: '(100)' }

const keyOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    (error: unknown) => (error instanceof AppError ? error.failure.key : error),
  )
const count = (db: Database, sql: string) => db.get<{ n: number }>(`SELECT count(*) n FROM ${sql}`)?.n
const owed = (db: Database) => owing(db).cents

describe('the sample school', () => {
  test('on disk is what its script makes', () => {
    const { school, csvs } = generateSchool()
    expect(JSON.parse(readFileSync(path.join(SAMPLE_SCHOOL, 'school.json'), 'utf8'))).toEqual(school)
    expect(contract['school:save'].input.parse(school)).toEqual(school)
    for (const { name, text } of csvs) expect(readFileSync(path.join(SAMPLE_SCHOOL, name), 'utf8')).toBe(text)
  })

  test('comes in as 600 children with 430 first contacts, whatever the running term', async () => {
    const { db, schoolId } = await temporaryDatabase()
    const first = await bringIn(db, TERM_2, schoolId)
    const second = await bringIn(db, TERM_3, schoolId)
    expect([first.summary.rows, second.summary.rows]).toEqual([
      { read: 601, create: 599, change: 0, same: 0, skip: 1, refuse: 1 },
      { read: 601, create: 1, change: 598, same: 0, skip: 1, refuse: 1 },
    ])
    expect({
      students: count(db, 'students'),
      firstContacts: count(db, `(SELECT DISTINCT guardian_id FROM student_guardians WHERE role = 'primary')`),
      byTerm: db.all('SELECT term, count(*) n FROM invoices GROUP BY term'),
      unreadable: count(db, `guardians WHERE phone_kind IN ('bad', 'none')`),
      refusedByPractice: count(db, `guardians WHERE phone LIKE '%000'`),
      invalidMail: count(db, `guardians WHERE email LIKE '%.invalid'`),
    }).toEqual({
      students: 600,
      firstContacts: 430,
      byTerm: [
        { term: 2, n: 599 },
        { term: 3, n: 599 },
      ],
      unreadable: 9,
      refusedByPractice: 1,
      invalidMail: 1,
    })
    expect(
      [rowsOf(first, 'refuse', 0, 10).rows, rowsOf(second, 'refuse', 0, 10).rows].map((rows) => rows.map((r) => [r.row, r.remarks.map((m) => m.key)])),
    ).toEqual([[[79, ['not_money']]], [[215, ['adm_missing']]]])
  })
})

describe('a check', () => {
  test('writes nothing', async () => {
    const { db, schoolId } = await temporaryDatabase()
    const before = dumpTables(db)
    await checkFeeList(db, await inputFor(TERM_2, schoolId))
    expect(dumpTables(db)).toBe(before)
  })

  test('answers what the contract promises, and so do its pages', async () => {
    const { db, schoolId } = await temporaryDatabase()
    const { sha256, ...reading } = await readFeeList(TERM_3, 'fees-term-3.csv', {})
    const checked = await checkFeeList(db, await inputFor(TERM_3, schoolId))
    const file = { token: 't', name: 'fees-term-3.csv', bytes: 1 }
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(contract['imports:read'].output.parse({ ...reading, file, importedAt: null })).toEqual({ ...reading, file, importedAt: null })
    expect(contract['imports:check'].output.parse({ checkId: 'c', ...checked.summary })).toEqual({ checkId: 'c', ...checked.summary })
    for (const which of ['create', 'refuse', 'skip', 'noted', 'same'] as const) {
      const page = rowsOf(checked, which, 0, 50)
      expect(contract['imports:rows'].output.parse(page)).toEqual(page)
    }
    expect(rowsOf(checked, 'create', 598, 50)).toMatchObject({ total: 599, rows: [{ row: 604 }] })
    expect(rowsOf(checked, 'noted', 0, 200).total).toBe(checked.summary.noted)
  })

  test('adds up: every row has one verdict, and the totals are what the records say afterwards', async () => {
    const { db, schoolId } = await temporaryDatabase()
    for (const list of [TERM_2, TERM_3, TERM_2]) {
      const before = owed(db)
      const { rows, totals } = (await checkFeeList(db, await inputFor(list, schoolId))).summary
      expect(rows.create + rows.change + rows.same + rows.skip + rows.refuse).toBe(rows.read)
      expect(totals.balanceBefore).toBe(before)
      if (rows.create + rows.change > 0) await bringIn(db, list, schoolId)
      expect(totals.balanceAfter).toBe(owed(db))
    }
  })

  test('tells how far it is', async () => {
    const { db, schoolId } = await temporaryDatabase()
    const told: number[] = []
    await checkFeeList(db, await inputFor(TERM_2, schoolId), (done, total) => told.push(done, total))
    expect(told).toEqual([0, 601, 500, 601, 601, 601])
  })

  test('needs the columns that tell children apart, each column once', async () => {
    const { db, schoolId } = await temporaryDatabase()
    const input = await inputFor(TERM_2, schoolId)
    const { admNo, ...rest } = input.mapping
    expect(admNo).toBe(0)
    expect(await keyOf(checkFeeList(db, { ...input, mapping: rest }))).toBe('mapping_missing')
    expect(await keyOf(checkFeeList(db, { ...input, mapping: { ...input.mapping, stream: 199 } }))).toBe('mapping_missing')
    expect(await keyOf(checkFeeList(db, { ...input, mapping: { ...input.mapping, stream: 0 } }))).toBe('mapping_twice')
  })
})

describe('a commit', () => {
  test('of the same list again finds every row known, and changes nothing but as at when the balances are', async () => {
    const { db, schoolId } = await temporaryDatabase()
    await bringIn(db, TERM_2, schoolId)
    const records = () => db.all("SELECT s.*, i.*, '' balances_as_at FROM students s LEFT JOIN invoices i ON i.student_id = s.id ORDER BY s.id, i.id")
    const before = records()
    const input = await inputFor(TERM_2, schoolId)
    const checked = await checkFeeList(db, input)
    expect(checked.summary.rows).toEqual({ read: 601, create: 0, change: 0, same: 599, skip: 1, refuse: 1 })
    expect(checked.summary.guardians).toMatchObject({ create: 0, change: 0 })
    const later = IMPORTED_AT + 86_400_000
    const done = await commitFeeList(db, input, checked, later)
    expect(contract['imports:commit'].output.parse(done)).toEqual({ importId: 2, rows: checked.summary.rows, balances: { students: 599, asAt: later } })
    expect(records()).toEqual(before)
    expect(db.all('SELECT DISTINCT balances_as_at at FROM students')).toEqual([{ at: later }])
  })

  test('writes what the check showed, and files that it did', async () => {
    const { db, schoolId, folder } = await temporaryDatabase()
    await bringIn(db, fileIn(folder, 'a.csv', csvOf([ANN, BEN])), schoolId)
    const file = fileIn(folder, 'b.csv', csvOf([{ ...ANN, class: 'Form 2', phone: '0799345678', balance: '0' }, BEN]))
    const { lines } = await bringIn(db, file, schoolId)
    expect(lines.map((l) => l.changes)).toEqual([
      [
        { field: 'className', from: 'Form 1', to: 'Form 2' },
        { field: 'phone', from: '+254712345678', to: '+254799345678' },
        { field: 'balance', from: '500', to: '0' },
      ],
      // The same guardian for both: the second child's row still has the old number, so the child gets one of that number.
      [
        { field: 'phone', from: '+254799345678', to: '+254712345678' },
        { field: 'phone2', from: '', to: '+254799345678' },
      ],
    ])
    expect(db.all('SELECT adm_no adm, class_name class, balance_cents cents, i.status FROM students s JOIN invoices i ON i.student_id = s.id')).toEqual([
      { adm: '1', class: 'Form 2', cents: 0, status: 'paid' },
      { adm: '2', class: 'Form 1', cents: -10_000, status: 'paid' },
    ])
    expect(db.get('SELECT file_name, term, year, rows_read, rows_changed, rows_same, created_at FROM imports ORDER BY id DESC')).toEqual({
      file_name: 'b.csv',
      term: 3,
      year: 2026,
      rows_read: 2,
      rows_changed: 2,
      rows_same: 0,
      created_at: IMPORTED_AT,
    })
    expect(db.get('SELECT action, about FROM audit ORDER BY id DESC')).toEqual({
      action: 'list.imported',
      about: '{"importId":2,"read":2,"create":0,"change":2,"same":0,"skip":0,"refuse":0,"balances":2}',
    })
  })

  test('makes another person the first contact without ever having two', async () => {
    const { db, schoolId, folder } = await temporaryDatabase()
    await bringIn(db, fileIn(folder, 'a.csv', csvOf([{ ...ANN, phone2: '0722345678' }])), schoolId)
    await bringIn(db, fileIn(folder, 'b.csv', csvOf([{ ...ANN, phone: '0722345678', phone2: '0712345678' }])), schoolId)
    expect(db.all('SELECT phone, role FROM student_guardians JOIN guardians ON id = guardian_id ORDER BY phone')).toEqual([
      { phone: '+254712345678', role: 'copy' },
      { phone: '+254722345678', role: 'primary' },
    ])
  })

  test('that breaks in the middle leaves nothing behind', async () => {
    const { db, schoolId } = await temporaryDatabase()
    await db.write((tx) => {
      tx.run(`CREATE TRIGGER broken BEFORE INSERT ON invoices WHEN new.number = '2026-T2-004300' BEGIN SELECT raise(abort, 'the disk is full'); END`)
    })
    const before = dumpTables(db)
    const input = await inputFor(TERM_2, schoolId)
    await expect(commitFeeList(db, input, await checkFeeList(db, input), IMPORTED_AT)).rejects.toThrow('the disk is full')
    expect(dumpTables(db)).toBe(before)
  })

  test('is refused when the records changed since the check', async () => {
    const { db, schoolId, folder } = await temporaryDatabase()
    const file = fileIn(folder, 'a.csv', csvOf([ANN, BEN]))
    await bringIn(db, file, schoolId)
    const input = await inputFor(fileIn(folder, 'b.csv', csvOf([{ ...ANN, balance: '400' }, BEN])), schoolId)
    const checked = await checkFeeList(db, input)
    // The counts stay what they were; what the row would change from does not.
    await db.write((tx) => {
      tx.run(`UPDATE invoices SET balance_cents = 45000 WHERE number = '2026-T3-1'`)
    })
    const before = dumpTables(db)
    expect(await keyOf(commitFeeList(db, input, checked, IMPORTED_AT))).toBe('check_stale')
    expect(dumpTables(db)).toBe(before)
  })

  test('is refused when the file changed since the check', async () => {
    const { db, schoolId, folder } = await temporaryDatabase()
    const file = fileIn(folder, 'a.csv', csvOf([ANN]))
    const input = await inputFor(file, schoolId)
    const checked = await checkFeeList(db, input)
    writeFileSync(file, csvOf([{ ...ANN, name: 'Ann Wafula' }]))
    const before = dumpTables(db)
    expect(await keyOf(commitFeeList(db, input, checked, IMPORTED_AT))).toBe('check_stale')
    expect(dumpTables(db)).toBe(before)
  })
})

test('a list of 20,000 rows is checked and brought in within seconds', async () => {
  const { db, schoolId, folder } = await temporaryDatabase()
  const [list] = generateSchool({ students: 20_000 }).csvs
  const input = await inputFor(fileIn(folder, 'large.csv', list?.text ?? ''), schoolId)
  const timed = async <T>(work: Promise<T>): Promise<[T, number]> => {
    const begun = performance.now()
    return [await work, performance.now() - begun]
  }
  const [checked, checkMs] = await timed(checkFeeList(db, input))
  const [, commitMs] = await timed(commitFeeList(db, input, checked, IMPORTED_AT))
  const [again, againMs] = await timed(checkFeeList(db, input))
  console.log(`20,000 rows: check ${checkMs.toFixed(0)} ms, commit ${commitMs.toFixed(0)} ms, check against the records ${againMs.toFixed(0)} ms`)
  expect([checked.summary.rows.create, again.summary.rows.same]).toEqual([19_999, 19_999])
  // Two seconds on a machine of its own; a busy one gets more before this counts as a fault.
  expect(checkMs).toBeLessThan(8_000)
})
