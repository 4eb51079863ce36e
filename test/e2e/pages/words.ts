import { createInstance, type TFunction } from 'i18next'
import type { Language } from '../../../shared/model/messages/event.ts'
import type { FailureKey } from '../../../shared/words/en/failures.ts'
import { words } from '../../../shared/words/index.ts'

export type Words = TFunction

/** The console's own words in this language, so that the specs look for what a person reads. */
export function wordsIn(language: Language): Words {
  const i18n = createInstance()
  void i18n.init({ lng: language, resources: { [language]: { translation: words[language] } }, interpolation: { escapeValue: false }, initAsync: false })
  return i18n.t
}

/** Matches a sentence of the words table whole, whatever stands for its values. */
export function sentence(withValues: string): RegExp {
  const parts = withValues.split(/\{\{.+?\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.+')}$`)
}

/** The three sentences of a failure: what happened, what it means, what to do. */
export function failureSentences(t: Words, key: FailureKey, params: Readonly<Record<string, string | number>>): string[] {
  const say = t as (key: string, params: Readonly<Record<string, string | number>>) => string
  return (['what', 'means', 'todo'] as const).map((part) => say(`failures.${key}.${part}`, params))
}
