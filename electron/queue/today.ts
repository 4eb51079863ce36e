/** What a waiting message would say if it were written now: the same planner that wrote it, asked again for one family. */
import type { Tx } from '../../db/client.ts'
import { campaignFacts } from '../../db/queries/campaigns.ts'
import { balancesAsAt } from '../../db/queries/families.ts'
import type { DueRow } from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import type { MessageChannel, SkipReason } from '../../shared/model/message.ts'
import type { OnChange } from '../../shared/model/template.ts'
import type { Draft } from '../campaigns/draft.ts'
import { type Audience, loadFamily, owesEnough } from '../campaigns/families.ts'
import { type LeftOut, type PlannedMessage, type PlanRequest, planFamily } from '../campaigns/plan.ts'
import { planRequest } from '../campaigns/request.ts'
import { findTemplate } from '../templates/library.ts'
import type { Today } from './recheck.ts'

/** A send as it would be planned now. Null where its template is gone: what was written then stands. */
type Send = { readonly request: PlanRequest; readonly audience: Audience; readonly onChange: OnChange; readonly staleAccepted: boolean } | null

export type Writer = {
  staleAccepted(campaignId: number | null): boolean
  today(row: DueRow, to: string): Today<PlannedMessage>
}

/** Good for one turn of the queue: each send is read once. */
export function writeAgain(tx: Tx, channel: MessageChannel, now: number): Writer {
  const sends = new Map<number, Send>()
  const sendOf = (campaignId: number): Send => {
    const known = sends.get(campaignId)
    if (known !== undefined) return known
    const made = loadSend(tx, channel, campaignId, now)
    sends.set(campaignId, made)
    return made
  }
  return {
    staleAccepted: (campaignId) => campaignId === null || sendOf(campaignId)?.staleAccepted === true,
    today(row, to) {
      const send = row.campaignId === null ? null : sendOf(row.campaignId)
      if (!send) return { kind: 'same' }
      const family = loadFamily(tx, row.guardianId, send.audience, send.request.eventType)
      if (!family) return { kind: 'not_now', reason: 'no_child', detail: '' }
      if (!owesEnough(family, send.audience)) return { kind: 'not_now', reason: family.balanceCents > 0 ? 'balance_changed' : 'paid', detail: '' }
      const [planned] = planFamily(family, send.request)
      if (!planned) return { kind: 'same' }
      return 'reason' in planned ? notNow(planned) : compare(row, to, planned, send.onChange)
    },
  }
}

function loadSend(tx: Tx, channel: MessageChannel, campaignId: number, now: number): Send {
  const school = theSchool(tx)
  const campaign = campaignFacts(tx, campaignId)
  const template = school && campaign && findTemplate(tx, school.id, campaign.templateKey)
  if (!template) return null
  const { audience } = JSON.parse(campaign.choice) as Draft
  return {
    request: planRequest(template, school, channel, balancesAsAt(tx, school.id), now),
    audience,
    onChange: template.onChange,
    staleAccepted: campaign.staleAccepted === 1,
  }
}

function notNow({ reason, missing }: LeftOut): Today<PlannedMessage> {
  const why: SkipReason = reason === 'nothing_owed' ? 'paid' : reason
  return { kind: 'not_now', reason: why, detail: missing ?? '' }
}

function compare(row: DueRow, to: string, planned: PlannedMessage, onChange: OnChange): Today<PlannedMessage> {
  const otherBalance = row.balanceCents !== null && planned.balanceCents !== row.balanceCents
  if (otherBalance && onChange === 'skip') return { kind: 'not_now', reason: 'balance_changed', detail: '' }
  return otherBalance || planned.to !== to ? { kind: 'changed', text: planned } : { kind: 'same' }
}
