/** What a plan is made from, for a draft that is queued and for a message that is looked at again before it goes. */
import type { SchoolRow } from '../../db/queries/schools.ts'
import type { Subject } from '../../db/queries/subjects.ts'
import { AppError } from '../../shared/errors.ts'
import type { Audience, ChannelChoice, WrittenFrom } from '../../shared/model/batches/draft.ts'
import type { EventType, Language } from '../../shared/model/messages/event.ts'
import type { TemplateField } from '../../shared/model/messages/template.ts'
import { dayIn } from '../../shared/model/values/quiet-hours.ts'
import type { Texts } from '../templates/built-in.ts'
import { checkText } from '../templates/check.ts'
import { type CompiledText, fieldsOf } from '../templates/engine.ts'
import type { TemplateEntry } from '../templates/library.ts'
import { type CompiledTemplate, type PlanRequest, REMINDERS } from './plan.ts'

/** Fields that another payment would change: a text with one of them is only true for as long as the balance stands. */
const BALANCE_FIELDS: readonly TemplateField[] = ['balance', 'total', 'lines', 'due_date', 'days']

/** What a batch keeps of the text and the school that it is queued from. */
export function writtenFrom({ languages, onChange }: Pick<TemplateEntry, 'languages' | 'onChange'>, { term, year }: SchoolRow): WrittenFrom {
  return { languages, onChange, term, year }
}

/** `subject`: the one record that it is about, where it is about one. */
export type Send = { readonly channel: ChannelChoice; readonly audience: Pick<Audience, 'balanceOverCents'>; readonly subject?: Subject | null }

/** Throws AppError template_broken for a text that could not go out. */
export function planRequest(
  template: { readonly eventType: EventType; readonly languages: WrittenFrom['languages'] },
  school: SchoolRow,
  { channel, audience, subject = null }: Send,
  now: number,
): PlanRequest {
  const texts: Partial<Record<Language, CompiledTemplate>> = {}
  const chosenByBalance = REMINDERS.includes(template.eventType) || audience.balanceOverCents !== null
  for (const [language, text] of Object.entries(template.languages)) texts[language as Language] = compiled(text, template.eventType, chosenByBalance, subject)
  return { eventType: template.eventType, channel, texts, school, subject, days: { today: dayIn(school.zone, now), zone: school.zone } }
}

function compiled(texts: Texts, eventType: EventType, chosenByBalance: boolean, subject: Subject | null): CompiledTemplate {
  const compile = (text: string) => {
    const { compiled, problems } = checkText(text, eventType)
    // a text for one channel only is no mistake: whoever needs the other is left out by name
    if (problems.some((p) => p.key !== 'empty')) throw new AppError('invalid_input', 'template_broken')
    return compiled
  }
  const [sms, emailSubject, emailText] = [compile(texts.sms), compile(texts.emailSubject), compile(texts.emailText)]
  const rests = (...all: (CompiledText | null)[]) => chosenByBalance || all.some((text) => saysBalance(text, subject))
  return { sms, emailSubject, emailText, saysBalance: { sms: rests(sms), email: rests(emailSubject, emailText) } }
}

/** The due date of the one invoice that a text is about is that invoice's own, whatever was paid. */
function saysBalance(text: CompiledText | null, subject: Subject | null): boolean {
  const changing = subject?.of === 'invoice' ? BALANCE_FIELDS.filter((field) => field !== 'due_date') : BALANCE_FIELDS
  return text !== null && fieldsOf(text).some(({ name }) => (changing as readonly string[]).includes(name))
}
