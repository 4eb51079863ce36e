import { expect, test } from 'vitest'
import { costlyLetters, smsSize } from '../../../../../shared/model/messages/sms-parts.ts'

test.each([
  ['nothing', '', 'gsm7', 1, 0],
  ['160 plain letters', 'a'.repeat(160), 'gsm7', 1, 160],
  ['161 plain letters', 'a'.repeat(161), 'gsm7', 2, 161],
  ['306 plain letters', 'a'.repeat(306), 'gsm7', 2, 306],
  ['307 plain letters', 'a'.repeat(307), 'gsm7', 3, 307],
  ['a bracket takes two places', `${'a'.repeat(159)}[`, 'gsm7', 2, 161],
  ['a euro sign may not lie over the edge of a part', `${'a'.repeat(152)}€${'b'.repeat(152)}`, 'gsm7', 3, 306],
  ['70 letters with a curly apostrophe', `’${'a'.repeat(69)}`, 'ucs2', 1, 70],
  ['71 letters with a curly apostrophe', `’${'a'.repeat(70)}`, 'ucs2', 2, 71],
  ['a Kikuyu letter', 'Wanjikũ', 'ucs2', 1, 7],
])('%s', (_name, text, encoding, parts, letters) => {
  expect(smsSize(text)).toEqual({ encoding, parts, letters })
})

test('the letters that make a text dear are named once each', () => {
  expect(costlyLetters('Ng’ang’a – Wanjikũ')).toEqual(['’', '–', 'ũ'])
  expect(costlyLetters('Plain text, 100 % @ school')).toEqual([])
})
