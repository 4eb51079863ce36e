/** Equal temporary failures in a row: a provider that takes nobody's message for a while must not use up 900 families' attempts within minutes. */

import type { Outcomes, SendOutcome } from '../provider.ts'
import type { HeardCall } from './heard-call.ts'

const RUN = 3
const MINUTE_MS = 60_000
const WAITS_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS]

type Busy = Extract<SendOutcome, { kind: 'retry' }>

export type BusyRun = {
  /** The outcomes of a call, with a fault of the channel in place of its temporary failures where they are no matter of the families that drew them. */
  heard(call: HeardCall): Outcomes
}

/**
 * Follows the temporary failures of one account. Three families in a row that draw the same one, or one that the provider says is its own, make the
 * channel wait, and so does each that is tried after it, for longer each time, until somebody's message is taken. Who drew it before that has
 * a trouble of their own, and uses up their attempts if it stays. `now`: ms UTC.
 */
export function createBusyRun(now: () => number): BusyRun {
  let code = ''
  const families = new Set<string>()
  // whoever drew one since a message was taken, and those who had by then
  const drew = new Set<string>()
  const own = new Set<string>()
  let waits = 0
  let pause: { readonly until: number; readonly lastCall: number } | null = null

  function works(taken: readonly string[]): void {
    for (const address of drew) own.add(address)
    for (const address of taken) own.delete(address)
    drew.clear()
    families.clear()
    waits = 0
    pause = null
  }

  function isFault(of: string, alike: readonly { readonly address: string; readonly outcome: Busy }[]): boolean {
    if (pause !== null || alike.some(({ outcome }) => outcome.whose === 'provider')) return true
    if (of !== code) families.clear()
    code = of
    for (const { address } of alike) families.add(address)
    return families.size >= RUN
  }

  /** What was on its way when the channel began to wait says nothing new, and makes the wait no longer. */
  function waitUntil({ n, begun }: HeardCall): number {
    if (pause !== null && n <= pause.lastCall) return pause.until
    const until = now() + (WAITS_MS[Math.min(waits, WAITS_MS.length - 1)] ?? 0)
    waits++
    pause = { until, lastCall: begun }
    return until
  }

  return {
    heard(call) {
      const outcomes = new Map(call.outcomes)
      const addressed = [...outcomes].map(([id, outcome]) => ({ id, outcome, address: call.addresses.get(id) ?? '' }))
      const taken = addressed.filter(({ outcome }) => outcome.kind === 'accepted')
      if (taken.length > 0) {
        works(taken.map(({ address }) => address))
        return outcomes
      }
      const busy = addressed.flatMap(({ outcome, ...one }) => (outcome.kind === 'retry' && outcome.whose !== 'recipient' ? [{ ...one, outcome }] : []))
      const anybodys = busy.filter(({ address }) => !own.has(address))
      for (const { address } of anybodys) drew.add(address)
      for (const of of new Set(anybodys.map(({ outcome }) => outcome.code))) {
        const alike = anybodys.filter(({ outcome }) => outcome.code === of)
        if (!isFault(of, alike)) continue
        const until = waitUntil(call)
        for (const { id, outcome } of alike) outcomes.set(id, { kind: 'not_sent', fault: { reason: 'rate_limited', detail: outcome.detail, until }, code: of })
      }
      return outcomes
    },
  }
}
