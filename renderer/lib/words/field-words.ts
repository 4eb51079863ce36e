/** Fields of a text and of a fee list by their plain names. */

import { TEMPLATE_FIELDS } from '../../../shared/model/messages/template.ts'
import { FEE_FIELDS } from '../../../shared/model/school/import.ts'
import type { Translate } from './i18n.ts'

/** "Due date" for `due_date`; a misspelt field has no name and stays as it was typed. */
export function templateFieldName(t: Translate, field: string): string {
  const known = TEMPLATE_FIELDS.find((name) => name === field)
  return known ? t(`templates.field.${known}`) : field
}

/** "Admission number" for `admNo`; anything else stays as it is. */
export function feeFieldName(t: Translate, field: string): string {
  const known = FEE_FIELDS.find((name) => name === field)
  return known ? t(`model.feeField.${known}`) : field
}

/** What kept somebody from getting the message: a field that is not on file, or a template without a text for the channel. */
export function missingWords(t: Translate, missing: string): string {
  return missing === 'sms' || missing === 'email'
    ? t('send.leftOut.noText', { channel: t(`model.channel.${missing}`) })
    : t('send.leftOut.missing', { field: templateFieldName(t, missing) })
}
