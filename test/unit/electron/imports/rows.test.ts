import { describe, expect, test } from 'vitest'
import { type RowOptions, readRow, type Sheet } from '../../../../electron/imports/rows.ts'
import type { SheetFacts } from '../../../../electron/imports/sheet.ts'
import type { ColumnMapping } from '../../../../shared/model/school/import.ts'
import { cellsOf, type ListRow } from '../../../support/fee-lists.ts'

const OPTIONS: RowOptions = { term: 3, year: 2026, dueOn: null, acceptProposals: false, dateOrder: null, zerosLost: 'ask' }
const FACTS: SheetFacts = { counted: new Set(['balance']), dateOrder: 'day_first', unnamed: new Set(), splits: new Set(), titles: new Set() }
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
const GOOD: ListRow = { adm: '4001', name: 'Jane Were', class: 'Form 1', parent: 'Rose Were', phone: '0712345678', balance: '1,200' }
const MOBILE = { phone: '+254712345678', phoneRaw: '0712345678', phoneKind: 'mobile' }

function read(row: ListRow, options: Partial<RowOptions> = {}) {
  const [headings = [], cells = []] = cellsOf([row])
  const sheet: Sheet = { headings, mapping: MAPPING, options: { ...OPTIONS, ...options }, facts: FACTS }
  return readRow(cells, 7, sheet)
}

test('a row is read whole', () => {
  const row = { ...GOOD, email: 'rose@example.com', language: 'Kiswahili', expected: '2,000', paid: '800', due: '11/09/2026', term: 'Term 2' }
  expect(read(row)).toEqual({
    kind: 'row',
    proposals: 0,
    remarks: [],
    value: {
      row: 7,
      admNo: '4001',
      admKey: '4001',
      student: 'Jane Were',
      className: 'Form 1',
      stream: '',
      guardian: 'Rose Were',
      contacts: [MOBILE],
      email: 'rose@example.com',
      language: 'sw',
      term: 2,
      year: 2026,
      invoiceNo: '',
      dueOn: '2026-09-11',
      amounts: { expected: 200_000, paid: 80_000, balance: 120_000 },
      voteHead: '',
    },
  })
})

describe('a row is refused, its cell named', () => {
  test.each<[string, ListRow, object[]]>([
    ['no admission number', { adm: ' ' }, [{ column: 'Adm No', cell: '', key: 'adm_missing' }]],
    ['no name', { name: '-' }, [{ column: 'Student Name', cell: '-', key: 'student_missing' }]],
    ['letters in an amount', { balance: '12,OOO' }, [{ column: 'Balance', cell: '12,OOO', key: 'not_money' }]],
    ['a negative fee', { expected: '-500' }, [{ column: 'Expected', cell: '-500', key: 'not_money' }]],
    ['a month that there is not', { due: '31/13/2026' }, [{ column: 'Due Date', cell: '31/13/2026', key: 'not_a_date' }]],
    ['a fourth term', { term: '4' }, [{ column: 'Term', cell: '4', key: 'not_a_term' }]],
    ['amounts that disagree', { expected: '5,000', paid: '1,000' }, [{ column: 'Balance', cell: '1,200', key: 'amounts_disagree' }]],
    ['a name as long as a page', { name: 'J'.repeat(121) }, [{ column: 'Student Name', cell: 'J'.repeat(80), key: 'cell_too_long' }]],
    [
      'two faults at once',
      { adm: '', balance: 'x' },
      [
        { column: 'Adm No', cell: '', key: 'adm_missing' },
        { column: 'Balance', cell: 'x', key: 'not_money' },
      ],
    ],
  ])('%s', (_, part, remarks) => {
    const answer = read({ ...GOOD, ...part })
    expect({ kind: answer.kind, remarks: answer.remarks }).toEqual({ kind: 'refuse', remarks: remarks.map((r) => ({ row: 7, ...r })) })
  })

  test('cells missing at its end are blank ones, filled ones beyond the headings are half of something', () => {
    const [headings = [], cells = []] = cellsOf([GOOD])
    const sheet: Sheet = { headings, mapping: MAPPING, options: OPTIONS, facts: FACTS }
    const kindAndRemarks = (c: string[]) => {
      const { kind, remarks } = readRow(c, 7, sheet)
      return [kind, remarks]
    }
    expect(kindAndRemarks(cells.slice(0, 9))).toEqual(['row', []])
    expect(kindAndRemarks([...cells, '200'])).toEqual(['refuse', [{ row: 7, key: 'ragged', cell: '14' }]])
    expect(kindAndRemarks([...cells, '', ' '])).toEqual(['row', []])
  })
})

describe('a row is left out on purpose', () => {
  test.each<[string, ListRow, string]>([
    ['a blank one', {}, 'blank_row'],
    ['a total by its name', { name: 'GRAND TOTAL', balance: '9,000' }, 'totals_row'],
    ['a total in the first column', { adm: 'Totals', balance: '9,000' }, 'totals_row'],
    ['jumla', { adm: 'Jumla', balance: '9,000' }, 'totals_row'],
    ['amounts that belong to nobody', { expected: '9,000', paid: '1,000', balance: '8,000' }, 'totals_row'],
  ])('%s', (_, row, key) => {
    expect(read(row)).toMatchObject({ kind: 'skip', remarks: [{ row: 7, key }] })
  })

  test('but not a child of that name, nor amounts beside a number', () => {
    expect(read({ ...GOOD, name: 'Total Were', phone: '0712345678' }).kind).toBe('row')
    expect(read({ phone: '0712345678', balance: '8,000' }).kind).toBe('refuse')
  })
})

describe('a row is brought in with a note', () => {
  const noted = (part: ListRow, options: Partial<RowOptions> = {}) => {
    const answer = read({ ...GOOD, ...part }, options)
    return { remarks: answer.remarks.map(({ row: _, ...rest }) => rest), contacts: answer.kind === 'row' ? answer.value.contacts : null }
  }
  const E = '+254712345678'
  const bad = (phoneRaw: string) => ({ phone: null, phoneRaw, phoneKind: 'bad' })

  test.each<[string, ListRow, object[], object[]]>([
    [
      'a restored zero',
      { phone: '712345678' },
      [{ column: 'Phone', cell: '712345678', key: 'zero_restored', became: E }],
      [{ ...MOBILE, phoneRaw: '712345678' }],
    ],
    ['lost digits', { phone: '2.54712E+11' }, [{ column: 'Phone', cell: '2.54712E+11', key: 'digits_lost' }], [bad('2.54712E+11')]],
    ['a masked number', { phone: '2547****678' }, [{ column: 'Phone', cell: '2547****678', key: 'masked_number' }], [bad('2547****678')]],
    ['no number', { phone: '' }, [{ column: 'Phone', cell: '', key: 'no_phone' }], []],
    ['letters in a number', { phone: 'O712345678' }, [{ column: 'Phone', cell: 'O712345678', key: 'letters_in_number', became: E }], [bad('O712345678')]],
    [
      'two numbers in a cell',
      { phone: '0712345678/0722345678' },
      [{ column: 'Phone', cell: '0712345678/0722345678', key: 'several_numbers', became: '+254722345678' }],
      [MOBILE, { phone: '+254722345678', phoneRaw: '0722345678', phoneKind: 'mobile' }],
    ],
    [
      'a landline before a mobile: the mobile is first',
      { phone: '020 2345678', phone2: '0712345678' },
      [{ column: 'Phone', cell: '020 2345678', key: 'landline', became: '+254202345678' }],
      [MOBILE, { phone: '+254202345678', phoneRaw: '020 2345678', phoneKind: 'landline' }],
    ],
    ['a bad number beside a good one', { phone: '07123', phone2: '0712345678' }, [{ column: 'Phone', cell: '07123', key: 'wrong_length' }], [MOBILE]],
    ['the same number twice', { phone2: '+254 712 345 678' }, [], [MOBILE]],
    ['an address that is none', { email: 'rose at example' }, [{ column: 'Email', cell: 'rose at example', key: 'bad_email' }], [MOBILE]],
    ['a language nobody knows', { language: 'Luo' }, [{ column: 'Language', cell: 'Luo', key: 'unknown_language' }], [MOBILE]],
  ])('%s', (_, part, remarks, contacts) => {
    expect(noted(part)).toEqual({ remarks, contacts })
  })

  test('letters are read as digits once the bursar says so, and counted either way', () => {
    expect(noted({ phone: 'O712345678' }, { acceptProposals: true }).contacts).toEqual([{ ...MOBILE, phoneRaw: 'O712345678' }])
    expect([read({ ...GOOD, phone: 'O712345678' }).proposals, read({ ...GOOD, phone: 'O712345678' }, { acceptProposals: true }).proposals]).toEqual([1, 1])
  })
})

test.each([
  ['en', 'en'],
  ['English', 'en'],
  ['SW', 'sw'],
  ['kiswahili', 'sw'],
  ['Swahili', 'sw'],
  ['', null],
])('the language %j is %j', (language, expected) => {
  expect(read({ ...GOOD, language })).toMatchObject({ value: { language: expected } })
})

test.each([
  ['2', 2],
  ['Term 2', 2],
  ['T1', 1],
  ['term III', 3],
  ['Term 2 2026', 2],
  ['2.0', 2],
  ['', 3],
])('the term %j is %i', (term, expected) => {
  expect(read({ ...GOOD, term })).toMatchObject({ value: { term: expected } })
})

test('a spreadsheet’s marks are taken off an admission number, its zeros are not', () => {
  const adm = (text: string) => {
    const answer = read({ ...GOOD, adm: text })
    return answer.kind === 'row' ? [answer.value.admNo, answer.value.admKey] : answer.kind
  }
  expect(["'004471", '4471.0', ' a/12 '].map(adm)).toEqual([
    ['004471', '004471'],
    ['4471', '4471'],
    ['a/12', 'A/12'],
  ])
})

test('rows without a due date of their own get the one that was chosen', () => {
  expect(read(GOOD, { dueOn: '2026-10-01' })).toMatchObject({ value: { dueOn: '2026-10-01' } })
  expect(read({ ...GOOD, due: '2/9/2026' }, { dueOn: '2026-10-01' })).toMatchObject({ value: { dueOn: '2026-09-02' } })
})
