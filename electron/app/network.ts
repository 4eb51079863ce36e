import type { Clock } from '../platform/clock.ts'

/** Electron tells the main process of no change, so it is looked at; a person who plugs the modem in sees it within this time. */
const LOOK_EVERY_MS = 3_000

/** Calls `changed` whenever the system's word on the network changes; the answer stops looking. */
export function watchNetwork(clock: Clock, isOnline: () => boolean, changed: (online: boolean) => void): () => void {
  let online = isOnline()
  let cancel = () => {}
  const look = () => {
    const now = isOnline()
    if (now !== online) {
      online = now
      changed(now)
    }
    cancel = clock.after(LOOK_EVERY_MS, look)
  }
  cancel = clock.after(LOOK_EVERY_MS, look)
  return () => cancel()
}
