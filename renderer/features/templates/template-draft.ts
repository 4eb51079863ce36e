/** The texts of a template while they are being changed, in both languages at once. PURE. */
import type { Output } from '../../../shared/ipc/contract.ts'
import { type EventType, LANGUAGES, type Language } from '../../../shared/model/messages/event.ts'
import { EVENT_FIELDS, type OnChange, TEMPLATE_FIELDS, type TemplateField } from '../../../shared/model/messages/template.ts'

export type Template = Output<'templates:list'>[number]
export const PARTS = ['sms', 'emailSubject', 'emailText'] as const
export type Part = (typeof PARTS)[number]
export type Texts = Readonly<Record<Part, string>>
export type Draft = { readonly name: string; readonly onChange: OnChange; readonly texts: Readonly<Record<Language, Texts>> }

const NOTHING: Texts = { sms: '', emailSubject: '', emailText: '' }

/** The draft as it is on file; empty for a new message. */
export function draftOf(template: Template | null): Draft {
  const texts = (language: Language): Texts => {
    const onFile = template?.languages[language]
    return onFile ? { sms: onFile.sms, emailSubject: onFile.emailSubject, emailText: onFile.emailText } : NOTHING
  }
  return { name: template?.name ?? '', onChange: template?.onChange ?? 'rewrite', texts: { en: texts('en'), sw: texts('sw') } }
}

const isSameBesides = (a: Draft, b: Draft): boolean => a.name === b.name && a.onChange === b.onChange
const isSame = (a: Texts, b: Texts): boolean => PARTS.every((part) => a[part] === b[part])

/** Languages whose texts differ from those on file; for a change that is not of one language, the first that has a text. */
export function changedLanguages(saved: Draft, draft: Draft): Language[] {
  const changed = LANGUAGES.filter((language) => !isSame(saved.texts[language], draft.texts[language]))
  if (changed.length > 0 || isSameBesides(saved, draft)) return changed
  return LANGUAGES.filter((language) => !isSame(draft.texts[language], NOTHING)).slice(0, 1)
}

export function isChanged(saved: Draft, draft: Draft): boolean {
  return !isSameBesides(saved, draft) || changedLanguages(saved, draft).length > 0
}

/** The draft with one text of one language changed. */
export function withText(draft: Draft, language: Language, part: Part, text: string): Draft {
  return { ...draft, texts: { ...draft.texts, [language]: { ...draft.texts[language], [part]: text } } }
}

/** Fields that a text about this event can name. */
export function fieldsFor(event: EventType): TemplateField[] {
  return TEMPLATE_FIELDS.filter((field) => EVENT_FIELDS[field]?.includes(event) ?? true)
}

/** Fields that say what a family owes, or since when. */
const BALANCE_FIELDS: readonly TemplateField[] = ['balance', 'total', 'lines', 'due_date', 'days']

/** Whether a text names what is owed, so that it can grow untrue while it waits. */
export function speaksOfBalance({ texts }: Draft): boolean {
  const all = LANGUAGES.flatMap((language) => PARTS.map((part) => texts[language][part])).join(' ')
  const named = [...all.matchAll(/\{[{%](.*?)[%}]\}/gs)].map(([, inside = '']) => inside).join(' ')
  return BALANCE_FIELDS.some((field) => new RegExp(`\\b${field}\\b`).test(named))
}

/** The channels that a template has a text for, in any language. */
export function channelsOf(template: Template): { readonly sms: boolean; readonly email: boolean } {
  const all = LANGUAGES.flatMap((language) => template.languages[language] ?? [])
  return { sms: all.some(({ sms }) => sms !== ''), email: all.some(({ emailText }) => emailText !== '') }
}
