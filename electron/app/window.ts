/** The one window, and what its page may not do. */
import { BrowserWindow, nativeTheme, type Session, screen, type WebContents } from 'electron'

/** Below this size the tables lose their columns. */
const LEAST = { minWidth: 1024, minHeight: 640 }
const USUAL = { width: 1280, height: 820 }
/** The page's background in light and in dark, so that the window does not flash when it opens. */
const BACKGROUND = { light: '#ffffff', dark: '#242424' }

export type WindowOptions = { readonly title: string; readonly origin: string; readonly preload: string; readonly isPackaged: boolean }

/** Opens the window, sandboxed and isolated, without a way to navigate elsewhere. It is shown once the page has drawn. */
export function openWindow({ title, origin, preload, isPackaged }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...USUAL,
    ...LEAST,
    show: false,
    title,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: !isPackaged,
      // Chromium would download dictionaries, and families' names are not for a spelling checker.
      spellcheck: false,
    },
  })
  // The main process sets the title, which says whether this is practice. The page's own title is ignored.
  window.on('page-title-updated', (event) => event.preventDefault())
  denyNavigation(window.webContents, origin)
  denyPermissions(window.webContents.session, origin)
  window.once('ready-to-show', () => {
    const { width, height } = screen.getPrimaryDisplay().workAreaSize
    if (width < USUAL.width || height < USUAL.height) window.maximize()
    window.show()
  })
  void window.loadURL(`${origin}/index.html`)
  return window
}

/** Denies other pages, other windows and embedded pages. */
function denyNavigation(contents: WebContents, origin: string) {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => {
    // The page may only reload itself, as the dev server asks it to.
    if (!event.url.startsWith(`${origin}/`)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Denies every permission (camera, location, notifications …) but one: to write a message's text to the clipboard. */
function denyPermissions(session: Session, origin: string) {
  const isOurs = (permission: string, url: string) => permission === 'clipboard-sanitized-write' && (url === origin || url.startsWith(`${origin}/`))
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) => decide(isOurs(permission, requestingUrl)))
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => isOurs(permission, requestingOrigin))
  session.setDevicePermissionHandler(() => false)
}
