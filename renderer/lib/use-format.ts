import { useTranslation } from 'react-i18next'
import { type Format, formatFor } from './format.ts'
import { languageOf } from './i18n.ts'
import { useStatus } from './use-bridge.ts'

/** Formats in the screen's language and the school's zone. */
export function useFormat(): Format {
  const { i18n } = useTranslation()
  return formatFor(languageOf(i18n.language), useStatus().zone)
}
