/** Writes a batch's messages down, each with its final text: held until the hold window ends, queued, or skipped with the reason. */
import type { Tx } from '../../db/client.ts'
import { insertEmail, insertNotification, insertSms, type NotificationFields } from '../../db/queries/batches.ts'
import type { SchoolRow } from '../../db/queries/schools.ts'
import type { About } from '../../shared/model/batches/cause.ts'
import type { EventType } from '../../shared/model/messages/event.ts'
import type { SendingSettings } from '../../shared/model/settings/sending.ts'
import { quietUntil, waitUntil } from '../../shared/model/values/quiet-hours.ts'
import { sendingHoursOf } from '../settings/sending.ts'
import type { LeftOut, PlannedMessage } from './plan.ts'

const DAY_MS = 86_400_000

export type WriterOptions = {
  readonly batchId: number
  readonly school: SchoolRow
  readonly eventType: EventType
  /** The one record that it is about, if it is about one. */
  readonly about: About | null
  readonly settings: SendingSettings
  /** The state of the records that the texts were written from. */
  readonly revision: number
  readonly now: number
}
/** What was written so far. */
export type Written = { readonly queued: number; readonly skipped: number; readonly smsParts: number }

/** Takes the families' outcomes chunk by chunk, each in a transaction. */
export function batchWriter(options: WriterOptions) {
  const { settings, now } = options
  const texts = sharedTexts(options.batchId)
  const common = commonFields(options)
  const state = settings.holdSeconds > 0 ? 'held' : 'queued'
  const sums = { queued: 0, skipped: 0, smsParts: 0 }

  function queue(tx: Tx, message: PlannedMessage, notificationId: number | null) {
    const { balanceCents, text: body } = message
    sums.queued++
    if (message.channel === 'sms') sums.smsParts += message.parts
    if (notificationId === null) return
    const fields = { ...common(message, notificationId), state, skipReason: null, detail: '', balanceCents } as const
    if (message.channel === 'email') {
      insertEmail(tx, { ...fields, email: message.to, subject: message.subject, body }, now)
      return
    }
    const { to: phone, encoding, parts } = message
    insertSms(tx, { ...fields, phone, body, encoding, parts, estimateMicros: parts * settings.pricePerPartMicros, sameText: texts.nameOf(body) }, now)
  }

  function skip(tx: Tx, one: LeftOut, notificationId: number | null) {
    sums.skipped++
    if (notificationId === null) return
    const fields = { ...common(one, notificationId), state: 'skipped', skipReason: one.reason, detail: one.missing ?? '', balanceCents: null } as const
    const { guardian } = one.family
    if (one.channel === 'email') insertEmail(tx, { ...fields, email: guardian.email, subject: '', body: '' }, now)
    else insertSms(tx, { ...fields, phone: guardian.phone, body: '', encoding: 'gsm7', parts: 0, estimateMicros: 0, sameText: null }, now)
  }

  return {
    /** `families`: what each family gets, or why not. `onFamily` hears how many of them are done. */
    write(tx: Tx, families: readonly (readonly (PlannedMessage | LeftOut)[])[], onFamily: (done: number) => void): void {
      texts.learn(families.flatMap((outcomes) => outcomes.flatMap((o) => (!('reason' in o) && o.channel === 'sms' ? [o.text] : []))))
      families.forEach((outcomes, i) => {
        onFamily(i)
        // one notification for a family, which says what went out where anything did
        const [first] = outcomes.toSorted((a, b) => Number('reason' in a) - Number('reason' in b))
        if (!first) return
        const notificationId = insertNotification(tx, notificationOf(first, options), now)
        for (const outcome of outcomes) {
          if ('reason' in outcome) skip(tx, outcome, notificationId)
          else queue(tx, outcome, notificationId)
        }
      })
    },
    written: (): Written => sums,
  }
}

function notificationOf(first: PlannedMessage | LeftOut, { school, batchId, eventType, about }: WriterOptions): NotificationFields {
  return {
    schoolId: school.id,
    batchId,
    guardianId: first.family.guardian.id,
    eventType,
    about,
    title: 'subject' in first ? first.subject : '',
    message: 'text' in first ? first.text : '',
  }
}

function commonFields({ batchId, school, settings, revision, now }: WriterOptions) {
  const opens = waitUntil(now, sendingHoursOf(settings), school.zone) ?? now
  const expiresAt = now + settings.expireDays * DAY_MS
  return ({ family: { guardian }, language }: PlannedMessage | LeftOut, notificationId: number) => {
    const own = guardian.quietStart && guardian.quietEnd ? { from: guardian.quietStart, to: guardian.quietEnd } : null
    return {
      notificationId,
      batchId,
      guardianId: guardian.id,
      toName: guardian.name,
      language,
      notBefore: Math.max(opens, quietUntil(now, own, school.zone) ?? 0),
      expiresAt,
      revision,
    }
  }
}

/**
 * Texts that several recipients share to the letter, each with a name of its own: those may go in one request. Found out chunk by chunk: one that
 * is alone in its chunk, and in all before, goes alone.
 */
function sharedTexts(batchId: number) {
  const names = new Map<string, string>()
  return {
    learn(texts: readonly string[]) {
      const once = new Set<string>()
      for (const text of texts) {
        if (once.has(text) && !names.has(text)) names.set(text, `${batchId}.${names.size}`)
        once.add(text)
      }
    },
    nameOf: (text: string) => names.get(text) ?? null,
  }
}
