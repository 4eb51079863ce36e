import { describe, expect, test } from 'vitest'
import { type PhoneReading, readMobile, readPhones } from '../../../../../shared/model/values/phone.ts'

/** A reading without the part of the cell that it came from, which the split tests look at. */
const short = ({ raw: _, ...rest }: PhoneReading) => rest
const mobile = (e164: string, note?: string) => ({ kind: 'mobile', e164, ...(note && { note }) })
const bad = (reason: string) => ({ kind: 'bad', reason })
const M = '+254712345678'

describe('one number in a cell', () => {
  test.each<[string, object]>([
    ['0712345678', mobile(M)],
    ['0112345678', mobile('+254112345678')],
    ['712345678', mobile(M, 'zero_restored')],
    ['112345678', mobile('+254112345678', 'zero_restored_01')],
    ['254712345678', mobile(M)],
    ['+254 712 345 678', mobile(M)],
    ['00254712345678', mobile(M)],
    ['+254 (0)712345678', mobile(M, 'trunk_zero_dropped')],
    ['2540712345678', mobile(M, 'trunk_zero_dropped')],
    ['2.54712E+11', bad('digits_lost')],
    ['2.54712e11', bad('digits_lost')],
    ['2,54712E+11', bad('digits_lost')],
    ['7.12E+08', bad('digits_lost')],
    ['2.54712345678E+11', mobile(M, 'full_digits')],
    ['7.12345678E+08', mobile(M, 'full_digits')],
    ['712345678.0', mobile(M, 'decimal_dropped')],
    ['254712345678.00', mobile(M, 'decimal_dropped')],
    ['020 2345678', { kind: 'landline', e164: '+254202345678' }],
    ['202345678', { kind: 'landline', e164: '+254202345678' }],
    ['+254 57 2345678', { kind: 'landline', e164: '+254572345678' }],
    ['07123456', bad('wrong_length')],
    ['071234567890', bad('wrong_length')],
    ['7123456789', bad('wrong_length')],
    ['+254712345', bad('wrong_length')],
    ['0912345678', bad('not_a_number')],
    ['O712345678', { kind: 'proposal', e164: M }],
    ['07l2345678', { kind: 'proposal', e164: M }],
    ['07I2 345 67B', bad('not_a_number')],
    ['O7l2', bad('not_a_number')],
    ['2547****678', bad('masked_number')],
    ['0712***678', bad('masked_number')],
    ['2547xxxx678', bad('masked_number')],
    ['+256 772 123456', { kind: 'foreign', e164: '+256772123456' }],
    ['+255712345678', { kind: 'foreign', e164: '+255712345678' }],
    ['+44 7911 123456', { kind: 'foreign', e164: '+447911123456' }],
    ['00256772123456', { kind: 'foreign', e164: '+256772123456' }],
    ['+712345678', bad('wrong_length')],
    ['0712\u00a0345\u00a0678', mobile(M)],
    ['\ufeff0712345678', mobile(M)],
    ['tel:+254712345678', mobile(M)],
    ["'0712345678", mobile(M)],
    ['’0712345678', mobile(M)],
    ['0712-345-678', mobile(M)],
    ['0712.345.678', mobile(M)],
    ['712,345,678', mobile(M, 'zero_restored')],
    ['0712345678 (mum)', mobile(M)],
    ['Mama 0712 345 678', mobile(M)],
    ['Tel. 0712345678', mobile(M)],
    ['ask the office', bad('not_a_number')],
    ['0712345678x', bad('not_a_number')],
  ])('%j', (cell, expected) => {
    expect(readPhones(cell).map(short)).toEqual([expected])
  })
})

test.each(['', '  ', '\u00a0', '-', '0', 'N/A', '#N/A', 'nil', 'None', "'"])('%j says that there is no number', (cell) => {
  expect(readPhones(cell)).toEqual([])
})

describe('several numbers in a cell', () => {
  const both = [mobile(M), mobile('+254722345678')]
  test.each([
    '0712345678/0722345678',
    '0712345678 / 0722345678',
    '0712345678, 0722345678',
    '0712345678;0722345678',
    '0712345678 & 0722345678',
    '0712345678 or 0722345678',
    '0712345678 au 0722345678',
    '0712345678\n0722345678',
    '0712345678 0722345678',
    '0712345678 (mum) / 0722345678 (dad)',
    '/0712345678//0722345678/',
  ])('%j', (cell) => {
    expect(readPhones(cell).map(short)).toEqual(both)
  })

  test('each keeps its own part of the cell and its own fault', () => {
    expect(readPhones('0712345678/79')).toEqual([
      { kind: 'mobile', raw: '0712345678', e164: M },
      { kind: 'bad', raw: '79', reason: 'wrong_length' },
    ])
  })
})

test.each([
  ['0712 345 678', M],
  ['+254712345678', M],
  ['020 2345678', null],
  ['+256772123456', null],
  ['O712345678', null],
  ['0712345678/0722345678', null],
  ['', null],
])('a person’s own number %j is read as %j', (text, expected) => {
  expect(readMobile(text)).toBe(expected)
})
