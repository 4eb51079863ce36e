/** The clock of the running console. */
import { type Clock, systemClock } from './clock.ts'

/**
 * The computer's clock. In a checkout BURSAR_CLOCK=<ISO instant> makes it start there, so that a test can open the console at night or in another term.
 * A packaged console ignores the variable. Throws for a text that is no instant.
 */
export function wallClock({ isPackaged, env }: { isPackaged: boolean; env: Readonly<Record<string, string | undefined>> }): Clock {
  const start = isPackaged ? undefined : env.BURSAR_CLOCK
  if (!start) return systemClock()
  const startMs = Date.parse(start)
  if (Number.isNaN(startMs)) throw new Error(`BURSAR_CLOCK is no instant: ${start}`)
  return systemClock(startMs - systemClock().now())
}
