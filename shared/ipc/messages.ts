/** The log of messages, and what a person does with some of them. */
import { batchNamed } from '../model/batches/cause.ts'
import { logCounts, logFilter, logPage, logPageRequest, logRow, messageRef, selection } from '../model/messages/log.ts'
import { ATTEMPT_OUTCOMES, REPORT_SOURCES, REPORT_VERDICTS } from '../model/messages/message.ts'
import { count, id, instant, language, micros } from '../model/values/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, query } from './call.ts'

const messageDetail = logRow.extend({
  language,
  subject: z.string().nullable(),
  body: z.string(),
  detail: z.string(),
  encoding: z.enum(['gsm7', 'ucs2']).nullable(),
  /** In the school's currency. */
  estimateMicros: micros.nullable(),
  currency: z.string(),
  provider: z.string(),
  providerId: z.string().nullable(),
  sentAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  expiresAt: instant.nullable(),
  /** Email only, and only where a relay hears of it; null: not tracked, or not yet. */
  openedAt: instant.nullable(),
  clickedAt: instant.nullable(),
  /** Whether a relay that hears of opened and clicked mails is set up. */
  tracked: z.boolean(),
  reports: z.array(
    z.object({
      attempt: count.nullable(),
      source: z.enum(REPORT_SOURCES),
      verdict: z.enum(REPORT_VERDICTS),
      code: z.string(),
      detail: z.string(),
      at: instant,
    }),
  ),
  batch: z.object({ id, kind: batchNamed.kind, templateKey: batchNamed.templateKey, name: z.string() }),
  students: z.array(z.object({ name: z.string(), admNo: z.string() })),
  attempts: z.array(
    z.object({
      n: count,
      provider: z.string(),
      begunAt: instant,
      endedAt: instant.nullable(),
      outcome: z.enum(ATTEMPT_OUTCOMES).nullable(),
      code: z.string().nullable(),
      detail: z.string(),
      costMicros: micros.nullable(),
      costCurrency: z.string().nullable(),
    }),
  ),
  can: z.object({ retry: z.boolean(), settle: z.boolean(), cancel: z.boolean() }),
})

export const messageCalls = {
  'messages:page': query({ input: logPageRequest, output: logPage, topics: ['messages'] }),
  'messages:count': query({ input: z.strictObject({ filter: logFilter }), output: logCounts.extend({ asOf: instant }), topics: ['messages'] }),
  'messages:get': query({ input: messageRef, output: messageDetail, topics: ['messages', 'people', 'templates', 'settings'] }),
  'messages:retry': act({ input: selection, output: z.object({ queued: count }) }),
  'messages:cancel': act({ input: selection, output: z.object({ cancelled: count }) }),
  /** A person's word on unconfirmed messages: they went out, or they are left as they are. (Sending again is `messages:retry`.) */
  'messages:settle': act({ input: z.strictObject({ what: selection, as: z.enum(['sent', 'left']) }), output: z.object({ settled: count }) }),
  /** A person's word on messages that are held and asked about. */
  'messages:answer-held': act({
    input: z.strictObject({ reason: z.enum(['stale_data', 'restored']), answer: z.enum(['send', 'cancel']) }),
    output: z.object({ messages: count }),
  }),
} satisfies Calls<'messages'>
