import type { Translate } from '../../../lib/words/i18n.ts'
import type { Column } from './mapping.ts'

/** A column as it is offered: by its heading; by its letter too where several have that heading; by its place where it has none. */
export function headingWords({ heading, index }: Pick<Column, 'heading' | 'index'>, t: Translate): string {
  const [, same, letter] = /^(.*) \(([A-Z]{1,2})\)$/.exec(heading) ?? []
  if (same !== undefined && letter !== undefined) return t('imports.columns.sameHeading', { heading: same, letter })
  return heading || t('imports.columns.unnamed', { n: index + 1 })
}
