import { BrowserWindow, nativeTheme, type Session, screen, type WebContents } from 'electron'

/** Below this the tables lose their columns. */
const LEAST = { minWidth: 1024, minHeight: 640 }
const USUAL = { width: 1280, height: 820 }
/** The page's own background in light and in dark, so that opening the window does not flash. */
const BACKGROUND = { light: '#ffffff', dark: '#242424' }

export type WindowOptions = { readonly title: string; readonly origin: string; readonly preload: string; readonly isPackaged: boolean }

/** Opens the one window: sandboxed, isolated, unable to go or to open anything elsewhere. Shown when it has something to show. */
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
      // Chromium would fetch dictionaries from elsewhere, and names of families are no matter for a spelling checker.
      spellcheck: false,
    },
  })
  // The title is set from here (it says whether this is practice); the page's own title is for the page.
  window.on('page-title-updated', (event) => event.preventDefault())
  fenceIn(window.webContents, origin)
  denyPermissions(window.webContents.session, origin)
  window.once('ready-to-show', () => {
    const { width, height } = screen.getPrimaryDisplay().workAreaSize
    if (width < USUAL.width || height < USUAL.height) window.maximize()
    window.show()
  })
  void window.loadURL(`${origin}/index.html`)
  return window
}

/** No other page, no other window, no embedded one: the console shows nothing but itself. */
function fenceIn(contents: WebContents, origin: string) {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => {
    // Only a reload of the page itself (the dev server asks for one).
    if (!event.url.startsWith(`${origin}/`)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Camera, place, notifications, clipboard reading and the rest: the page needs none of them, but to put a message's text on the clipboard. */
function denyPermissions(session: Session, origin: string) {
  const isOurs = (permission: string, url: string) => permission === 'clipboard-sanitized-write' && (url === origin || url.startsWith(`${origin}/`))
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) => decide(isOurs(permission, requestingUrl)))
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => isOurs(permission, requestingOrigin))
  session.setDevicePermissionHandler(() => false)
}
