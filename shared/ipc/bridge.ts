import type { Result } from '../result.ts'
import type { Input, Output } from './contract.ts'
import type { EventPayload } from './events.ts'
import type { Channel, EventName } from './names.ts'

/** The whole surface that the page can see, as `window.bursar`. */
export type Bridge = Readonly<{
  call<C extends Channel>(channel: C, input: Input<C>): Promise<Result<Output<C>>>
  /** Listens; the answer stops listening. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void
}>
