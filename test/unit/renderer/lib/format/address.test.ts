import { expect, test } from 'vitest'
import { addressAsWritten } from '../../../../../renderer/lib/format/address.ts'

test.each([
  ['+254712345678', '0712 345 678'],
  ['+254110345678', '0110 345 678'],
  ['+254202345678', '0202345678'],
  ['+256772123456', '+256772123456'],
  ['mary@example.com', 'mary@example.com'],
  ['2547****678', '2547****678'],
  ['', ''],
])('"%s" is written "%s"', (stored, written) => {
  expect(addressAsWritten(stored)).toBe(written)
})
