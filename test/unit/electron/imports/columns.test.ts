import { expect, test } from 'vitest'
import { fieldsOf, guessMapping } from '../../../../electron/imports/columns.ts'

const none = () => []

test.each([
  ['ADM. NO', 'admNo'],
  ['Admission Number', 'admNo'],
  ['A/C No.', 'admNo'],
  ['UPI', 'admNo'],
  ['Name', 'student'],
  ["Student's Name", 'student'],
  ['Learner', 'student'],
  ['Form', 'className'],
  ['Stream', 'stream'],
  ['Parent/Guardian', 'guardian'],
  ['Tel', 'phone'],
  ['PARENT PHONE', 'phone'],
  ['Phone 2', 'phone2'],
  ['E-mail', 'email'],
  ['Fees', 'expected'],
  ['Billed', 'expected'],
  ['Amount Paid', 'paid'],
  ['Bal.', 'balance'],
  ['AMOUNT', 'balance'],
  ['Arrears', 'balance'],
  ['Invoice No', 'invoiceNo'],
  ['Due Date', 'dueOn'],
  ['Term', 'term'],
  ['Year', 'year'],
])('the heading %j is the field %s', (heading, field) => {
  expect(fieldsOf(heading)[0]).toBe(field)
})

test('a heading that nobody knows is no field', () => {
  expect(['Guardian Address', '__proto__', ''].map(fieldsOf)).toEqual([[], [], []])
})

test('the second of two phone columns becomes the second phone', () => {
  expect(guessMapping(['Adm', 'Name', 'Father Phone', 'Mother Phone'], none)).toEqual({ admNo: 0, student: 1, phone: 2, phone2: 3 })
})

test('a column without a known heading is the phone if its cells are numbers, and the email if they are addresses', () => {
  const cells = [['4001'], ['Jane Were'], ['0712345678', '', '0722 345 678'], ['a@example.com']]
  expect(guessMapping(['Adm', 'Name', 'Reach on', 'Write to'], (c) => cells[c] ?? [])).toEqual({ admNo: 0, student: 1, phone: 2, email: 3 })
})

test('a column headed Parent that holds numbers is the phone', () => {
  const cells = [['4001'], ['Jane Were'], ['0712345678']]
  expect(guessMapping(['Adm', 'Name', 'Parent'], (c) => cells[c] ?? [])).toEqual({ admNo: 0, student: 1, phone: 2 })
})

test('Year above classes is the class, Due above amounts is the balance', () => {
  const guess = (year: string, due: string) => guessMapping(['Adm', 'Name', 'Year', 'Due'], (c) => [['4001'], ['Jane Were'], [year], [due]][c] ?? [])
  expect(guess('2026', '11/09/2026')).toEqual({ admNo: 0, student: 1, year: 2, dueOn: 3 })
  expect(guess('2026', '11/23/2026')).toEqual({ admNo: 0, student: 1, year: 2, dueOn: 3 })
  expect(guess('Year 7', '12,000')).toEqual({ admNo: 0, student: 1, className: 2, balance: 3 })
})

test('admission numbers are not taken for phones', () => {
  expect(guessMapping(['Adm', 'Name', 'Locker'], () => ['4001', '100200300'])).toEqual({ admNo: 0, student: 1 })
})
