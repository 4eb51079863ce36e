/** Delays quitting until the console has stopped in order, and ends it where it does not. */
import { Worker } from 'node:worker_threads'
import type { App } from 'electron'
import type { Log } from '../platform/ports.ts'
import type { Clock } from '../platform/time/clock.ts'

export type QuitParts = {
  readonly app: Pick<App, 'on' | 'quit'>
  /** Closes the console in order. */
  readonly stop: () => Promise<void>
  /** Whether something that the console started can still not be ended. */
  readonly isHung: () => boolean
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
  /** Ends this process on the spot. */
  readonly endNow?: () => void
  /** Ends this process that much later, whatever its main thread is in. */
  readonly endWithin?: (ms: number) => void
}

/**
 * A person waits 15 seconds at most. Of these the console takes 13.5 to stop, each of its parts at its limit: 10.5 for answers that are on their way
 * (session/queues.ts), and a second for each stage under them (platform/parts.ts).
 */
const END_MS = 14_000
const LAST_MS = 14_300
/** When the console has stopped, what is still in a system call is looked at so often, so many times. */
const LOOK_MS = 100
const LOOKS = 5

/**
 * Holds the app's end back until the console has stopped: what is on its way to a provider gets its answer written down first. The windows are gone
 * by then, so nobody sees the wait, and nothing new can be asked for. The app ends within 15 seconds, whatever hangs. What was committed is on the
 * disk, and the next start settles the rest.
 */
export function stopBeforeQuit({ app, stop, isHung, clock, log, endNow = endThisProcess, endWithin = endThisProcessWithin }: QuitParts): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running'

  async function stopAndQuit() {
    endWithin(LAST_MS)
    const cancel = clock.after(END_MS, () => {
      log.error('the console did not stop in time, and is ended', new Error('it hangs'))
      endNow()
    })
    await stop().catch((error: unknown) => log.error('the console did not stop in order', error))
    // An end in order waits for every thread, and nothing here could break it off: so not while one is stuck in a system call.
    for (let look = 0; isHung() || isInSystemCall(); look++) {
      if (look === LOOKS) {
        log.warn('the console has stopped, and is ended: something of it hangs')
        return endNow()
      }
      await new Promise<void>((resolve) => clock.after(LOOK_MS, resolve))
    }
    cancel()
    state = 'stopped'
    app.quit()
  }

  app.on('will-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return
    state = 'stopping'
    void stopAndQuit()
  })
}

/** Whether Node itself is at a file, or looks up the address of a server: either can hang. */
function isInSystemCall(): boolean {
  return process.getActiveResourcesInfo().some((what) => /^(FSReq|GetAddrInfoReq|GetNameInfoReq)/.test(what))
}

/** `process.exit` would wait for every thread. */
function endThisProcess() {
  process.kill(process.pid, 'SIGKILL')
}

/** In a thread of its own, since the main one may be in a system call that does not return. It ends with this process. */
function endThisProcessWithin(ms: number) {
  const script = `
    const end = require('node:worker_threads').workerData
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), end - performance.timeOrigin - performance.now())`
  // as a time, since on a busy computer the thread may begin late
  new Worker(script, { eval: true, workerData: performance.timeOrigin + performance.now() + ms }).unref()
}
