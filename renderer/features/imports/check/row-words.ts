/** What is said about one row. PURE. */
import { FEE_FIELDS, type FeeField, ROW_PROBLEMS, type RowNote, type RowProblem } from '../../../../shared/model/school/import.ts'
import { addressAsWritten } from '../../../lib/format/address.ts'
import { languageOf, say, type Translate } from '../../../lib/words/i18n.ts'
import type { RowLine } from './check-figures.ts'

const isProblem = (key: RowProblem | RowNote): key is RowProblem => (ROW_PROBLEMS as readonly string[]).includes(key)
const isField = (field: string): field is FeeField => (FEE_FIELDS as readonly string[]).includes(field)

/** "Phone: “2.54712E+11”: Excel shortened this number …": the column as the file heads it, then the plain reason. */
export function remarkWords(t: Translate, remark: RowLine['remarks'][number]): string {
  const params = { cell: remark.cell ?? '', became: addressAsWritten(remark.became ?? '') }
  const reason = isProblem(remark.key) ? say(t, `model.rowProblem.${remark.key}`, params) : say(t, `model.rowNote.${remark.key}`, params)
  return remark.column ? t('imports.check.remark', { column: remark.column, reason }) : reason
}

/** What changes in a row, "Class: Form 2 → Form 3" each. The balance has a column of its own, and in a new row everything is new. */
export function changesWords(t: Translate, { verdict, changes }: Pick<RowLine, 'verdict' | 'changes'>, date: (date: string) => string): string[] {
  if (verdict !== 'change') return []
  const shown = (field: string, value: string) => {
    if (value === '') return t('imports.check.blank')
    if (field === 'language') return t(`model.language.${languageOf(value)}`)
    return field === 'dueOn' ? date(value) : value
  }
  return changes
    .filter(({ field }) => field !== 'balance')
    .map(({ field, from, to }) =>
      t('imports.check.change', { field: isField(field) ? t(`model.feeField.${field}`) : field, from: shown(field, from), to: shown(field, to) }),
    )
}
