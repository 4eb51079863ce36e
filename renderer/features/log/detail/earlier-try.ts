/** Whether a message that is not known to have gone out may have arrived all the same. PURE. */
import type { Output } from '../../../../shared/ipc/contract.ts'
import { type MessageState, UNANSWERED } from '../../../../shared/model/messages/message.ts'

export type Tried = Pick<Output<'messages:get'>, 'state' | 'attempts' | 'reports'>

/** States whose own words say that it is out, or may be. */
const SAYS_SO: readonly MessageState[] = ['sending', 'sent', 'delivered', 'unconfirmed']

/** A try of before got no answer, and nobody has said of it since that it did not arrive. */
export function mayHaveArrived({ state, attempts, reports }: Tried): boolean {
  if (SAYS_SO.includes(state)) return false
  const failed = reports.flatMap(({ verdict, attempt }) => (verdict === 'failed' ? [attempt] : []))
  return attempts.some(({ n, outcome }) => outcome !== null && UNANSWERED.includes(outcome) && !failed.includes(n))
}
