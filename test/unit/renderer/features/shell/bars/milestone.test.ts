import { expect, test } from 'vitest'
import { quartersDone } from '../../../../../../renderer/features/shell/bars/milestone.ts'

test.each([
  [0, 412, 0],
  [102, 412, 0],
  [103, 412, 1],
  [411, 412, 3],
  [412, 412, 4],
  [500, 412, 4],
  [0, 0, 0],
])('%i of %i are %i quarters', (done, total, quarters) => {
  expect(quartersDone(done, total)).toBe(quarters)
})
