import type { BatchKind } from '../../../shared/model/batches/cause.ts'
import { EVENT_TYPES, type EventType } from '../../../shared/model/messages/event.ts'
import type { Translate } from './i18n.ts'

const isEvent = (key: string): key is EventType => (EVENT_TYPES as readonly string[]).includes(key)

/** What a template, or a sending of it or of words of its own, is called on every page: the event's name in the screen's language, or the name the bursar gave it. */
export function batchName(t: Translate, of: { readonly kind?: BatchKind; readonly templateKey: string | null; readonly name: string }): string {
  if (of.kind === 'test') return t('model.batch.test')
  if (of.templateKey === null) return t('model.batch.single')
  if (isEvent(of.templateKey) && of.templateKey !== 'bulk') return t(`model.event.${of.templateKey}`)
  if (of.templateKey === 'fee_statement') return t('model.builtIn.fee_statement')
  return of.name || t('model.event.bulk')
}
