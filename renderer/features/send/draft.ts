/** From what is chosen on the page to a draft, and what is wrong with it. PURE. */
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import { LANGUAGES, type Language } from '../../../shared/model/messages/event.ts'
import { TEMPLATE_FIELDS, type TemplateField } from '../../../shared/model/messages/template.ts'
import { readMoney } from '../../../shared/model/values/money.ts'

export type Draft = Input<'batches:preview'>
export type Preview = Output<'batches:preview'>
export type Template = Output<'templates:list'>[number]
export type Scope = 'everyone' | 'classes' | 'owing'
export type Choice = {
  readonly templateKey: string | null
  readonly channel: Draft['channel']
  readonly scope: Scope
  readonly classes: readonly string[]
  /** As typed. */
  readonly over: string
  readonly copies: boolean
}
export type ChoiceFault = 'no_template' | 'no_class' | 'not_money'

const MOST_OVER_CENTS = 1_000_000_000_00

/** Cents of "5,000", "KES 5000" or nothing typed (0). Null when it is no amount that a balance can be compared with. */
export function overCents(typed: string): number | null {
  const cents = readMoney(typed)
  if (cents === null) return 0
  return cents === 'not_money' || cents < 0 || cents > MOST_OVER_CENTS ? null : cents
}

/** The first thing that keeps the choice from being a draft, or null. */
export function choiceFault(choice: Choice): ChoiceFault | null {
  if (choice.templateKey === null) return 'no_template'
  if (choice.scope === 'classes' && choice.classes.length === 0) return 'no_class'
  if (choice.scope === 'owing' && overCents(choice.over) === null) return 'not_money'
  return null
}

/** The draft that is previewed and sent; null while something is missing or wrong. */
export function draftOf(choice: Choice): Draft | null {
  if (choice.templateKey === null || choiceFault(choice) !== null) return null
  return {
    templateKey: choice.templateKey,
    channel: choice.channel,
    audience: {
      classes: choice.scope === 'everyone' ? [] : [...choice.classes],
      balanceOverCents: choice.scope === 'owing' ? overCents(choice.over) : null,
      includeCopies: choice.copies,
    },
  }
}

/** The first words of a text, cut at a word. */
export function firstWords(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most)
  return `${cut.slice(0, cut.lastIndexOf(' ') > most / 2 ? cut.lastIndexOf(' ') : most)}…`
}

/** A text as it may read, with `example` for every field: enough to know it by. Conditions count as met. */
export function exampleText(text: string, example: (field: TemplateField) => string): string {
  return text
    .replace(/\{%-?\s*else\b.*?%\}.*?(?=\{%-?\s*endif)/gs, '')
    .replace(/\{%.*?%\}/gs, '')
    .replace(/\{\{-?\s*(\w+).*?\}\}/gs, (_, name) => {
      const field = TEMPLATE_FIELDS.find((known) => known === name)
      return field ? example(field) : ''
    })
}

/** The languages that a template is written in. */
export function languagesOf(template: Template): readonly Language[] {
  return LANGUAGES.filter((language) => template.languages[language] !== undefined)
}

/** The text to know a template by: in the screen's language where it has one; the email's where there is no SMS. */
export function sampleText(template: Template, language: Language): string {
  const texts = template.languages[language] ?? LANGUAGES.map((other) => template.languages[other]).find((found) => found !== undefined)
  return texts ? texts.sms || texts.emailSubject || texts.emailText : ''
}

/** How many are left out, whatever the reason. */
export function leftOutTotal({ leftOut }: Pick<Preview, 'leftOut'>): number {
  return leftOut.reduce((sum, { count }) => sum + count, 0)
}
