/** The sending settings as they stand in their form, and back. PURE. */
import { MAX_SMS_PARTS } from '../../../../shared/model/messages/message.ts'
import { DEFAULT_SENDING, PROMOTIONAL_HOURS, SENDING_RANGES, type SendingSettings } from '../../../../shared/model/settings/sending.ts'
import { formatMicros } from '../../../../shared/model/values/money.ts'
import { readClockTime } from '../../../lib/time/clock-time.ts'

export type NumberName = keyof typeof RANGES
type TimeName = 'quietFrom' | 'quietTo' | 'windowFrom' | 'windowTo'
/** As typed; a number that is left empty is ''. */
export type Values = Record<NumberName, number | string> &
  Record<TimeName, string> & { quiet: boolean; window: boolean; senderKind: SendingSettings['senderKind']; holdSeconds: string }
/** What is wrong with a field: words of `settings.problem`. */
export type Problem = 'time' | 'sameTime' | 'order' | 'neverOpen' | 'whole' | 'amount' | 'monthLess' | 'oneSms'

const MICROS_PER_UNIT = 1_000_000
const inUnits = ({ from, to }: { readonly from: number; readonly to: number }) => ({ from: Math.ceil(from / MICROS_PER_UNIT), to: to / MICROS_PER_UNIT })

/** What a number may be; money in whole units of its currency. Optional: empty means "no limit", or 0. */
export const RANGES = {
  staleDays: { ...SENDING_RANGES.staleDays, kind: 'whole', optional: false },
  expireDays: { ...SENDING_RANGES.expireDays, kind: 'whole', optional: false },
  gapMinutes: { ...SENDING_RANGES.gapMinutes, kind: 'whole', optional: true },
  price: { ...inUnits(SENDING_RANGES.pricePerPartMicros), kind: 'amount', optional: false },
  spendPerDay: { ...inUnits(SENDING_RANGES.spendPerDayMicros), kind: 'amount', optional: true },
  spendPerMonth: { ...inUnits(SENDING_RANGES.spendPerMonthMicros), kind: 'amount', optional: true },
  smsPerSecond: { ...SENDING_RANGES.smsPerSecond, kind: 'whole', optional: true },
  smsPerDay: { ...SENDING_RANGES.smsPerDay, kind: 'whole', optional: true },
  emailPerMinute: { ...SENDING_RANGES.emailPerMinute, kind: 'whole', optional: true },
  emailPerDay: { ...SENDING_RANGES.emailPerDay, kind: 'whole', optional: true },
} as const
const NUMBER_NAMES = Object.keys(RANGES) as NumberName[]

const MINUTES_A_DAY = 1_440

export function valuesOf(sending: SendingSettings): Values {
  return {
    quiet: sending.quietFrom !== null,
    quietFrom: sending.quietFrom ?? DEFAULT_SENDING.quietFrom ?? '',
    quietTo: sending.quietTo ?? DEFAULT_SENDING.quietTo ?? '',
    window: sending.windowFrom !== null,
    windowFrom: sending.windowFrom ?? '07:00',
    windowTo: sending.windowTo ?? '19:00',
    senderKind: sending.senderKind,
    holdSeconds: String(sending.holdSeconds),
    staleDays: sending.staleDays,
    expireDays: sending.expireDays,
    gapMinutes: sending.gapMinutes,
    price: formatMicros(sending.pricePerPartMicros),
    spendPerDay: units(sending.spendPerDayMicros),
    spendPerMonth: units(sending.spendPerMonthMicros),
    smsPerSecond: sending.smsPerSecond ?? '',
    smsPerDay: sending.smsPerDay ?? '',
    emailPerMinute: sending.emailPerMinute ?? '',
    emailPerDay: sending.emailPerDay ?? '',
  }
}

/** What is saved. Only for values without problems. */
export function sendingOf(values: Values): SendingSettings {
  const limit = (name: NumberName) => (values[name] === '' ? null : Number(values[name]))
  const money = (name: NumberName) => (values[name] === '' ? null : micros(values[name]))
  return {
    quietFrom: values.quiet ? readClockTime(values.quietFrom) : null,
    quietTo: values.quiet ? readClockTime(values.quietTo) : null,
    windowFrom: values.window ? readClockTime(values.windowFrom) : null,
    windowTo: values.window ? readClockTime(values.windowTo) : null,
    senderKind: values.senderKind,
    holdSeconds: Number(values.holdSeconds),
    staleDays: Number(values.staleDays),
    expireDays: Number(values.expireDays),
    gapMinutes: Number(values.gapMinutes),
    pricePerPartMicros: micros(values.price),
    spendPerDayMicros: money('spendPerDay'),
    spendPerMonthMicros: money('spendPerMonth'),
    smsPerSecond: limit('smsPerSecond'),
    smsPerDay: limit('smsPerDay'),
    emailPerMinute: limit('emailPerMinute'),
    emailPerDay: limit('emailPerDay'),
  }
}

/** What is wrong with each field, in the order of the form. */
export function problemsOf(values: Values): Partial<Record<NumberName | TimeName, Problem>> {
  const numbers = NUMBER_NAMES.filter((name) => !fits(name, values[name])).map((name) => [name, RANGES[name].kind] as const)
  const { spendPerDay, spendPerMonth } = values
  const monthLess = spendPerDay !== '' && spendPerMonth !== '' && Number(spendPerMonth) < Number(spendPerDay)
  // below it a single long SMS would wait for a day on which it may cost more, and that never comes
  const dearest = Number(values.price) * MAX_SMS_PARTS
  const oneSms = (['spendPerDay', 'spendPerMonth'] as const).filter((name) => values[name] !== '' && Number(values[name]) < dearest)
  return {
    ...Object.fromEntries(oneSms.map((name) => [name, 'oneSms' as const])),
    ...(monthLess && { spendPerMonth: 'monthLess' as const }),
    ...hoursProblems(values),
    ...Object.fromEntries(numbers),
  }
}

function hoursProblems(values: Values): Partial<Record<TimeName, Problem>> {
  const names: readonly TimeName[] = [
    ...(values.quiet ? (['quietFrom', 'quietTo'] as const) : []),
    ...(values.window ? (['windowFrom', 'windowTo'] as const) : []),
  ]
  const unreadable = names.filter((name) => readClockTime(values[name]) === null)
  if (unreadable.length > 0) return Object.fromEntries(unreadable.map((name) => [name, 'time' as const]))
  const { quietFrom, quietTo, windowFrom, windowTo } = sendingOf(values)
  if (quietFrom !== null && quietFrom === quietTo) return { quietTo: 'sameTime' }
  if (windowFrom !== null && windowTo !== null && windowFrom >= windowTo) return { windowTo: 'order' }
  const last = names.at(-1)
  return last && !someMinuteIsOpen(values) ? { [last]: 'neverOpen' } : {}
}

/** Whether an SMS could go at any minute of the day at all. */
function someMinuteIsOpen(values: Values): boolean {
  const { quietFrom, quietTo, windowFrom, windowTo, senderKind } = sendingOf(values)
  return Array.from({ length: MINUTES_A_DAY }, (_, minute) => minute).some(
    (minute) =>
      !(quietFrom && quietTo && within(minute, quietFrom, quietTo)) &&
      (!(windowFrom && windowTo) || within(minute, windowFrom, windowTo)) &&
      (senderKind === 'transactional' || within(minute, PROMOTIONAL_HOURS.from, PROMOTIONAL_HOURS.to)),
  )
}

function within(minute: number, from: string, to: string): boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)]
  return start < end ? minute >= start && minute < end : minute >= start || minute < end
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function fits(name: NumberName, typed: number | string): boolean {
  const { from, to, kind, optional } = RANGES[name]
  if (String(typed).trim() === '') return optional
  const n = Number(typed)
  return n >= from && n <= to && (kind === 'amount' || Number.isInteger(n))
}

const micros = (typed: number | string): number => Math.round(Number(typed) * MICROS_PER_UNIT)
const units = (limit: number | null): number | string => (limit === null ? '' : limit / MICROS_PER_UNIT)
