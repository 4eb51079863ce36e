/** What the fields of a text stand for, for one family. PURE. */
import type { Language } from '../../shared/model/messages/event.ts'
import { TEMPLATE_FIELDS } from '../../shared/model/messages/template.ts'
import { formatAmount } from '../../shared/model/values/money.ts'
import { dayIn } from '../../shared/model/values/quiet-hours.ts'
import type { Child } from '../school/families.ts'
import { oldestOf } from '../school/freshness.ts'
import { Figure, type Scope } from './engine.ts'

export type SchoolFacts = {
  readonly name: string
  readonly shortName: string
  readonly officePhone: string
  readonly paybill: string
  readonly term: number
  readonly year: number
}
/** The date, and the school's zone by which instants are dates: what is "late" and "as at" is decided by the day. */
export type Days = { readonly today: string; readonly zone: string }

/** The fields of one guardian's text about these children. What is not known is absent. */
export function fieldValues(guardianName: string, children: readonly Child[], language: Language, school: SchoolFacts, days: Days): Scope {
  const invoices = children.flatMap((c) => c.invoices)
  const newest = invoices.filter((i) => i.year === school.year && i.term === school.term)
  const open = invoices.filter((i) => i.balanceCents > 0)
  const due = open.flatMap((i) => i.dueOn ?? []).sort()[0]
  const late = due === undefined ? 0 : daysBetween(due, days.today)
  const asAt = oldestOf(children)
  const balance = money(children.reduce((sum, c) => sum + c.balanceCents, 0))
  return given({
    school: school.shortName,
    guardian: guardianName,
    student: joined(
      children.map((c) => c.name),
      language,
    ),
    adm: children.map((c) => c.admNo).join(', '),
    class_name: [...new Set(children.map((c) => c.className))].filter(Boolean).join(', '),
    amount: newest.length > 0 ? money(newest.reduce((sum, i) => sum + i.amountCents, 0)) : undefined,
    balance,
    total: balance,
    lines: children.map((c) => `${c.name} ${formatAmount(c.balanceCents)}`).join('; '),
    term: school.term,
    year: school.year,
    invoice_number: newest.map((i) => i.number).join(', '),
    due_date: due && dateInWords(due, language),
    days: late > 0 ? new Figure(late, String(late)) : undefined,
    paybill: school.paybill,
    office: school.officePhone,
    as_at: dateInWords(asAt === null ? days.today : dayIn(days.zone, asAt), language),
  })
}

type Possible = { -readonly [K in keyof Scope]?: Scope[K] | undefined }

function given(values: Possible): Scope {
  const scope: Possible = {}
  for (const field of TEMPLATE_FIELDS) if (values[field] !== undefined && values[field] !== '') scope[field] = values[field]
  return scope as Scope
}

export function money(cents: number): Figure {
  return new Figure(cents / 100, formatAmount(cents))
}

function joined(names: readonly string[], language: Language): string {
  if (names.length < 2) return names[0] ?? ''
  return `${names.slice(0, -1).join(', ')} ${language === 'sw' ? 'na' : 'and'} ${names.at(-1)}`
}

const formats = {
  en: new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
  sw: new Intl.DateTimeFormat('sw-KE', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }),
}

/** "1 Dec 2026", "1 Des 2026": with plain spaces, so that no letter of it makes an SMS dear. */
export function dateInWords(date: string, language: Language): string {
  const key = `${language} ${date}`
  const words = inWords.get(key) ?? formats[language].format(Date.parse(`${date}T00:00:00Z`)).replace(/[\u00a0\u202f]/g, ' ')
  inWords.set(key, words)
  return words
}

/** A school has few dates and many families. */
const inWords = new Map<string, string>()

/** Whole days from one date to another; negative when the second comes first. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
