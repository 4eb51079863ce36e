import { expect, test } from 'vitest'
import { findDelimiter, MAX_ROWS, readCsv } from '../../../../electron/files/read-csv.ts'
import { AppError } from '../../../../shared/errors.ts'

const read = (text: string, ...more: [';'?]) => readCsv(Buffer.from(text), 'x.csv', ...more)
const failureOf = (text: string) => {
  try {
    return read(text).rows
  } catch (error) {
    return error instanceof AppError ? { key: error.failure.key, ...error.failure.params } : error
  }
}

test.each([
  ['a,b\nc,d', ','],
  ['a;b\nc;d,e', ';'],
  ['a\tb\tc\n1\t2\t3', '\t'],
  ['a|b\nc|d', '|'],
  ['Adm;Name;Balance\n1;Were, Jane;5\n2;Otieno, Ann;6', ';'],
  ['"a;b;c;d",x\n"e;f;g;h",y', ','],
  ['one\ntwo', ','],
])('the delimiter of %j is %j', (text, delimiter) => {
  expect(findDelimiter(text)).toBe(delimiter)
})

test('a sep= line names the delimiter and is no row', () => {
  expect(read('sep=;\r\na;b,c\r\n')).toEqual({ delimiter: ';', rows: [['a', 'b,c']] })
})

test('the delimiter that the bursar chose goes before the one that is found', () => {
  expect(read('a,b;c', ';').rows).toEqual([['a,b', 'c']])
})

test('rows are numbered as a spreadsheet does: blank lines count, line breaks inside a cell do not, whatever ends a line', () => {
  expect(read('a,b\r\n\r\n"c\r\nd",e\nf,g\rh,i').rows).toEqual([['a', 'b'], [''], ['c\r\nd', 'e'], ['f', 'g'], ['h', 'i']])
})

test('a quotation mark inside an unquoted cell is a letter', () => {
  expect(read('Jane "Shiru" Were,2').rows).toEqual([['Jane "Shiru" Were', '2']])
})

test.each([
  ['at the end of the file', 'a,b\n1,2\n"3,4\n5,6'],
  ['before another quoted cell', 'a,b\n1,2\n"3,4\n5,"six"\n'],
  ['with a file behind it that is longer than a row may be', `a,b\n1,2\n"3,4\n${'5,6\n'.repeat(20_000)}`],
])('a quotation mark that is never closed is told by its row: %s', (_, text) => {
  expect(failureOf(text)).toEqual({ key: 'file_quotes_broken', name: 'x.csv', row: 3 })
})

test('an endless line is refused by its row, even one of delimiters alone', () => {
  expect(failureOf(`a,b\n${','.repeat(70_000)}`)).toEqual({ key: 'file_line_too_long', name: 'x.csv', row: 2, most: '65,536' })
  expect(failureOf(`a,b\r\n${','.repeat(1_000)}`)).toEqual({ key: 'file_line_too_long', name: 'x.csv', row: 2, most: '65,536' })
  expect(failureOf(`a,b\n${'x'.repeat(70_000)}`)).toEqual({ key: 'file_line_too_long', name: 'x.csv', row: 2, most: '65,536' })
})

test('more rows than a fee list can have are refused', () => {
  expect(failureOf('1\n'.repeat(MAX_ROWS + 1))).toEqual({ key: 'file_too_many_rows', name: 'x.csv', most: '50,000' })
  expect(read('1\n'.repeat(MAX_ROWS)).rows.length).toBe(MAX_ROWS)
})
