import { expect, test } from 'vitest'
import { watchNetwork } from '../../../../electron/app/network.ts'

test('every change of the network is told once, until nobody wants to know', () => {
  let due: (() => void) | undefined
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    after: (_delayMs: number, work: () => void) => {
      due = work
      return () => {
        due = undefined
      }
    },
  }
  let online = true
  const told: boolean[] = []
  const stop = watchNetwork(
    clock,
    () => online,
    (now) => void told.push(now),
  )
  const look = (now: boolean) => {
    online = now
    due?.()
  }
  for (const now of [true, false, false, true]) look(now)
  expect(told).toEqual([false, true])
  stop()
  look(false)
  expect(told).toEqual([false, true])
})
