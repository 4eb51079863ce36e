import { expect, test } from 'vitest'
import { findHeader } from '../../../../electron/files/header.ts'
import { fieldsOf } from '../../../../electron/imports/columns.ts'
import { AppError } from '../../../../shared/errors.ts'

const failureOf = (work: () => unknown) => {
  try {
    return { answered: work() }
  } catch (error) {
    return error instanceof AppError ? { key: error.failure.key, params: error.failure.params } : { error }
  }
}

test('title rows and blank lines above the headings are skipped', () => {
  const rows = [['NYOTA RIDGE'], [''], ['Fee balance', '', 'Term 3'], ['Adm No', ' Student\nName ', 'Balance'], ['4001', 'Jane', '5']]
  expect(findHeader(rows, 'x.csv', fieldsOf)).toEqual({ headerRow: 4, headings: ['Adm No', 'Student Name', 'Balance'] })
})

test('the row that the bursar points at is taken, whatever it says', () => {
  expect(
    findHeader(
      [
        ['Adm', 'Name'],
        ['Nambari', 'Mtoto'],
      ],
      'x.csv',
      fieldsOf,
      { wanted: 2 },
    ),
  ).toEqual({ headerRow: 2, headings: ['Nambari', 'Mtoto'] })
})

test('a title that names class, term and year is no line of headings', () => {
  const rows = [['NYOTA RIDGE'], ['Class:', 'Form 2 East', 'Term:', '3', 'Year:', '2026'], [''], ['ADM', 'NAME', 'BAL'], ['941', 'Amina', '1,000']]
  expect(findHeader(rows, 'x.csv', fieldsOf, { telling: ['admNo', 'student'] }).headerRow).toBe(4)
})

test('without a line of known headings there is none', () => {
  const rows = [
    ['4001', 'Jane Were', '1,200'],
    ['Balance', ''],
  ]
  expect(failureOf(() => findHeader(rows, 'x.csv', fieldsOf))).toEqual({ key: 'file_no_header', params: { name: 'x.csv' } })
  expect(failureOf(() => findHeader(rows, 'x.csv', fieldsOf, { wanted: 9 }))).toEqual({ key: 'file_no_header', params: { name: 'x.csv' } })
})

test('two columns with the same heading are told apart by their letters, blank headings are left', () => {
  expect(findHeader([['Adm', 'Name', 'Phone', 'PHONE.']], 'x.csv', fieldsOf).headings).toEqual(['Adm', 'Name', 'Phone (C)', 'PHONE. (D)'])
  expect(findHeader([['Adm', 'Name', '', '']], 'x.csv', fieldsOf).headings).toEqual(['Adm', 'Name', '', ''])
})
