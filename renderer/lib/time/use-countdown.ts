import { useEffect, useState } from 'react'
import { consoleNow } from './console-clock.ts'
import { minutesSeconds } from './countdown.ts'

const TICK_MS = 250

/** "0:24" until that instant (ms UTC) of the console's clock, going down by itself. */
export function useCountdown(until: number): string {
  const left = () => minutesSeconds(until - consoleNow())
  const [, setShown] = useState(left)
  useEffect(() => {
    const timer = setInterval(() => setShown(minutesSeconds(until - consoleNow())), TICK_MS)
    return () => clearInterval(timer)
  }, [until])
  return left()
}
