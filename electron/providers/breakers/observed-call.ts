/** One answered call to a provider, as the circuit breakers observe it. */
import type { Outcomes } from '../provider.ts'

export type ObservedCall = {
  /** The number of the call, counted per account. */
  readonly n: number
  /** The number of the newest call that had begun when this one was answered. */
  readonly begun: number
  /** The address that each message went to, by message id. */
  readonly addresses: ReadonlyMap<number, string>
  readonly outcomes: Outcomes
}
