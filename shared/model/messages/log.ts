/** The log of messages as it is asked for and shown. */
import { z } from '../../zod.ts'
import { channel, charges, count, id, instant, line, micros, stateCounts } from '../values/values.ts'
import { FAILURE_REASONS, HOLD_REASONS, MESSAGE_STATES, SKIP_REASONS } from './message.ts'

export const logFilter = z.strictObject({
  channel: channel.optional(),
  states: z.array(z.enum(MESSAGE_STATES)).max(MESSAGE_STATES.length).optional(),
  search: line(80).optional(),
  batchId: id.optional(),
  from: instant.optional(),
  until: instant.optional(),
})
export type LogFilter = z.output<typeof logFilter>

/** Where each of the two logs stands; null: from its newest. "end": nothing older. */
const place = z.union([z.strictObject({ at: instant, id }), z.literal('end')]).nullable()
export const logCursor = z.strictObject({ sms: place, email: place })
export type LogCursor = z.output<typeof logCursor>

export const logPageRequest = z.strictObject({ filter: logFilter, cursor: logCursor.nullable(), limit: z.number().int().min(1).max(200) })
export type LogPageRequest = z.output<typeof logPageRequest>

export const logRow = z.object({
  channel,
  id,
  createdAt: instant,
  /** Null: a test message, which is to nobody on file. */
  toName: z.string().nullable(),
  to: z.string(),
  state: z.enum(MESSAGE_STATES),
  skipReason: z.enum(SKIP_REASONS).nullable(),
  failureReason: z.enum(FAILURE_REASONS).nullable(),
  holdReason: z.enum(HOLD_REASONS).nullable(),
  /** A person left an unconfirmed message as it is, or said that it was sent. */
  decidedAt: instant.nullable(),
  notBefore: instant,
  parts: count.nullable(),
  costMicros: micros.nullable(),
  /** Null: the school's own. */
  costCurrency: z.string().nullable(),
  text: z.string(),
})
export type LogRow = z.output<typeof logRow>

export const logPage = z.object({ rows: z.array(logRow), next: logCursor.nullable() })
export type LogPage = z.output<typeof logPage>

export const logCounts = z.object({
  total: count,
  byState: stateCounts,
  /** Of the unconfirmed, those that nobody has left as they are. */
  undecided: count,
  costs: charges,
})
export type LogCounts = z.output<typeof logCounts>

export const messageRef = z.strictObject({ channel, id })
/**
 * Messages that something is to be done with: some by name, or all that a filter finds and that can. `asOf`: when those that the filter finds were counted.
 * What has changed since was not asked about, and stays as it is.
 */
export const selection = z.union([
  z.strictObject({ messages: z.array(messageRef).min(1).max(1_000) }),
  z.strictObject({ filter: logFilter, asOf: instant.optional() }),
])
export type Selection = z.output<typeof selection>
