/** The only file that touches `window.bursar`. */
import type { AppFailure } from '../../../shared/errors.ts'
import type { Bridge } from '../../../shared/ipc/bridge.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { EventPayload } from '../../../shared/ipc/events.ts'
import type { Channel, EventName } from '../../../shared/ipc/names.ts'

declare global {
  interface Window {
    readonly bursar: Bridge
  }
}

/** A refused call, as something that can be thrown. */
export class Failure extends Error {
  readonly failure: AppFailure
  constructor(failure: AppFailure) {
    super(failure.key)
    this.name = 'Failure'
    this.failure = failure
  }
}

/** What to tell of anything that was thrown: a refusal as it is, everything else as a fault of the console. */
export function failureOf(error: unknown): AppFailure {
  return error instanceof Failure ? error.failure : { code: 'internal', key: 'internal' }
}

/** Asks the main process; throws a {@link Failure} when it refuses. */
export async function call<C extends Channel>(channel: C, input: Input<C>): Promise<Output<C>> {
  const result = await window.bursar.call(channel, input)
  if (result.ok) return result.value
  throw new Failure(result.error)
}

/** Listens to the main process; the answer stops listening. */
export function listen<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void {
  return window.bursar.on(event, listener)
}
