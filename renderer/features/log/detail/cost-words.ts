/** What is known of a message's price. PURE. */
import type { Output } from '../../../../shared/ipc/contract.ts'
import { mayHaveArrived, type Tried } from './earlier-try.ts'

type Message = Output<'messages:get'>
type Priced = Pick<Message, 'sentAt' | 'costMicros' | 'costCurrency' | 'estimateMicros'> & Tried
export type CostKnown = 'none' | 'told' | 'told_otherwise' | 'reckoned' | 'unknown'

/** States of a message that may still be charged, or was. */
const GOES_OUT: readonly Message['state'][] = ['held', 'queued', 'sending', 'sent', 'delivered']

/**
 * none: nothing was or will be charged · told: by the provider, as it was reckoned · told_otherwise: not as it was reckoned ·
 * reckoned: not told yet · unknown: it may have gone out, and nobody told.
 */
export function costKnown(message: Priced): CostKnown {
  const { state, sentAt, costMicros, costCurrency, estimateMicros } = message
  const asReckoned = estimateMicros === null || (estimateMicros === costMicros && costCurrency === null)
  if (costMicros !== null && costMicros > 0) return asReckoned ? 'told' : 'told_otherwise'
  const isOut = GOES_OUT.includes(state)
  if (costMicros === 0) return isOut && estimateMicros !== null && estimateMicros > 0 ? 'told_otherwise' : 'none'
  if (estimateMicros === null || estimateMicros === 0) return 'none'
  if (isOut) return 'reckoned'
  // A report can make a failure of what was sent, and charged.
  return state === 'unconfirmed' || sentAt !== null || mayHaveArrived(message) ? 'unknown' : 'none'
}
