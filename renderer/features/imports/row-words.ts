/** What is said about one row. PURE. */
import { FEE_FIELDS, type FeeField, ROW_PROBLEMS, type RowNote, type RowProblem } from '../../../shared/model/import.ts'
import { say, type Translate } from '../../lib/i18n.ts'
import type { RowLine } from './check-figures.ts'

const isProblem = (key: RowProblem | RowNote): key is RowProblem => (ROW_PROBLEMS as readonly string[]).includes(key)
const isField = (field: string): field is FeeField => (FEE_FIELDS as readonly string[]).includes(field)

/** "Phone: “2.54712E+11”: Excel shortened this number …": the column as the file heads it, then the plain reason. */
export function remarkWords(t: Translate, remark: RowLine['remarks'][number]): string {
  const params = { cell: remark.cell ?? '', became: remark.became ?? '' }
  const reason = isProblem(remark.key) ? say(t, `model.rowProblem.${remark.key}`, params) : say(t, `model.rowNote.${remark.key}`, params)
  return remark.column ? t('imports.check.remark', { column: remark.column, reason }) : reason
}

/** "Class: Form 2 → Form 3". */
export function changeWords(t: Translate, { field, from, to }: RowLine['changes'][number]): string {
  const blank = t('imports.check.blank')
  return t('imports.check.change', { field: isField(field) ? t(`model.feeField.${field}`) : field, from: from || blank, to: to || blank })
}
