import i18next, { type ParseKeys, type TFunction } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { WordParams } from '../../../shared/errors.ts'
import type { Language } from '../../../shared/model/messages/event.ts'
import { type Words, words } from '../../../shared/words/index.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: Words }
  }
}

export type Translate = TFunction

/** Starts in English; the language on file follows with the status. */
export function startWords(): void {
  void i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: words.en }, sw: { translation: words.sw } },
    interpolation: { escapeValue: false },
    initAsync: false,
  })
}

/** Shows the page in this language, at once. */
export function speak(language: Language): void {
  document.documentElement.lang = language
  if (i18next.language !== language) void i18next.changeLanguage(language)
}

export const languageOf = (code: string): Language => (code === 'sw' ? 'sw' : 'en')

/** A language's name for itself, which its speakers find whatever the screen speaks now. */
export const ownName = (language: Language): string => words[language].model.language[language]

/**
 * The words for a key that is only known when it is needed (a failure, a row's remark). `t` itself checks at compile time that every
 * value of a sentence is given; here they come with the key from the main process.
 */
export function say(t: Translate, key: ParseKeys, params: WordParams = {}): string {
  return (t as (key: string, params: WordParams) => string)(key, params)
}
