import { app, dialog } from 'electron'
import type { Language } from '../../shared/model/event.ts'
import type { Log } from '../platform/ports.ts'
import { sayFailure } from './say.ts'

/** A page that crashes again sooner than this would crash for ever. */
const RELOAD_AT_MOST_EVERY_MS = 60_000

/**
 * Writes every crash down. The page is loaded again; the main process ends after an exception that nobody caught, since what it would do
 * next is anybody's guess, and what was being sent is sorted out at the next start.
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
