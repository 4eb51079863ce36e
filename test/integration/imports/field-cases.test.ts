/** Lists of the shape that bursars' offices really have: each was read wrongly once, most of them without a word. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CheckedFeeList, type CheckInput, checkFeeList, headOf, readFeeList } from '../../../electron/imports/fee-list.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { bringIn, FEE_LISTS, inputFor } from '../../support/fee-lists.ts'

const field = (name: string) => path.join(FEE_LISTS, 'field', name)

async function office() {
  const { db, schoolId, folder } = await temporaryDatabase()
  const file = (text: string) => {
    const at = path.join(folder, 'list.csv')
    writeFileSync(at, text)
    return at
  }
  return {
    db,
    file,
    bring: (at: string, more?: Partial<CheckInput>) => bringIn(db, at, schoolId, more),
    check: async (at: string, more?: Partial<CheckInput>) => checkFeeList(db, await inputFor(at, schoolId, more)),
    children: () => db.all<{ adm_no: string }>('SELECT adm_no FROM students ORDER BY adm_no').map((s) => s.adm_no),
    owed: (adm: string) =>
      db.get<{ n: number | null }>('SELECT sum(i.balance_cents) n FROM invoices i JOIN students s ON s.id = i.student_id WHERE s.adm_no = ?', adm)?.n,
    phones: () => db.all<{ phone: string | null }>('SELECT phone FROM guardians ORDER BY id').map((g) => g.phone),
    due: () => db.all<{ due_on: string | null }>('SELECT due_on FROM invoices ORDER BY id').map((i) => i.due_on),
  }
}

const told = ({ lines }: CheckedFeeList) => lines.map((line) => [line.row, line.verdict, ...line.remarks.map((r) => r.key)])
const headings = 'Adm No,Student Name,Parent,Phone,Balance'

describe('zero as people write it', () => {
  test.each(['zero-written-as-dash--second.csv', 'zero-written-as-dash--second-nil.csv'])('in a column of amounts is 0, with a note (%s)', async (second) => {
    const { bring, owed } = await office()
    await bring(field('zero-written-as-dash--first.csv'))
    expect(told(await bring(field(second)))[0]).toEqual([2, 'change', 'read_as_zero'])
    expect(owed('501')).toBe(0)
  })

  test.each(['-', '–', '—', '−', 'NIL', 'nill', 'Nil.', 'Zero', 'KES -', '-/=', 'hakuna'])('%s', async (zero) => {
    const { bring, file, owed } = await office()
    await bring(file(`${headings}\n1,Ann Were,Rose,0712000001,"2,000"\n2,Ben Were,Rose,0712000001,500`))
    await bring(file(`${headings}\n1,Ann Were,Rose,0712000001,${zero}\n2,Ben Were,Rose,0712000001,500`))
    expect([owed('1'), owed('2')]).toEqual([0, 50_000])
  })

  test('in a column without any amount says nothing', async () => {
    const { bring, file, owed } = await office()
    await bring(file(`${headings}\n1,Ann Were,Rose,0712000001,"2,000"`))
    await bring(file(`${headings}\n1,Ann Were,Jane,0712000001,-`))
    expect(owed('1')).toBe(200_000)
  })

  test.each(['#N/A', '#REF!', '#VALUE!', '#NAME?', '#DIV/0!', '#NUM!', 'Err:502'])('an error of the spreadsheet is a problem of its row: %s', async (error) => {
    const { bring, check, file, owed } = await office()
    await bring(file(`${headings}\n1,Ann Were,Rose,0712000001,"2,000"\n2,Ben Were,Rose,0712000001,500`))
    const again = await check(file(`${headings}\n1,Ann Were,Rose,0712000001,${error}\n2,Ben Were,Rose,0712000001,500`))
    expect(told(again)).toEqual([
      [2, 'refuse', 'formula_error'],
      [3, 'same'],
    ])
    expect(owed('1')).toBe(200_000)
  })
})

test('blank cells that were not written at the end of a row do no harm', async () => {
  const { bring } = await office()
  const { summary } = await bring(field('last-blank-cells-missing--list.csv'))
  expect(summary.rows).toMatchObject({ read: 40, create: 40, refuse: 0 })
})

describe('what other programs put around a value', () => {
  test('="00471" is 00471', async () => {
    const { bring, children, phones } = await office()
    await bring(field('equals-quote--list.csv'))
    expect([children(), phones()]).toEqual([
      ['00471', '00472'],
      ['+254712000471', '+254712000472'],
    ])
  })

  test('marks that nobody sees are dropped from every cell', async () => {
    const { bring, phones } = await office()
    const { summary } = await bring(field('invisible-marks--list.csv'))
    expect(summary.rows).toMatchObject({ create: 8, refuse: 0 })
    expect(phones()).toEqual(Array.from({ length: 8 }, (_, i) => `+25471200070${i + 1}`))
  })

  test('a mother with such a mark in her name is one person', async () => {
    const { bring, file, phones } = await office()
    await bring(file(`${headings}\n1,Ann Were,Rose\u200d Were,0712000001,100\n2,Ben\u00ad Were,Rose Were\u2069,\u202a0712000001\u202c,100`))
    expect(phones()).toEqual(['+254712000001'])
  })
})

describe('an admission number that a spreadsheet has changed', () => {
  test('without its zeros is asked about, and nothing is made silently', async () => {
    const { bring, check, children, owed } = await office()
    await bring(field('admission-zeros-lost--first.csv'))
    const second = field('admission-zeros-lost--second.csv')
    expect(told(await check(second)).map((line) => [line[1], line.at(-1)])).toEqual([
      ['refuse', 'adm_zeros_lost'],
      ['refuse', 'adm_zeros_lost'],
    ])
    expect((await check(second)).summary.zerosLost).toBe(2)
    await bring(second, { zerosLost: 'same' })
    expect([children(), owed('00451'), owed('00452')]).toEqual([['00451', '00452'], 200_000, 0])
  })

  test('is another child where a person says so, or where neither name nor number is alike', async () => {
    const { bring, file, children } = await office()
    await bring(field('admission-zeros-lost--first.csv'))
    const lines = await bring(file(`${headings}\n451,Zawadi Kirui,Tom Kirui,0799000451,100`))
    expect(told(lines)).toEqual([[2, 'create', 'adm_like_another']])
    await bring(file(`${headings}\n452,Brian Otieno,Jane Otieno,0712000802,100`), { zerosLost: 'other' })
    expect(children()).toEqual(['00451', '00452', '451', '452'])
  })

  test('into a figure, a date or hashes is refused, each told so', async () => {
    const { check } = await office()
    expect(told(await check(field('admission-damaged--list.csv')))).toEqual([
      [2, 'refuse', 'adm_damaged'],
      [3, 'refuse', 'adm_damaged'],
      [4, 'refuse', 'adm_damaged'],
      [5, 'refuse', 'adm_damaged'],
      [6, 'refuse', 'adm_damaged'],
      [7, 'refuse', 'formula_error'],
    ])
  })
})

describe('lines between the rows', () => {
  test('headings once more and page numbers are left out and counted', async () => {
    const { bring, children } = await office()
    expect(told(await bring(field('headings-repeated--contacts.csv'))).slice(2, 4)).toEqual([
      [5, 'skip', 'page_row'],
      [6, 'skip', 'heading_row'],
    ])
    expect(children()).toEqual(['901', '902', '903'])
  })

  test('so is the title of a print-out on its second page', async () => {
    const { bring, file } = await office()
    const lines = await bring(
      file(`NYOTA RIDGE\n${headings}\n1,Ann Were,Rose,0712000001,100\nNYOTA RIDGE\nUkurasa 2 wa 3\n${headings}\n2,Ben Were,Rose,0712000001,100`),
    )
    expect(told(lines).map(([, verdict, key]) => key ?? verdict)).toEqual(['create', 'title_row', 'page_row', 'heading_row', 'create'])
  })
})

test.each(['list', 'plain'])('a filled cell under no heading is never passed over (%s)', async (name) => {
  const { check } = await office()
  const lines = told(await check(field(`thousands-split--${name}.csv`)))
  expect(lines[0]?.slice(0, 2)).toEqual([2, 'refuse'])
  expect(lines[1]).toEqual([3, 'create'])
})

describe('dates', () => {
  test('are read in the order that one of them proves', async () => {
    const { bring, due } = await office()
    const { summary } = await bring(field('month-first--list.csv'))
    expect(summary.rows.refuse).toBe(0)
    expect(due().slice(0, 4)).toEqual(['2026-12-01', '2026-11-03', '2026-10-05', '2026-12-31'])
  })

  test('that prove nothing are asked about', async () => {
    const { check, file, bring, due } = await office()
    const list = file('Adm No,Student Name,Balance,Due Date\n1,Ann Were,100,05/11/2026\n2,Ben Were,100,06/11/2026')
    expect((await readFeeList(list, 'list.csv', {})).columns[3]?.dates).toBe('unknown')
    expect(told(await check(list)).map(([, verdict, key]) => [verdict, key])).toEqual([
      ['refuse', 'date_order_unknown'],
      ['refuse', 'date_order_unknown'],
    ])
    await bring(list, { dateOrder: 'day_first' })
    expect(due()).toEqual(['2026-11-05', '2026-11-06'])
  })

  test('in both orders are asked about, and what does not fit the answer is refused', async () => {
    const { check, file } = await office()
    const list = file('Adm No,Student Name,Balance,Due Date\n1,Ann Were,100,31/12/2026\n2,Ben Were,100,12/31/2026\n3,Cat Were,100,5/6/2026')
    expect((await readFeeList(list, 'list.csv', {})).columns[3]?.dates).toBe('both')
    expect(told(await check(list, { dateOrder: 'day_first' })).map(([, verdict]) => verdict)).toEqual(['create', 'refuse', 'create'])
  })
})

describe('headings', () => {
  test('stand below a row that says class, term and year', async () => {
    const { bring, owed } = await office()
    await bring(field('title-rows--list.csv'))
    expect(owed('941')).toBe(100_000)
  })

  test('are known with units, brackets and strokes in them', async () => {
    const { bring, owed, due, phones } = await office()
    const lines = await bring(field('heading-words--list.csv'))
    expect(told(lines)).toEqual([[2, 'create']])
    expect([owed('1401'), due(), phones()]).toEqual([1_500_000, ['2026-12-31'], ['+254712001401']])
  })

  test('of an export with remarks above it, a scholar for a student', async () => {
    const { bring, owed, phones } = await office()
    await bring(field('heading-words--scholar-export.csv'))
    expect([owed('NR/001/24'), owed('NR/002/24')]).toEqual([1_500_000, -50_050])
    expect(phones()).toContain('+254712001401')
  })

  test('that stand twice are told apart, the first phone by the father beside it', async () => {
    const { bring, phones } = await office()
    const { mapping, columns } = await readFeeList(field('same-heading-twice--list.csv'), 'list.csv', {})
    expect([mapping.phone, mapping.phone2, columns[3]?.heading, columns[5]?.heading]).toEqual([3, 5, 'Phone (D)', 'Phone (F)'])
    await bring(field('same-heading-twice--list.csv'))
    expect(phones()[0]).toBe('+254712001501')
  })

  test('that nobody knows: the first rows are shown, for a person to say', async () => {
    const { file, check } = await office()
    const list = file('Nambari,Mwana,Deni\n1,Ann Were,100')
    await expect(readFeeList(list, 'list.csv', {})).rejects.toThrow('file_no_header')
    expect((await headOf(list, 'list.csv', {})).rows).toEqual([
      { row: 1, cells: ['Nambari', 'Mwana', 'Deni'] },
      { row: 2, cells: ['1', 'Ann Were', '100'] },
    ])
    expect((await check(list, { options: { headerRow: 1 }, mapping: { admNo: 0, student: 1, balance: 2 } })).summary.rows.create).toBe(1)
  })
})

describe('a row for each vote head', () => {
  test('is summed, with a note', async () => {
    const { bring, owed } = await office()
    expect(told(await bring(field('vote-heads--list.csv')))).toEqual([
      [2, 'create', 'vote_heads_summed'],
      [3, 'skip', 'summed_above'],
      [4, 'skip', 'summed_above'],
      [5, 'create'],
    ])
    expect([owed('951'), owed('952')]).toEqual([1_650_000, 900_000])
  })

  test('without a column that says so is a contradiction, of which no half is taken', async () => {
    const { check, file } = await office()
    const lines = await check(
      file('Adm No,Student Name,Amount\n951,Amina Wekesa,"9,000"\n951,Amina Wekesa,"4,500"\n951,Amina Wekesa,"3,000"\n952,Ben Were,100'),
    )
    expect(told(lines).map(([, verdict]) => verdict)).toEqual(['refuse', 'refuse', 'refuse', 'create'])
  })
})

/** Verdict and first remark of every row. */
const outcome = (checked: CheckedFeeList) => told(checked).map(([, verdict, key]) => (key === undefined ? verdict : `${verdict} ${key}`))
const two = `${headings}\n00451,Zawadi Kirui,Mary Kirui,0712000001,100\n452,Ben Oloo,Tom Oloo,0712000002,500`

describe('more of the same kinds, each decided before it was run', () => {
  type Case = readonly [what: string, list: string, right: readonly string[]]
  const cases: readonly Case[] = [
    ['"N/A" among amounts', `${headings}\n1,A,R,0712000001,N/A\n2,B,R,0712000001,500`, ['refuse not_money', 'create']],
    ['errors of other programs', `${headings}\n1,A,R,0712000001,#ERROR!\n2,B,R,0712000001,Loading...`, ['refuse formula_error', 'refuse formula_error']],
    ['an error for a number is no remark line', `${headings}\n#ERROR!,A,R,0712000001,1`, ['refuse formula_error']],
    ['formulas without values', `${headings}\n=B2+1,A,R,0712000001,1\n2,B,R,0712000001,=E2+E3`, ['refuse formula_error', 'refuse formula_error']],
    ['a number with a comma', `${headings}\n"1,451",A,R,0712000001,1`, ['refuse adm_damaged']],
    ['zeros lost within one list', `${two}\n451,Zawadi W. Kirui,Mary Kirui,0712000001,200`, ['create', 'create', 'refuse adm_zeros_lost']],
    ['an amount split into the remarks', 'Adm No,Student Name,Balance,Remarks\n1,A,12,500\n2,B,500', ['refuse amount_split', 'create']],
    [
      'an amount split into the phone',
      'Adm No,Student Name,Balance,Phone,Class\n1,A,12,500,0712000001\n2,B,500,0712000002,1E',
      ['refuse amount_split', 'create'],
    ],
    [
      'a line of totals among vote heads',
      'Adm No,Name,Fee Item,Amount\n1,A,Lunch,5\n1,A,Bus,6\n1,A,Total,11',
      ['create vote_heads_summed', 'skip summed_above', 'skip summed_above'],
    ],
    [
      'vote heads that disagree with their total',
      'Adm No,Name,Fee Item,Amount\n1,A,Lunch,5\n1,A,Bus,6\n1,A,Total,12',
      ['refuse twice_in_file', 'refuse twice_in_file', 'refuse twice_in_file'],
    ],
    [
      'a vote head that cannot be read',
      'Adm No,Name,Fee Item,Amount\n1,A,Lunch,5\n1,A,Bus,six\n2,B,Bus,6',
      ['refuse part_refused', 'refuse not_money', 'create'],
    ],
    ['a vote head without a number', 'Adm No,Name,Fee Item,Amount\n1,A,Lunch,5\n,,Bus,6\n2,B,Bus,6', ['refuse part_refused', 'refuse adm_missing', 'create']],
    ['vote heads of two names', 'Adm No,Name,Fee Item,Amount\n1,Ann Were,Lunch,5\n1,Ben Oloo,Bus,6', ['refuse twice_in_file', 'refuse twice_in_file']],
    [
      'headings once more in other words',
      'Adm No,Student Name,Phone\n1,A,0712000001\nADMNO,NAME OF PUPIL,TEL\n2,Parent Name,0712000001',
      ['create', 'skip heading_row', 'create'],
    ],
  ]
  test.each(cases)('%s', async (_, list, right) => {
    const { check, file } = await office()
    expect(outcome(await check(file(list)))).toEqual(right)
  })

  test.each([
    ['1/24', '001/24'],
    ['A-12', 'A-012'],
    ['ADM / 0012', 'ADM/0012'],
    ['452.00', '00452'],
  ])('%s beside %s of the same child is asked about', async (second, first) => {
    const { bring, check, file } = await office()
    await bring(file(`${headings}\n${first},Zawadi Kirui,Mary Kirui,0712000001,100`))
    expect(outcome(await check(file(`${headings}\n${second},KIRUI ZAWADI,,0722000009,100`)))).toEqual(['refuse adm_zeros_lost'])
  })

  test('quotation marks and apostrophes around numbers are no part of them', async () => {
    const { bring, children, file, owed, phones } = await office()
    await bring(file(`${headings}\n'00473',Ann O'Were,Rose,'0712000001,'2500\n"""00474""",Ben Were,Rose,"""0712000001""",300`))
    expect([children(), phones(), owed('00473')]).toEqual([['00473', '00474'], ['+254712000001'], 250_000])
  })

  test('an accent written in two ways makes one mother', async () => {
    const { bring, file, phones } = await office()
    await bring(file(`${headings}\n1,A,Ros\u00e9 Were,0712000001,1\n2,B,Rose\u0301 Were,0712000001,1`))
    expect(phones()).toEqual(['+254712000001'])
  })

  test('month-first dates are found though few of them can be read day first', async () => {
    const { bring, due, file } = await office()
    await bring(file('Adm No,Student Name,Balance,Due Date\n1,A,1,11-05-2026\n2,B,1,12-31-2026 0:00\n3,C,1,12-30-2026'))
    expect(due()).toEqual(['2026-11-05', '2026-12-31', '2026-12-30'])
  })

  test.each([
    ['Nambari ya Usajili;Jina la Mwanafunzi;Darasa;Mkondo;Jina la Mzazi;Nambari ya Simu;Kiasi Kilicholipwa;Salio la Ada;Tarehe ya Mwisho', 9],
    ['Na. ya Usajili;Jina;Mlezi;Simu ya Mzazi;Deni', 5],
    ['Assessment No.;Learner;Grade;Guardian Contact;Invoiced;Fees Paid to Date;Balance C/F', 7],
  ])('every heading is known: %s', async (line, columns) => {
    const { file } = await office()
    const cells = line.split(';').map((heading) => (/simu|contact/i.test(heading) ? '0712000001' : '1'))
    const { mapping } = await readFeeList(file(`${line}\n${cells.join(';')}`), 'list.csv', {})
    expect(Object.keys(mapping)).toHaveLength(columns)
  })

  test('of two columns Balance none is guessed', async () => {
    const { file } = await office()
    const { mapping } = await readFeeList(file('Adm No,Name,Balance,Paid,Balance\n1,A,500,400,100'), 'list.csv', {})
    expect([mapping.balance, mapping.paid]).toEqual([undefined, 3])
  })
})

describe('good lists are neither refused nor asked about', () => {
  test.each([
    ['row numbers with gaps', ',Adm No,Student Name,Balance\n1,101,A,100\n4,102,B,200\n7,103,C,300'],
    ['numbers with strokes, dashes and words', 'Adm No,Student Name,Balance\n001/24,A,1\nA-12,B,1\nDEC-001,C,1\nMARIA-12,D,1\n12E5,E,1'],
    ['small amounts beside others', 'Adm No,Student Name,Balance,Transport\n1,A,12,500\n2,B,5000,600'],
    ['a small balance beside the number', 'Student Name,Balance,Adm No\nA,120,500\nB,500,501'],
    ['dates that are not due', 'Adm No,Date of Admission,Name,Balance B/F,Balance,Parent ID\n1,01/02/2024,A,500,1200,30112233'],
    ['remarks and names with dashes', 'Adm No,Name,Balance,Remarks\n1,Mary-Anne O\'Were,100,"Promised, 5,000"\n2,B,200,-'],
  ])('%s', async (_, list) => {
    const { check, file } = await office()
    expect(new Set(outcome(await check(file(list))))).toEqual(new Set(['create']))
  })

  test('451 beside 00451 of another child, both on file', async () => {
    const { bring, check, file } = await office()
    const list = `${headings}\n00451,Zawadi Kirui,Mary Kirui,0712000001,100\n451,Tom Mboya,Jane Mboya,0712000002,200`
    await bring(file(list))
    expect(outcome(await check(file(list)))).toEqual(['same', 'same'])
  })
})
