/** A draft: a template, an audience and a channel. What is planned for it is shown, and what it became is stored with its batch. */
import { z } from '../../zod.ts'
import { LANGUAGES } from '../messages/event.ts'
import { SKIP_REASONS } from '../messages/message.ts'
import { ON_CHANGE } from '../messages/template.ts'
import { stored } from '../values/stored.ts'
import { cents, channel, count, instant, language, line, micros, term, year } from '../values/values.ts'

export const audience = z.strictObject({
  /** Empty: every class. */
  classes: z.array(line(60)).max(200).readonly(),
  /** Only families that owe more than this; null: whatever they owe. */
  balanceOverCents: cents.min(0).max(1_000_000_000_00).nullable(),
  includeCopies: z.boolean(),
})
export type Audience = z.output<typeof audience>

export const CHANNEL_CHOICES = ['sms', 'email', 'both', 'preferred'] as const
/** How a batch is to reach its guardians. preferred: by SMS where there is a number, else by email. */
export type ChannelChoice = (typeof CHANNEL_CHOICES)[number]

export const draft = z.strictObject({
  templateKey: line(60).min(1),
  audience,
  channel: z.enum(CHANNEL_CHOICES),
})
export type Draft = z.output<typeof draft>
/** What a batch was asked for, as it keeps it. */
export const storedDraft = stored(draft)

const writtenFrom = z.object({
  languages: z.partialRecord(z.enum(LANGUAGES), z.object({ sms: z.string(), emailSubject: z.string(), emailText: z.string() })),
  onChange: z.enum(ON_CHANGE),
  term,
  year,
})
/**
 * What a batch keeps of the day that it was queued: its texts in every language, and which term they are about. Who the school is and what a family
 * owes is said as it is when the message goes.
 */
export type WrittenFrom = z.output<typeof writtenFrom>
export const storedWrittenFrom = stored(writtenFrom)

/** The figures of a draft before anything is queued. */
export const preview = z.object({
  /** Of the figures below: another preview of the same draft may differ after an import. */
  guardians: count,
  sms: z.object({ messages: count, parts: count, longest: count, estimateMicros: micros, ucs2: count, costlyLetters: z.array(z.string()) }),
  email: z.object({ messages: count }),
  languages: z.object({ en: count, sw: count }),
  leftOut: z.array(z.object({ reason: z.enum(SKIP_REASONS), count })),
  /** How many of them were sent this template within the last 24 hours. */
  recent: count,
  currency: z.string(),
  /** Present when the messages would wait: until when quiet hours or the school's own hours hold them. */
  quietUntil: instant.nullable(),
  /** Present when messages speak of balances that are older than the school wants: how many, and how old the oldest are. It has to be said that they may go all the same. */
  stale: z.object({ messages: count, asAt: instant, days: count }).nullable(),
  /** Present when the computer's clock shows an earlier day than the records know of: it has to be said that it is right. */
  clockBehind: z.object({ now: instant, known: instant }).nullable(),
  /** How long it can be undone before the first message leaves. */
  holdSeconds: count,
})
export type Preview = z.output<typeof preview>

/** One message of a draft as it will really go. */
export const recipient = z.object({
  index: count,
  of: count,
  guardian: z.string(),
  students: z.array(z.object({ name: z.string(), admNo: z.string(), className: z.string(), balanceCents: cents })),
  channel,
  to: z.string(),
  language,
  subject: z.string().nullable(),
  text: z.string(),
  parts: count.nullable(),
  encoding: z.enum(['gsm7', 'ucs2']).nullable(),
})
export type Recipient = z.output<typeof recipient>

/** A page of those who get nothing, with what is on file for them. */
export const leftOutPage = z.object({
  rows: z.array(
    z.object({
      guardian: z.string(),
      students: z.array(z.string()),
      reason: z.enum(SKIP_REASONS),
      channel,
      onFile: z.string(),
      missing: z.string().nullable(),
    }),
  ),
  total: count,
})
export type LeftOutPage = z.output<typeof leftOutPage>
