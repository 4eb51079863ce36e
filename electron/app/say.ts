/** Texts of the operating system's dialogs, from the shared words. */
import type { AppFailure, WordParams } from '../../shared/errors.ts'
import type { Language } from '../../shared/model/messages/event.ts'
import { words } from '../../shared/words/index.ts'

/** Puts the values into a sentence of shared/words, as i18next does on the page. */
export function fill(sentence: string, params: WordParams = {}): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(params[name] ?? place))
}

/** A failure as a dialog shows it: what happened as the headline, what it means and what to do as the text. */
export function sayFailure(failure: AppFailure, language: Language): { headline: string; text: string } {
  const { what, means, todo } = words[language].failures[failure.key]
  return { headline: fill(what, failure.params), text: `${fill(means, failure.params)}\n\n${fill(todo, failure.params)}` }
}
