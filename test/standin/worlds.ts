/**
 * What runs inside Chromium: nothing here is called in Node, only its source text is used (so: no imports, no
 * captured names). Two scripts per document, both at document start, before any script of the page:
 *  - in the page's own world: the far end of contextBridge, nothing else;
 *  - in an isolated world (a real one: the page cannot reach its globals): the preload script, with its
 *    require('electron').
 * The worlds share the document's event targets; a CustomEvent's detail is structured-cloned from world to world,
 * synchronously, which is just what contextBridge needs.
 */
import type { Wire } from './wire.ts'

type Packed =
  | { k: 'v'; v: unknown }
  | { k: 'f'; id: number }
  | { k: 'p'; id: number }
  | { k: 'e'; name: string; message: string; stack: string | undefined }
  | { k: 'r'; at: number }
  | { k: 'a'; length: number; items: [number, Packed][] }
  | { k: 'o'; entries: [string, Packed][] }
type Fn = (...args: unknown[]) => unknown

/** One end of the bridge between two worlds of a document. */
export function bridgeEnd(nonce: string, me: string, peer: string) {
  const target = new EventTarget().constructor.prototype as EventTarget
  const dispatch = target.dispatchEvent
  const listen = target.addEventListener
  const Custom = CustomEvent
  const functions = new Map<number, Fn>()
  const pending = new Map<number, { resolve(v: unknown): void; reject(e: unknown): void }>()
  const replies = new Map<number, { ok: boolean; value: Packed }>()
  let next = 1
  // ipcRenderer crosses as an empty object (Electron 29 and later)
  let hidden: object | undefined
  const hide = (v: object) => {
    hidden = v
  }
  const emit = (kind: string, detail: unknown) => dispatch.call(window, new Custom(`${nonce}:${peer}:${kind}`, { detail }))
  const on = (kind: string, f: (detail: never) => void) => listen.call(window, `${nonce}:${me}:${kind}`, (e) => f((e as CustomEvent).detail as never))

  function pack(v: unknown, depth = 0, seen = new Map<object, number>()): Packed {
    if (depth > 1000) throw new Error('Electron contextBridge recursion depth exceeded.  Nested objects deeper than 1000 are not supported.')
    if (typeof v === 'function') {
      const id = next++
      functions.set(id, v as Fn)
      return { k: 'f', id }
    }
    if (typeof v === 'symbol') throw new Error('An object could not be cloned.')
    if (typeof v !== 'object' || v === null) return { k: 'v', v }
    const at = seen.get(v)
    if (at !== undefined) return { k: 'r', at }
    seen.set(v, seen.size)
    if (v === hidden) return { k: 'o', entries: [] }
    if (v instanceof Promise) {
      const id = next++
      v.then(
        (x) => emit('settle', { id, ok: true, value: pack(x) }),
        (e) => emit('settle', { id, ok: false, value: pack(e) }),
      )
      return { k: 'p', id }
    }
    if (v instanceof Error) return { k: 'e', name: v.name, message: v.message, stack: v.stack }
    if (Array.isArray(v)) {
      // Array.from would fill the holes of a sparse array
      const items: [number, Packed][] = []
      for (const i of Object.keys(v)) items.push([Number(i), pack(v[Number(i)], depth + 1, seen)])
      return { k: 'a', length: v.length, items }
    }
    if (Object.prototype.toString.call(v) === '[object Object]') return { k: 'o', entries: entries(v as Record<string, unknown>, depth, seen) }
    try {
      return { k: 'v', v: structuredClone(v) }
    } catch {
      throw new Error('An object could not be cloned.')
    }
  }
  function entries(v: Record<string, unknown>, depth: number, seen: Map<object, number>) {
    const out: [string, Packed][] = []
    // Symbols cannot be copied from one world to another, so Electron leaves them out
    for (const key of Object.keys(v)) if (typeof v[key] !== 'symbol') out.push([key, pack(v[key], depth + 1, seen)])
    return out
  }
  function unpack(p: Packed, freeze = false, made: unknown[] = []): unknown {
    switch (p.k) {
      case 'v':
        if (typeof p.v === 'object' && p.v !== null) made.push(p.v)
        return p.v
      case 'r':
        return made[p.at]
      case 'f':
        return (...args: unknown[]) => call(p.id, args)
      case 'p': {
        const promise = new Promise((resolve, reject) => pending.set(p.id, { resolve, reject }))
        made.push(promise)
        return promise
      }
      case 'e': {
        const e = new Error(p.message)
        if (p.name !== 'Error') Object.defineProperty(e, 'name', { value: p.name, configurable: true })
        made.push(e)
        return e
      }
      case 'a': {
        const out: unknown[] = new Array(p.length)
        made.push(out)
        for (const [i, x] of p.items) out[i] = unpack(x, freeze, made)
        return freeze ? Object.freeze(out) : out
      }
      case 'o': {
        const out: Record<string, unknown> = {}
        made.push(out)
        for (const [key, x] of p.entries)
          Object.defineProperty(out, key, { value: unpack(x, freeze, made), enumerable: true, writable: true, configurable: true })
        return freeze ? Object.freeze(out) : out
      }
    }
  }
  function call(fn: number, args: unknown[]): unknown {
    const at = next++
    emit('call', { at, fn, args: args.map((a) => pack(a)) })
    const reply = replies.get(at)
    replies.delete(at)
    if (!reply) throw new Error('the other world of this document did not answer')
    const value = unpack(reply.value)
    if (!reply.ok) throw value
    return value
  }
  on('call', ({ at, fn, args }: { at: number; fn: number; args: Packed[] }) => {
    let reply: { at: number; ok: boolean; value: Packed }
    try {
      reply = { at, ok: true, value: pack(functions.get(fn)?.(...args.map((a) => unpack(a)))) }
    } catch (e) {
      reply = { at, ok: false, value: pack(e instanceof Error ? e : new Error(String(e))) }
    }
    emit('reply', reply)
  })
  on('reply', ({ at, ok, value }: { at: number; ok: boolean; value: Packed }) => replies.set(at, { ok, value }))
  on('settle', ({ id, ok, value }: { id: number; ok: boolean; value: Packed }) => {
    const waiting = pending.get(id)
    pending.delete(id)
    if (ok) waiting?.resolve(unpack(value))
    else waiting?.reject(unpack(value))
  })
  return { emit, on, pack, unpack, hide }
}

/** In the page's world: makes what the preload exposes appear on window, frozen. */
export function mainWorld(nonce: string, makeEnd: typeof bridgeEnd) {
  const end = makeEnd(nonce, 'page', 'preload')
  end.on('expose', ({ key, api }: { key: string; api: Packed }) => {
    Object.defineProperty(window, key, { value: end.unpack(api, true), writable: false, configurable: false, enumerable: true })
  })
  // The answer of setWindowOpenHandler cannot be awaited here; what Electron's page gets for a denied window is null.
  window.open = function open(url = '', target = '', features = '') {
    end.emit('open', {
      url: new URL(String(url || 'about:blank'), document.baseURI).href,
      frameName: String(target).replace(/^_blank$/, ''),
      features: String(features),
      disposition: features ? 'new-window' : 'foreground-tab',
    })
    return null
  }
}

/** In the isolated world: what the preload's require() gives, and the way to and from the main process. */
export function isolatedWorld(
  nonce: string,
  binding: string,
  info: { versions: Record<string, string>; platform: string; argv: string[]; env: Record<string, string> },
  wire: Wire,
  makeEnd: typeof bridgeEnd,
) {
  const scope = globalThis as unknown as Record<string, unknown>
  const post = (scope[binding] as (text: string) => void).bind(globalThis)
  const end = makeEnd(nonce, 'preload', 'page')
  const exposed = new Set<string>()
  const waiting = new Map<number, { resolve(v: unknown): void; reject(e: unknown): void }>()
  const listeners = new Map<string, { f: Fn; once: boolean }[]>()
  let next = 1
  const add = (channel: string, f: Fn, once: boolean, front = false) => {
    const list = listeners.get(channel) ?? []
    if (front) list.unshift({ f, once })
    else list.push({ f, once })
    listeners.set(channel, list)
    return ipcRenderer
  }
  const remove = (channel: string, f: Fn) => {
    const list = listeners.get(channel) ?? []
    const at = list.findLastIndex((l) => l.f === f)
    if (at >= 0) list.splice(at, 1)
    return ipcRenderer
  }
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const body = wire.encode(args)
        const id = next++
        waiting.set(id, { resolve, reject: (e) => reject(new Error(`Error invoking remote method '${channel}': ${e}`)) })
        post(JSON.stringify({ type: 'invoke', id, channel, body }))
      }),
    send: (channel: string, ...args: unknown[]) => post(JSON.stringify({ type: 'send', channel, body: wire.encode(args) })),
    postMessage: (channel: string, message: unknown, transfer?: unknown[]) => {
      if (transfer?.length) throw new Error('the Electron stand-in transfers no MessagePorts')
      post(JSON.stringify({ type: 'send', channel, body: wire.encode([message]) }))
    },
    sendSync: () => {
      throw new Error('the Electron stand-in has no ipcRenderer.sendSync: use invoke')
    },
    on: (channel: string, f: Fn) => add(channel, f, false),
    addListener: (channel: string, f: Fn) => add(channel, f, false),
    prependListener: (channel: string, f: Fn) => add(channel, f, false, true),
    once: (channel: string, f: Fn) => add(channel, f, true),
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel?: string) => {
      if (channel === undefined) listeners.clear()
      else listeners.delete(channel)
      return ipcRenderer
    },
    listenerCount: (channel: string) => listeners.get(channel)?.length ?? 0,
  }
  end.hide(ipcRenderer)
  Object.defineProperty(scope, `${binding}_in`, {
    value: (text: string) => {
      const message = JSON.parse(text)
      if (message.type === 'reply') {
        const call = waiting.get(message.id)
        waiting.delete(message.id)
        if (message.error !== undefined) call?.reject(message.error)
        else call?.resolve(wire.decode(message.body))
        return
      }
      const args = wire.decode(message.body) as unknown[]
      for (const l of [...(listeners.get(message.channel) ?? [])]) {
        if (l.once) remove(message.channel, l.f)
        l.f({ sender: ipcRenderer, senderId: 0, ports: [], preventDefault() {}, defaultPrevented: false }, ...args)
      }
    },
  })
  const openWindow = (details: { url: string; frameName: string; features: string; disposition: string }) =>
    post(JSON.stringify({ type: 'window-open', ...details }))
  end.on('open', openWindow)
  for (const kind of ['click', 'auxclick'] as const) {
    window.addEventListener(kind, (event) => {
      const link = event.composedPath().find((n): n is HTMLAnchorElement => n instanceof HTMLAnchorElement && n.href !== '')
      if (!link || event.defaultPrevented || (kind === 'auxclick' && event.button !== 1)) return
      const aside = event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1
      const named = link.target !== '' && !['_self', '_top', '_parent'].includes(link.target)
      if (!aside && !named) return
      event.preventDefault()
      openWindow({
        url: link.href,
        frameName: named && link.target !== '_blank' ? link.target : '',
        features: '',
        disposition: event.shiftKey ? 'new-window' : aside ? 'background-tab' : 'foreground-tab',
      })
    })
  }
  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown) {
      if (exposed.has(key)) throw new Error('Cannot bind an API on top of an existing property on the window object')
      exposed.add(key)
      end.emit('expose', { key, api: end.pack(api) })
    },
  }
  const electron = {
    contextBridge,
    ipcRenderer,
    webFrame: { setZoomFactor() {}, getZoomFactor: () => 1, setZoomLevel() {}, getZoomLevel: () => 0 },
    webUtils: { getPathForFile: () => '' },
  }
  const process_ = {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    platform: info.platform,
    versions: info.versions,
    argv: info.argv,
    env: info.env,
    nextTick: (f: Fn, ...args: unknown[]) => queueMicrotask(() => f(...args)),
    on: () => process_,
    once: () => process_,
  }
  const require_ = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer' || name === 'electron/common') return electron
    throw new Error(`module not found: ${name}`)
  }
  const failed = (e: unknown) => post(JSON.stringify({ type: 'preload-error', message: String(e), stack: e instanceof Error ? e.stack : undefined }))
  return { require: require_, process: process_, failed }
}
