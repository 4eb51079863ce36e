/** A draft before it is queued: planned, and looked through. Runs in the worker. */
import type { Reader } from '../../db/client.ts'
import { recentlyTold } from '../../db/queries/batches.ts'
import { latestKnown } from '../../db/queries/boots.ts'
import { type SchoolRow, theSchool } from '../../db/queries/schools.ts'
import { AppError } from '../../shared/errors.ts'
import type { Draft, LeftOutPage, Preview, Recipient } from '../../shared/model/batches/draft.ts'
import type { SkipReason } from '../../shared/model/messages/message.ts'
import { costlyLetters } from '../../shared/model/messages/sms-parts.ts'
import { waitUntil } from '../../shared/model/values/quiet-hours.ts'
import { loadFamilies } from '../school/families.ts'
import { clockBehind, staleAsAt, staleBefore } from '../school/freshness.ts'
import { sendingHours, sendingSettings } from '../settings/sending.ts'
import { findTemplate, type TemplateEntry } from '../templates/library.ts'
import { type LeftOut, type Plan, planMessages } from './plan.ts'
import { planRequest } from './request.ts'

export type Progress = (done: number, total: number) => void
/** A draft's plan with what it was made from. */
export type PlannedDraft = {
  readonly draft: Draft
  readonly school: SchoolRow
  readonly template: TemplateEntry
  readonly plan: Plan
  readonly families: number
}

const DAY_MS = 86_400_000
const PROGRESS_EVERY = 500

/** Plans a draft against the records as they are now. Throws AppError school_missing, template_missing or template_broken. */
export function planDraft(db: Reader, draft: Draft, now: number, onProgress: Progress = () => {}): PlannedDraft {
  const { school, template, request } = draftSources(db, draft, now)
  const families = loadFamilies(db, school.id, draft.audience, template.eventType)
  const plan = planMessages(families, request, (done) => done % PROGRESS_EVERY === 0 && onProgress(done, families.length))
  return { draft, school, template, plan, families: families.length }
}

/** What a draft is planned from, beside the families. Throws as `planDraft` does. */
export function draftSources(db: Reader, draft: Draft, now: number) {
  const school = theSchool(db)
  if (!school) throw new AppError('not_configured', 'school_missing')
  const template = findTemplate(db, school.id, draft.templateKey)
  if (!template?.forSending) throw new AppError('not_found', 'template_missing')
  return { school, template, request: planRequest(template, school, draft, now) }
}

/** The figures of a plan, before anything is queued. */
export function previewPlan(db: Reader, { draft, school, plan }: PlannedDraft, now: number): Preview {
  const sms = plan.messages.filter((m) => m.channel === 'sms')
  const { pricePerPartMicros, staleDays, holdSeconds } = sendingSettings(db)
  const parts = sms.reduce((sum, m) => sum + m.parts, 0)
  const dear = sms.filter((m) => m.encoding === 'ucs2')
  const guardians = new Set(plan.messages.map((m) => m.family.guardian.id))
  const told = recentlyTold(db, draft.templateKey, now - DAY_MS)
  const languages = { en: 0, sw: 0 }
  for (const m of plan.messages) languages[m.language]++
  return {
    guardians: guardians.size,
    sms: {
      messages: sms.length,
      parts,
      longest: sms.reduce((most, m) => Math.max(most, m.parts), 0),
      estimateMicros: parts * pricePerPartMicros,
      ucs2: dear.length,
      costlyLetters: [...new Set(dear.slice(0, 200).flatMap((m) => costlyLetters(m.text)))].slice(0, 12),
    },
    email: { messages: plan.messages.length - sms.length },
    languages,
    leftOut: countReasons(plan.leftOut),
    recent: [...guardians].filter((id) => told.has(id)).length,
    currency: school.currency,
    quietUntil: waitUntil(now, sendingHours(db), school.zone),
    stale: staleBalances(plan, staleDays, now),
    clockBehind: clockBehind(latestKnown(db), now),
    holdSeconds,
  }
}

/** How many messages of the plan speak of balances that are older than the school wants, and how old the oldest of these are. */
function staleBalances({ messages }: Plan, staleDays: number, now: number): Preview['stale'] {
  const before = staleBefore(staleDays, now)
  const stale = messages.flatMap((message) => staleAsAt(message, before) ?? [])
  if (stale.length === 0) return null
  const asAt = stale.reduce((oldest, at) => Math.min(oldest, at))
  return { messages: stale.length, asAt, days: Math.floor((now - asAt) / DAY_MS) }
}

function countReasons(leftOut: readonly LeftOut[]): { reason: SkipReason; count: number }[] {
  const counts = new Map<SkipReason, number>()
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}

/** The message of one recipient as it will really go, or null past the last. */
export function recipientOf({ plan }: PlannedDraft, index: number): Recipient | null {
  const message = plan.messages[index]
  if (!message) return null
  return {
    index,
    of: plan.messages.length,
    guardian: message.family.guardian.name,
    students: message.children.map(({ name, admNo, className, balanceCents }) => ({ name, admNo, className, balanceCents })),
    channel: message.channel,
    to: message.to,
    language: message.language,
    subject: message.channel === 'email' ? message.subject : null,
    text: message.text,
    parts: message.channel === 'sms' ? message.parts : null,
    encoding: message.channel === 'sms' ? message.encoding : null,
  }
}

/** A page of those who get nothing, with what is on file for them. */
export function leftOutOf({ plan }: PlannedDraft, offset: number, limit: number): LeftOutPage {
  const rows = plan.leftOut.slice(offset, offset + limit).map(({ family: { guardian }, children, reason, channel, missing }) => ({
    guardian: guardian.name,
    students: children.map((c) => `${c.name} (${c.admNo})`),
    reason,
    channel,
    onFile: channel === 'sms' ? guardian.phoneRaw || (guardian.phone ?? '') : (guardian.email ?? ''),
    missing,
  }))
  return { rows, total: plan.leftOut.length }
}
