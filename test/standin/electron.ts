/**
 * A stand-in for the module 'electron' in the main process: the app's real built main script runs against it under
 * plain Node, and its windows are pages of a real Chromium driven over the DevTools protocol. It is for tests on
 * machines that cannot have the Electron binary; what it does not do, it refuses by name.
 */
import { type ChildProcess, fork } from 'node:child_process'
import crypto from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Any, Cdp, type Session as CdpSession, type Display, startChromium } from './cdp.ts'
import { createWire } from './wire.ts'
import { bridgeEnd, isolatedWorld, mainWorld } from './worlds.ts'

const wire = createWire()
const WORLD = 'Electron Isolated Context'
/** For a person (npm start) rather than a test: Chromium's window is the real one, with its own size, light or dark, and file dialog. */
const display: Display = process.env.ELECTRON_STANDIN_WINDOW ? 'window' : process.env.ELECTRON_STANDIN_HEADED ? 'headed' : 'headless'
/** app://host/path is shown to Chromium as https://host.app.electron-standin.invalid/path (never resolved: every request is intercepted). */
const SUFFIX = 'electron-standin.invalid'
const NOT_YET = 'Session can only be received when app is ready'

type Handler = (event: Any, ...args: Any[]) => Any
const clone = <T>(v: T): T => {
  try {
    return structuredClone(v)
  } catch {
    throw new Error('An object could not be cloned.')
  }
}
const cancellable = <T extends object>(fields: T) => {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
const unsupported = (name: string): Any =>
  new Proxy(() => {}, {
    get(_t, key) {
      if (typeof key === 'symbol' || key === 'then' || key === 'prototype') return undefined
      throw new Error(`the Electron stand-in has no ${name}.${key}`)
    },
    apply() {
      throw new Error(`the Electron stand-in has no ${name}()`)
    },
    construct() {
      throw new Error(`the Electron stand-in has no ${name}`)
    },
  })

/** What tests may read back: everything the app asked of the desktop. Reach it with electronApp.evaluate(() => globalThis.__electronStandin). */
export const record = {
  openedExternal: [] as string[],
  openedPaths: [] as string[],
  shownInFolder: [] as string[],
  trashed: [] as string[],
  notifications: [] as Any[],
  dialogs: [] as { kind: string; options: Any }[],
  blockedRequests: [] as string[],
  deniedWindows: [] as string[],
  beeps: 0,
}
Object.defineProperty(globalThis, '__electronStandin', { value: record })

// ---------------------------------------------------------------------------------------------------- app

class App extends EventEmitter {
  name = 'Electron'
  #version = '0.0.0'
  #appPath = process.cwd()
  #paths = new Map<string, string>()
  #ready = false
  #resolveReady!: () => void
  readonly #whenReady = new Promise<void>((r) => {
    this.#resolveReady = r
  })
  #quitting = false
  #lock: string | undefined
  userAgentFallback = ''
  readonly isPackaged = false
  readonly dock = undefined
  readonly commandLine = {
    switches: new Map<string, string>(),
    appendSwitch: (name: string, value = '') => void this.commandLine.switches.set(name, value),
    appendArgument: () => {},
    hasSwitch: (name: string) => this.commandLine.switches.has(name),
    getSwitchValue: (name: string) => this.commandLine.switches.get(name) ?? '',
    removeSwitch: (name: string) => void this.commandLine.switches.delete(name),
  }

  getName() {
    return this.name
  }
  setName(name: string) {
    this.name = name
  }
  getVersion() {
    return this.#version
  }
  getAppPath() {
    return this.#appPath
  }
  isReady() {
    return this.#ready
  }
  whenReady() {
    return this.#whenReady
  }
  getPath(name: string): string {
    const home = os.homedir()
    const set = this.#paths.get(name)
    if (set) return set
    switch (name) {
      case 'home':
        return home
      case 'appData':
        return process.env.XDG_CONFIG_HOME || path.join(home, '.config')
      case 'userData':
      case 'sessionData':
        return this.commandLine.getSwitchValue('user-data-dir') || path.join(this.getPath('appData'), this.name)
      case 'temp':
        return os.tmpdir()
      case 'exe':
      case 'module':
        return process.execPath
      case 'logs':
      case 'crashDumps':
        return path.join(this.getPath('userData'), name === 'logs' ? 'logs' : 'Crashpad')
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return path.join(home, name[0]?.toUpperCase() + name.slice(1))
      default:
        throw new Error(`Failed to get '${name}' path`)
    }
  }
  setPath(name: string, to: string) {
    if (!path.isAbsolute(to)) throw new Error('Path must be absolute')
    this.#paths.set(name, to)
  }
  setAppLogsPath() {}
  quit() {
    if (this.#quitting) return
    this.#quitting = true
    void this.#quit()
  }
  async #quit() {
    const asked = cancellable({})
    this.emit('before-quit', asked)
    if (asked.defaultPrevented) {
      this.#quitting = false
      return
    }
    for (const w of BrowserWindow.getAllWindows()) {
      if (!(await w._close())) {
        this.#quitting = false
        return
      }
    }
    const will = cancellable({})
    this.emit('will-quit', will)
    if (will.defaultPrevented) {
      this.#quitting = false
      return
    }
    await this.#end(0)
  }
  exit(code = 0) {
    void this.#end(code)
  }
  async #end(code: number) {
    this.emit('quit', {}, code)
    if (this.#lock) fs.rmSync(this.#lock, { force: true })
    // Chromium is given time to write its profile and to remove its own temporary folder.
    await Promise.race([closeBrowser(), new Promise((r) => setTimeout(r, 3000))])
    process.exit(code)
  }
  _windowsGone() {
    if (this.#quitting) return
    if (this.listenerCount('window-all-closed')) this.emit('window-all-closed')
    else this.quit()
  }
  relaunch() {}
  focus() {}
  hide() {}
  show() {}
  setAppUserModelId() {}
  setAboutPanelOptions() {}
  setBadgeCount() {
    return true
  }
  setUserTasks() {
    return true
  }
  #login = { openAtLogin: false }
  setLoginItemSettings(s: Any) {
    this.#login = { openAtLogin: false, ...s }
  }
  getLoginItemSettings() {
    return { ...this.#login }
  }
  setAsDefaultProtocolClient() {
    return true
  }
  removeAsDefaultProtocolClient() {
    return true
  }
  isDefaultProtocolClient() {
    return false
  }
  enableSandbox() {}
  disableHardwareAcceleration() {}
  getLocale() {
    return 'en-US'
  }
  getSystemLocale() {
    return 'en-US'
  }
  getPreferredSystemLanguages() {
    return ['en-US']
  }
  getAppMetrics() {
    return []
  }
  addRecentDocument() {}
  clearRecentDocuments() {}
  requestSingleInstanceLock(data: Any = {}) {
    if (this.#lock) return true
    const folder = this.getPath('userData')
    fs.mkdirSync(folder, { recursive: true })
    const lock = path.join(folder, 'SingletonLock.standin')
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
        this.#lock = lock
        fs.watch(folder, (_kind, name) => {
          if (!name?.startsWith('SecondInstance-') || !name.endsWith('.json')) return
          const file = path.join(folder, name)
          try {
            const said = JSON.parse(fs.readFileSync(file, 'utf8'))
            fs.rmSync(file, { force: true })
            this.emit('second-instance', {}, said.argv, said.cwd, said.data)
          } catch {}
        }).unref()
        return true
      } catch {
        const holder = Number(fs.readFileSync(lock, 'utf8'))
        try {
          process.kill(holder, 0)
        } catch {
          fs.rmSync(lock, { force: true })
          continue
        }
        const file = path.join(folder, `SecondInstance-${process.pid}`)
        fs.writeFileSync(file, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }))
        fs.renameSync(file, `${file}.json`)
        return false
      }
    }
    return false
  }
  hasSingleInstanceLock() {
    return this.#lock !== undefined
  }
  releaseSingleInstanceLock() {
    if (this.#lock) fs.rmSync(this.#lock, { force: true })
    this.#lock = undefined
  }
  _configure(folder: string, pkg: Any) {
    this.#appPath = folder
    this.name = pkg.productName ?? pkg.name ?? this.name
    this.#version = pkg.version ?? this.#version
  }
  _becomeReady() {
    this.#ready = true
    this.emit('will-finish-launching')
    // Playwright's loader replaces emit and whenReady to hold this event back until it is attached.
    ;(app as Any).emit('ready', {}, {})
    this.#resolveReady()
  }
}
export const app = new App()

// ---------------------------------------------------------------------------------------------------- ipc

class IpcMain extends EventEmitter {
  readonly _handlers = new Map<string, Handler>()
  handle(channel: string, handler: Handler) {
    if (this._handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    if (typeof handler !== 'function') throw new TypeError(`Expected handler to be a function, but found type '${typeof handler}'`)
    this._handlers.set(channel, handler)
  }
  handleOnce(channel: string, handler: Handler) {
    this.handle(channel, (...args) => {
      this.removeHandler(channel)
      return handler(...(args as [Any]))
    })
  }
  removeHandler(channel: string) {
    this._handlers.delete(channel)
  }
}
export const ipcMain = new IpcMain()
ipcMain.on('error', () => {})

// ---------------------------------------------------------------------------------------------------- protocol, session, net

const privileged = new Map<string, Any>()
const schemes = new Map<string, (request: Request) => Response | Promise<Response>>()
const toChromium = (url: string) => {
  const m = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url)
  if (!m) return url
  const [, scheme, host, rest] = m as unknown as [string, string, string, string]
  return privileged.has(scheme) || schemes.has(scheme) ? `https://${host ? `${host}.` : ''}${scheme}.${SUFFIX}${rest || '/'}` : url
}
const fromChromium = (url: string) => {
  let u: URL
  try {
    u = new URL(url)
  } catch {
    return url
  }
  if (!u.hostname.endsWith(`.${SUFFIX}`)) return url
  const labels = u.hostname.slice(0, -SUFFIX.length - 1).split('.')
  const scheme = labels.pop()
  return `${scheme}://${labels.join('.')}${u.href.slice(u.origin.length)}`
}
const originOf = (url: string) => {
  const shown = fromChromium(url)
  const m = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(shown)
  if (!m || m[1] === 'file') return m ? 'file://' : 'null'
  return `${m[1]}://${m[2]}`
}

const protocolApi = {
  registerSchemesAsPrivileged(list: Any[]) {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const s of list) privileged.set(s.scheme, s.privileges ?? {})
  },
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>) {
    if (schemes.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    schemes.set(scheme, handler)
  },
  unhandle(scheme: string) {
    schemes.delete(scheme)
  },
  isProtocolHandled: (scheme: string) => schemes.has(scheme) || ['http', 'https', 'file', 'data', 'blob'].includes(scheme),
}
export const protocol = protocolApi

const MIME: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain',
}
async function netFetch(input: string | Request | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const url = new URL(request.url)
  if (url.protocol === 'file:') {
    const file = fileURLToPath(url)
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) throw new Error('net::ERR_FILE_NOT_FOUND')
    return new Response(fs.readFileSync(file), { headers: { 'content-type': MIME[path.extname(file)] ?? 'application/octet-stream' } })
  }
  const own = schemes.get(url.protocol.slice(0, -1))
  if (own) return own(request)
  return fetch(request)
}
export const net = {
  isOnline: () => !process.env.ELECTRON_STANDIN_OFFLINE,
  get online() {
    return net.isOnline()
  },
  fetch: netFetch,
  request: () => {
    throw new Error('the Electron stand-in has no net.request: use net.fetch')
  },
  resolveHost: async () => ({ endpoints: [] }),
}

type Filter = { urls?: string[]; types?: string[] }
const matches = (filter: Filter | undefined, url: string) =>
  !filter?.urls?.length ||
  filter.urls.some((p) => p === '<all_urls>' || new RegExp(`^${p.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`).test(url))
class WebRequest {
  readonly _hooks = new Map<string, { filter: Filter | undefined; listener: Any }>()
  #set(name: string, a: Any, b?: Any) {
    const listener = b === undefined && (typeof a === 'function' || a === null) ? a : b
    if (listener) this._hooks.set(name, { filter: typeof a === 'function' ? undefined : a, listener })
    else this._hooks.delete(name)
  }
  onBeforeRequest(a: Any, b?: Any) {
    this.#set('onBeforeRequest', a, b)
  }
  onHeadersReceived(a: Any, b?: Any) {
    this.#set('onHeadersReceived', a, b)
  }
  onBeforeSendHeaders(a: Any, b?: Any) {
    this.#set('onBeforeSendHeaders', a, b)
  }
  onCompleted(a: Any, b?: Any) {
    this.#set('onCompleted', a, b)
  }
  onErrorOccurred(a: Any, b?: Any) {
    this.#set('onErrorOccurred', a, b)
  }
  _ask(name: string, details: Any): Promise<Any> {
    const hook = this._hooks.get(name)
    if (!hook || !matches(hook.filter, details.url)) return Promise.resolve({})
    return new Promise((resolve) => hook.listener(details, (answer: Any) => resolve(answer ?? {})))
  }
}
class Session extends EventEmitter {
  readonly partition: string
  readonly webRequest = new WebRequest()
  readonly protocol = protocolApi
  permissionRequestHandler: Any = null
  permissionCheckHandler: Any = null
  constructor(partition: string) {
    super()
    this.partition = partition
  }
  setPermissionRequestHandler(h: Any) {
    this.permissionRequestHandler = h
  }
  setPermissionCheckHandler(h: Any) {
    this.permissionCheckHandler = h
  }
  setDevicePermissionHandler() {}
  setCertificateVerifyProc() {}
  setSpellCheckerEnabled() {}
  setSpellCheckerLanguages() {}
  setUserAgent() {}
  setDownloadPath() {}
  async setProxy() {}
  async clearCache() {}
  async clearStorageData() {}
  async closeAllConnections() {}
  isPersistent() {
    return this.partition === '' || this.partition.startsWith('persist:')
  }
  fetch = netFetch
}
const sessions = new Map<string, Session>()
const sessionOf = (partition = '') => {
  if (!app.isReady()) throw new Error(NOT_YET)
  let s = sessions.get(partition)
  if (!s) {
    s = new Session(partition)
    sessions.set(partition, s)
    app.emit('session-created', s)
  }
  return s
}
export const session = {
  get defaultSession() {
    return sessionOf()
  },
  fromPartition: (p: string) => sessionOf(p),
}

// ---------------------------------------------------------------------------------------------------- web contents and windows

let browser: Cdp | undefined
let chromeVersion = ''
let closeBrowser = async () => {}
let nextContents = 1
let nextWindow = 1
const contents = new Map<number, WebContents>()
const arrived = new Map<string, CdpSession>()
const awaited = new Map<string, (s: CdpSession) => void>()
/** The window that Chromium opened at its start (display 'window' only): the app's first BrowserWindow becomes it. */
let startPage: Promise<string> | undefined
const takeStartPage = () => {
  const page = startPage
  startPage = undefined
  return page
}
const attached = async (targetId: string) => arrived.get(targetId) ?? new Promise<CdpSession>((resolve) => awaited.set(targetId, resolve))

class WebFrameMain {
  readonly _contents: WebContents
  readonly _id: string
  readonly routingId: number
  url = ''
  parent: WebFrameMain | null
  constructor(owner: WebContents, id: string, parent: WebFrameMain | null) {
    this._contents = owner
    this._id = id
    this.parent = parent
    this.routingId = Number.parseInt(crypto.createHash('sha1').update(id).digest('hex').slice(0, 7), 16)
  }
  get frameTreeNodeId() {
    return this.routingId
  }
  get processId() {
    return this._contents.id
  }
  get origin() {
    return originOf(this.url)
  }
  get top(): WebFrameMain {
    return this.parent?.top ?? this
  }
  get name() {
    return ''
  }
  get detached() {
    return false
  }
  isDestroyed() {
    return this._contents.isDestroyed()
  }
  executeJavaScript(code: string) {
    return this._contents.executeJavaScript(code)
  }
  send(channel: string, ...args: unknown[]) {
    this._contents.send(channel, ...args)
  }
}

class WebContents extends EventEmitter {
  readonly id = nextContents++
  readonly ipc = new IpcMain()
  readonly session: Session
  readonly _preferences: Any
  /** Settled once the page exists in Chromium and is ready for its first navigation. */
  readonly _setup: Promise<void>
  _target = ''
  #cdp!: CdpSession
  #frames = new Map<string, WebFrameMain>()
  #main: WebFrameMain
  #worlds = new Map<number, string>()
  #isolated: number | undefined
  #loading = false
  #own: string | undefined
  #title = ''
  #destroyed = false
  #zoom = 1
  #failure = 'net::ERR_FAILED'
  #openHandler: ((details: Any) => Any) | undefined
  #loads: { resolve(): void; reject(e: Error): void; url: string }[] = []
  readonly _binding = `__standin_${crypto.randomBytes(8).toString('hex')}`

  constructor(options: Any) {
    super()
    const preferences = options.webPreferences ?? {}
    if (preferences.contextIsolation === false) throw new Error('the Electron stand-in runs only contextIsolation: true')
    if (preferences.nodeIntegration) throw new Error('the Electron stand-in runs only nodeIntegration: false')
    if (preferences.sandbox === false) throw new Error('the Electron stand-in runs only sandboxed preload scripts')
    if (preferences.webSecurity === false) throw new Error('the Electron stand-in runs only webSecurity: true')
    if (preferences.preload && !path.isAbsolute(preferences.preload)) throw new Error(`preload script must have absolute path: ${preferences.preload}`)
    this._preferences = preferences
    this.session = preferences.session ?? sessionOf(preferences.partition)
    this.#main = new WebFrameMain(this, '', null)
    contents.set(this.id, this)
    this._setup = this.#attach(options)
    this._setup.catch((e) => {
      if (!this.#destroyed) console.error('the Electron stand-in could not open a window:', e)
    })
    app.emit('web-contents-created', {}, this)
  }
  get mainFrame() {
    return this.#main
  }
  get hostWebContents() {
    return null
  }
  get navigationHistory() {
    return { canGoBack: () => false, canGoForward: () => false, clear() {}, length: () => 1, getActiveIndex: () => 0 }
  }
  async #attach(options: Any) {
    if (!browser) throw new Error('no browser')
    const width = options.width ?? 800
    const height = options.height ?? 600
    // A page that has committed nothing, as a BrowserWindow is before its first loadURL (about:blank would be a committed
    // navigation, and Playwright would hand it to a test as the first window).
    const targetId =
      (await takeStartPage()) ?? (await browser.send('Target.createTarget', { url: 'javascript:void(0)', newWindow: true, width, height })).targetId
    this._target = targetId
    const cdp = await attached(targetId)
    this.#cdp = cdp
    this.#listen(cdp)
    const ready = [
      cdp.send('Page.getFrameTree').then(({ frameTree }) => {
        this.#main = new WebFrameMain(this, frameTree.frame.id, null)
        this.#frames.set(frameTree.frame.id, this.#main)
      }),
      cdp.send('Page.enable'),
      cdp.send('Runtime.addBinding', { name: this._binding, executionContextName: WORLD }),
      ...this.#scripts().map((s) => cdp.send('Page.addScriptToEvaluateOnNewDocument', s)),
      cdp.send('Runtime.enable'),
      cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] }),
      this._resize(width, height),
      cdp.send('Emulation.setUserAgentOverride', { userAgent: this.getUserAgent() }),
      this._theme(),
      cdp.send('Runtime.runIfWaitingForDebugger'),
    ]
    await Promise.all(ready)
  }
  #scripts() {
    const nonce = crypto.randomBytes(16).toString('hex')
    const list: Any[] = [{ source: `if (top === window) (${mainWorld})(${JSON.stringify(nonce)}, ${bridgeEnd});` }]
    const file = this._preferences.preload
    const info = {
      versions: { node: process.versions.node, chrome: process.versions.chrome, electron: process.versions.electron, v8: process.versions.v8 },
      platform: process.platform,
      argv: [process.execPath, '--type=renderer', ...(this._preferences.additionalArguments ?? [])],
      env: process.env,
    }
    const kit = `(${isolatedWorld})(${JSON.stringify(nonce)}, ${JSON.stringify(this._binding)}, ${JSON.stringify(info)}, (${createWire})(), ${bridgeEnd})`
    let body = ''
    if (file) {
      if (fs.existsSync(file))
        body = `(function (exports, require, module, process, global) {${fs.readFileSync(file, 'utf8')}\n}).call(m.exports, m.exports, kit.require, m, kit.process, globalThis)`
      else body = `throw new Error(${JSON.stringify(`ENOENT: no such file or directory, open '${file}'`)})`
    }
    list.push({
      worldName: WORLD,
      source: `if (top === window) { const kit = ${kit}; try { const m = { exports: {} }; ${body} } catch (e) { kit.failed(e) } }\n//# sourceURL=${file ? `electron-standin-preload:///${path.basename(file)}` : 'electron-standin'}`,
    })
    return list
  }
  #listen(cdp: CdpSession) {
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== WORLD) return
      this.#worlds.set(context.id, context.auxData.frameId)
      if (context.auxData.frameId === this.#main._id) this.#isolated = context.id
    })
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#worlds.delete(executionContextId)
      if (this.#isolated === executionContextId) this.#isolated = undefined
    })
    cdp.on('Runtime.executionContextsCleared', () => {
      this.#worlds.clear()
      this.#isolated = undefined
    })
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === this._binding) void this.#fromRenderer(JSON.parse(payload), executionContextId)
    })
    cdp.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      const level = ({ warning: 'warning', error: 'error', debug: 'debug' } as Record<string, string>)[type] ?? 'info'
      const at = stackTrace?.callFrames?.[0]
      this.emit('console-message', {
        level,
        message: args.map((a: Any) => a.value ?? a.description ?? '').join(' '),
        lineNumber: at?.lineNumber ?? 0,
        sourceId: fromChromium(at?.url ?? ''),
        frame: this.#main,
      })
    })
    cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) => {
      this.#frames.set(frameId, new WebFrameMain(this, frameId, this.#frames.get(parentFrameId) ?? this.#main))
    })
    cdp.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId))
    cdp.on('Page.frameNavigated', ({ frame }) => {
      const f = this.#frames.get(frame.id)
      if (f) f.url = fromChromium(frame.url + (frame.urlFragment ?? ''))
      if (frame.id !== this.#main._id) return
      if (frame.unreachableUrl) this.#failed(this.#failure, fromChromium(frame.unreachableUrl))
      else this.emit('did-navigate', {}, this.getURL(), 200, 'OK')
    })
    cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const f = this.#frames.get(frameId)
      if (f) f.url = fromChromium(url)
      this.emit('did-navigate-in-page', {}, fromChromium(url), frameId === this.#main._id)
    })
    cdp.on('Page.frameStartedLoading', ({ frameId }) => {
      if (frameId !== this.#main._id) return
      this.#loading = true
      this.emit('did-start-loading')
    })
    cdp.on('Page.domContentEventFired', () => this.emit('dom-ready', {}))
    cdp.on('Page.frameStoppedLoading', ({ frameId }) => {
      if (frameId !== this.#main._id) return
      this.#loading = false
      void this.#loaded()
    })
    cdp.on('Page.windowOpen', (d) =>
      this.#windowOpen({ url: d.url, frameName: d.windowName === '_blank' ? '' : d.windowName, features: '', disposition: 'foreground-tab' }),
    )
    cdp.on('Page.javascriptDialogOpening', () => {})
    cdp.on('Fetch.requestPaused', (e) => {
      void this.#request(e).catch((error) => {
        if (!browser?.closed && !this.#destroyed) console.error('the Electron stand-in could not answer a request:', error)
      })
    })
    cdp.on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
  }
  async #loaded() {
    const { result } = await this.#cdp.send('Runtime.evaluate', { expression: 'document.title', returnByValue: true }).catch(() => ({ result: { value: '' } }))
    if (result.value !== this.#title) {
      this.#title = result.value
      this.emit('page-title-updated', cancellable({}), this.#title, true)
    }
    this.emit('did-frame-finish-load', {}, true)
    this.emit('did-finish-load', {})
    this.emit('did-stop-loading', {})
    for (const l of this.#loads.splice(0)) l.resolve()
  }
  async #fromRenderer(m: Any, context: number) {
    const frame = this.#frames.get(this.#worlds.get(context) ?? '') ?? this.#main
    if (m.type === 'window-open') {
      this.#windowOpen(m)
      return
    }
    if (m.type === 'preload-error') {
      const error = Object.assign(new Error(m.message), { stack: m.stack })
      console.error(`Unable to load preload script: ${this._preferences.preload}\n${m.stack ?? m.message}`)
      this.emit('preload-error', {}, this._preferences.preload, error)
      return
    }
    const args = wire.decode(m.body) as unknown[]
    const event = {
      type: 'frame',
      processId: frame.processId,
      frameId: frame.routingId,
      sender: this,
      senderFrame: frame,
      ports: [],
      reply: (channel: string, ...rest: unknown[]) => this.send(channel, ...rest),
    }
    if (m.type === 'send') {
      this.emit('ipc-message', event, m.channel, ...args)
      this.ipc.emit(m.channel, event, ...args)
      ipcMain.emit(m.channel, event, ...args)
      return
    }
    const handler = this.ipc._handlers.get(m.channel) ?? ipcMain._handlers.get(m.channel)
    let reply: Any
    try {
      if (!handler) throw new Error(`No handler registered for '${m.channel}'`)
      reply = { type: 'reply', id: m.id, body: wire.encode(await handler(event, ...args)) }
    } catch (error) {
      console.error(`Error occurred in handler for '${m.channel}':`, error)
      reply = { type: 'reply', id: m.id, error: String(error) }
    }
    await this.#deliver(reply, context)
  }
  async #deliver(message: Any, context: number) {
    await this.#cdp
      .send('Runtime.callFunctionOn', {
        functionDeclaration: `function (text) { ${this._binding}_in(text) }`,
        executionContextId: context,
        arguments: [{ value: JSON.stringify(message) }],
        silent: true,
      })
      .catch(() => {})
  }
  #windowOpen({ url, frameName, features, disposition }: Any) {
    const target = fromChromium(url)
    const details = { url: target, frameName, features, disposition, referrer: { url: this.getURL(), policy: 'strict-origin-when-cross-origin' } }
    const answer = this.#openHandler?.(details) ?? { action: 'allow' }
    if (answer.action !== 'allow') {
      record.deniedWindows.push(target)
      return
    }
    const child = new BrowserWindow({ ...(answer.overrideBrowserWindowOptions ?? {}) })
    void child.loadURL(target)
    this.emit('did-create-window', child, { ...details, options: {} })
  }
  async #request(e: Any) {
    const cdp = this.#cdp
    const url = fromChromium(e.request.url)
    const document = e.resourceType === 'Document'
    const main = document && e.frameId === this.#main._id
    const fail = (reason: string) => {
      if (main)
        this.#failure =
          (
            { Aborted: 'net::ERR_ABORTED', BlockedByClient: 'net::ERR_BLOCKED_BY_CLIENT', NameNotResolved: 'net::ERR_NAME_NOT_RESOLVED' } as Record<
              string,
              string
            >
          )[reason] ?? 'net::ERR_FAILED'
      return cdp.send('Fetch.failRequest', { requestId: e.requestId, errorReason: reason })
    }
    if (document) {
      if (main && this.#own !== undefined) this.#own = undefined
      else {
        const asked = cancellable({ url, isSameDocument: false, isMainFrame: main, frame: this.#frames.get(e.frameId) ?? null, initiator: this.#main })
        if (main) this.emit('will-navigate', asked, url)
        if (!asked.defaultPrevented) this.emit('will-frame-navigate', asked)
        if (asked.defaultPrevented) return fail('Aborted')
      }
      if (main) this.emit('did-start-navigation', {}, url, false, true)
    }
    const details = {
      id: 0,
      url,
      method: e.request.method,
      webContentsId: this.id,
      webContents: this,
      resourceType: document ? (main ? 'mainFrame' : 'subFrame') : e.resourceType.toLowerCase(),
      referrer: e.request.headers.Referer ?? '',
      timestamp: Date.now(),
    }
    const before = await this.session.webRequest._ask('onBeforeRequest', details)
    if (before.cancel) return fail('BlockedByClient')
    if (before.redirectURL)
      return cdp.send('Fetch.fulfillRequest', {
        requestId: e.requestId,
        responseCode: 302,
        responseHeaders: [{ name: 'location', value: toChromium(before.redirectURL) }],
      })
    const scheme = url.slice(0, url.indexOf(':'))
    const handler = schemes.get(scheme)
    // Electron asks for no icon.
    if (e.resourceType === 'Other' && url.endsWith('/favicon.ico')) return fail('Aborted')
    if (!handler) {
      const host = /^https?:/.test(url) ? new URL(url).hostname : undefined
      if (host === undefined && url === e.request.url) return cdp.send('Fetch.continueRequest', { requestId: e.requestId })
      if (host !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(host)) return cdp.send('Fetch.continueRequest', { requestId: e.requestId })
      record.blockedRequests.push(url)
      return fail('NameNotResolved')
    }
    let response: Response
    try {
      const body = e.request.hasPostData ? Buffer.concat((e.request.postDataEntries ?? []).map((p: Any) => Buffer.from(p.bytes ?? '', 'base64'))) : undefined
      response = await handler(new Request(url, { method: e.request.method, headers: e.request.headers, ...(body ? { body } : {}) }))
      if (response.type === 'error') return fail('Failed')
    } catch (error) {
      console.error(`protocol handler for ${scheme}: failed on ${url}:`, error)
      return fail('Failed')
    }
    const headers: Record<string, string[]> = {}
    response.headers.forEach((value, name) => {
      headers[name] = [...(headers[name] ?? []), value]
    })
    const received = await this.session.webRequest._ask('onHeadersReceived', {
      ...details,
      statusCode: response.status,
      statusLine: `HTTP/1.1 ${response.status}`,
      responseHeaders: headers,
    })
    if (received.cancel) return fail('BlockedByClient')
    const out = Object.entries((received.responseHeaders ?? headers) as Record<string, string | string[]>).flatMap(([name, v]) =>
      [v].flat().map((value) => ({ name, value })),
    )
    return cdp.send('Fetch.fulfillRequest', {
      requestId: e.requestId,
      responseCode: response.status,
      responseHeaders: out,
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }
  async loadURL(url: string) {
    const done = new Promise<void>((resolve, reject) => this.#loads.push({ resolve, reject, url }))
    done.catch(() => {})
    this.#own = url
    await this._setup
    const { errorText } = await this.#cdp.send('Page.navigate', { url: toChromium(url) })
    if (errorText === 'net::ERR_ABORTED') this.#failed(errorText, url)
    return done
  }
  #failed(text: string, url: string) {
    const code = text.replace('net::', '')
    const error = Object.assign(new Error(`${code} (-2) loading '${url}'`), { code, errno: -2, url })
    this.emit('did-fail-load', {}, -2, code, url, true)
    for (const l of this.#loads.splice(0)) l.reject(error)
  }
  loadFile(file: string) {
    return this.loadURL(new URL(`file://${path.resolve(app.getAppPath(), file)}`).href)
  }
  reload() {
    this.#own = this.getURL()
    void this._setup.then(() => this.#cdp.send('Page.reload'))
  }
  reloadIgnoringCache() {
    this.reload()
  }
  stop() {
    void this.#cdp.send('Page.stopLoading')
  }
  getURL() {
    return this.#main.url
  }
  getTitle() {
    return this.#title
  }
  isLoading() {
    return this.#loading
  }
  isDestroyed() {
    return this.#destroyed
  }
  isCrashed() {
    return false
  }
  isFocused() {
    return BrowserWindow.getFocusedWindow()?.webContents === this
  }
  getUserAgent() {
    return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ${app.name.replace(/\s/g, '')}/${app.getVersion()} Chrome/${chromeVersion} Electron/${process.versions.electron} Safari/537.36`
  }
  getType() {
    return 'window'
  }
  getOSProcessId() {
    return process.pid
  }
  getProcessId() {
    return this.id
  }
  send(channel: string, ...args: unknown[]) {
    if (typeof channel !== 'string') throw new TypeError('Missing required channel argument')
    const body = wire.encode(clone(args))
    if (this.#isolated !== undefined) void this.#deliver({ type: 'event', channel, body }, this.#isolated)
  }
  postMessage(channel: string, message: unknown) {
    this.send(channel, message)
  }
  async executeJavaScript(code: string) {
    await this._setup
    const { result, exceptionDetails } = await this.#cdp.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  async insertCSS(css: string) {
    await this.executeJavaScript(
      `{ const s = new CSSStyleSheet(); s.replaceSync(${JSON.stringify(css)}); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; 0 }`,
    )
    return crypto.randomUUID()
  }
  setWindowOpenHandler(h: (details: Any) => Any) {
    this.#openHandler = h
  }
  async capturePage() {
    await this._setup
    const { data } = await this.#cdp.send('Page.captureScreenshot', { format: 'png' })
    return nativeImage.createFromBuffer(Buffer.from(data, 'base64'))
  }
  async printToPDF(options: Any = {}) {
    await this._setup
    const { data } = await this.#cdp.send('Page.printToPDF', {
      landscape: options.landscape,
      printBackground: options.printBackground,
      transferMode: 'ReturnAsBase64',
    })
    return Buffer.from(data, 'base64')
  }
  openDevTools() {}
  closeDevTools() {}
  isDevToolsOpened() {
    return false
  }
  setZoomFactor(f: number) {
    this.#zoom = f
  }
  getZoomFactor() {
    return this.#zoom
  }
  setVisualZoomLevelLimits() {
    return Promise.resolve()
  }
  setBackgroundThrottling() {}
  setAudioMuted() {}
  setUserAgent() {}
  focus() {}
  close() {
    void BrowserWindow.fromWebContents(this)?._close()
  }
  async _theme() {
    const scheme = display === 'window' && nativeTheme.themeSource === 'system' ? '' : nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
    await this.#cdp.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] })
  }
  /** Before a person the window itself gets the size, and keeps to whatever is made of it; a test's page is just that size. */
  async _resize(width: number, height: number) {
    if (display !== 'window') await this.#cdp.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
    else await this._bounds({ width, height })
  }
  async _bounds(bounds: object) {
    if (display !== 'window' || !browser) return
    const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId: this._target })
    await browser.send('Browser.setWindowBounds', { windowId, bounds })
  }
  /** Chromium's own file dialog, opened by a file field that nobody sees; the path comes from DevTools, since no page may know it. */
  async _chooseFile(extensions: string[]): Promise<string | undefined> {
    const field = `new Promise((resolve) => {
      const field = Object.assign(document.createElement('input'), { type: 'file', accept: ${JSON.stringify(extensions.map((e) => `.${e}`).join())} })
      field.onchange = () => resolve(field.files[0])
      field.oncancel = () => resolve(undefined)
      field.click()
    })`
    const { result } = await this.#cdp.send('Runtime.evaluate', { expression: field, userGesture: true, awaitPromise: true })
    return result.objectId ? (await this.#cdp.send('DOM.getFileInfo', { objectId: result.objectId })).path : undefined
  }
  async _destroy() {
    if (this.#destroyed) return
    await this._setup.catch(() => {})
    this.#destroyed = true
    await browser?.send('Target.closeTarget', { targetId: this._target }).catch(() => {})
    contents.delete(this.id)
    this.emit('destroyed')
  }
}
export const webContents = {
  getAllWebContents: () => [...contents.values()],
  getFocusedWebContents: () => BrowserWindow.getFocusedWindow()?.webContents ?? null,
  fromId: (id: number) => contents.get(id),
  fromFrame: (f: WebFrameMain) => f._contents,
  fromDevToolsTargetId: (id: string) => [...contents.values()].find((c) => c._target === id),
}
export const webFrameMain = { fromId: (_p: number, routing: number) => [...contents.values()].map((c) => c.mainFrame).find((f) => f.routingId === routing) }

export class BrowserWindow extends EventEmitter {
  static #all = new Map<number, BrowserWindow>()
  static #focused: BrowserWindow | null = null
  readonly id = nextWindow++
  readonly webContents: WebContents
  #visible: boolean
  #bounds: { x: number; y: number; width: number; height: number }
  #title: string
  #state = { minimized: false, maximized: false, fullScreen: false, alwaysOnTop: false, resizable: true, closable: true, enabled: true }
  #destroyed = false
  #menuVisible = true

  constructor(options: Any = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    this.#visible = options.show !== false
    this.#title = options.title ?? app.name
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
    this.webContents = new WebContents(options)
    BrowserWindow.#all.set(this.id, this)
    this.webContents.once('did-finish-load', () => queueMicrotask(() => this.emit('ready-to-show')))
    this.webContents.on('page-title-updated', (event, title, explicit) => {
      this.emit('page-title-updated', event, title, explicit)
      if (!event.defaultPrevented) this.#title = title
    })
    if (this.#visible) this.focus()
    app.emit('browser-window-created', {}, this)
  }
  static getAllWindows() {
    return [...BrowserWindow.#all.values()]
  }
  static getFocusedWindow() {
    return BrowserWindow.#focused
  }
  static fromId(id: number) {
    return BrowserWindow.#all.get(id) ?? null
  }
  static fromWebContents(c: WebContents) {
    return BrowserWindow.getAllWindows().find((w) => w.webContents === c) ?? null
  }
  loadURL(url: string) {
    return this.webContents.loadURL(url)
  }
  loadFile(file: string) {
    return this.webContents.loadFile(file)
  }
  reload() {
    this.webContents.reload()
  }
  capturePage() {
    return this.webContents.capturePage()
  }
  show() {
    if (this.#visible) return this.focus()
    this.#visible = true
    this.emit('show')
    this.focus()
  }
  showInactive() {
    this.#visible = true
    this.emit('show')
  }
  hide() {
    if (!this.#visible) return
    this.#visible = false
    this.blur()
    this.emit('hide')
  }
  isVisible() {
    return this.#visible
  }
  focus() {
    if (BrowserWindow.#focused === this) return
    BrowserWindow.#focused?.blur()
    BrowserWindow.#focused = this
    this.emit('focus')
    app.emit('browser-window-focus', {}, this)
  }
  blur() {
    if (BrowserWindow.#focused !== this) return
    BrowserWindow.#focused = null
    this.emit('blur')
    app.emit('browser-window-blur', {}, this)
  }
  isFocused() {
    return BrowserWindow.#focused === this
  }
  isDestroyed() {
    return this.#destroyed
  }
  close() {
    void this._close()
  }
  destroy() {
    void this.#end()
  }
  async _close() {
    if (this.#destroyed) return true
    const asked = cancellable({})
    this.emit('close', asked)
    if (asked.defaultPrevented) return false
    await this.#end()
    return true
  }
  async #end() {
    if (this.#destroyed) return
    this.#destroyed = true
    BrowserWindow.#all.delete(this.id)
    if (BrowserWindow.#focused === this) BrowserWindow.#focused = null
    await this.webContents._destroy()
    this.emit('closed')
    if (BrowserWindow.#all.size === 0) app._windowsGone()
  }
  minimize() {
    this.#state.minimized = true
    this.emit('minimize')
  }
  restore() {
    this.#state.minimized = false
    this.emit('restore')
  }
  isMinimized() {
    return this.#state.minimized
  }
  maximize() {
    this.#state.maximized = true
    void this.webContents._setup.then(() => this.webContents._bounds({ windowState: 'maximized' })).catch(() => {})
    this.emit('maximize')
  }
  unmaximize() {
    this.#state.maximized = false
    this.emit('unmaximize')
  }
  isMaximized() {
    return this.#state.maximized
  }
  setFullScreen(on: boolean) {
    this.#state.fullScreen = on
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen')
  }
  isFullScreen() {
    return this.#state.fullScreen
  }
  setAlwaysOnTop(on: boolean) {
    this.#state.alwaysOnTop = on
  }
  isAlwaysOnTop() {
    return this.#state.alwaysOnTop
  }
  getTitle() {
    return this.#title
  }
  setTitle(t: string) {
    this.#title = t
  }
  getBounds() {
    return { ...this.#bounds }
  }
  getNormalBounds() {
    return { ...this.#bounds }
  }
  getContentBounds() {
    return { ...this.#bounds }
  }
  setBounds(b: Partial<{ x: number; y: number; width: number; height: number }>) {
    this.#bounds = { ...this.#bounds, ...b }
    const { width, height } = this.#bounds
    void this.webContents._setup.then(() => this.webContents._resize(width, height)).catch(() => {})
    this.emit('resize')
  }
  getSize() {
    return [this.#bounds.width, this.#bounds.height]
  }
  getContentSize() {
    return this.getSize()
  }
  setSize(width: number, height: number) {
    this.setBounds({ width, height })
  }
  setContentSize(width: number, height: number) {
    this.setBounds({ width, height })
  }
  getPosition() {
    return [this.#bounds.x, this.#bounds.y]
  }
  setPosition(x: number, y: number) {
    this.#bounds = { ...this.#bounds, x, y }
    this.emit('move')
  }
  center() {}
  setMinimumSize() {}
  setResizable(on: boolean) {
    this.#state.resizable = on
  }
  setMenu() {}
  removeMenu() {}
  setMenuBarVisibility(on: boolean) {
    this.#menuVisible = on
  }
  isMenuBarVisible() {
    return this.#menuVisible
  }
  setAutoHideMenuBar() {}
  setIcon() {}
  setBackgroundColor() {}
  setProgressBar() {}
  setOverlayIcon() {}
  setContentProtection() {}
  setSkipTaskbar() {}
  setTitleBarOverlay() {}
  flashFrame() {}
  moveTop() {}
  getParentWindow() {
    return null
  }
  getChildWindows() {
    return []
  }
}

// ---------------------------------------------------------------------------------------------------- the desktop

let nextItem = 1
export class MenuItem {
  readonly commandId = nextItem++
  readonly id: string
  readonly label: string
  readonly type: string
  readonly role: string | undefined
  readonly accelerator: string | undefined
  readonly submenu: Menu | undefined
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly click: (event?: Any, window?: Any) => void
  constructor(o: Any) {
    this.id = o.id ?? ''
    this.label = o.label ?? o.role ?? ''
    this.role = o.role?.toLowerCase()
    this.type = o.type ?? (o.submenu ? 'submenu' : 'normal')
    this.accelerator = o.accelerator
    this.enabled = o.enabled ?? true
    this.visible = o.visible ?? true
    this.checked = o.checked ?? false
    this.submenu = Array.isArray(o.submenu) ? Menu.buildFromTemplate(o.submenu) : o.submenu
    this.click = (event = {}, window = BrowserWindow.getFocusedWindow()) => {
      if (!this.enabled) return
      if (this.type === 'checkbox') this.checked = !this.checked
      if (this.role === 'quit') app.quit()
      else if (this.role === 'close') window?.close()
      else o.click?.(this, window, event)
    }
  }
}
export class Menu extends EventEmitter {
  static #application: Menu | null = null
  readonly items: MenuItem[] = []
  static buildFromTemplate(template: Any[]) {
    const menu = new Menu()
    for (const t of template) menu.append(t instanceof MenuItem ? t : new MenuItem(t))
    return menu
  }
  static setApplicationMenu(m: Menu | null) {
    Menu.#application = m
  }
  static getApplicationMenu() {
    return Menu.#application
  }
  append(i: MenuItem) {
    this.items.push(i)
  }
  insert(at: number, i: MenuItem) {
    this.items.splice(at, 0, i)
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const i of this.items) {
      const found = i.id === id ? i : i.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
  popup() {
    this.emit('menu-will-show', {})
  }
  closePopup() {}
}
export class Tray extends EventEmitter {
  menu: Menu | null = null
  toolTip = ''
  title = ''
  image: Any
  #destroyed = false
  constructor(image: Any) {
    super()
    this.image = image
  }
  setImage(i: Any) {
    this.image = i
  }
  setToolTip(t: string) {
    this.toolTip = t
  }
  setTitle(t: string) {
    this.title = t
  }
  getTitle() {
    return this.title
  }
  setContextMenu(m: Menu | null) {
    this.menu = m
  }
  popUpContextMenu() {}
  displayBalloon() {}
  getBounds() {
    return { x: 0, y: 0, width: 22, height: 22 }
  }
  destroy() {
    this.#destroyed = true
  }
  isDestroyed() {
    return this.#destroyed
  }
}
export class Notification extends EventEmitter {
  static isSupported() {
    return true
  }
  title: string
  body: string
  silent: boolean
  readonly options: Any
  constructor(o: Any = {}) {
    super()
    this.options = o
    this.title = o.title ?? ''
    this.body = o.body ?? ''
    this.silent = o.silent ?? false
  }
  show() {
    record.notifications.push({ title: this.title, body: this.body, silent: this.silent })
    queueMicrotask(() => this.emit('show', {}))
  }
  close() {
    this.emit('close', {})
  }
}
const asked = (kind: string, a: Any, b: Any) => record.dialogs.push({ kind, options: b ?? a })
export const dialog = {
  /** Answered by a person only where there is one; a test puts its own answer here. */
  async showOpenDialog(a?: Any, b?: Any) {
    asked('open', a, b)
    const window = b ? (a as BrowserWindow) : BrowserWindow.getAllWindows()[0]
    const extensions = ((b ?? a)?.filters ?? []).flatMap((f: Any) => f.extensions).filter((e: string) => e !== '*')
    const file = display === 'window' ? await window?.webContents._chooseFile(extensions) : undefined
    return { canceled: file === undefined, filePaths: file === undefined ? [] : [file] }
  },
  showOpenDialogSync(a?: Any, b?: Any) {
    asked('open', a, b)
    return undefined
  },
  async showSaveDialog(a?: Any, b?: Any) {
    asked('save', a, b)
    return { canceled: true, filePath: '' }
  },
  showSaveDialogSync(a?: Any, b?: Any) {
    asked('save', a, b)
    return ''
  },
  async showMessageBox(a?: Any, b?: Any) {
    asked('message', a, b)
    return { response: (b ?? a)?.cancelId ?? (b ?? a)?.defaultId ?? 0, checkboxChecked: false }
  },
  showMessageBoxSync(a?: Any, b?: Any) {
    asked('message', a, b)
    return (b ?? a)?.cancelId ?? (b ?? a)?.defaultId ?? 0
  },
  showErrorBox(title: string, content: string) {
    asked('error', { title, content }, undefined)
    console.error(`${title}\n${content}`)
  },
}
export const shell = {
  async openExternal(url: string) {
    record.openedExternal.push(String(new URL(url)))
  },
  async openPath(p: string) {
    record.openedPaths.push(p)
    return ''
  },
  showItemInFolder(p: string) {
    record.shownInFolder.push(p)
  },
  async trashItem(p: string) {
    record.trashed.push(p)
    fs.rmSync(p, { recursive: true })
  },
  beep() {
    record.beeps++
  },
}
class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'
  get themeSource() {
    return this.#source
  }
  set themeSource(s) {
    this.#source = s
    for (const c of contents.values()) void c._setup.then(() => c._theme()).catch(() => {})
    queueMicrotask(() => this.emit('updated'))
  }
  get shouldUseDarkColors() {
    return this.#source === 'dark'
  }
  shouldUseHighContrastColors = false
  shouldUseInvertedColorScheme = false
  inForcedColorsMode = false
  prefersReducedTransparency = false
}
export const nativeTheme = new NativeTheme()
class PowerMonitor extends EventEmitter {
  onBatteryPower = false
  isOnBatteryPower() {
    return this.onBatteryPower
  }
  getSystemIdleState() {
    return 'active'
  }
  getSystemIdleTime() {
    return 0
  }
  getCurrentThermalState() {
    return 'unknown'
  }
}
export const powerMonitor = new PowerMonitor()
const blockers = new Set<number>()
export const powerSaveBlocker = {
  start() {
    const id = blockers.size + 1
    blockers.add(id)
    return id
  },
  stop: (id: number) => blockers.delete(id),
  isStarted: (id: number) => blockers.has(id),
}
/** Sealed with a key kept in userData: enough to show that secrets at rest are not plain text, no protection at all. */
const sealKey = () => {
  const file = path.join(app.getPath('userData'), 'safe-storage.standin')
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, crypto.randomBytes(32), { mode: 0o600 })
  }
  return fs.readFileSync(file)
}
/** Like a computer without a keyring, unless a test asks for one: nobody's live account belongs behind a key that lies beside it. */
const hasKeyring = () => app.isReady() && process.env.ELECTRON_STANDIN_KEYRING === '1'
export const safeStorage = {
  isEncryptionAvailable: hasKeyring,
  isAsyncEncryptionAvailable: async () => hasKeyring(),
  encryptString(text: string) {
    if (!hasKeyring()) throw new Error('Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.')
    const iv = crypto.randomBytes(12)
    const c = crypto.createCipheriv('aes-256-gcm', sealKey(), iv)
    const body = Buffer.concat([c.update(text, 'utf8'), c.final()])
    return Buffer.concat([Buffer.from('v99'), iv, c.getAuthTag(), body])
  },
  decryptString(sealed: Buffer) {
    if (!hasKeyring()) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString. Encryption is not available.')
    if (sealed.subarray(0, 3).toString() !== 'v99')
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString. Ciphertext does not appear to be encrypted.')
    const d = crypto.createDecipheriv('aes-256-gcm', sealKey(), sealed.subarray(3, 15))
    d.setAuthTag(sealed.subarray(15, 31))
    return Buffer.concat([d.update(sealed.subarray(31)), d.final()]).toString('utf8')
  },
  encryptStringAsync: async (t: string) => safeStorage.encryptString(t),
  decryptStringAsync: async (b: Buffer) => ({ result: safeStorage.decryptString(b), shouldReEncrypt: false }),
  getSelectedStorageBackend: () => (hasKeyring() ? 'gnome_libsecret' : 'basic_text'),
  setUsePlainTextEncryption() {},
}
const image = (png: Buffer): Any => ({
  isEmpty: () => png.length === 0,
  toPNG: () => png,
  toDataURL: () => `data:image/png;base64,${png.toString('base64')}`,
  getSize: () => (png.length > 24 ? { width: png.readUInt32BE(16), height: png.readUInt32BE(20) } : { width: 0, height: 0 }),
  resize: () => image(png),
  crop: () => image(png),
  setTemplateImage() {},
  isTemplateImage: () => false,
  addRepresentation() {},
})
export const nativeImage = {
  createEmpty: () => image(Buffer.alloc(0)),
  createFromPath: (f: string) => image(fs.existsSync(f) ? fs.readFileSync(f) : Buffer.alloc(0)),
  createFromBuffer: (b: Buffer) => image(b),
  createFromDataURL: (u: string) => image(Buffer.from(u.slice(u.indexOf(',') + 1), 'base64')),
}
let pasteboard = ''
export const clipboard = {
  readText: () => pasteboard,
  writeText: (t: string) => {
    pasteboard = t
  },
  clear: () => {
    pasteboard = ''
  },
  availableFormats: () => (pasteboard ? ['text/plain'] : []),
}
const shortcuts = new Map<string, () => void>()
export const globalShortcut = {
  register: (a: string, f: () => void) => {
    if (shortcuts.has(a)) return false
    shortcuts.set(a, f)
    return true
  },
  isRegistered: (a: string) => shortcuts.has(a),
  unregister: (a: string) => void shortcuts.delete(a),
  unregisterAll: () => shortcuts.clear(),
}
const monitor = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
  size: { width: 1920, height: 1080 },
  workAreaSize: { width: 1920, height: 1080 },
  scaleFactor: 1,
  rotation: 0,
  internal: false,
}
class Screen extends EventEmitter {
  getPrimaryDisplay() {
    return monitor
  }
  getAllDisplays() {
    return [monitor]
  }
  getDisplayMatching() {
    return monitor
  }
  getDisplayNearestPoint() {
    return monitor
  }
  getCursorScreenPoint() {
    return { x: 0, y: 0 }
  }
}
export const screen = new Screen()
export const crashReporter = {
  start() {},
  getLastCrashReport: () => null,
  getUploadedReports: () => [],
  addExtraParameter() {},
  getUploadToServer: () => false,
  setUploadToServer() {},
}
class AutoUpdater extends EventEmitter {
  setFeedURL() {}
  getFeedURL() {
    return ''
  }
  checkForUpdates() {
    queueMicrotask(() => this.emit('update-not-available'))
  }
  quitAndInstall() {}
}
export const autoUpdater = new AutoUpdater()

export const BaseWindow = unsupported('BaseWindow')
export const BrowserView = unsupported('BrowserView')
export const View = unsupported('View')
export const WebContentsView = unsupported('WebContentsView')
export const ImageView = unsupported('ImageView')
export const MessageChannelMain = unsupported('MessageChannelMain')
export const ShareMenu = unsupported('ShareMenu')
export const TouchBar = unsupported('TouchBar')
export const ClipboardItem = unsupported('ClipboardItem')
export const contentTracing = unsupported('contentTracing')
export const desktopCapturer = unsupported('desktopCapturer')
export const inAppPurchase = unsupported('inAppPurchase')
export const netLog = unsupported('netLog')
export const pushNotifications = unsupported('pushNotifications')
export const systemPreferences = unsupported('systemPreferences')

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  constructor(file: string, args: string[], options: Any) {
    super()
    const stdio = options.stdio === 'pipe' ? 'pipe' : options.stdio === 'ignore' ? 'ignore' : 'inherit'
    this.#child = fork(file, args, {
      execArgv: ['--import', new URL('./utility.ts', import.meta.url).href, ...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', stdio, stdio, 'ipc'],
      env: options.env ?? process.env,
      ...(options.cwd ? { cwd: options.cwd } : {}),
    })
    this.#child.once('spawn', () => this.emit('spawn'))
    this.#child.on('message', (m) => this.emit('message', m))
    this.#child.once('exit', (code) => this.emit('exit', code ?? 1))
  }
  get pid() {
    return this.#child.pid
  }
  get stdout() {
    return this.#child.stdout
  }
  get stderr() {
    return this.#child.stderr
  }
  postMessage(message: unknown, transfer?: unknown[]) {
    if (transfer?.length) throw new Error('the Electron stand-in transfers no MessagePorts')
    this.#child.send(clone(message) as Any)
  }
  kill() {
    return this.#child.kill('SIGTERM')
  }
}
export const utilityProcess = {
  fork(file: string, args: string[] = [], options: Any = {}) {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.')
    return new UtilityProcess(file, args, options)
  },
}

// ---------------------------------------------------------------------------------------------------- start

/** Starts Chromium, says where its DevTools are (as Electron does when Playwright asks for a port), and gives what makes the app ready. */
export async function start(devtoolsWanted: boolean) {
  const folder = path.join(app.getPath('userData'), 'Chromium.standin')
  fs.mkdirSync(folder, { recursive: true })
  // An address of no origin: Chromium shows its address bar as soon as a window of this kind leaves the one it was opened for.
  const { child, url, clean } = await startChromium(folder, display, `data:text/html,<title>${app.name}</title>`, [])
  const gone = once(child, 'exit')
  const cdp = await Cdp.connect(url)
  browser = cdp
  let ending = false
  closeBrowser = async () => {
    ending = true
    await cdp.send('Browser.close').catch(() => {})
    await gone
    clean()
  }
  void gone.then(() => {
    if (display !== 'window' && !ending) console.error('the Electron stand-in lost its Chromium')
    for (const window of BrowserWindow.getAllWindows()) window.destroy()
  })
  const { product } = await browser.send('Browser.getVersion')
  chromeVersion = product.split('/')[1] ?? ''
  Object.defineProperty(process.versions, 'chrome', { value: chromeVersion, enumerable: true, configurable: true })
  await browser.send('Target.setDiscoverTargets', { discover: true })
  const first = Promise.withResolvers<string>()
  if (display === 'window') startPage = first.promise
  browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }: Any) => {
    const s = browser?.session(sessionId) as CdpSession
    if (targetInfo.type !== 'page' || targetInfo.openerId) void s.send('Runtime.runIfWaitingForDebugger').catch(() => {})
    // A window that the page got past the click and window.open hooks (a form with a target, say): asked for, then closed.
    if (targetInfo.openerId) void browser?.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {})
    arrived.set(targetInfo.targetId, s)
    awaited.get(targetInfo.targetId)?.(s)
    if (targetInfo.type === 'page') first.resolve(targetInfo.targetId)
  })
  await browser.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
  browser.on('Target.targetDestroyed', ({ targetId }: Any) => {
    const c = webContents.fromDevToolsTargetId(targetId)
    if (c && !c.isDestroyed()) BrowserWindow.fromWebContents(c)?.destroy()
  })
  if (devtoolsWanted) process.stderr.write(`\nDevTools listening on ${url}\n`)
  return () => app._becomeReady()
}
