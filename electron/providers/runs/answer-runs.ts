/** What a provider's answers say together that none of them says alone. */

import type { Outcomes } from '../provider.ts'
import { createBusyRun } from './busy-run.ts'
import { createRefusalRun } from './refusal-run.ts'

type Sends<M> = { send(messages: readonly M[]): Promise<Outcomes> }

/** The provider of one account, which stops its channel where the answers to several families show that they are about none of them. `now`: ms UTC. */
export function watchAnswers<M extends { readonly id: number }, P extends Sends<M>>(provider: P, addressOf: (message: M) => string, now: () => number): P {
  const refusals = createRefusalRun()
  const busy = createBusyRun(now)
  let begun = 0
  return {
    ...provider,
    async send(messages: readonly M[]) {
      begun++
      const n = begun
      const outcomes = await provider.send(messages)
      const addresses = new Map(messages.map((message) => [message.id, addressOf(message).toLowerCase()]))
      const call = { n, begun, addresses }
      return busy.heard({ ...call, outcomes: refusals.heard({ ...call, outcomes }) })
    },
  }
}
