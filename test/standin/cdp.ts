/** A DevTools-protocol client over one WebSocket (flat sessions), and a Chromium started for it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { findBrowser } from './browser.ts'

// biome-ignore lint/suspicious/noExplicitAny: protocol payloads
export type Any = any

export class Session extends EventEmitter {
  readonly id: string
  readonly #cdp: Cdp
  constructor(cdp: Cdp, id: string) {
    super()
    this.#cdp = cdp
    this.id = id
  }
  send(method: string, params: object = {}): Promise<Any> {
    return this.#cdp.send(method, params, this.id)
  }
}

export class Cdp extends EventEmitter {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, { resolve(v: Any): void; reject(e: Error): void; method: string }>()
  readonly #sessions = new Map<string, Session>()
  #next = 1
  closed = false

  constructor(socket: WebSocket) {
    super()
    this.#socket = socket
    socket.addEventListener('message', (event) => this.#receive(JSON.parse(String(event.data))))
    socket.addEventListener('close', () => {
      this.closed = true
      for (const w of this.#waiting.values()) w.reject(new Error(`${w.method}: Chromium is gone`))
      this.#waiting.clear()
      this.emit('closed')
    })
  }
  static async connect(url: string) {
    const socket = new WebSocket(url)
    await once(socket, 'open')
    return new Cdp(socket)
  }
  session(id: string): Session {
    let s = this.#sessions.get(id)
    if (!s) {
      s = new Session(this, id)
      this.#sessions.set(id, s)
    }
    return s
  }
  send(method: string, params: object = {}, sessionId?: string): Promise<Any> {
    if (this.closed) return Promise.reject(new Error(`${method}: Chromium is gone`))
    const id = this.#next++
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }))
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject, method }))
  }
  #receive(m: Any) {
    if (m.id) {
      const w = this.#waiting.get(m.id)
      this.#waiting.delete(m.id)
      if (m.error) w?.reject(new Error(`${w.method}: ${m.error.message}`))
      else w?.resolve(m.result)
      return
    }
    const target = m.sessionId ? this.#sessions.get(m.sessionId) : this
    target?.emit(m.method, m.params)
  }
}

const FLAGS = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-breakpad',
  '--disable-extensions',
  '--password-store=basic',
  '--use-mock-keychain',
  '--force-color-profile=srgb',
  // What is for a person who browses: the list below the address bar and a process for the next site would cost half a second at each start.
  '--disable-features=Translate,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess',
]

/**
 * How Chromium shows itself. 'window' is for a person: one window without tabs and address bar, opened at once. The others are for tests:
 * no window until the app asks for one.
 */
export type Display = 'headless' | 'headed' | 'window'

function displayFlags(display: Display, firstPage: string) {
  // Tests show only pages of the app under test, and Chromium's own sandbox is not to be had in many containers.
  if (display !== 'window') return ['--no-startup-window', '--no-sandbox', ...(display === 'headless' ? ['--headless=new', '--hide-scrollbars'] : [])]
  // Chromium runs as root only without its sandbox, and says so in a bar across the window unless it takes itself for a test.
  const root = process.geteuid?.() === 0 ? ['--no-sandbox', '--test-type'] : []
  return [`--app=${firstPage}`, '--class=bursar-console', ...root]
}

export type Chromium = { readonly child: ChildProcess; readonly url: string; readonly clean: () => void }

/** Starts Chromium and waits for its DevTools. `clean` removes its temporary files, once it has ended. */
export async function startChromium(profile: string, display: Display, firstPage: string, switches: readonly string[]): Promise<Chromium> {
  const browser = findBrowser()
  if (!browser) throw new Error('the Electron stand-in needs Chromium or Chrome (Debian: apt-get install chromium), or ELECTRON_STANDIN_CHROMIUM to name one')
  await previousEnds(profile)
  // A killed Chromium leaves a folder in the temporary folder at every start; here it is swept up with its own. The name is short because
  // a socket lies in it, whose path may have 107 letters.
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'standin-'))
  const clean = () => fs.rmSync(temporary, { recursive: true, force: true })
  const args = [...displayFlags(display, firstPage), ...FLAGS, ...switches, `--user-data-dir=${profile}`, '--remote-debugging-port=0']
  const child = spawn(browser.file, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: temporary },
    detached: process.platform !== 'win32',
  })
  process.once('exit', () => {
    child.kill('SIGKILL')
    clean()
  })
  Object.defineProperty(globalThis, '__electronStandinBrowser', { value: { pid: child.pid, temporary } })
  if (child.pid !== undefined) endWithMe(child.pid, temporary)
  const lines = readline.createInterface({ input: child.stderr })
  const said: string[] = []
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      said.push(line)
      if (process.env.ELECTRON_STANDIN_DEBUG) console.error(`[chromium] ${line}`)
      const found = /^DevTools listening on (ws:\/\/.*)$/.exec(line)?.[1]
      if (found) resolve(found)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${browser.name} ended with ${code} before it listened:\n${said.slice(-20).join('\n')}`)))
  })
  return { child, url, clean }
}

const PREVIOUS_MS = 5_000

/** The Chromium of a killed stand-in ends a moment after it. One that starts on its profile before that would hand over to it, and end. */
async function previousEnds(profile: string) {
  const lock = path.join(profile, 'SingletonLock')
  const holder = () => {
    try {
      const pid = Number(/-(\d+)$/.exec(fs.readlinkSync(lock))?.[1])
      process.kill(pid, 0)
      return pid
    } catch {
      return undefined
    }
  }
  for (let waited = 0; holder() !== undefined && waited < PREVIOUS_MS; waited += 20) await delay(20)
}

/** A killed stand-in (tests do that) cannot end its Chromium: a shell waits for our end of a pipe to close, and does it instead. */
function endWithMe(pid: number, temporary: string) {
  if (process.platform === 'win32') return
  const script = 'cat >/dev/null; kill -9 -"$0" 2>/dev/null; rm -rf "$1"'
  // A process group of its own, or whoever kills the stand-in's group would kill the watch too.
  const watch = spawn('/bin/sh', ['-c', script, String(pid), temporary], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watch.unref()
}
