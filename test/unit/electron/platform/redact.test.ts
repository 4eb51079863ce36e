import { expect, test } from 'vitest'
import { redact } from '../../../../electron/platform/redact.ts'

test.each([
  ['InvalidPhoneNumber: +254712345678', 'InvalidPhoneNumber: [number]'],
  ['number 0712 345 678 and 254-712-345-678', 'number [number] and [number]'],
  ['["0712345678","0722000111"]', '["[number]","[number]"]'],
  ['550 <mama.njeri+fees@example.co.ke> unknown', '550 <[address]> unknown'],
  ['bad apiKey atsk_4f0c1e9d', 'bad apiKey [key]'],
  ['token 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', 'token [key]'],
  ['at claim (/home/office/console/dist/main/main.js:1234:56)', 'at claim (/home/office/console/dist/main/main.js:1234:56)'],
  ['UNIQUE constraint failed: students.adm_no, took 1250 ms on 2026-11-22', 'UNIQUE constraint failed: students.adm_no, took 1250 ms on 2026-11-22'],
])('%s', (text, left) => {
  expect(redact(text)).toBe(left)
})
