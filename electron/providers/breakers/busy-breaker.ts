/** The breaker for temporary failures: a provider that accepts nobody's message for a while must not use up 900 families' attempts within minutes. */
import type { Outcomes, SendOutcome } from '../provider.ts'
import type { ObservedCall } from './observed-call.ts'

/** So many different families in a row open the breaker. */
const FAMILIES_IN_A_ROW = 3
const MINUTE_MS = 60_000
/** How long it stays open, the first time and each time that it opens again before a message is accepted. */
const OPEN_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS]

type Retry = Extract<SendOutcome, { kind: 'retry' }>

export type BusyBreaker = {
  /** The outcomes of a call. Its temporary failures become a channel fault where they are the provider's, not the families' own. */
  observe(call: ObservedCall): Outcomes
}

/**
 * Observes the temporary failures of one account. It opens when three families in a row draw the same one, or when the provider says that it is
 * its own. Each failure of a message that is tried after that opens it again, for longer, until a message is accepted. Families that drew one
 * before a message was accepted have a fault of their own: their failures no longer count, and use up their attempts. `now`: ms UTC.
 */
export function createBusyBreaker(now: () => number): BusyBreaker {
  let code = ''
  const inARow = new Set<string>()
  /** Families that drew a temporary failure since a message was accepted. */
  const drew = new Set<string>()
  /** Families whose fault is their own. */
  const ownFault = new Set<string>()
  let timesOpened = 0
  let open: { readonly until: number; readonly lastCall: number } | null = null

  function close(accepted: readonly string[]): void {
    for (const address of drew) ownFault.add(address)
    for (const address of accepted) ownFault.delete(address)
    drew.clear()
    inARow.clear()
    timesOpened = 0
    open = null
  }

  function isProviders(failureCode: string, alike: readonly { readonly address: string; readonly outcome: Retry }[]): boolean {
    if (open !== null || alike.some(({ outcome }) => outcome.whose === 'provider')) return true
    if (failureCode !== code) inARow.clear()
    code = failureCode
    for (const { address } of alike) inARow.add(address)
    return inARow.size >= FAMILIES_IN_A_ROW
  }

  /** Opens the breaker. A call that was under way when it opened says nothing new, and does not make it stay open for longer. */
  function openUntil({ n, begun }: ObservedCall): number {
    if (open !== null && n <= open.lastCall) return open.until
    const until = now() + (OPEN_MS[Math.min(timesOpened, OPEN_MS.length - 1)] ?? 0)
    timesOpened++
    open = { until, lastCall: begun }
    return until
  }

  return {
    observe(call) {
      const outcomes = new Map(call.outcomes)
      const addressed = [...outcomes].map(([id, outcome]) => ({ id, outcome, address: call.addresses.get(id) ?? '' }))
      const accepted = addressed.filter(({ outcome }) => outcome.kind === 'accepted')
      if (accepted.length > 0) {
        close(accepted.map(({ address }) => address))
        return outcomes
      }
      const retries = addressed.flatMap(({ outcome, ...one }) => (outcome.kind === 'retry' && outcome.whose !== 'recipient' ? [{ ...one, outcome }] : []))
      const counted = retries.filter(({ address }) => !ownFault.has(address))
      for (const { address } of counted) drew.add(address)
      for (const failureCode of new Set(counted.map(({ outcome }) => outcome.code))) {
        const alike = counted.filter(({ outcome }) => outcome.code === failureCode)
        if (!isProviders(failureCode, alike)) continue
        const until = openUntil(call)
        for (const { id, outcome } of alike)
          outcomes.set(id, { kind: 'not_sent', fault: { reason: 'rate_limited', detail: outcome.detail, until }, code: failureCode })
      }
      return outcomes
    },
  }
}
