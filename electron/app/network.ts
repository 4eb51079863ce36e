/** Watches whether the computer is on a network. */
import type { Clock } from '../platform/time/clock.ts'

/** Electron sends the main process no event, so the state is polled: a modem that is plugged in shows within this time. */
const LOOK_EVERY_MS = 3_000

/** Calls `changed` whenever the system's state of the network changes. Returns a function that stops watching. */
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
