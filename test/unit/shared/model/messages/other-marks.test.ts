import { expect, test } from 'vitest'
import { withMarkRight } from '../../../../../shared/model/messages/other-marks.ts'

test.each([
  ['wherever it stands', 'Dear {guardian},\n{guardian}: {balance}', 'Dear {{guardian}},\n{{guardian}}: {balance}'],
  ['but not inside what is right already', '{{guardian}} {guardian}', '{{guardian}} {{guardian}}'],
  ['nor inside another mark', '$' + '{guardian} {guardian}', '$' + '{guardian} {{guardian}}'],
  ['nor inside a condition', '{% if "{guardian}" %}{guardian}{% endif %}', '{% if "{guardian}" %}{{guardian}}{% endif %}'],
])('a mark is put right %s', (_name, text, right) => {
  expect(withMarkRight(text, '{guardian}', '{{guardian}}')).toBe(right)
})
