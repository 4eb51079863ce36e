/** What on Home asks for the bursar. PURE. */
import type { Output } from '../../../shared/ipc/contract.ts'

type Counts = Output<'overview:get'>['needs']
export type Need = { readonly kind: keyof Counts; readonly count: number }

/** The needs that there are, gravest first. Messages that wait while a sending goes on need nobody. */
export function needsOf(counts: Counts, isSending: boolean): Need[] {
  const kinds = ['unconfirmed', 'held', 'failed', 'expired', ...(isSending ? [] : (['waiting'] as const)), 'withoutContact'] as const
  return kinds.map((kind) => ({ kind, count: counts[kind] })).filter(({ count }) => count > 0)
}
