/** A draft from the first count to the queue: planned, looked through, and written down. Runs in the worker. */
import type { Database, Reader, Tx } from '../../db/client.ts'
import { batchOfDraft, beginBatch, dropUnfinished, endBatch, recentlyTold } from '../../db/queries/batches.ts'
import { latestKnown } from '../../db/queries/boots.ts'
import { guardianIds, sharedAddresses } from '../../db/queries/families.ts'
import { recordsRevision } from '../../db/queries/outbox.ts'
import { type SchoolRow, theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { type Draft, type LeftOutPage, type Preview, type Recipient, storedDraft, storedWrittenFrom } from '../../shared/model/draft.ts'
import type { SkipReason } from '../../shared/model/message.ts'
import { waitUntil } from '../../shared/model/quiet-hours.ts'
import { costlyLetters } from '../../shared/model/sms-parts.ts'
import { familiesOf, inChunks, loadFamilies } from '../school/families.ts'
import { clockBehind, staleAsAt, staleBefore } from '../school/freshness.ts'
import { sendingHours, sendingSettings } from '../settings/sending.ts'
import { findTemplate, type TemplateEntry } from '../templates/library.ts'
import { type LeftOut, type Plan, planMessages, planner } from './plan.ts'
import { planRequest, writtenFrom } from './request.ts'
import { batchWriter, type Written } from './write.ts'

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
  const { school, template, request } = sources(db, draft, now)
  const families = loadFamilies(db, school.id, draft.audience, template.eventType)
  const plan = planMessages(families, request, (done) => done % PROGRESS_EVERY === 0 && onProgress(done, families.length))
  return { draft, school, template, plan, families: families.length }
}

/** What a draft is planned from, beside the families. */
function sources(db: Reader, draft: Draft, now: number) {
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

export type QueueRequest = Parsed<'batches:queue'> & { readonly now: number }

/** So many families are planned and written in one transaction: of many schools all, and of a large one no more than memory and log can well hold. */
const FAMILIES_AT_ONCE = 1_000
const DROPPED_AT_ONCE = 2_000

/**
 * Plans the draft anew and writes every recipient down. It is all or nothing: a batch whose writing was cut short is never sent, and is removed. A
 * draft that was queued before answers what it became then. Throws AppError audience_empty when nobody would get anything, data_stale when a text
 * speaks of old balances and nobody has said that it may, and clock_behind when the clock is and nobody has said that it is right.
 */
export async function queueDraft(db: Database, request: QueueRequest, onProgress: Progress): Promise<Output<'batches:queue'>> {
  await dropCutShort(db)
  const before = batchOfDraft(db, request.draftId)
  if (before) return { batchId: before.id, queued: before.planned - before.skipped, skipped: before.skipped, already: true, releaseAt: before.releaseAt }
  if (!request.clockAccepted && clockBehind(latestKnown(db), request.now)) throw new AppError('conflict', 'clock_behind')
  const send = openSend(db, request, onProgress)
  try {
    for (const guardians of send.chunks) await db.write((tx) => send.write(tx, guardians))
    return send.answer()
  } catch (error) {
    await dropCutShort(db)
    throw error
  }
}

async function dropCutShort(db: Database) {
  while (await db.write((tx) => dropUnfinished(tx, DROPPED_AT_ONCE)));
}

function openSend(db: Database, { draft, draftId, staleAccepted, now }: QueueRequest, onProgress: Progress) {
  const { school, template, request } = sources(db, draft, now)
  const settings = sendingSettings(db)
  const releaseAt = settings.holdSeconds > 0 ? now + settings.holdSeconds * 1_000 : null
  const plan = planner(request, sharedAddresses(db))
  const all = guardianIds(db, school.id)
  const refusedBefore = staleAccepted ? Number.NEGATIVE_INFINITY : staleBefore(settings.staleDays, now)
  let batchId = 0
  let done = 0
  let writer: ReturnType<typeof batchWriter> | null = null

  const begin = (tx: Tx) => {
    const { key: templateKey, eventType } = template
    const about = {
      schoolId: school.id,
      draftId,
      templateKey,
      eventType,
      choice: storedDraft.write(draft),
      writtenFrom: storedWrittenFrom.write(writtenFrom(template, school)),
    }
    batchId = beginBatch(tx, { ...about, staleAccepted }, now)
    return batchWriter({ batchId, school, eventType, settings, revision: recordsRevision(tx), now })
  }
  const end = (tx: Tx, { queued, skipped, smsParts }: Written) => {
    if (queued === 0) throw new AppError('conflict', 'audience_empty')
    endBatch(tx, batchId, { planned: queued + skipped, skipped, smsParts, estimateMicros: smsParts * settings.pricePerPartMicros, releaseAt })
    recordAudit(tx, now, 'batch.queued', { batch: batchId, queued, skipped, parts: smsParts })
  }
  return {
    chunks: all.length > 0 ? inChunks(all, FAMILIES_AT_ONCE) : [[]],
    write(tx: Tx, guardians: readonly number[]) {
      writer ??= begin(tx)
      const planned = familiesOf(tx, guardians, draft.audience, template.eventType).map(plan)
      if (planned.some((outcomes) => outcomes.some((o) => 'balanceCents' in o && staleAsAt(o, refusedBefore) !== null))) {
        throw new AppError('conflict', 'data_stale')
      }
      writer.write(tx, planned, (i) => (done + i) % PROGRESS_EVERY === 0 && onProgress(done + i, all.length))
      done += guardians.length
      if (done === all.length) end(tx, writer.written())
    },
    answer(): Output<'batches:queue'> {
      const { queued = 0, skipped = 0 } = writer?.written() ?? {}
      return { batchId, queued, skipped, already: false, releaseAt }
    },
  }
}
