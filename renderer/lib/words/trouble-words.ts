import type { FailureKey } from '../../../shared/words/en/failures.ts'
import { words } from '../../../shared/words/index.ts'
import { failureWords, type ThreeSentences } from './failure-words.ts'
import type { Translate } from './i18n.ts'

const isFailureKey = (text: string): text is FailureKey => Object.hasOwn(words.en.failures, text)

/** Why a source of reports could not be asked, by the key that the main process gives; null for a key without words. */
export function troubleWords(t: Translate, key: string): ThreeSentences | null {
  return isFailureKey(key) ? failureWords(t, { code: 'not_configured', key }) : null
}
