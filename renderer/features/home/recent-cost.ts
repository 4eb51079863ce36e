/** What Home says of a send's price. PURE. */
import type { Output } from '../../../shared/ipc/contract.ts'
import { SETTLED } from '../../../shared/model/message.ts'

type Campaign = Pick<Output<'campaigns:get'>, 'estimateMicros' | 'priced' | 'states'>

/** charged: every message is through and priced · chargedPartly: some prices are still to come · null: it costs nothing. */
export function recentCost({ estimateMicros, priced, states }: Campaign): 'estimate' | 'charged' | 'chargedPartly' | null {
  if (estimateMicros === 0) return null
  if (priced === 0) return 'estimate'
  const open = Object.entries(states).reduce((sum, [state, n]) => sum + (SETTLED.some((settled) => settled === state) ? 0 : n), 0)
  const taken = (states.sent ?? 0) + (states.delivered ?? 0)
  return open + (states.unconfirmed ?? 0) === 0 && priced >= taken ? 'charged' : 'chargedPartly'
}
