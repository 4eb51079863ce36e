/** The console in Electron, from start to quit. */
import fs from 'node:fs'
import path from 'node:path'
import { app, type BrowserWindow, dialog, ipcMain, nativeTheme, net, powerMonitor, safeStorage, shell } from 'electron'
import { AppError } from '../../shared/errors.ts'
import type { Language } from '../../shared/model/messages/event.ts'
import { recordsFault } from '../../shared/records-fault.ts'
import { words } from '../../shared/words/index.ts'
import type { ConsoleApp } from '../compose.ts'
import { emitTo } from '../ipc/emit.ts'
import { createHandlers } from '../ipc/handlers/index.ts'
import { serve } from '../ipc/serve.ts'
import { isTrustedSender } from '../ipc/trusted-sender.ts'
import type { Mode } from '../platform/context.ts'
import { fileLog } from '../platform/logger.ts'
import { consolePaths } from '../platform/paths.ts'
import type { Platform } from '../platform/ports.ts'
import { secretStore } from '../platform/secrets.ts'
import { wallClock } from '../platform/time/wall-clock.ts'
import { chooseFeeList } from './choose-file.ts'
import { utilityCopier } from './copier.ts'
import { watchForCrashes } from './crashes.ts'
import { showMenu } from './menu.ts'
import { watchNetwork } from './network.ts'
import { openOrRestore, type RestoreParts } from './offer-restore.ts'
import { PAGE_ORIGIN, servePage } from './protocol.ts'
import { stopBeforeQuit } from './quit.ts'
import { sayFailure } from './say.ts'
import { startFailure } from './start-failure.ts'
import { openWindow } from './window.ts'

/** Runs the console: opens the records, then the window, then answers the page. Quitting goes the same way back. */
export function runConsole(compose: (platform: Platform) => ConsoleApp): void {
  const paths = consolePaths(app, process.resourcesPath)
  const clock = wallClock({ isPackaged: app.isPackaged, env: process.env })
  // 0700: families' names and numbers are for this user, not for every user of the computer.
  fs.mkdirSync(paths.dataFolder, { recursive: true, mode: 0o700 })
  const log = fileLog(path.join(paths.dataFolder, 'logs'), clock)
  let bursar: ConsoleApp | undefined
  let window: BrowserWindow | undefined
  const language = (): Language => bursar?.look().language ?? (app.getLocale().startsWith('sw') ? 'sw' : 'en')
  const platform: Platform = {
    clock,
    log,
    secrets: secretStore(safeStorage, { folder: paths.dataFolder, clock, log }),
    emit: emitTo(() => shown(window)?.webContents),
    version: app.getVersion(),
    dataFolder: paths.dataFolder,
    migrations: paths.migrations,
    workerScript: paths.workerScript,
    sampleFolder: paths.sampleFolder,
    isOnline: () => net.isOnline(),
    chooseFile: () => chooseFeeList(shown(window), language()),
    startCopier: utilityCopier(paths.copierScript),
  }

  const restoreParts = (mode: Mode): RestoreParts => ({
    place: { folder: paths.dataFolder, mode },
    language: language(),
    clock,
    log,
    ask: (options) => dialog.showMessageBox(options),
    openFolder: (folder) => shell.openPath(folder),
  })

  watchForCrashes(log, clock.now, language)
  app.on('window-all-closed', () => app.quit())
  app.on('second-instance', () => {
    const open = shown(window)
    if (open?.isMinimized()) open.restore()
    open?.show()
    open?.focus()
  })

  const start = async () => {
    await app.whenReady()
    const opened = compose(platform)
    bursar = opened
    await openOrRestore(() => opened.start(), restoreParts(opened.mode()))
    stopBeforeQuit({ app, stop: () => opened.stop(), isHung: () => opened.isHung(), clock, log })
    wakeWithTheComputer(opened, platform)
    const origin = devOrigin() ?? PAGE_ORIGIN
    servePage(paths.page)
    window = openWindow({ title: words[language()].desktop.title, origin, preload: paths.preload, isPackaged: app.isPackaged })
    serveCalls(opened, platform, window, origin, restoreParts)
    log.info('the console is open', { version: platform.version, electron: process.versions.electron })
  }
  start().catch((error: unknown) => {
    const failure = startFailure(error, paths.dataFolder)
    log.error('the console could not start', error, { told: failure.key })
    const { headline, text } = sayFailure(failure, language())
    // For damaged records a dialog was shown already: the one that offers a backup.
    if (recordsFault(error) !== 'damaged') dialog.showErrorBox(headline, text)
    app.exit(1)
  })
}

/** The window; undefined once it is closed. Electron throws at any use of a closed window, and the queue goes on after it until the last answers. */
function shown(window: BrowserWindow | undefined): BrowserWindow | undefined {
  return window?.isDestroyed() ? undefined : window
}

/** Serves the page's calls. Keeps title, menu and theme in step with what is chosen on the page. */
function serveCalls(bursar: ConsoleApp, { log, dataFolder }: Platform, window: BrowserWindow, origin: string, restoreParts: (mode: Mode) => RestoreParts) {
  const applyLook = () => {
    const { language, theme } = bursar.look()
    const { title, titlePractice } = words[language].desktop
    nativeTheme.themeSource = theme === 'auto' ? 'system' : theme
    showMenu(language, dataFolder)
    if (!window.isDestroyed()) window.setTitle(bursar.mode() === 'practice' ? titlePractice : title)
  }
  const handlers = createHandlers(bursar)
  serve(ipcMain, {
    handlers: {
      ...handlers,
      'console:set-mode': async (input) => {
        try {
          return await openOrRestore(async () => handlers['console:set-mode'](input), restoreParts(input.mode))
        } catch (error) {
          const { code, key, params = {} } = startFailure(error, dataFolder)
          throw key === 'internal' ? error : new AppError(code, key, { params, cause: error })
        } finally {
          applyLook()
        }
      },
    },
    log,
    isTrusted: (event) => isTrustedSender(event, shown(window)?.webContents, origin),
    checkOutputs: !app.isPackaged,
  })
  bursar.onLook(applyLook)
  applyLook()
}

function wakeWithTheComputer(bursar: ConsoleApp, { clock, emit, isOnline }: Platform) {
  powerMonitor.on('suspend', () => bursar.suspend())
  powerMonitor.on('resume', () => bursar.resume())
  watchNetwork(clock, isOnline, (online) => {
    emit('console:changed', { topics: ['status'] })
    if (online) bursar.wake()
  })
}

/** The origin of the dev server, where the page comes from it; always undefined in a packaged console. */
function devOrigin(): string | undefined {
  const url = app.isPackaged ? undefined : process.env.VITE_DEV_SERVER_URL
  return url === undefined ? undefined : new URL(url).origin
}
