/** What the console does when the page or the main process crashes. */
import { app, dialog } from 'electron'
import type { Language } from '../../shared/model/messages/event.ts'
import type { Log } from '../platform/ports.ts'
import { sayFailure } from './say.ts'

/** The page is loaded again at most this often: a page that crashes sooner would crash for ever. */
const RELOAD_AT_MOST_EVERY_MS = 60_000

/**
 * Logs every crash. A page that crashed is loaded again. After an exception that nobody caught the main process ends, since nobody knows what it would
 * do next. The next start sorts out what was being sent.
 */
export function watchForCrashes(log: Log, now: () => number, language: () => Language): void {
  process.on('uncaughtException', (error) => {
    log.error('an exception was not caught', error)
    const { headline, text } = sayFailure({ code: 'internal', key: 'internal' }, language())
    dialog.showErrorBox(headline, text)
    app.exit(1)
  })
  process.on('unhandledRejection', (reason) => log.error('a rejected promise was not awaited', reason))
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => log.warn('a process of Chromium ended', { type, reason, exitCode }))
  let reloadedAt = Number.NEGATIVE_INFINITY
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.error('the page crashed', reason, { exitCode })
    if (now() - reloadedAt < RELOAD_AT_MOST_EVERY_MS) return
    reloadedAt = now()
    contents.reload()
  })
}
