/** The texts of a template while they are being changed, in both languages at once. PURE. */
import type { Output } from '../../../shared/ipc/contract.ts'
import { type EventType, LANGUAGES, type Language } from '../../../shared/model/event.ts'
import { EVENT_FIELDS, TEMPLATE_FIELDS, type TemplateField } from '../../../shared/model/template.ts'

export type Template = Output<'templates:list'>[number]
export const PARTS = ['sms', 'emailSubject', 'emailText'] as const
export type Part = (typeof PARTS)[number]
export type Texts = Readonly<Record<Part, string>>
export type Draft = { readonly name: string; readonly texts: Readonly<Record<Language, Texts>> }

const NOTHING: Texts = { sms: '', emailSubject: '', emailText: '' }

/** The draft as it is on file; empty for a new message. */
export function draftOf(template: Template | null): Draft {
  const texts = (language: Language): Texts => {
    const onFile = template?.languages[language]
    return onFile ? { sms: onFile.sms, emailSubject: onFile.emailSubject, emailText: onFile.emailText } : NOTHING
  }
  return { name: template?.name ?? '', texts: { en: texts('en'), sw: texts('sw') } }
}

const isSame = (a: Texts, b: Texts): boolean => PARTS.every((part) => a[part] === b[part])

/** Languages whose texts differ from those on file; for a changed name alone, the first language that has any text. */
export function changedLanguages(saved: Draft, draft: Draft): Language[] {
  const changed = LANGUAGES.filter((language) => !isSame(saved.texts[language], draft.texts[language]))
  if (changed.length > 0 || saved.name === draft.name) return changed
  return LANGUAGES.filter((language) => !isSame(draft.texts[language], NOTHING)).slice(0, 1)
}

export function isChanged(saved: Draft, draft: Draft): boolean {
  return saved.name !== draft.name || changedLanguages(saved, draft).length > 0
}

/** The draft with one text of one language changed. */
export function withText(draft: Draft, language: Language, part: Part, text: string): Draft {
  return { ...draft, texts: { ...draft.texts, [language]: { ...draft.texts[language], [part]: text } } }
}

/** Fields that a text about this event can name. */
export function fieldsFor(event: EventType): TemplateField[] {
  return TEMPLATE_FIELDS.filter((field) => EVENT_FIELDS[field]?.includes(event) ?? true)
}

/** The channels that a template has a text for, in any language. */
export function channelsOf(template: Template): { readonly sms: boolean; readonly email: boolean } {
  const all = LANGUAGES.flatMap((language) => template.languages[language] ?? [])
  return { sms: all.some(({ sms }) => sms !== ''), email: all.some(({ emailText }) => emailText !== '') }
}
