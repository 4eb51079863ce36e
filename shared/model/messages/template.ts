/** What a template may say, and what can be wrong with one. PURE. */
import { z } from '../../zod.ts'
import { count, language, line } from '../values/values.ts'
import { EVENT_TYPES, type EventType } from './event.ts'

export const TEMPLATE_FIELDS = [
  'school',
  'guardian',
  'student',
  'adm',
  'class_name',
  'amount',
  'balance',
  'total',
  'lines',
  'term',
  'year',
  'invoice_number',
  'due_date',
  'days',
  'receipt',
  'date',
  'exam',
  'result',
  'paybill',
  'office',
  'as_at',
] as const
/**
 * Fields of a text. Money fields (`amount`, `balance`, `total`) read as "45,000" by themselves and compare in whole units of money; `| money` says the same aloud.
 * Dates (`due_date`, `date`, `as_at`) read as "1 Dec 2026" by themselves. With several children `student` and `adm` join them, `balance`
 * and `total` add them up, and `lines` says each: "Amina 4,500; Juma 12,000".
 */
export type TemplateField = (typeof TEMPLATE_FIELDS)[number]

/** Fields that only one event has: a text of another event that names one would leave everybody out. */
export const EVENT_FIELDS: Readonly<Partial<Record<TemplateField, readonly EventType[]>>> = {
  receipt: ['payment_received'],
  date: ['payment_received'],
  exam: ['exam_result'],
  result: ['exam_result'],
}

export const TEMPLATE_PROBLEMS = [
  'syntax',
  'not_closed',
  'unknown_field',
  'unknown_filter',
  'not_for_event',
  'empty',
  'too_many_parts',
  'no_value',
  'other_brackets',
] as const
export type TemplateProblem = (typeof TEMPLATE_PROBLEMS)[number]

export const ON_CHANGE = ['rewrite', 'skip'] as const
/** What becomes of a waiting message when the balance that it speaks of has changed: its text is written anew, or it is not sent. */
export type OnChange = (typeof ON_CHANGE)[number]

/** The texts of a template in one language. */
export const templateTexts = { sms: z.string().max(2_000), emailSubject: line(200), emailText: z.string().max(20_000) }

export const templatePreviewRequest = z.strictObject({ eventType: z.enum(EVENT_TYPES), language, ...templateTexts, guardian: count })
export type TemplatePreviewRequest = z.output<typeof templatePreviewRequest>

/** What a text says to one family, and what is wrong with it. */
export const templatePreview = z.object({
  problems: z.array(
    z.object({
      part: z.enum(['sms', 'emailSubject', 'emailText']),
      key: z.enum(TEMPLATE_PROBLEMS),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      line: z.number().int().optional(),
    }),
  ),
  /** For whom it is shown: a guardian on file, or invented values when there is none. */
  guardian: z.string(),
  invented: z.boolean(),
  sms: z.object({ text: z.string(), parts: count, letters: count, encoding: z.enum(['gsm7', 'ucs2']), costlyLetters: z.array(z.string()) }).nullable(),
  email: z.object({ subject: z.string(), text: z.string() }).nullable(),
})
export type TemplatePreview = z.output<typeof templatePreview>
