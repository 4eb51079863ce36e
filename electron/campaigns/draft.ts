/** A draft from the first count to the queue: planned, looked through, and written down in one transaction. Runs in the worker. */
import type { Database, Reader, Tx } from '../../db/client.ts'
import {
  campaignOfDraft,
  insertCampaign,
  insertEmail,
  insertSms,
  type NotificationFields,
  recentlyTold,
  upsertNotification,
} from '../../db/queries/campaigns.ts'
import { balancesAsAt } from '../../db/queries/families.ts'
import { recordsRevision } from '../../db/queries/outbox.ts'
import { type SchoolRow, theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { costlyLetters } from '../../shared/messages/sms-parts.ts'
import type { SkipReason } from '../../shared/model/message.ts'
import { quietUntil, waitUntil } from '../../shared/model/quiet-hours.ts'
import { type SendingSettings, sendingHours, sendingHoursOf, sendingSettings } from '../services/sending-settings.ts'
import { findTemplate, type TemplateEntry } from '../templates/library.ts'
import { loadFamilies } from './families.ts'
import { isStale } from './freshness.ts'
import { type LeftOut, type Plan, type PlannedMessage, type PlannedSms, planMessages } from './plan.ts'
import { planRequest } from './request.ts'

export type Draft = Parsed<'campaigns:preview'>
export type Progress = (done: number, total: number) => void
/** A draft's plan with what it was made from. */
export type PlannedDraft = {
  readonly draft: Draft
  readonly school: SchoolRow
  readonly template: TemplateEntry
  readonly plan: Plan
  readonly families: number
  readonly balancesAsAt: number | null
}

const DAY_MS = 86_400_000
const PROGRESS_EVERY = 500

/** Plans a draft against the records as they are now. Throws AppError school_missing, template_missing or template_broken. */
export function planDraft(db: Reader, draft: Draft, now: number, onProgress: Progress = () => {}): PlannedDraft {
  const school = theSchool(db)
  if (!school) throw new AppError('not_configured', 'school_missing')
  const template = findTemplate(db, school.id, draft.templateKey)
  if (!template?.forSending) throw new AppError('not_found', 'template_missing')
  const families = loadFamilies(db, school.id, draft.audience, template.eventType)
  const asAt = balancesAsAt(db, school.id)
  const plan = planMessages(
    families,
    planRequest(template, school, draft.channel, asAt, now),
    (done) => done % PROGRESS_EVERY === 0 && onProgress(done, families.length),
  )
  return { draft, school, template, plan, families: families.length, balancesAsAt: asAt }
}

/** The figures of a plan, before anything is queued. */
export function previewPlan(db: Reader, { draft, school, plan, balancesAsAt: asAt }: PlannedDraft, now: number): Output<'campaigns:preview'> {
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
    stale: staleBalances(plan, asAt, staleDays, now),
    holdSeconds,
  }
}

/** How old the balances are, where a text of the plan speaks of them and they are older than the school wants. */
function staleBalances(plan: Plan, asAt: number | null, staleDays: number, now: number): { asAt: number; days: number } | null {
  if (!isStale(asAt, staleDays, now) || asAt === null || plan.messages.every((m) => m.balanceCents === null)) return null
  return { asAt, days: Math.floor((now - asAt) / DAY_MS) }
}

function countReasons(leftOut: readonly LeftOut[]): { reason: SkipReason; count: number }[] {
  const counts = new Map<SkipReason, number>()
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}

/** The message of one recipient as it will really go, or null past the last. */
export function recipientOf({ plan }: PlannedDraft, index: number): Output<'campaigns:recipient'> {
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
export function leftOutOf({ plan }: PlannedDraft, offset: number, limit: number): Output<'campaigns:left-out'> {
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

export type QueueRequest = Parsed<'campaigns:queue'> & { readonly now: number }

/**
 * Plans the draft anew inside the transaction that queues it, and writes every recipient down: with its final text, held until the hold window
 * ends, or skipped with the reason. A draft that was queued before answers what it became then. Throws AppError audience_empty when nobody
 * would get anything, and data_stale when a text speaks of old balances and nobody has said that it may.
 */
export function queueDraft(db: Database, { draft, draftId, staleAccepted, now }: QueueRequest, onProgress: Progress): Promise<Output<'campaigns:queue'>> {
  return db.write((tx) => {
    const before = campaignOfDraft(tx, draftId)
    if (before) return { campaignId: before.id, queued: before.planned - before.skipped, skipped: before.skipped, already: true, releaseAt: before.releaseAt }
    const planned = planDraft(tx, draft, now)
    const { messages, leftOut } = planned.plan
    if (messages.length === 0) throw new AppError('conflict', 'audience_empty')
    const settings = sendingSettings(tx)
    if (!staleAccepted && staleBalances(planned.plan, planned.balancesAsAt, settings.staleDays, now)) throw new AppError('conflict', 'data_stale')
    const smsParts = messages.reduce((sum, m) => sum + (m.channel === 'sms' ? m.parts : 0), 0)
    const releaseAt = settings.holdSeconds > 0 ? now + settings.holdSeconds * 1_000 : null
    const campaignId = insertCampaign(
      tx,
      {
        schoolId: planned.school.id,
        draftId,
        templateKey: planned.template.key,
        eventType: planned.template.eventType,
        choice: draft,
        planned: messages.length + leftOut.length,
        skipped: leftOut.length,
        smsParts,
        estimateMicros: smsParts * settings.pricePerPartMicros,
        releaseAt,
        staleAccepted,
      },
      now,
    )
    const writer = messageWriter(tx, planned, { campaignId, releaseAt, settings, now })
    const total = messages.length + leftOut.length
    messages.forEach((message, i) => {
      writer.queue(message)
      if (i % PROGRESS_EVERY === 0) onProgress(i, total)
    })
    for (const one of leftOut) writer.skip(one)
    recordAudit(tx, now, 'campaign.queued', { campaign: campaignId, queued: messages.length, skipped: leftOut.length, parts: smsParts })
    return { campaignId, queued: messages.length, skipped: leftOut.length, already: false, releaseAt }
  })
}

type WriterOptions = { readonly campaignId: number; readonly releaseAt: number | null; readonly settings: SendingSettings; readonly now: number }

function messageWriter(tx: Tx, planned: PlannedDraft, { campaignId, releaseAt, settings, now }: WriterOptions) {
  const { school, template } = planned
  const hours = sendingHoursOf(settings)
  const opens = waitUntil(now, hours, school.zone) ?? now
  const sameText = sharedTexts(planned.plan.messages, campaignId)
  const revision = recordsRevision(tx)
  const expiresAt = now + settings.expireDays * DAY_MS
  const base = (one: PlannedMessage | LeftOut, message: string, title: string) => {
    const { guardian } = one.family
    const notification: NotificationFields = {
      schoolId: school.id,
      campaignId,
      guardianId: guardian.id,
      eventType: template.eventType,
      subject: `campaign:${campaignId}`,
      title,
      message,
    }
    const own = guardian.quietStart && guardian.quietEnd ? { from: guardian.quietStart, to: guardian.quietEnd } : null
    return {
      notificationId: upsertNotification(tx, notification, now),
      campaignId,
      guardianId: guardian.id,
      toName: guardian.name,
      language: one.language,
      notBefore: releaseAt ?? Math.max(opens, quietUntil(now, own, school.zone) ?? 0),
      expiresAt,
      revision,
    }
  }
  const going = { state: releaseAt === null ? 'queued' : 'held', skipReason: null, detail: '' } as const
  return {
    queue(message: PlannedMessage) {
      const { balanceCents } = message
      if (message.channel === 'email') {
        const { to: email, subject, text: body } = message
        insertEmail(tx, { ...base(message, body, subject), ...going, balanceCents, email, subject, body }, now)
        return
      }
      const { to: phone, text: body, encoding, parts } = message
      const estimateMicros = parts * settings.pricePerPartMicros
      const own = { phone, body, encoding, parts, estimateMicros, sameText: sameText.get(body) ?? null }
      insertSms(tx, { ...base(message, body, ''), ...going, balanceCents, ...own }, now)
    },
    skip(one: LeftOut) {
      const fields = { ...base(one, '', ''), state: 'skipped', skipReason: one.reason, detail: one.missing ?? '', balanceCents: null } as const
      const { guardian } = one.family
      if (one.channel === 'email') insertEmail(tx, { ...fields, email: guardian.email, subject: '', body: '' }, now)
      else insertSms(tx, { ...fields, phone: guardian.phone, body: '', encoding: 'gsm7', parts: 0, estimateMicros: 0, sameText: null }, now)
    },
  }
}

/** Texts that several recipients share to the letter, each with a name of its own: those may go in one request. */
function sharedTexts(messages: readonly PlannedMessage[], campaignId: number): Map<string, string> {
  const byText = Map.groupBy(
    messages.filter((m): m is PlannedSms => m.channel === 'sms'),
    (m) => m.text,
  )
  const shared = [...byText].filter(([, those]) => those.length > 1)
  return new Map(shared.map(([text], i) => [text, `${campaignId}.${i}`]))
}
