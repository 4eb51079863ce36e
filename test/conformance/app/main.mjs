// A tiny app that shows Electron's own behaviour to the specs beside it; real Electron must pass them too.
import path from 'node:path'
import { app, BrowserWindow, ipcMain, protocol } from 'electron'

protocol.registerSchemesAsPrivileged([{ scheme: 'probe', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
globalThis.seen = []
ipcMain.handle('echo', (_event, ...args) => args)
ipcMain.handle('who', (event) => ({
  url: event.senderFrame.url,
  origin: event.senderFrame.origin,
  top: event.senderFrame.parent === null,
  window: BrowserWindow.fromWebContents(event.sender)?.id,
  type: event.type,
}))
ipcMain.handle('throws', () => {
  throw new TypeError('main said no')
})
ipcMain.handle('function', () => () => {})
ipcMain.on('one-way', (event, value) => event.reply('answer', value, new Date(0)))
app.on('window-all-closed', () => app.quit())
app.on('before-quit', () => console.log('before-quit'))

app.whenReady().then(async () => {
  protocol.handle('probe', async (request) => {
    const url = new URL(request.url)
    if (url.pathname === '/post') return Response.json({ method: request.method, body: await request.text(), header: request.headers.get('x-probe') })
    if (url.pathname === '/inline.js') return new Response('window.external = true', { headers: { 'content-type': 'text/javascript' } })
    if (url.pathname === '/worker.js')
      return new Response('postMessage(location.protocol + " " + typeof require)', { headers: { 'content-type': 'text/javascript' } })
    return new Response(
      `<!doctype html><title>probe ${url.pathname}</title><script>window.inline = true</script><script src="/inline.js"></script><a id=out href="https://elsewhere.invalid/x">out</a><a id=blank target=_blank href="https://elsewhere.invalid/blank">blank</a><a id=next href="/two">next</a>`,
      {
        headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'; frame-ancestors 'none'" },
      },
    )
  })
  const win = new BrowserWindow({
    width: 500,
    height: 400,
    webPreferences: { preload: path.join(import.meta.dirname, 'preload.cjs'), sandbox: true, additionalArguments: ['--from-main=7'] },
  })
  win.webContents.setWindowOpenHandler((details) => {
    seen.push(['open', details.url])
    return { action: 'deny' }
  })
  win.webContents.on('will-navigate', (event) => {
    seen.push(['will-navigate', event.url])
    if (!event.url.startsWith('probe://main/')) event.preventDefault()
  })
  win.webContents.on('did-navigate', (_event, url) => seen.push(['did-navigate', url]))
  win.webContents.on('did-finish-load', () => seen.push(['did-finish-load']))
  await win.loadURL('probe://main/one')
  seen.push(['loaded', win.webContents.getURL(), win.getTitle()])
})
