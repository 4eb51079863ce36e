/** The breaker for refusals: a provider that refuses everybody's message, for a reason that is not known, must not make 900 families `failed`. */
import type { FailureReason } from '../../../shared/model/messages/message.ts'
import type { Outcomes, SendOutcome } from '../provider.ts'
import type { ObservedCall } from './observed-call.ts'

/** So many different families in a row open the breaker. */
const FAMILIES_IN_A_ROW = 3
/** Refusals that may be about the account. An unknown number or a full mailbox is always that family's. */
const MAYBE_THE_ACCOUNTS: readonly FailureReason[] = ['provider_refused', 'account_review', 'content_refused', 'address_refused']

type Refusal = Extract<SendOutcome, { kind: 'rejected' }>

export type RefusalBreaker = {
  /** The outcomes of a call. Its refusals become an account fault where three families in a row were refused alike. */
  observe(call: ObservedCall): Outcomes
}

/**
 * Observes the refusals of one account. A call that alone holds three such families fails none of them, and calls that were under way when it opened
 * share the fault. It counts anew with the next call: where only these families refuse the school, each "Resume" gets past some of them.
 */
export function createRefusalBreaker(): RefusalBreaker {
  let kind = ''
  const inARow = new Set<string>()
  let opened: { readonly kind: string; readonly lastCall: number } | null = null

  /** Whether these refusals, all of one kind, are about the account and not about their families. */
  function isAccounts(refusedAs: string, addresses: readonly string[], { n, begun }: ObservedCall): boolean {
    if (opened?.kind === refusedAs && n <= opened.lastCall) return true
    if (refusedAs !== kind) inARow.clear()
    kind = refusedAs
    for (const address of addresses) inARow.add(address)
    if (inARow.size < FAMILIES_IN_A_ROW) return false
    inARow.clear()
    opened = { kind: refusedAs, lastCall: begun }
    return true
  }

  return {
    observe(call) {
      const outcomes = new Map(call.outcomes)
      if ([...outcomes.values()].some((outcome) => outcome.kind === 'accepted')) {
        inARow.clear()
        opened = null
        return outcomes
      }
      for (const [refusedAs, alike] of byKind(outcomes)) {
        const addresses = alike.map(([id]) => call.addresses.get(id) ?? '')
        if (!isAccounts(refusedAs, addresses, call)) continue
        for (const [id, { code, detail }] of alike) outcomes.set(id, { kind: 'not_sent', fault: { reason: 'refused_run', detail, until: null }, code })
      }
      return outcomes
    },
  }
}

/** The refusals that may be about the account, by reason and code. What the console itself refused (`local`) is no answer. */
function byKind(outcomes: Outcomes): Map<string, [number, Refusal][]> {
  const kinds = new Map<string, [number, Refusal][]>()
  for (const [id, outcome] of outcomes) {
    if (outcome.kind !== 'rejected' || outcome.code === 'local' || !MAYBE_THE_ACCOUNTS.includes(outcome.reason)) continue
    const kind = `${outcome.reason} ${outcome.code}`
    const alike = kinds.get(kind) ?? []
    alike.push([id, outcome])
    kinds.set(kind, alike)
  }
  return kinds
}
