/** The IPC contract as data: what each call takes and answers. Inputs are strict and bounded; no answer has room for a secret. */

import { africasTalkingAccount, customAccount, emailAccount, mailboxAccount, relayAccount, smsAccount, twilioAccount } from '../model/accounts.ts'
import { alertParams } from '../model/alert.ts'
import { draft, leftOutPage, preview, recipient } from '../model/draft.ts'
import { EVENT_TYPES } from '../model/event.ts'
import { droppedFile, knownFile } from '../model/file.ts'
import { checkSummary, columnMapping, feeListReading, readOptions, rowCounts, rowLine, rowVerdict } from '../model/import.ts'
import { logCounts, logFilter, logPage, logPageRequest, logRow, messageRef, selection } from '../model/log.ts'
import { ALERT_KINDS, ATTEMPT_OUTCOMES, PAUSE_REASONS, REPORT_SOURCES, REPORT_VERDICTS } from '../model/message.ts'
import { look, mode } from '../model/profile.ts'
import { reportMapping, reportReading } from '../model/report-export.ts'
import { schoolDetails } from '../model/school.ts'
import { sendingSettings } from '../model/sending.ts'
import { ON_CHANGE, templatePreview, templatePreviewRequest, templateTexts } from '../model/template.ts'
import { cents, channel, charges, count, date, id, instant, language, line, micros, pageOf, stateCounts, term, token, year } from '../model/values.ts'
import { z } from '../zod.ts'
import type { Channel, EventName } from './channels.ts'

const nothing = z.strictObject({})

// --- the console itself
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
      states: stateCounts,
    }),
  ),
})

// --- messages
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
// --- accounts
/** Only to replace the secret on file. */
const newSecret = z.string().trim().min(1).max(400).optional()
const newPassword = z.string().min(1).max(200).optional()
const smsAccountGiven = z.discriminatedUnion('provider', [
  africasTalkingAccount.extend({ apiKey: newSecret }),
  twilioAccount.extend({ apiKey: newSecret }),
  customAccount.extend({ apiKey: newSecret }),
])
/** When a source of reports was last asked, and what it said if it could not be. */
const asked = z.object({ at: instant.nullable(), trouble: z.string().nullable() })
const accounts = z.object({
  keyStore: z.enum(['safe', 'unsafe']),
  sms: z.object({ account: smsAccount, keySetAt: instant.nullable() }).nullable(),
  email: emailAccount.extend({ passwordSetAt: instant.nullable() }).nullable(),
  relay: relayAccount.extend({ tokenSetAt: instant.nullable(), asked }).nullable(),
  mailbox: mailboxAccount.extend({ passwordSetAt: instant.nullable(), asked }).nullable(),
})
/** A source of reports, asked once to see whether it answers. */
const sourceAnswer = z.object({ ok: z.boolean(), detail: z.string() })

const alert = z.object({
  id,
  kind: z.enum(ALERT_KINDS),
  channel: channel.nullable(),
  params: alertParams,
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
  states: stateCounts,
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
  'school:get': { input: nothing, output: schoolDetails.nullable() },
  'school:save': { input: schoolDetails, output: nothing },
  'overview:get': { input: nothing, output: overview },
  'imports:choose': { input: nothing, output: knownFile.nullable() },
  'imports:receive': {
    input: droppedFile,
    output: knownFile,
  },
  'imports:use-sample': { input: nothing, output: knownFile },
  'imports:read': {
    input: z.strictObject({ token, options: readOptions }),
    output: feeListReading.extend({ file: knownFile, /** When this very file was brought in before. */ importedAt: instant.nullable() }),
  },
  'imports:check': {
    input: z.strictObject({ token, options: readOptions, mapping: columnMapping, term, year, dueOn: date.nullable(), acceptProposals: z.boolean() }),
    output: checkSummary.extend({ checkId: token }),
  },
  'imports:rows': {
    input: z.strictObject({ checkId: token, verdict: z.union([rowVerdict, z.literal('noted')]), ...pageOf }),
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
    input: z.strictObject({ draft, ...pageOf }),
    output: leftOutPage,
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
    input: logPageRequest,
    output: logPage,
  },
  'messages:count': {
    input: z.strictObject({ filter: logFilter }),
    output: logCounts.extend({ asOf: instant }),
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
  'reports:choose': { input: nothing, output: knownFile.nullable() },
  'reports:receive': {
    input: droppedFile,
    output: knownFile,
  },
  /** Reads a provider's dashboard export against the log; writes nothing. */
  'reports:read': { input: z.strictObject({ token, mapping: reportMapping.nullable() }), output: reportReading.extend({ file: knownFile }) },
  'reports:apply': {
    input: z.strictObject({ token, mapping: reportMapping }),
    output: z.object({ delivered: count, failed: count, confirmed: count, same: count }),
  },
  /** Asks every source of reports now (relay, provider, mailbox). */
  'reports:refresh': { input: nothing, output: z.object({ delivered: count, failed: count, confirmed: count, trouble: z.array(z.string()) }) },
  'templates:list': { input: nothing, output: z.array(template) },
  'templates:save': {
    input: z.strictObject({ key: line(60).min(1).nullable(), name: line(80), language, onChange: z.enum(ON_CHANGE), ...templateTexts }),
    output: z.object({ key: z.string() }),
  },
  'templates:restore': { input: z.strictObject({ key: line(60).min(1), language }), output: nothing },
  'templates:preview': { input: templatePreviewRequest, output: templatePreview },
  'sending:get': { input: nothing, output: sendingSettings },
  'sending:save': { input: sendingSettings, output: nothing },
  'accounts:get': { input: nothing, output: accounts },
  'accounts:save-sms': { input: smsAccountGiven, output: nothing },
  'accounts:save-email': { input: emailAccount.extend({ password: newPassword }), output: nothing },
  'accounts:test-sms': { input: z.strictObject({ phone: line(30).min(1) }), output: testAnswer },
  'accounts:test-email': { input: z.strictObject({ email: z.email().max(200) }), output: testAnswer },
  /** Null takes it away. */
  'accounts:save-relay': { input: z.strictObject({ relay: relayAccount.extend({ token: newSecret }).nullable() }), output: nothing },
  'accounts:save-mailbox': { input: z.strictObject({ mailbox: mailboxAccount.extend({ password: newPassword }).nullable() }), output: nothing },
  'accounts:test-relay': { input: nothing, output: sourceAnswer },
  'accounts:test-mailbox': { input: nothing, output: sourceAnswer },
  /** Asks the SMS provider what is left. */
  'accounts:check-balance': { input: nothing, output: z.object({ balance: channelStatus.shape.balance, detail: z.string() }) },
} satisfies Record<Channel, { input: z.ZodType; output: z.ZodType }>

export { MAX_FILE_BYTES } from '../model/file.ts'
export { logCursor, logFilter } from '../model/log.ts'

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
