/** A DevTools-protocol client over one WebSocket (flat sessions), and a Chromium started for it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import fs from 'node:fs'
import readline from 'node:readline'

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
  '--no-startup-window',
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
]

export async function startChromium(profile: string, switches: string[]): Promise<{ child: ChildProcess; url: string }> {
  const executable =
    process.env.ELECTRON_STANDIN_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((f) => fs.existsSync(f))
  if (!executable) throw new Error('the Electron stand-in needs Chromium (apt-get install chromium, or set ELECTRON_STANDIN_CHROMIUM)')
  const headless = process.env.ELECTRON_STANDIN_HEADED ? [] : ['--headless=new', '--hide-scrollbars']
  const root = process.geteuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(executable, [...headless, ...root, ...FLAGS, ...switches, `--user-data-dir=${profile}`, '--remote-debugging-port=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
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
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code} before it listened:\n${said.slice(-20).join('\n')}`)))
  })
  return { child, url }
}
