/** The IPC contract as data: what each call takes and answers. Inputs are strict and bounded; no answer has room for a secret. */
import { z } from 'zod'
import { DATE_ORDERS } from '../model/date.ts'
import { EVENT_TYPES, LANGUAGES } from '../model/event.ts'
import { FEE_FIELDS, ROW_NOTES, ROW_PROBLEMS } from '../model/import.ts'
import {
  ALERT_KINDS,
  ATTEMPT_OUTCOMES,
  CHANNELS_OUT,
  FAILURE_REASONS,
  HOLD_REASONS,
  MESSAGE_STATES,
  PAUSE_REASONS,
  REPORT_SOURCES,
  REPORT_VERDICTS,
  SKIP_REASONS,
} from '../model/message.ts'
import { ON_CHANGE, TEMPLATE_PROBLEMS } from '../model/template.ts'
import type { Channel, EventName } from './channels.ts'

export const MAX_FILE_BYTES = 32 * 1024 * 1024

const nothing = z.strictObject({})
const id = z.number().int().positive()
const count = z.number().int().nonnegative()
const instant = z.number().int()
const cents = z.number().int()
const micros = z.number().int()
/** What was charged: each currency by itself, the school's first; never empty. */
const charges = z.array(z.object({ micros, currency: z.string() }))
const line = (max: number) => z.string().trim().max(max)
const token = z.string().min(1).max(64)
const channel = z.enum(CHANNELS_OUT)
const language = z.enum(LANGUAGES)
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const term = z.number().int().min(1).max(3)
const year = z.number().int().min(2000).max(2100)
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

// --- the console itself
const mode = z.enum(['practice', 'live'])
const look = z.strictObject({
  language,
  textSize: z.union([z.literal(100), z.literal(115), z.literal(130), z.literal(150)]),
  theme: z.enum(['light', 'dark', 'auto']),
})
const channelStatus = z.object({
  /** Null: open. */
  pause: z.enum(PAUSE_REASONS).nullable(),
  detail: z.string(),
  until: instant.nullable(),
  waiting: count,
  /** In their hold window: they begin by themselves. Those held for a person are in `asking`. */
  holding: count,
  sending: count,
  /** When the next one may go, if it is later than now (quiet hours, a retry). */
  nextAt: instant.nullable(),
  /** What the provider said was left, and when; null: it was not asked, or cannot be. */
  balance: z.object({ micros, currency: z.string(), at: instant }).nullable(),
})
/** As at when the balances on file are: of the children of whom they are oldest, and of those of whom they are newest. Null: none is known. */
const balancesAsAt = z.object({ oldest: instant, newest: instant }).nullable()
const status = z.object({
  mode,
  /** Whether an account could be kept safely here; without, the console stays in practice. */
  keyStore: z.enum(['safe', 'unsafe']),
  look,
  version: z.string(),
  online: z.boolean(),
  /** Nothing was set up or loaded yet. */
  firstRun: z.boolean(),
  schoolName: z.string().nullable(),
  term: z.object({ term, year }).nullable(),
  /** The school's clock now: what quiet hours are measured by. */
  now: instant,
  zone: z.string(),
  /** End of the quiet hours that hold everything back now, or null. */
  quietUntil: instant.nullable(),
  channels: z.object({ sms: channelStatus, email: channelStatus }),
  /** The batch that is going out, for the progress in the shell. */
  running: z.object({ batchId: id, templateKey: z.string(), name: z.string(), done: count, total: count }).nullable(),
  /** The batch whose hold window still runs: it can be undone as if it had never been. */
  holding: z.object({ batchId: id, templateKey: z.string(), name: z.string(), messages: count, until: instant }).nullable(),
  /** Messages that wait for a person's word, by why. */
  asking: z.object({ staleData: count, restored: count, balancesAsAt }),
  /** Alerts that nobody has seen. */
  alerts: count,
  /** full: the disk has no room, so nothing is sent until it has. */
  storage: z.enum(['ok', 'full']),
})

// --- school
const school = z.strictObject({
  name: line(80).min(1),
  shortName: line(30).min(1),
  officePhone: line(30),
  paybill: line(20),
  term,
  year,
})

const overview = z.object({
  people: z.object({ students: count, guardians: count, withoutContact: count }),
  owing: z.object({ students: count, cents }),
  lastImport: z.object({ at: instant, fileName: z.string(), rows: count }).nullable(),
  today: z.object({ sent: count, failed: count, costs: charges }),
  needs: z.object({ failed: count, unconfirmed: count, waiting: count, held: count, expired: count, withoutContact: count }),
  recent: z.array(
    z.object({
      batchId: id,
      templateKey: z.string(),
      name: z.string(),
      at: instant,
      planned: count,
      states: z.partialRecord(z.enum(MESSAGE_STATES), count),
    }),
  ),
})

// --- import
const file = z.object({ token, name: z.string(), bytes: count })
const mapping = z.partialRecord(z.enum(FEE_FIELDS), count.max(199))
const readOptions = z.strictObject({
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'cp850', 'macintosh']).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  /** Line of the header, counted from 1 as a spreadsheet does. */
  headerRow: z.number().int().min(1).max(50).optional(),
})
const reading = z.object({
  file,
  encoding: readOptions.shape.encoding.unwrap(),
  delimiter: readOptions.shape.delimiter.unwrap(),
  headerRow: z.number().int(),
  rows: count,
  columns: z.array(
    z.object({
      index: count,
      heading: z.string(),
      samples: z.array(z.string()),
      /** In which order its dates write day and month, as far as they prove it. */
      dates: z.enum([...DATE_ORDERS, 'both', 'unknown', 'none']),
    }),
  ),
  mapping,
  /** When this very file was brought in before. */
  importedAt: instant.nullable(),
})
const remark = z.object({
  row: z.number().int(),
  column: z.string().optional(),
  cell: z.string().optional(),
  key: z.enum([...ROW_PROBLEMS, ...ROW_NOTES]),
  became: z.string().optional(),
})
const verdict = z.enum(['create', 'change', 'same', 'skip', 'refuse'])
const rowCounts = z.object({ read: count, create: count, change: count, same: count, skip: count, refuse: count })
const check = z.object({
  checkId: token,
  rows: rowCounts,
  /** Rows that are brought in with a repair or something to look at. */
  noted: count,
  /** Numbers whose letters could be read as digits: taken only when the bursar says so. */
  proposals: count,
  /** Rows whose admission number lacks the zeros of a child on file: brought in only once a person has said whose they are. */
  zerosLost: count,
  guardians: z.object({ create: count, change: count, same: count }),
  /** Children of whom the list tells what was paid: their balances would be as at now, changed or not. */
  balances: count,
  totals: z.object({ balanceBefore: cents, balanceAfter: cents, balanceInFile: cents }),
})
const rowLine = z.object({
  row: z.number().int(),
  verdict,
  admNo: z.string(),
  student: z.string(),
  guardian: z.string(),
  phone: z.string(),
  balanceCents: cents.nullable(),
  balanceBeforeCents: cents.nullable(),
  remarks: z.array(remark),
  /** What differs from the records, field by field. */
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
})

// --- batches
const audience = z.strictObject({
  /** Empty: every class. */
  classes: z.array(line(60)).max(200),
  /** Only families that owe more than this; null: whatever they owe. */
  balanceOverCents: cents.min(0).max(1_000_000_000_00).nullable(),
  includeCopies: z.boolean(),
})
const draft = z.strictObject({
  templateKey: line(60).min(1),
  audience,
  /** preferred: SMS where there is a number, else email. */
  channel: z.enum(['sms', 'email', 'both', 'preferred']),
})
const preview = z.object({
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
const recipient = z.object({
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

// --- messages
export const logFilter = z.strictObject({
  channel: channel.optional(),
  states: z.array(z.enum(MESSAGE_STATES)).max(MESSAGE_STATES.length).optional(),
  search: line(80).optional(),
  batchId: id.optional(),
  from: instant.optional(),
  until: instant.optional(),
})
/** Where each of the two logs stands; null: from its newest. "end": nothing older. */
const place = z.union([z.strictObject({ at: instant, id }), z.literal('end')]).nullable()
export const logCursor = z.strictObject({ sms: place, email: place })
const logRow = z.object({
  channel,
  id,
  createdAt: instant,
  toName: z.string(),
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
const messageRef = z.strictObject({ channel, id })
/** Messages that something is to be done with: some by name, or all that a filter finds and that can. */
/** `asOf`: when those that the filter finds were counted. What has changed since was not asked about, and stays as it is. */
const selection = z.union([
  z.strictObject({ messages: z.array(messageRef).min(1).max(1_000) }),
  z.strictObject({ filter: logFilter, asOf: instant.optional() }),
])
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
  batch: z.object({ id, templateKey: z.string(), name: z.string() }).nullable(),
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

// --- templates
const texts = { sms: z.string().max(2_000), emailSubject: line(200), emailText: z.string().max(20_000) }
const template = z.object({
  key: z.string(),
  eventType: z.enum(EVENT_TYPES),
  name: z.string(),
  /** Whether the console brings it along: it has a name in the screen's words and can be brought back. */
  builtIn: z.boolean(),
  /** Whether Send offers it: a receipt, say, needs a payment to speak of. */
  forSending: z.boolean(),
  /** What becomes of a waiting message when its balance has changed meanwhile. */
  onChange: z.enum(ON_CHANGE),
  languages: z.partialRecord(
    language,
    z.object({ sms: z.string(), emailSubject: z.string(), emailText: z.string(), ownCopy: z.boolean(), updatedAt: instant }),
  ),
})
const templatePreview = z.object({
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

// --- sending and accounts
const sending = z.strictObject({
  quietFrom: clockTime.nullable(),
  quietTo: clockTime.nullable(),
  /** What an SMS part is reckoned at until the provider says what it charged. */
  pricePerPartMicros: micros.min(0).max(1_000_000_000),
  /** Messages go only between these hours of the school's clock; null: at any hour that is not quiet. */
  windowFrom: clockTime.nullable(),
  windowTo: clockTime.nullable(),
  /** How the sender name is registered. Networks take promotional messages from 08:00 to 18:00 only. */
  senderKind: z.enum(['transactional', 'promotional']),
  /** How long a bulk send can be undone before its first message leaves; 0: not at all. */
  holdSeconds: count.max(3_600),
  /** Balances older than so many days are asked about before a text that speaks of them goes. */
  staleDays: count.min(1).max(90),
  /** A message that could not go within so many days is not worth sending any more. */
  expireDays: count.min(1).max(30),
  /** Least time between two messages to the same guardian on the same channel; 0: none. */
  gapMinutes: count.max(1_440),
  smsPerSecond: count.min(1).max(1_000).nullable(),
  /** In any 24 hours; null: what the provider takes. */
  smsPerDay: count.min(1).max(1_000_000).nullable(),
  emailPerMinute: count.min(1).max(10_000).nullable(),
  emailPerDay: count.min(1).max(1_000_000).nullable(),
  /** By the calendar of the school; null: no limit. What goes over it waits. */
  spendPerDayMicros: micros.min(1).max(1_000_000_000_000).nullable(),
  spendPerMonthMicros: micros.min(1).max(1_000_000_000_000).nullable(),
})
const httpAddress = z.url({ protocol: /^https?$/ }).max(500)
const africasTalkingAccount = z.strictObject({
  provider: z.literal('africas_talking'),
  username: line(60).min(1),
  senderId: line(11),
  baseUrl: httpAddress,
})
const twilioAccount = z.strictObject({
  provider: z.literal('twilio'),
  accountSid: line(34).regex(/^AC[0-9a-f]{32}$/i),
  /** A number (E.164), a registered name, or a messaging service (MG…). */
  sender: line(34).min(1),
  baseUrl: httpAddress,
})
/** Any gateway that takes an SMS by one HTTP request. What `{{phone}}`, `{{text}}` and the others stand for, and what makes it unusable: `shared/model/gateway.ts`. */
const customAccount = z.strictObject({
  provider: z.literal('custom'),
  preset: z.enum(['none', 'android_gateway']),
  name: line(40).min(1),
  sender: line(20),
  method: z.enum(['GET', 'POST', 'PUT']),
  url: z.string().trim().min(1).max(500),
  headers: z.array(z.strictObject({ name: line(60).min(1), value: line(500) })).max(20),
  /** How the body is written; none: everything is in the address. */
  bodyKind: z.enum(['none', 'json', 'form']),
  body: z.string().max(4_000),
  /** Dotted path of the message's id in the answer ("data.0.id"); blank: it gives none. */
  idPath: line(100),
  /** Dotted path of the status in the answer; blank: the answer is plain text, which begins with its status. */
  statusPath: line(100),
  /** Words there that mean "taken"; anything else is a refusal. None, with a blank path: every 2xx means that it was taken. */
  statusAccepted: z.array(line(60).min(1)).max(20),
  perSecond: z.number().min(0.01).max(1_000).nullable(),
  perDay: count.min(1).max(1_000_000).nullable(),
})
/** Only to replace the secret on file. */
const newSecret = z.string().trim().min(1).max(400).optional()
const smsAccount = z.discriminatedUnion('provider', [
  africasTalkingAccount.extend({ apiKey: newSecret }),
  twilioAccount.extend({ apiKey: newSecret }),
  customAccount.extend({ apiKey: newSecret }),
])
/** The school's web host that hears of delivery reports for it. */
const relay = z.strictObject({ url: httpAddress, token: newSecret })
/** The mailbox that mails which could not be delivered come back to. */
const mailbox = z.strictObject({
  host: line(200).min(1),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  user: line(200).min(1),
  folder: line(100).min(1),
  password: z.string().min(1).max(200).optional(),
})
/** When a source of reports was last asked, and what it said if it could not be. */
const asked = { at: instant.nullable(), trouble: z.string().nullable() }
const emailAccount = z.strictObject({
  host: line(200).min(1),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls', 'none']),
  user: line(200),
  fromName: line(80),
  fromAddress: z.email().max(200),
  password: z.string().min(1).max(200).optional(),
})
const accounts = z.object({
  keyStore: z.enum(['safe', 'unsafe']),
  sms: z.object({ account: z.discriminatedUnion('provider', [africasTalkingAccount, twilioAccount, customAccount]), keySetAt: instant.nullable() }).nullable(),
  email: emailAccount.omit({ password: true }).extend({ passwordSetAt: instant.nullable() }).nullable(),
  relay: relay
    .omit({ token: true })
    .extend({ tokenSetAt: instant.nullable(), asked: z.object(asked) })
    .nullable(),
  mailbox: mailbox
    .omit({ password: true })
    .extend({ passwordSetAt: instant.nullable(), asked: z.object(asked) })
    .nullable(),
})
/** A source of reports, asked once to see whether it answers. */
const sourceAnswer = z.object({ ok: z.boolean(), detail: z.string() })

// --- reports of delivery
const reportField = z.enum(['providerId', 'phone', 'at', 'status', 'reason', 'text'])
const reportMapping = z.partialRecord(reportField, count.max(199))
const reportReading = z.object({
  file,
  columns: z.array(z.object({ index: count, heading: z.string(), samples: z.array(z.string()) })),
  mapping: reportMapping,
  rows: count,
  /** How its rows were found among the messages. */
  matched: z.object({ byId: count, byNumberAndTime: count, none: count, doubtful: count }),
  /** What applying it would do. */
  would: z.object({ deliver: count, fail: count, confirm: count, same: count, unreadable: count }),
  sample: z.array(
    z.object({
      row: z.number().int(),
      phone: z.string(),
      toName: z.string().nullable(),
      status: z.string(),
      from: z.enum(MESSAGE_STATES).nullable(),
      to: z.enum(MESSAGE_STATES).nullable(),
    }),
  ),
})
const alert = z.object({
  id,
  kind: z.enum(ALERT_KINDS),
  channel: channel.nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  at: instant,
  seen: z.boolean(),
  over: z.boolean(),
})
/** One bulk send as it stands. */
const batch = z.object({
  batchId: id,
  templateKey: z.string(),
  name: z.string(),
  at: instant,
  planned: count,
  states: z.partialRecord(z.enum(MESSAGE_STATES), count),
  parts: count,
  estimateMicros: micros,
  /** What the provider charged so far, and for how many messages it has said so. */
  actual: charges,
  priced: count,
  currency: z.string(),
  /** End of its hold window; null: it has none, or it is over. */
  releaseAt: instant.nullable(),
  /** Messages that can still be cancelled. */
  cancellable: count,
  /** Where some of it was cancelled: whether a try of any of its messages may have arrived. */
  tried: z.boolean(),
})
/** What became of a test message: the same truth as in the log. */
const testAnswer = z.object({ state: z.enum(['sent', 'failed', 'unconfirmed', 'paused']), reason: z.string().nullable(), detail: z.string() })

export const contract = {
  'console:status': { input: nothing, output: status },
  'console:set-look': { input: look, output: nothing },
  'console:set-mode': { input: z.strictObject({ mode }), output: nothing },
  'console:load-sample': { input: nothing, output: z.object({ students: count, guardians: count }) },
  'school:get': { input: nothing, output: school.nullable() },
  'school:save': { input: school, output: nothing },
  'overview:get': { input: nothing, output: overview },
  'imports:choose': { input: nothing, output: file.nullable() },
  'imports:receive': {
    input: z.strictObject({ name: line(255).min(1), bytes: z.instanceof(Uint8Array).refine((b) => b.byteLength <= MAX_FILE_BYTES) }),
    output: file,
  },
  'imports:use-sample': { input: nothing, output: file },
  'imports:read': { input: z.strictObject({ token, options: readOptions }), output: reading },
  /** The first rows of a file whose headings were not found. */
  'imports:head': {
    input: z.strictObject({ token, options: readOptions }),
    output: z.object({ rows: z.array(z.object({ row: count, cells: z.array(z.string()) })) }),
  },
  'imports:check': {
    input: z.strictObject({
      token,
      options: readOptions,
      mapping,
      term,
      year,
      dueOn: date.nullable(),
      acceptProposals: z.boolean(),
      /** How the due dates write day and month; null: as their column proves. */
      dateOrder: z.enum(DATE_ORDERS).nullable().default(null),
      zerosLost: z.enum(['ask', 'same', 'other']).default('ask'),
    }),
    output: check,
  },
  'imports:rows': {
    input: z.strictObject({ checkId: token, verdict: z.union([verdict, z.literal('noted')]), offset: count, limit: z.number().int().min(1).max(200) }),
    output: z.object({ rows: z.array(rowLine), total: count }),
  },
  'imports:commit': {
    input: z.strictObject({ checkId: token }),
    output: z.object({ importId: id, rows: rowCounts, balances: z.object({ students: count, asAt: instant }) }),
  },
  'imports:discard': { input: z.strictObject({ token }), output: nothing },
  'batches:options': {
    input: nothing,
    output: z.object({ classes: z.array(z.object({ name: z.string(), students: count })), guardians: count, balancesAsAt }),
  },
  'batches:preview': { input: draft, output: preview },
  'batches:recipient': { input: z.strictObject({ draft, index: count }), output: recipient.nullable() },
  'batches:left-out': {
    input: z.strictObject({ draft, offset: count, limit: z.number().int().min(1).max(200) }),
    output: z.object({
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
    }),
  },
  'batches:queue': {
    /** `staleAccepted`: the bursar was told how old the balances are and wants to send. `clockAccepted`: the clock is behind, and is said to be right. */
    input: z.strictObject({ draft, draftId: token, staleAccepted: z.boolean(), clockAccepted: z.boolean().optional() }),
    output: z.object({ batchId: id, queued: count, skipped: count, already: z.boolean(), releaseAt: instant.nullable() }),
  },
  'batches:get': { input: z.strictObject({ batchId: id }), output: batch },
  /** Ends the hold window now. */
  'batches:release': { input: z.strictObject({ batchId: id }), output: nothing },
  /** Cancels what has not been handed over. */
  'batches:cancel': { input: z.strictObject({ batchId: id }), output: z.object({ cancelled: count, gone: count }) },
  'messages:page': {
    input: z.strictObject({ filter: logFilter, cursor: logCursor.nullable(), limit: z.number().int().min(1).max(200) }),
    output: z.object({ rows: z.array(logRow), next: logCursor.nullable() }),
  },
  'messages:count': {
    input: z.strictObject({ filter: logFilter }),
    output: z.object({
      total: count,
      byState: z.partialRecord(z.enum(MESSAGE_STATES), count),
      /** Of the unconfirmed, those that nobody has left as they are. */
      undecided: count,
      costs: charges,
      asOf: instant,
    }),
  },
  'messages:get': { input: messageRef, output: messageDetail },
  'messages:retry': { input: selection, output: z.object({ queued: count }) },
  'messages:cancel': { input: selection, output: z.object({ cancelled: count }) },
  /** A person's word on unconfirmed messages: they went out, or they are left as they are. (Sending again is `messages:retry`.) */
  'messages:settle': { input: z.strictObject({ what: selection, as: z.enum(['sent', 'left']) }), output: z.object({ settled: count }) },
  /** A person's word on messages that are held and asked about. */
  'messages:answer-held': {
    input: z.strictObject({ reason: z.enum(['stale_data', 'restored']), answer: z.enum(['send', 'cancel']) }),
    output: z.object({ messages: count }),
  },
  'channels:pause': { input: z.strictObject({ channel }), output: nothing },
  'channels:resume': { input: z.strictObject({ channel }), output: nothing },
  'alerts:list': { input: nothing, output: z.array(alert) },
  'alerts:seen': { input: nothing, output: nothing },
  'reports:choose': { input: nothing, output: file.nullable() },
  'reports:receive': {
    input: z.strictObject({ name: line(255).min(1), bytes: z.instanceof(Uint8Array).refine((b) => b.byteLength <= MAX_FILE_BYTES) }),
    output: file,
  },
  /** Reads a provider's dashboard export against the log; writes nothing. */
  'reports:read': { input: z.strictObject({ token, mapping: reportMapping.nullable() }), output: reportReading },
  'reports:apply': {
    input: z.strictObject({ token, mapping: reportMapping }),
    output: z.object({ delivered: count, failed: count, confirmed: count, same: count }),
  },
  /** Asks every source of reports now (relay, provider, mailbox). */
  'reports:refresh': { input: nothing, output: z.object({ delivered: count, failed: count, confirmed: count, trouble: z.array(z.string()) }) },
  'templates:list': { input: nothing, output: z.array(template) },
  'templates:save': {
    input: z.strictObject({ key: line(60).min(1).nullable(), name: line(80), language, onChange: z.enum(ON_CHANGE), ...texts }),
    output: z.object({ key: z.string() }),
  },
  'templates:restore': { input: z.strictObject({ key: line(60).min(1), language }), output: nothing },
  'templates:preview': { input: z.strictObject({ eventType: z.enum(EVENT_TYPES), language, ...texts, guardian: count }), output: templatePreview },
  'sending:get': { input: nothing, output: sending },
  'sending:save': { input: sending, output: nothing },
  'accounts:get': { input: nothing, output: accounts },
  'accounts:save-sms': { input: smsAccount, output: nothing },
  'accounts:save-email': { input: emailAccount, output: nothing },
  'accounts:test-sms': { input: z.strictObject({ phone: line(30).min(1) }), output: testAnswer },
  'accounts:test-email': { input: z.strictObject({ email: z.email().max(200) }), output: testAnswer },
  /** Null takes it away. */
  'accounts:save-relay': { input: z.strictObject({ relay: relay.nullable() }), output: nothing },
  'accounts:save-mailbox': { input: z.strictObject({ mailbox: mailbox.nullable() }), output: nothing },
  'accounts:test-relay': { input: nothing, output: sourceAnswer },
  'accounts:test-mailbox': { input: nothing, output: sourceAnswer },
  /** Asks the SMS provider what is left. */
  'accounts:check-balance': { input: nothing, output: z.object({ balance: channelStatus.shape.balance, detail: z.string() }) },
} satisfies Record<Channel, { input: z.ZodType; output: z.ZodType }>

type Contract = typeof contract
/** What the page gives. */
export type Input<C extends Channel> = z.input<Contract[C]['input']>
/** What the handler gets, parsed. */
export type Parsed<C extends Channel> = z.output<Contract[C]['input']>
export type Output<C extends Channel> = z.output<Contract[C]['output']>

export const CHANGE_TOPICS = ['status', 'messages', 'people', 'templates', 'settings'] as const
export const WORK_KINDS = ['import-check', 'import-commit', 'batch-preview', 'batch-queue', 'sample', 'messages', 'report-read', 'report-apply'] as const

/** Events say what changed, never how it is now: the page asks again. */
export const events = {
  'console:changed': z.object({ topics: z.array(z.enum(CHANGE_TOPICS)) }),
  'work:progress': z.object({ work: z.enum(WORK_KINDS), done: count, total: count }),
} satisfies Record<EventName, z.ZodType>
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>
