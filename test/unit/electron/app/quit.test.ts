import { EventEmitter } from 'node:events'
import { beforeEach, expect, test } from 'vitest'
import { stopBeforeQuit } from '../../../../electron/app/quit.ts'

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
let faults: unknown[]
const log = { info: () => {}, warn: () => {}, error: (_what: string, error: unknown) => void faults.push(error) }
const asApp = (app: FakeApp) => app as unknown as Parameters<typeof stopBeforeQuit>[0]
const settled = () => new Promise((resolve) => setImmediate(resolve))
beforeEach(() => {
  faults = []
})

test('the app ends only when the console has stopped, however often it is asked', async () => {
  const app = new FakeApp()
  const stop = Promise.withResolvers<void>()
  let stops = 0
  const stopping = () => {
    stops++
    return stop.promise
  }
  stopBeforeQuit(asApp(app), stopping, log)
  app.quit()
  app.quit()
  await settled()
  expect([app.ended, stops]).toEqual([0, 1])
  stop.resolve()
  await settled()
  expect([app.ended, stops, faults]).toEqual([1, 1, []])
})

test('a console that cannot stop in order is logged and does not keep the app alive', async () => {
  const app = new FakeApp()
  stopBeforeQuit(asApp(app), () => Promise.reject(new Error('stuck')), log)
  app.quit()
  await settled()
  expect(app.ended).toBe(1)
  expect(faults).toEqual([new Error('stuck')])
})
