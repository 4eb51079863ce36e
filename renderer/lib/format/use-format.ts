import { useTranslation } from 'react-i18next'
import { useStatus } from '../bridge/use-bridge.ts'
import { languageOf } from '../words/i18n.ts'
import { type Format, formatFor } from './format.ts'

/** Formats in the screen's language and the school's zone. */
export function useFormat(): Format {
  const { i18n } = useTranslation()
  return formatFor(languageOf(i18n.language), useStatus().zone)
}
