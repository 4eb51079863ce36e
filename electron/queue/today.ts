/** What a waiting message would say if it were written now: the same planner that wrote it, from the same texts, asked again for one family. */
import type { Tx } from '../../db/client.ts'
import { aboutOf, batchFacts } from '../../db/queries/batches.ts'
import { type DueEmail, type DueSms, othersAt } from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { subjectOf } from '../../db/queries/subjects.ts'
import { type ReachOnFile, storedReach } from '../../shared/model/batches/cause.ts'
import { storedWrittenFrom } from '../../shared/model/batches/draft.ts'
import type { MessageChannel, SkipReason } from '../../shared/model/messages/message.ts'
import type { OnChange } from '../../shared/model/messages/template.ts'
import { childrenToldOf, type LeftOut, type PlannedMessage, type PlanRequest, planFamily, planner } from '../batches/plan.ts'
import { planRequest } from '../batches/request.ts'
import { type Family, loadFamilyOnceChosen, owesEnough } from '../school/families.ts'
import { oldestOf } from '../school/freshness.ts'
import type { Today } from './recheck.ts'

type Due = DueSms | DueEmail
/** A send as it would be planned now. */
type Send = { readonly request: PlanRequest; readonly reach: ReachOnFile; readonly onChange: OnChange; readonly staleAccepted: boolean }

export type Writer = {
  staleAccepted(row: Due): boolean
  /** As at when the balances are of the children that the message is about (ms UTC); null: nothing is known of them. */
  balancesAsAt(row: Due): number | null
  today(row: Due, to: string): Today<PlannedMessage>
}

/** Good for one poll of the queue: each send is read once. */
export function writeAgain(tx: Tx, channel: MessageChannel, now: number): Writer {
  const sends = new Map<number, Send>()
  const sendOf = (row: Due): Send => {
    const send = sends.get(row.batchId) ?? loadSend(tx, channel, row, now)
    sends.set(row.batchId, send)
    return send
  }
  return {
    staleAccepted: (row) => sendOf(row).staleAccepted,
    balancesAsAt(row) {
      if (row.guardianId === null) return null
      const { request, reach } = sendOf(row)
      const family = loadFamilyOnceChosen(tx, row.guardianId, reach, request.eventType)
      return typeof family === 'string' ? null : oldestOf(childrenToldOf(family, request.eventType))
    },
    today(row, to) {
      if (row.guardianId === null) return { kind: 'same' }
      const send = sendOf(row)
      const { request, reach } = send
      const load = (id: number) => loadFamilyOnceChosen(tx, id, reach, request.eventType)
      const family = load(row.guardianId)
      if (typeof family === 'string') return { kind: 'not_now', reason: family, detail: '' }
      if (!owesEnough(family, reach)) return { kind: 'not_now', reason: family.balanceCents > 0 ? 'balance_changed' : 'paid', detail: '' }
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

/** The batch says what kind it is and whom it is for, the notification which one record it is about: the same for all of an event's batch. */
function loadSend(tx: Tx, channel: MessageChannel, { batchId, id }: Due, now: number): Send {
  const school = theSchool(tx)
  const batch = batchFacts(tx, batchId)
  if (!school || !batch) throw new Error(`batch ${batchId} is not on file`)
  const { eventType, staleAccepted, kind } = batch
  const to = storedReach.read(JSON.parse(batch.reach))
  if (eventType === 'test' || to.to === 'address') throw new Error(`batch ${batchId} is to nobody on file`)
  const { languages, onChange, term, year } = storedWrittenFrom.read(JSON.parse(batch.writtenFrom))
  const about = kind === 'event' ? aboutOf(tx, channel, id) : null
  const subject = about === null ? null : subjectOf(tx, about)
  if (subject === undefined || (kind === 'event' && subject === null)) throw new Error(`what ${channel} ${id} is about is not on file`)
  const audience = to.to === 'families' ? to.audience : { balanceOverCents: null }
  const request = planRequest({ eventType, languages }, { ...school, term, year }, { channel, audience, subject }, now)
  return { request, reach: to, onChange, staleAccepted: staleAccepted === 1 }
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
