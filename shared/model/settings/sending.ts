/** The sending settings: when messages may go, how many, and what they may cost. */
import { z } from '../../zod.ts'
import { stored } from '../values/stored.ts'
import { clockTime } from '../values/values.ts'

/** What each number may be. */
export const SENDING_RANGES = {
  pricePerPartMicros: { from: 0, to: 1_000_000_000 },
  holdSeconds: { from: 0, to: 3_600 },
  staleDays: { from: 1, to: 90 },
  expireDays: { from: 1, to: 30 },
  gapMinutes: { from: 0, to: 1_440 },
  smsPerSecond: { from: 1, to: 1_000 },
  smsPerDay: { from: 1, to: 1_000_000 },
  emailPerMinute: { from: 1, to: 10_000 },
  emailPerDay: { from: 1, to: 1_000_000 },
  spendPerDayMicros: { from: 1, to: 1_000_000_000_000 },
  spendPerMonthMicros: { from: 1, to: 1_000_000_000_000 },
} as const
const number = (name: keyof typeof SENDING_RANGES) => z.number().int().min(SENDING_RANGES[name].from).max(SENDING_RANGES[name].to)

export const sendingSettings = z.strictObject({
  quietFrom: clockTime.nullable(),
  quietTo: clockTime.nullable(),
  /** What an SMS part is reckoned at until the provider says what it charged. */
  pricePerPartMicros: number('pricePerPartMicros'),
  /** Messages go only between these hours of the school's clock; null: at any hour that is not quiet. */
  windowFrom: clockTime.nullable(),
  windowTo: clockTime.nullable(),
  /** How the sender name is registered. Networks take promotional messages at {@link PROMOTIONAL_HOURS} only. */
  senderKind: z.enum(['transactional', 'promotional']),
  /** How long a bulk send can be undone before its first message leaves; 0: not at all. */
  holdSeconds: number('holdSeconds'),
  /** Balances older than so many days are asked about before a text that speaks of them goes. */
  staleDays: number('staleDays'),
  /** A message that could not go within so many days is not worth sending any more. */
  expireDays: number('expireDays'),
  /** Least time between two messages to the same guardian on the same channel; 0: none. */
  gapMinutes: number('gapMinutes'),
  smsPerSecond: number('smsPerSecond').nullable(),
  /** In any 24 hours; null: what the provider takes. */
  smsPerDay: number('smsPerDay').nullable(),
  emailPerMinute: number('emailPerMinute').nullable(),
  emailPerDay: number('emailPerDay').nullable(),
  /** By the calendar of the school; null: no limit. What goes over it waits. */
  spendPerDayMicros: number('spendPerDayMicros').nullable(),
  spendPerMonthMicros: number('spendPerMonthMicros').nullable(),
})
export type SendingSettings = z.output<typeof sendingSettings>

/** What a setting is where nothing was saved. */
export const DEFAULT_SENDING: SendingSettings = {
  quietFrom: '22:00',
  quietTo: '07:00',
  // the price that the provider's own examples show: not a quotation, so it is a setting
  pricePerPartMicros: 800_000,
  windowFrom: null,
  windowTo: null,
  senderKind: 'transactional',
  holdSeconds: 30,
  staleDays: 3,
  expireDays: 5,
  gapMinutes: 0,
  smsPerSecond: null,
  smsPerDay: null,
  emailPerMinute: null,
  emailPerDay: null,
  spendPerDayMicros: null,
  spendPerMonthMicros: null,
}
// settings that were saved before one of them was thought of lack it
const completed = z
  .looseObject({})
  .transform((json) => ({ ...DEFAULT_SENDING, ...json }))
  .pipe(sendingSettings.strip())
export const storedSending = stored<SendingSettings>(completed)

/** Networks take promotional messages between these hours only. */
export const PROMOTIONAL_HOURS = { from: '08:00', to: '18:00' } as const
