import { describe, expect, test } from 'vitest'
import { planRows } from '../../../../electron/imports/plan.ts'
import { loadRecords, type Records } from '../../../../electron/imports/records.ts'
import type { RowOptions } from '../../../../electron/imports/rows.ts'
import type { ColumnMapping } from '../../../../shared/model/school/import.ts'
import { cellsOf, type ListRow } from '../../../support/fee-lists.ts'

const MAPPING: ColumnMapping = {
  admNo: 0,
  student: 1,
  className: 2,
  guardian: 3,
  phone: 4,
  phone2: 5,
  email: 6,
  language: 7,
  expected: 8,
  paid: 9,
  balance: 10,
  dueOn: 11,
  term: 12,
}
const [P1, P2, P9] = ['+254712345678', '+254722345678', '+254799345678']
const [p1, p2, p9] = ['0712345678', '0722345678', '0799345678']
const A: ListRow = { adm: '1', name: 'Ann Were', parent: 'Rose Were', phone: p1, balance: '500' }
const B: ListRow = { ...A, adm: '2', name: 'Ben Were' }

const OPTIONS: RowOptions = { term: 3, year: 2026, dueOn: null, acceptProposals: false, dateOrder: 'day_first', zerosLost: 'ask' }

const empty = () => loadRecords({ all: () => [] }, 1)

/** Plans a list against the records as earlier lists left them. */
function plan(records: Records, rows: readonly ListRow[], options: Partial<RowOptions> = {}) {
  const [headings = [], ...body] = cellsOf(rows)
  for (const set of Object.values(records.touched)) set.clear()
  return planRows(records, { headings, mapping: MAPPING, above: [], body }, 2, { ...OPTIONS, ...options })
}
const verdicts = (records: Records, rows: readonly ListRow[]) => plan(records, rows).lines.map((l) => l.verdict)
const family = (records: Records, adm: string) => records.studentsByAdm.get(adm)?.links.map((l) => [l.guardian.name, l.guardian.phone, l.role])
const people = (records: Records) => new Set([...records.studentsByAdm.values()].flatMap((s) => s.links.map((l) => l.guardian))).size

describe('who stands for a child', () => {
  test.each<[string, readonly (readonly ListRow[])[], Record<string, unknown[][]>]>([
    ['the parent of the list', [[A]], { 1: [['Rose Were', P1, 'primary']] }],
    ['the same person for siblings with the same number and name', [[A, { ...B, parent: 'ROSE  WERE' }]], { 2: [['Rose Were', P1, 'primary']] }],
    ['another person where the name differs', [[A, { ...B, parent: 'Paul Oyugi' }]], { 2: [['Paul Oyugi', P1, 'primary']] }],
    ['"Parent of", where the list has a number and no name', [[{ ...A, parent: '' }]], { 1: [['Parent of Ann Were', P1, 'primary']] }],
    ['nobody, where the list has nothing', [[{ ...A, parent: '', phone: '' }]], { 1: [] }],
    ['a name without a number', [[{ ...A, phone: '' }]], { 1: [['Rose Were', null, 'primary']] }],
    [
      'a second number, as a copy under the same name',
      [[{ ...A, phone: `${p1}/${p2}` }, B]],
      {
        1: [
          ['Rose Were', P1, 'primary'],
          ['Rose Were', P2, 'copy'],
        ],
        2: [['Rose Were', P1, 'primary']],
      },
    ],
    ['the same person with a new number', [[A], [{ ...A, phone: p9 }]], { 1: [['Rose Were', P9, 'primary']] }],
    ['the same person, where a later list has the number only', [[A], [{ ...A, parent: '' }]], { 1: [['Rose Were', P1, 'primary']] }],
    ['the first contact, where a later list has a new number only', [[A], [{ ...A, parent: '', phone: p9 }]], { 1: [['Rose Were', P9, 'primary']] }],
    ['the same number, where a later list has none', [[A], [{ ...A, phone: '' }]], { 1: [['Rose Were', P1, 'primary']] }],
    ['the good number, where a later list has a broken one', [[A], [{ ...A, phone: '2.54712E+11' }]], { 1: [['Rose Were', P1, 'primary']] }],
    [
      'a new first contact, the former one kept for copies',
      [[A], [{ ...A, parent: 'Paul Oyugi', phone: p2 }]],
      {
        1: [
          ['Rose Were', P1, 'copy'],
          ['Paul Oyugi', P2, 'primary'],
        ],
      },
    ],
    [
      'the two numbers the other way round',
      [[{ ...A, phone2: p2 }], [{ ...A, phone: p2, phone2: p1 }]],
      {
        1: [
          ['Rose Were', P1, 'copy'],
          ['Rose Were', P2, 'primary'],
        ],
      },
    ],
    [
      'a second number that changed',
      [[{ ...A, phone2: p2 }], [{ ...A, phone2: p9 }]],
      {
        1: [
          ['Rose Were', P1, 'primary'],
          ['Rose Were', P9, 'copy'],
        ],
      },
    ],
    [
      'one person for siblings known by email alone',
      [
        [
          { ...A, phone: '', email: 'r@example.com' },
          { ...B, phone: '', email: 'R@example.com' },
        ],
      ],
      { 2: [['Rose Were', null, 'primary']] },
    ],
  ])('%s', (_, lists, expected) => {
    const records = empty()
    for (const list of lists) plan(records, list)
    expect(Object.fromEntries(Object.keys(expected).map((adm) => [adm, family(records, adm)]))).toEqual(expected)
  })

  test('a new number of a mother of two is one change, and the second child’s row finds it known', () => {
    const records = empty()
    plan(records, [A, B])
    const again = [
      { ...A, phone: p9 },
      { ...B, phone: p9 },
    ]
    expect(plan(records, again).lines.map((l) => [l.verdict, l.changes])).toEqual([
      ['change', [{ field: 'phone', from: P1, to: P9 }]],
      ['same', []],
    ])
    expect(people(records)).toBe(1)
  })

  test('siblings’ rows that disagree about their mother’s number settle, and stay settled', () => {
    const records = empty()
    plan(records, [A, B])
    const disagreeing = [A, { ...B, phone: p9, email: 'b@example.com' }]
    plan(records, disagreeing)
    expect([family(records, '1'), family(records, '2')]).toEqual([
      [['Rose Were', P1, 'primary']],
      [
        ['Rose Were', P1, 'copy'],
        ['Rose Were', P9, 'primary'],
      ],
    ])
    expect(verdicts(records, disagreeing)).toEqual(['same', 'same'])
  })

  test('nobody is found by a number that they no longer have', () => {
    const records = empty()
    plan(records, [A])
    plan(records, [{ ...A, phone: p9 }, B])
    expect(family(records, '2')).toEqual([['Rose Were', P1, 'primary']])
    expect(people(records)).toBe(2)
  })

  test('who is never written to stays so', () => {
    const records = empty()
    plan(records, [A])
    for (const link of records.studentsByAdm.get('1')?.links ?? []) link.role = 'none'
    plan(records, [A])
    expect(family(records, '1')).toEqual([['Rose Were', P1, 'none']])
  })

  test('the language is the list’s, English where it says nothing', () => {
    const records = empty()
    plan(records, [
      { ...A, language: 'sw' },
      { ...B, parent: 'Paul Oyugi', phone: p2 },
    ])
    plan(records, [A])
    expect(records.guardians.map((g) => g.language)).toEqual(['sw', 'en'])
  })
})

describe('what a child owes', () => {
  const bills = (records: Records) => [...records.invoicesByNumber.values()].map((i) => [i.number, i.amountCents, i.balanceCents, i.status, i.dueOn])

  test('is filed under a number of our own where the list has none', () => {
    const records = empty()
    plan(records, [{ ...A, adm: 'a/7', expected: '2,000', balance: '500', due: '11/9/2026' }])
    expect(bills(records)).toEqual([['2026-T3-A/7', 200_000, 50_000, 'open', '2026-09-11']])
  })

  test('is paid at nothing and below', () => {
    const records = empty()
    plan(records, [
      { ...A, balance: '0' },
      { ...B, balance: '(300)' },
    ])
    expect(bills(records).map(([, , balance, status]) => [balance, status])).toEqual([
      [0, 'paid'],
      [-30_000, 'paid'],
    ])
  })

  test('is no invoice without an amount', () => {
    const records = empty()
    expect(plan(records, [{ ...A, balance: '' }]).lines[0]?.verdict).toBe('create')
    expect(bills(records)).toEqual([])
  })

  test('changes by the balance, told from and to; blank cells erase nothing', () => {
    const records = empty()
    plan(records, [{ ...A, class: 'Form 1', email: 'r@example.com', expected: '2,000', balance: '500', due: '11/9/2026' }])
    const [line] = plan(records, [{ ...A, balance: '200' }]).lines
    expect(line).toMatchObject({ verdict: 'change', balanceBeforeCents: 50_000, balanceCents: 20_000, changes: [{ field: 'balance', from: '500', to: '200' }] })
    expect(bills(records)).toEqual([['2026-T3-1', 200_000, 20_000, 'open', '2026-09-11']])
  })

  test('is not doubled when the list gets numbers of its own', () => {
    const records = empty()
    plan(records, [A])
    const [headings = [], cells = []] = cellsOf([A])
    const list = { headings: [...headings, 'Invoice No'], mapping: { ...MAPPING, invoiceNo: 13 }, above: [] }
    const numbered = planRows(records, { ...list, body: [[...cells, 'INV-9']] }, 2, OPTIONS)
    expect(numbered.lines[0]?.changes).toEqual([{ field: 'invoiceNo', from: '2026-T3-1', to: 'INV-9' }])
    expect(bills(records)).toEqual([['INV-9', 50_000, 50_000, 'open', null]])
    // And the other way round: a list without numbers finds the term's only invoice.
    expect(verdicts(records, [A])).toEqual(['same'])
    const taken = planRows(records, { ...list, body: [['2', ...cells.slice(1), 'INV-9']] }, 2, OPTIONS)
    expect(taken.lines[0]?.remarks).toEqual([{ row: 2, key: 'invoice_taken', column: 'Invoice No', cell: 'INV-9' }])
  })
})

describe('rows of the same list', () => {
  test('the same child twice for a term with two balances is refused whole, another term is not', () => {
    const { lines } = plan(empty(), [A, { ...A, balance: '900' }, { ...A, term: '2' }])
    expect(lines.map((l) => [l.row, l.verdict, l.remarks])).toEqual([
      [2, 'refuse', [{ row: 2, key: 'twice_in_file', column: 'Adm No', cell: '3' }]],
      [3, 'refuse', [{ row: 3, key: 'twice_in_file', column: 'Adm No', cell: '2' }]],
      [4, 'create', []],
    ])
  })

  test('the same row twice is brought in once', () => {
    const { lines } = plan(empty(), [A, A])
    expect(lines.map((l) => [l.verdict, l.remarks.map((r) => [r.key, r.cell])])).toEqual([
      ['create', []],
      ['refuse', [['twice_in_file', '2']]],
    ])
  })

  test('a refused row keeps no later row of the child out', () => {
    expect(verdicts(empty(), [{ ...A, balance: 'x' }, A])).toEqual(['refuse', 'create'])
  })

  test('a number behind more than three families is noted on each', () => {
    const named = (n: number) => ({ ...A, adm: String(n), parent: `Rose ${['Were', 'Oyugi', 'Bett', 'Maina'][n]}` })
    const notes = (rows: ListRow[]) => plan(empty(), rows).lines.map((l) => l.remarks.map((r) => r.key))
    expect(notes([0, 1, 2].map(named))).toEqual([[], [], []])
    expect(notes([0, 1, 2, 3].map(named))).toEqual([['shared_number'], ['shared_number'], ['shared_number'], ['shared_number']])
  })

  test('counts and totals add up', () => {
    const records = empty()
    plan(records, [A, { ...B, balance: '300' }])
    const { summary } = plan(records, [A, { ...B, balance: '100' }, { ...A, adm: '3', parent: 'Paul Oyugi', balance: '(50)' }, { adm: 'x' }, {}])
    expect(summary).toEqual({
      rows: { read: 5, create: 1, change: 1, same: 1, skip: 1, refuse: 1 },
      noted: 0,
      proposals: 0,
      zerosLost: 0,
      guardians: { create: 1, change: 0, same: 1 },
      balances: 3,
      totals: { balanceBefore: 80_000, balanceAfter: 60_000, balanceInFile: 60_000 },
    })
  })

  test('what a child has paid too much for one term is set off against another, as on Home', () => {
    const records = empty()
    plan(records, [{ ...A, term: '2', balance: '300' }])
    const { totals } = plan(records, [{ ...A, term: '3', balance: '(100)' }]).summary
    expect(totals).toEqual({ balanceBefore: 30_000, balanceAfter: 20_000, balanceInFile: 0 })
  })
})
