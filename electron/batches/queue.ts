/** The one way into the queue: a batch of any kind is planned, and each of its messages written down. */
import type { Database, Tx } from '../../db/client.ts'
import { batchOfCause, beginBatch, dropUnfinished, endBatch, insertEmail, insertNotification, insertSms } from '../../db/queries/batches.ts'
import { latestKnown } from '../../db/queries/boots.ts'
import { sharedAddresses } from '../../db/queries/families.ts'
import { recordsRevision } from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { QueuedBatch } from '../../shared/model/batches/batch.ts'
import { storedWrittenFrom } from '../../shared/model/batches/draft.ts'
import { smsSize } from '../../shared/model/messages/sms-parts.ts'
import type { SendingSettings } from '../../shared/model/settings/sending.ts'
import { familiesOf, inChunks } from '../school/families.ts'
import { clockBehind, staleAsAt, staleBefore } from '../school/freshness.ts'
import { sendingSettings } from '../settings/sending.ts'
import type { Progress } from './draft.ts'
import { type BatchOrder, causeOf, type FamilyOrder, isAttended, resolveOrder, type TestOrder } from './order.ts'
import { planner, repeatedAddresses } from './plan.ts'
import { writtenFrom } from './request.ts'
import { batchWriter, type Written } from './write.ts'

/** `now`: ms UTC. `staleAccepted`: a person was told that the balances are old; `clockAccepted`: that the clock is behind. */
export type QueueRequest = {
  readonly order: BatchOrder
  readonly staleAccepted?: boolean | undefined
  readonly clockAccepted?: boolean | undefined
  readonly now: number
}

/** So many families are planned and written in one transaction: of many schools all, and of a large one no more than memory and log can well hold. */
const FAMILIES_AT_ONCE = 1_000
const DROPPED_AT_ONCE = 2_000
const PROGRESS_EVERY = 500
/** A test that did not go within this is not wanted any more. */
export const TEST_EXPIRES_MS = 60_000

/**
 * Plans an order and writes every recipient down, also those who get nothing. It is all or nothing: a batch whose writing was cut short is never
 * sent, and is removed. The same cause answers what it became the first time. An order to many families takes several transactions, so nobody else may
 * write meanwhile. Throws what `resolveOrder` throws; clock_behind when the clock is and nobody has said that it is right; and to a person who waits for
 * the answer audience_empty when nobody would get anything, and data_stale when a text speaks of old balances and nobody has said that it may.
 */
export async function queueBatch(db: Database, request: QueueRequest, onProgress: Progress = () => {}): Promise<QueuedBatch> {
  await dropCutShort(db)
  const { order, now } = request
  const before = batchOfCause(db, causeOf(order))
  if (before) return { batchId: before.id, queued: before.planned - before.skipped, skipped: before.skipped, already: true, releaseAt: before.releaseAt }
  if (order.kind === 'test') return db.write((tx) => writeTest(tx, order, now))
  if (!request.clockAccepted && clockBehind(latestKnown(db), now)) throw new AppError('conflict', 'clock_behind')
  const writing = openBatch(db, { ...request, order }, onProgress)
  try {
    for (const guardians of writing.chunks) await db.write((tx) => writing.write(tx, guardians))
    return writing.answer()
  } catch (error) {
    await dropCutShort(db)
    throw error
  }
}

async function dropCutShort(db: Database) {
  while (await db.write((tx) => dropUnfinished(tx, DROPPED_AT_ONCE)));
}

function openBatch(db: Database, { order, staleAccepted = false, now }: QueueRequest & { readonly order: FamilyOrder }, onProgress: Progress) {
  const { school, text, channel, reach, request, guardians: all } = resolveOrder(db, order, now)
  const settings = sendingSettings(db)
  const releaseAt = settings.holdSeconds > 0 ? now + settings.holdSeconds * 1_000 : null
  const about = order.kind === 'event' ? order.about : null
  const { eventType } = request
  const attended = isAttended(order)
  const refusedBefore = staleAccepted || !attended ? Number.NEGATIVE_INFINITY : staleBefore(settings.staleDays, now)
  let plan = reach.to === 'families' ? planner(request, sharedAddresses(db)) : null
  let batchId = 0
  let done = 0
  let writer: ReturnType<typeof batchWriter> | null = null

  const begin = (tx: Tx) => {
    const fields = {
      cause: causeOf(order),
      schoolId: school.id,
      templateKey: text.key,
      eventType,
      channel,
      reach,
      writtenFrom: storedWrittenFrom.write(writtenFrom(text, school)),
    }
    batchId = beginBatch(tx, { ...fields, staleAccepted }, now)
    return batchWriter({ batchId, school, eventType, about, settings, revision: recordsRevision(tx), now })
  }
  const end = (tx: Tx, { queued, skipped, smsParts }: Written) => {
    if (queued === 0 && attended) throw new AppError('conflict', 'audience_empty')
    endBatch(tx, batchId, { planned: queued + skipped, skipped, smsParts, estimateMicros: smsParts * settings.pricePerPartMicros, releaseAt })
    recordAudit(tx, now, 'batch.queued', { batch: batchId, queued, skipped, parts: smsParts })
  }
  return {
    chunks: all.length > 0 ? inChunks(all, FAMILIES_AT_ONCE) : [[]],
    write(tx: Tx, guardians: readonly number[]) {
      writer ??= begin(tx)
      const families = familiesOf(tx, guardians, reach, eventType)
      plan ??= planner(request, repeatedAddresses(families))
      const planned = families.map(plan)
      if (planned.some((outcomes) => outcomes.some((o) => 'balanceCents' in o && staleAsAt(o, refusedBefore) !== null))) {
        throw new AppError('conflict', 'data_stale')
      }
      writer.write(tx, planned, (i) => (done + i) % PROGRESS_EVERY === 0 && onProgress(done + i, all.length))
      done += guardians.length
      if (done === all.length) end(tx, writer.written())
    },
    answer(): QueuedBatch {
      const { queued = 0, skipped = 0 } = writer?.written() ?? {}
      return { batchId, queued, skipped, already: false, releaseAt }
    },
  }
}

/** A test message is queued at once: whoever asks for it waits, on their own phone. */
function writeTest(tx: Tx, { testId, message }: TestOrder, now: number): QueuedBatch {
  const schoolId = theSchool(tx)?.id ?? null
  const { channel, body } = message
  const cause = { kind: 'test', testId } as const
  const batchId = beginBatch(
    tx,
    { cause, schoolId, templateKey: null, eventType: 'test', channel, reach: { to: 'address' }, writtenFrom: message, staleAccepted: false },
    now,
  )
  const title = message.channel === 'email' ? message.subject : ''
  const notificationId = insertNotification(tx, { schoolId, batchId, guardianId: null, eventType: 'test', about: null, title, message: body }, now)
  if (notificationId === null) throw new Error(`batch ${batchId} has a message already`)
  const sms = smsOf(body, sendingSettings(tx))
  const size = message.channel === 'sms' ? sms : { parts: 0, estimateMicros: 0 }
  const nobody = { notificationId, batchId, guardianId: null, toName: '', language: 'en', balanceCents: null } as const
  const atOnce = { state: 'queued', skipReason: null, detail: '', notBefore: now, expiresAt: now + TEST_EXPIRES_MS, once: true } as const
  const fields = { ...nobody, ...atOnce, revision: recordsRevision(tx) }
  if (message.channel === 'email') insertEmail(tx, { ...fields, email: message.email, subject: message.subject, body }, now)
  else insertSms(tx, { ...fields, ...sms, phone: message.phone, body, sameText: null }, now)
  endBatch(tx, batchId, { planned: 1, skipped: 0, smsParts: size.parts, estimateMicros: size.estimateMicros, releaseAt: null })
  return { batchId, queued: 1, skipped: 0, already: false, releaseAt: null }
}

function smsOf(body: string, { pricePerPartMicros }: SendingSettings) {
  const { encoding, parts } = smsSize(body)
  return { encoding, parts, estimateMicros: parts * pricePerPartMicros }
}
