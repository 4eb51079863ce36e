/** Puts circuit breakers around a provider: they stop its channel where several answers together show a fault that none of them shows alone. */
import type { Outcomes } from '../provider.ts'
import { createBusyBreaker } from './busy-breaker.ts'
import { createRefusalBreaker } from './refusal-breaker.ts'

type Sends<M> = { send(messages: readonly M[]): Promise<Outcomes> }

/**
 * The provider of one account, with both breakers around `send`. Where a breaker opens, the outcomes of the call become `not_sent` with a channel
 * fault. `addressOf`: the family's address; `now`: ms UTC.
 */
export function withBreakers<M extends { readonly id: number }, P extends Sends<M>>(provider: P, addressOf: (message: M) => string, now: () => number): P {
  const refusals = createRefusalBreaker()
  const busy = createBusyBreaker(now)
  let begun = 0
  return {
    ...provider,
    async send(messages: readonly M[]) {
      begun++
      const n = begun
      const outcomes = await provider.send(messages)
      const addresses = new Map(messages.map((message) => [message.id, addressOf(message).toLowerCase()]))
      const call = { n, begun, addresses }
      return busy.observe({ ...call, outcomes: refusals.observe({ ...call, outcomes }) })
    },
  }
}
