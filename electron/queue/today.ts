/** What a waiting message would say if it were written now: the same planner that wrote it, from the same texts, asked again for one family. */
import type { Tx } from '../../db/client.ts'
import { batchFacts } from '../../db/queries/batches.ts'
import { type DueEmail, type DueSms, othersAt } from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { type Audience, storedDraft, storedWrittenFrom } from '../../shared/model/draft.ts'
import type { MessageChannel, SkipReason } from '../../shared/model/message.ts'
import type { OnChange } from '../../shared/model/template.ts'
import { childrenToldOf, type LeftOut, type PlannedMessage, type PlanRequest, planFamily, planner } from '../batches/plan.ts'
import { planRequest } from '../batches/request.ts'
import { type Family, loadFamilyOnceChosen, owesEnough } from '../school/families.ts'
import { oldestOf } from '../school/freshness.ts'
import type { Today } from './recheck.ts'

type Due = DueSms | DueEmail
/** A send as it would be planned now. */
type Send = { readonly request: PlanRequest; readonly audience: Audience; readonly onChange: OnChange; readonly staleAccepted: boolean }

export type Writer = {
  staleAccepted(batchId: number | null): boolean
  /** As at when the balances are of the children that the message is about (ms UTC); null: nothing is known of them, or they are of no batch. */
  balancesAsAt(row: Due): number | null
  today(row: Due, to: string): Today<PlannedMessage>
}

/** Good for one poll of the queue: each send is read once. */
export function writeAgain(tx: Tx, channel: MessageChannel, now: number): Writer {
  const sends = new Map<number, Send>()
  const sendOf = (batchId: number): Send => {
    const send = sends.get(batchId) ?? loadSend(tx, channel, batchId, now)
    sends.set(batchId, send)
    return send
  }
  return {
    staleAccepted: (batchId) => batchId === null || sendOf(batchId).staleAccepted,
    balancesAsAt(row) {
      if (row.batchId === null) return null
      const { request, audience } = sendOf(row.batchId)
      const family = loadFamilyOnceChosen(tx, row.guardianId, audience, request.eventType)
      return typeof family === 'string' ? null : oldestOf(childrenToldOf(family, request.eventType))
    },
    today(row, to) {
      if (row.batchId === null) return { kind: 'same' }
      const send = sendOf(row.batchId)
      const { request, audience } = send
      const load = (id: number) => loadFamilyOnceChosen(tx, id, audience, request.eventType)
      const family = load(row.guardianId)
      if (typeof family === 'string') return { kind: 'not_now', reason: family, detail: '' }
      if (!owesEnough(family, audience)) return { kind: 'not_now', reason: family.balanceCents > 0 ? 'balance_changed' : 'paid', detail: '' }
      const [planned] = planFamily(family, request)
      if (!planned) return { kind: 'same' }
      if ('reason' in planned) return notNow(planned)
      const today = compare(row, to, planned, send.onChange)
      if (today.kind !== 'changed') return today
      const others = othersAt(tx, channel, planned.to, row.batchId, row.id)
        .map(load)
        .filter((one) => typeof one !== 'string')
      return isToldBy(others, family, request, planned.to) ? { kind: 'not_now', reason: 'same_number', detail: '' } : today
    },
  }
}

function loadSend(tx: Tx, channel: MessageChannel, batchId: number, now: number): Send {
  const school = theSchool(tx)
  const batch = batchFacts(tx, batchId)
  if (!school || !batch) throw new Error(`batch ${batchId} is not on file`)
  const { eventType, staleAccepted } = batch
  const { audience } = storedDraft.read(JSON.parse(batch.choice))
  const { languages, onChange, term, year } = storedWrittenFrom.read(JSON.parse(batch.writtenFrom))
  const request = planRequest({ eventType, languages }, { ...school, term, year }, { channel, audience }, now)
  return { request, audience, onChange, staleAccepted: staleAccepted === 1 }
}

/** Whether the address hears the same by other families' messages of the send, as when two guardians were given one number since it was planned. */
function isToldBy(others: readonly Family[], family: Family, request: PlanRequest, address: string): boolean {
  const plan = planner(request, new Set([address]))
  for (const other of others) plan(other)
  return plan(family).some((outcome) => 'reason' in outcome)
}

function notNow({ reason, missing }: LeftOut): Today<PlannedMessage> {
  const why: SkipReason = reason === 'nothing_owed' ? 'paid' : reason
  return { kind: 'not_now', reason: why, detail: missing ?? '' }
}

function compare(row: Due, to: string, planned: PlannedMessage, onChange: OnChange): Today<PlannedMessage> {
  const otherBalance = row.balanceCents !== null && planned.balanceCents !== row.balanceCents
  if (otherBalance && onChange === 'skip') return { kind: 'not_now', reason: 'balance_changed', detail: '' }
  return otherBalance || planned.to !== to || !saysTheSame(row, planned) ? { kind: 'changed', text: planned } : { kind: 'same' }
}

function saysTheSame(row: Due, planned: PlannedMessage): boolean {
  return row.body === planned.text && (planned.channel === 'sms' || ('subject' in row && row.subject === planned.subject))
}
