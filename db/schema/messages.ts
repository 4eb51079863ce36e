import { type SQL, sql } from 'drizzle-orm'
import { check, index, integer, primaryKey, type SQLiteColumn, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { LANGUAGES } from '../../shared/model/messages/event.ts'
import {
  ATTEMPT_OUTCOMES,
  CHANNELS_OUT,
  FAILURE_REASONS,
  HOLD_REASONS,
  MESSAGE_STATES,
  PAUSE_REASONS,
  REPORT_SOURCES,
  REPORT_VERDICTS,
  SKIP_REASONS,
  SUPPRESSION_KINDS,
} from '../../shared/model/messages/message.ts'
import { batches, notifications } from './batches.ts'
import { cents, instant, micros, oneOf, stamps } from './columns.ts'
import { guardians } from './people.ts'

/** What an SMS and an email have in common on their way out. */
const delivery = () => ({
  id: integer().primaryKey(),
  notificationId: integer('notification_id')
    .notNull()
    .references(() => notifications.id),
  batchId: integer('batch_id')
    .notNull()
    .references(() => batches.id),
  /** Null: a test message, which is to nobody on file. */
  guardianId: integer('guardian_id').references(() => guardians.id),
  /** The guardian's name when it was written. Blank: a test message. */
  toName: text('to_name').notNull(),
  language: text({ enum: LANGUAGES }).notNull(),
  state: text({ enum: MESSAGE_STATES }).notNull(),
  skipReason: text('skip_reason', { enum: SKIP_REASONS }),
  failureReason: text('failure_reason', { enum: FAILURE_REASONS }),
  holdReason: text('hold_reason', { enum: HOLD_REASONS }),
  /** The provider's own words for the last failure or doubt; never a key or a password. */
  detail: text().notNull().default(''),
  /** Attempts that count: those the provider answered with a temporary failure or better. */
  attempts: integer().notNull().default(0),
  /** Not of a hold window, whose end is `release_at` of its batch. */
  notBefore: instant('not_before').notNull(),
  /** After this it is too old to be worth sending. */
  expiresAt: instant('expires_at'),
  /** What the family owed (cents) when the text was written; null: the text does not speak of it. */
  balanceCents: cents('balance_cents'),
  /** State of the records (records_revision) that the text was written from: while it is the same, nothing has to be looked at again. */
  revision: integer().notNull().default(0),
  provider: text().notNull().default(''),
  providerId: text('provider_id'),
  sentAt: instant('sent_at'),
  deliveredAt: instant('delivered_at'),
  /** A person looked at an unconfirmed message and left it as it is. */
  decidedAt: instant('decided_at'),
  /** A person called it back while it was on the wire, or in doubt: should it come back, it goes no more. */
  cancelRequestedAt: instant('cancel_requested_at'),
  ...stamps(),
})

type DeliveryColumns = Record<
  | 'state'
  | 'skipReason'
  | 'failureReason'
  | 'holdReason'
  | 'providerId'
  | 'notificationId'
  | 'createdAt'
  | 'id'
  | 'batchId'
  | 'guardianId'
  | 'notBefore'
  | 'sentAt'
  | 'updatedAt',
  SQLiteColumn
>

/**
 * Constraints and indexes of a delivery table: the states mirrored, one row a notification, the log's pages and the claim each by an index.
 * `summed` lies in the indexes that are counted by, so that no sum has to read the messages themselves.
 */
function deliveryRules(name: string, t: DeliveryColumns, hasAddress: SQL, summed: readonly SQLiteColumn[] = []) {
  return [
    uniqueIndex(`${name}_notification`).on(t.notificationId),
    index(`${name}_created`).on(t.createdAt, t.id),
    index(`${name}_state`).on(t.state, t.createdAt, t.id, ...summed),
    index(`${name}_sent`)
      .on(t.sentAt, ...summed)
      .where(sql`sent_at is not null`),
    index(`${name}_batch`).on(t.batchId, t.state, ...summed),
    index(`${name}_guardian`).on(t.guardianId, t.createdAt),
    index(`${name}_due`).on(t.notBefore, t.id).where(sql`state = 'queued'`),
    index(`${name}_tests`).on(t.guardianId).where(sql`state = 'queued' and guardian_id is null`),
    index(`${name}_held`).on(t.batchId).where(sql`state = 'held' and hold_reason = 'hold_window'`),
    index(`${name}_asked`).on(t.holdReason).where(sql`state = 'held' and hold_reason <> 'hold_window'`),
    index(`${name}_failed`).on(t.updatedAt).where(sql`state = 'failed'`),
    index(`${name}_expired`).on(t.updatedAt).where(sql`state = 'expired'`),
    index(`${name}_provider_id`).on(t.providerId).where(sql`provider_id is not null`),
    check(`${name}_state_known`, oneOf(t.state, MESSAGE_STATES)),
    check(
      `${name}_skip_known`,
      sql`(${t.skipReason} is not null) = (${t.state} = 'skipped') and (${t.skipReason} is null or ${oneOf(t.skipReason, SKIP_REASONS)})`,
    ),
    check(
      `${name}_failure_known`,
      sql`(${t.failureReason} is not null) = (${t.state} = 'failed') and (${t.failureReason} is null or ${oneOf(t.failureReason, FAILURE_REASONS)})`,
    ),
    check(
      `${name}_hold_known`,
      sql`(${t.holdReason} is not null) = (${t.state} = 'held') and (${t.holdReason} is null or ${oneOf(t.holdReason, HOLD_REASONS)})`,
    ),
    check(`${name}_address`, sql`${t.state} = 'skipped' or ${hasAddress}`),
  ]
}

export const smsLogs = sqliteTable(
  'sms_logs',
  {
    ...delivery(),
    /** E.164; null only where it is skipped for want of a number. */
    phone: text(),
    body: text().notNull(),
    encoding: text({ enum: ['gsm7', 'ucs2'] }).notNull(),
    parts: integer().notNull(),
    estimateMicros: micros('estimate_micros').notNull().default(0),
    /** What the provider says that it charged: for all attempts, or since it last charged in another currency. */
    costMicros: micros('cost_micros'),
    costCurrency: text('cost_currency'),
    /** The same for all messages of a batch whose text is the same to the letter: those may share one request. Null: a text of its own. */
    sameText: text('same_text'),
  },
  (t) => [
    ...deliveryRules('sms_logs', t, sql`${t.phone} is not null`, [t.costCurrency, t.costMicros]),
    index('sms_logs_same_text').on(t.sameText, t.id).where(sql`state = 'queued' and same_text is not null`),
    index('sms_logs_phone').on(t.phone),
  ],
)

export const emailLogs = sqliteTable(
  'email_logs',
  {
    ...delivery(),
    email: text(),
    subject: text().notNull(),
    body: text().notNull(),
    /** Filled only by a relay that hears of them; null is "not tracked". */
    openedAt: instant('opened_at'),
    clickedAt: instant('clicked_at'),
  },
  (t) => [...deliveryRules('email_logs', t, sql`${t.email} is not null`), index('email_logs_email').on(t.email)],
)

/** One run of the console on these records. What is `sending` belongs to exactly one. */
export const boots = sqliteTable('boots', {
  id: integer().primaryKey(),
  version: text().notNull(),
  startedAt: instant('started_at').notNull(),
  /** Null while it runs, and for ever when it was killed. */
  stoppedAt: instant('stopped_at'),
})

/** Every time a message was handed to a provider: written before the first byte leaves, closed with the answer. */
export const attempts = sqliteTable(
  'attempts',
  {
    id: integer().primaryKey(),
    smsLogId: integer('sms_log_id').references(() => smsLogs.id),
    emailLogId: integer('email_log_id').references(() => emailLogs.id),
    n: integer().notNull(),
    /** The run of the console that opened it: an open attempt of an earlier run was lost with it. */
    bootId: integer('boot_id')
      .notNull()
      .references(() => boots.id),
    provider: text().notNull(),
    /** Fingerprint of the account that it was handed to; empty: not known. Another account, or another phone, knows nothing of it. */
    account: text().notNull().default(''),
    begunAt: instant('begun_at').notNull(),
    endedAt: instant('ended_at'),
    outcome: text({ enum: ATTEMPT_OUTCOMES }),
    code: text(),
    detail: text().notNull().default(''),
    providerId: text('provider_id'),
    costMicros: micros('cost_micros'),
    costCurrency: text('cost_currency'),
  },
  (t) => [
    // each attempt stands in the index of its own channel alone
    uniqueIndex('attempts_sms').on(t.smsLogId, t.n).where(sql`sms_log_id is not null`),
    uniqueIndex('attempts_email').on(t.emailLogId, t.n).where(sql`email_log_id is not null`),
    // few, unlike those that were answered: an index of all by their ends would cost each message a twentieth
    index('attempts_unanswered').on(t.endedAt).where(sql`outcome in ('unknown', 'lost')`),
    check('attempts_one_log', sql`(${t.smsLogId} is null) <> (${t.emailLogId} is null)`),
    check('attempts_outcome', oneOf(t.outcome, ATTEMPT_OUTCOMES)),
    check('attempts_ended', sql`(${t.endedAt} is null) = (${t.outcome} is null)`),
  ],
)

/** Whether a channel sends. A pause is one row here, never a mark on 900 messages. */
export const channels = sqliteTable(
  'channels',
  {
    channel: text({ enum: CHANNELS_OUT }).primaryKey(),
    pause: text({ enum: PAUSE_REASONS }),
    detail: text().notNull().default(''),
    /** When it tries again by itself; null: only by a person. */
    until: instant('until'),
    since: instant('since').notNull(),
    /** What the provider said was left on the account, and when. */
    balanceMicros: micros('balance_micros'),
    balanceCurrency: text('balance_currency'),
    balanceAt: instant('balance_at'),
  },
  (t) => [check('channels_channel', oneOf(t.channel, CHANNELS_OUT)), check('channels_pause', oneOf(t.pause, PAUSE_REASONS))],
)

/** What a channel took and cost in a minute, with what may have gone out: all limits look here. Written once for all attempts that a turn closes. */
export const spend = sqliteTable(
  'spend',
  {
    channel: text({ enum: CHANNELS_OUT }).notNull(),
    /** Its beginning (ms UTC). */
    minute: instant('minute').notNull(),
    messages: integer().notNull(),
    /** The provider's charge; the estimate where it names none. */
    costMicros: micros('cost_micros').notNull(),
  },
  (t) => [primaryKey({ columns: [t.channel, t.minute] }), check('spend_channel', oneOf(t.channel, CHANNELS_OUT))],
)

/** What was heard of a message after it was sent, append-only: the evidence behind `delivered` and a late `failed`. */
export const deliveryReports = sqliteTable(
  'delivery_reports',
  {
    id: integer().primaryKey(),
    smsLogId: integer('sms_log_id').references(() => smsLogs.id),
    emailLogId: integer('email_log_id').references(() => emailLogs.id),
    /** Which of the message's attempts it is about, by its `n`; null: nobody can tell. */
    attempt: integer(),
    source: text({ enum: REPORT_SOURCES }).notNull(),
    /** The report's own name at its source: the same report read twice is one. */
    externalKey: text('external_key').notNull(),
    verdict: text({ enum: REPORT_VERDICTS }).notNull(),
    code: text().notNull().default(''),
    detail: text().notNull().default(''),
    reportedAt: instant('reported_at').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('delivery_reports_external').on(t.source, t.externalKey),
    index('delivery_reports_sms').on(t.smsLogId),
    index('delivery_reports_email').on(t.emailLogId),
    check('delivery_reports_one_log', sql`(${t.smsLogId} is null) <> (${t.emailLogId} is null)`),
    check('delivery_reports_source', oneOf(t.source, REPORT_SOURCES)),
    check('delivery_reports_verdict', oneOf(t.verdict, REPORT_VERDICTS)),
  ],
)

/** The opt-out register: addresses that get nothing, whoever on file has them. */
export const suppressions = sqliteTable(
  'suppressions',
  {
    channel: text({ enum: CHANNELS_OUT }).notNull(),
    /** E.164, or a mail address in lower case. */
    address: text().notNull(),
    kind: text({ enum: SUPPRESSION_KINDS }).notNull(),
    source: text({ enum: REPORT_SOURCES }).notNull(),
    detail: text().notNull().default(''),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.address] }),
    check('suppressions_channel', oneOf(t.channel, CHANNELS_OUT)),
    check('suppressions_kind', oneOf(t.kind, SUPPRESSION_KINDS)),
    check('suppressions_source', oneOf(t.source, REPORT_SOURCES)),
  ],
)
