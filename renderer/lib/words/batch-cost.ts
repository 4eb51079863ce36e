/** What a send was reckoned at and what it came to, as far as the provider has said. PURE. */
import type { Output } from '../../../shared/ipc/contract.ts'
import type { MessageState } from '../../../shared/model/messages/message.ts'
import type { Charge } from '../../../shared/model/values/money.ts'

export type Batch = Output<'batches:get'>
type Counts = Batch['states']

/** An SMS in one of these was taken by the provider, so it has a price, told or not. */
const TAKEN = ['sent', 'delivered'] as const satisfies readonly MessageState[]
/** More may come of these, and a price with it. */
const OPEN = ['held', 'queued', 'sending', 'unconfirmed'] as const satisfies readonly MessageState[]

export type Cost = {
  readonly estimateMicros: number
  readonly actual: readonly Charge[]
  /** SMS that the provider took, and how many of them it has told the price of. */
  readonly taken: number
  readonly priced: number
  /** Every price is known, and none is to come. */
  readonly isWhole: boolean
  /** Actual minus estimate: only of the whole, and in one currency. */
  readonly differenceMicros: number | null
}

/** The figures of a send. `sms`: its SMS by state; emails have no price. */
export function costOf(batch: Pick<Batch, 'estimateMicros' | 'actual' | 'priced' | 'currency'>, sms: Counts): Cost {
  const sum = (states: readonly MessageState[]) => states.reduce((all, state) => all + (sms[state] ?? 0), 0)
  const taken = sum(TAKEN)
  const { estimateMicros, actual, currency } = batch
  const priced = Math.min(batch.priced, taken)
  const isWhole = taken > 0 && priced === taken && sum(OPEN) === 0
  const own = actual.every((charge) => charge.currency === currency) ? actual.reduce((all, charge) => all + charge.micros, 0) : null
  return { estimateMicros, actual, taken, priced, isWhole, differenceMicros: isWhole && own !== null ? own - estimateMicros : null }
}
