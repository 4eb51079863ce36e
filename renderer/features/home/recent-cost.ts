/** What Home says of a send's price. PURE. */
import type { Cost } from '../../lib/words/batch-cost.ts'

/** charged: every price is known · chargedPartly: some are still to come · estimate: none is known · null: it costs nothing. */
export function recentCost({ estimateMicros, priced, isWhole }: Cost): 'estimate' | 'charged' | 'chargedPartly' | null {
  if (estimateMicros === 0) return null
  if (priced === 0) return 'estimate'
  return isWhole ? 'charged' : 'chargedPartly'
}
