import { useEffect, useEffectEvent } from 'react'
import type { EventPayload } from '../../../shared/ipc/events.ts'
import type { EventName } from '../../../shared/ipc/names.ts'
import { listen } from './api.ts'

/** Calls the listener for every such event while the component is on the page. */
export function useBridgeEvent<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): void {
  const onEvent = useEffectEvent(listener)
  useEffect(() => listen(event, (payload) => onEvent(payload)), [event])
}
