/** What a send was reckoned at and what it came to, as far as the provider has said. PURE. */
import type { Output } from '../../shared/ipc/contract.ts'
import type { MessageState } from '../../shared/model/message.ts'

export type Campaign = Output<'campaigns:get'>
type Counts = Campaign['states']

/** An SMS in one of these was taken by the provider, so it has a price, told or not. */
const TAKEN = ['sent', 'delivered'] as const satisfies readonly MessageState[]
/** More may come of these, and a price with it. */
const OPEN = ['held', 'queued', 'sending', 'unconfirmed'] as const satisfies readonly MessageState[]

export type Cost = {
  readonly estimateMicros: number
  readonly actualMicros: number
  /** SMS that the provider took, and how many of them it has told the price of. */
  readonly taken: number
  readonly priced: number
  /** Actual minus estimate: only once every price is known, since half of a sum is no difference. */
  readonly differenceMicros: number | null
}

/** The figures of a send. `sms`: its SMS by state; emails have no price. */
export function costOf(campaign: Pick<Campaign, 'estimateMicros' | 'actualMicros' | 'priced'>, sms: Counts): Cost {
  const sum = (states: readonly MessageState[]) => states.reduce((all, state) => all + (sms[state] ?? 0), 0)
  const taken = sum(TAKEN)
  const { estimateMicros, actualMicros } = campaign
  const priced = Math.min(campaign.priced, taken)
  const isWhole = taken > 0 && priced === taken && sum(OPEN) === 0
  return { estimateMicros, actualMicros, taken, priced, differenceMicros: isWhole ? actualMicros - estimateMicros : null }
}
