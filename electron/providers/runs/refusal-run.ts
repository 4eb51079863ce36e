/** Equal refusals in a row: a provider that takes nobody's message, and does not say why in words that are known, must not make 900 families `failed`. */
import type { FailureReason } from '../../../shared/model/message.ts'
import type { Outcomes, SendOutcome } from '../provider.ts'
import type { HeardCall } from './heard-call.ts'

const RUN = 3
/** Refusals that may be meant for anybody. An unknown number or a full mailbox is that family's, whoever writes to it. */
const ANYBODYS: readonly FailureReason[] = ['provider_refused', 'account_review', 'content_refused', 'address_refused']

type Refusal = Extract<SendOutcome, { kind: 'rejected' }>

export type RefusalRun = {
  /** The outcomes of a call, with a fault of the account in place of its refusals where these make three families in a row that were refused alike. */
  heard(call: HeardCall): Outcomes
}

/**
 * Follows the refusals of one account. A call that alone holds three such families fails none of them, and those that were on their way at a fault
 * share it. With the next call it begins anew: where only these families refuse the school, each "Resume" gets past some of them.
 */
export function createRefusalRun(): RefusalRun {
  let kind = ''
  const families = new Set<string>()
  let fault: { readonly kind: string; readonly lastCall: number } | null = null

  /** Whether these refusals, all of one kind, are no matter of their families. */
  function isFault(of: string, addresses: readonly string[], { n, begun }: HeardCall): boolean {
    if (fault?.kind === of && n <= fault.lastCall) return true
    if (of !== kind) families.clear()
    kind = of
    for (const address of addresses) families.add(address)
    if (families.size < RUN) return false
    families.clear()
    fault = { kind: of, lastCall: begun }
    return true
  }

  return {
    heard(call) {
      const outcomes = new Map(call.outcomes)
      if ([...outcomes.values()].some((outcome) => outcome.kind === 'accepted')) {
        families.clear()
        fault = null
        return outcomes
      }
      for (const [of, alike] of byKind(outcomes)) {
        const addresses = alike.map(([id]) => call.addresses.get(id) ?? '')
        if (!isFault(of, addresses, call)) continue
        for (const [id, { code, detail }] of alike) outcomes.set(id, { kind: 'not_sent', fault: { reason: 'refused_run', detail, until: null }, code })
      }
      return outcomes
    },
  }
}

/** The refusals that may be anybody's, those with the same reason and code together. What the console itself would not hand over is no answer. */
function byKind(outcomes: Outcomes): Map<string, [number, Refusal][]> {
  const kinds = new Map<string, [number, Refusal][]>()
  for (const [id, outcome] of outcomes) {
    if (outcome.kind !== 'rejected' || outcome.code === 'local' || !ANYBODYS.includes(outcome.reason)) continue
    const kind = `${outcome.reason} ${outcome.code}`
    const alike = kinds.get(kind) ?? []
    alike.push([id, outcome])
    kinds.set(kind, alike)
  }
  return kinds
}
