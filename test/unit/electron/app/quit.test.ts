import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { type QuitParts, stopBeforeQuit } from '../../../../electron/app/quit.ts'
import { handClock } from '../../../support/clock.ts'

/** Behaves like Electron's app at its end: quit asks, and ends unless somebody objects. */
class FakeApp extends EventEmitter {
  ended = 0
  quit() {
    let objected = false
    const preventDefault = () => {
      objected = true
    }
    this.emit('will-quit', { preventDefault })
    if (!objected) this.ended++
  }
}

/** An app of which a console is stopped before its end, and what came of it. */
function quitting(parts: Pick<QuitParts, 'stop'> & Partial<QuitParts>) {
  const app = new FakeApp()
  const clock = handClock()
  const faults: unknown[] = []
  const seen = { endedNow: 0, endWithin: [] as number[] }
  stopBeforeQuit({
    app: app as unknown as QuitParts['app'],
    isHung: () => false,
    clock,
    log: { info() {}, warn: (what) => faults.push(what), error: (_what, error) => faults.push(error) },
    endNow: () => seen.endedNow++,
    endWithin: (ms) => seen.endWithin.push(ms),
    ...parts,
  })
  return { app, clock, faults, seen }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('the app ends only when the console has stopped, however often it is asked', async () => {
  const stop = Promise.withResolvers<void>()
  let stops = 0
  const { app, faults, seen, clock } = quitting({
    stop: () => {
      stops++
      return stop.promise
    },
  })
  app.quit()
  app.quit()
  await settled()
  expect([app.ended, stops]).toEqual([0, 1])
  stop.resolve()
  await settled()
  clock.advance(60_000)
  expect([app.ended, stops, faults, seen]).toEqual([1, 1, [], { endedNow: 0, endWithin: [14_300] }])
})

test('a console that cannot stop in order is logged and does not keep the app alive', async () => {
  const { app, faults } = quitting({ stop: () => Promise.reject(new Error('stuck')) })
  app.quit()
  await settled()
  expect(app.ended).toBe(1)
  expect(faults).toEqual([new Error('stuck')])
})

test('a console that does not stop is ended in time', async () => {
  const { app, clock, faults, seen } = quitting({ stop: () => new Promise(() => {}) })
  app.quit()
  clock.advance(13_999)
  expect(seen.endedNow).toBe(0)
  clock.advance(1)
  expect([app.ended, seen.endedNow, faults]).toEqual([0, 1, [new Error('it hangs')]])
})

test('a console that has stopped waits half a second for what hangs, and is ended then', async () => {
  let hung = true
  const { app, clock, seen } = quitting({ stop: async () => {}, isHung: () => hung })
  app.quit()
  const wait = async (looks: number) => {
    for (let i = 0; i < looks; i++) {
      await settled()
      clock.advance(100)
    }
    await settled()
  }
  await wait(4)
  expect([app.ended, seen.endedNow]).toEqual([0, 0])
  await wait(1)
  expect([app.ended, seen.endedNow]).toEqual([0, 1])

  const other = quitting({ stop: async () => {}, isHung: () => hung })
  other.app.quit()
  await settled()
  hung = false
  other.clock.advance(100)
  await settled()
  expect([other.app.ended, other.seen.endedNow]).toEqual([1, 0])
})
