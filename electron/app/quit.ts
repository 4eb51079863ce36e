/** Delays quitting until the console has stopped in order. */
import type { App } from 'electron'
import type { Log } from '../platform/ports.ts'

/**
 * Holds the app's end back until `stop` is done: what is on its way to a provider gets its answer written down first. The windows are gone
 * by then, so nobody sees the wait, and nothing new can be asked for.
 */
export function stopBeforeQuit(app: Pick<App, 'on' | 'quit'>, stop: () => Promise<void>, log: Log): void {
  let state: 'running' | 'stopping' | 'stopped' = 'running'
  app.on('will-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return
    state = 'stopping'
    void stop()
      .catch((error: unknown) => log.error('the console did not stop in order', error))
      .then(() => {
        state = 'stopped'
        app.quit()
      })
  })
}
