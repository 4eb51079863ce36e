/** Amounts, counts and times as the page shows them. Intl objects are made once a language and zone: lists format thousands of cells. PURE. */
import type { Language } from '../../../shared/model/messages/event.ts'
import { type Charge, formatCents, formatMicros } from '../../../shared/model/values/money.ts'

export type Format = {
  /** "KES 45,000.00", with a no-break space. */
  readonly cents: (cents: number) => string
  /** "KES 329.60" for a provider's charge. */
  readonly micros: (micros: number, currency?: string) => string
  /** "KES 40.00 and USD 0.0158": charges of several currencies are never one sum. */
  readonly charges: (charges: readonly Charge[]) => string
  /** "8,214". */
  readonly count: (n: number) => string
  /** "3 Nov 2026", for an instant. */
  readonly day: (at: number) => string
  /** "14:05", 24 hours: in Kiswahili hours in words count from six. */
  readonly time: (at: number) => string
  /** "3 Nov 2026, 14:05". */
  readonly dayTime: (at: number) => string
  /** "3 Nov, 14:05", where the year is plain. */
  readonly shortDayTime: (at: number) => string
  /** "Monday, 3 November". */
  readonly longDay: (at: number) => string
  /** "3 Nov 2026", for a date without time (YYYY-MM-DD). */
  readonly date: (date: string) => string
  /** Hour of the day in the school's zone, 0 to 23. */
  readonly hour: (at: number) => number
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', sw: 'sw-KE' }
const NBSP = '\u00a0'
const made = new Map<string, Format>()

/** The one formatter for a language and a zone. */
export function formatFor(language: Language, zone: string): Format {
  const key = `${language} ${zone}`
  const known = made.get(key)
  if (known) return known
  const format = makeFormat(LOCALES[language], zone)
  made.set(key, format)
  return format
}

function makeFormat(locale: string, zone: string): Format {
  const dated = (options: Intl.DateTimeFormatOptions, timeZone = zone) => {
    const f = new Intl.DateTimeFormat(locale, { ...options, timeZone })
    return (at: number) => f.format(at)
  }
  const number = new Intl.NumberFormat(locale)
  const day = dated({ day: 'numeric', month: 'short', year: 'numeric' })
  const shortDay = dated({ day: 'numeric', month: 'short' })
  const time = dated({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const utcDay = dated({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC')
  const and = new Intl.ListFormat(locale, { type: 'conjunction' })
  const micros = (amount: number, currency = 'KES') => `${currency}${NBSP}${formatMicros(amount)}`
  return {
    cents: (cents) => `KES${NBSP}${formatCents(cents)}`,
    micros,
    charges: (charges) => and.format(charges.map((charge) => micros(charge.micros, charge.currency))),
    count: (n) => number.format(n),
    day,
    time,
    dayTime: (at) => `${day(at)}, ${time(at)}`,
    shortDayTime: (at) => `${shortDay(at)}, ${time(at)}`,
    longDay: dated({ weekday: 'long', day: 'numeric', month: 'long' }),
    date: (date) => utcDay(Date.parse(date)),
    hour: (at) => Number(time(at).slice(0, 2)),
  }
}
