import { expect, test } from 'vitest'
import { admKeyOf, nameKeyOf } from '../../../../../shared/model/school/import.ts'

test('admission numbers differ by their leading zeros, not by case or blanks around them', () => {
  expect([' adm/12 ', '004471', '4471'].map(admKeyOf)).toEqual(['ADM/12', '004471', '4471'])
})

test('names differ neither by case nor by spacing nor by the kind of apostrophe', () => {
  expect(new Set(["Peter  Ng'ang'a", 'PETER NG’ANG’A ', 'peter ng`ang´a'].map(nameKeyOf))).toEqual(new Set(["peter ng'ang'a"]))
})
