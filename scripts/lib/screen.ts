/** Whether there is a screen to open a window on. On Linux a display may be named that is gone, or that belongs to another user. */
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const ANSWER_MS = 5_000
const X_PORT = 6000
/** The one kind of key that X servers give out today. */
const COOKIE = 'MIT-MAGIC-COOKIE-1'

/** Why no window can be opened here, to stand in a sentence; undefined where one can, and where only opening one would tell. */
export async function whyNoScreen(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): Promise<string | undefined> {
  if (platform === 'darwin' || platform === 'win32') return undefined
  const { DISPLAY: x, WAYLAND_DISPLAY: wayland } = env
  if (!x && !wayland) return 'neither DISPLAY nor WAYLAND_DISPLAY is set'
  if (wayland && (await answers({ path: path.resolve(env.XDG_RUNTIME_DIR ?? '/', wayland) }))) return undefined
  return x ? whyNoX(x, env.XAUTHORITY ?? path.join(os.homedir(), '.Xauthority')) : `no screen answers at WAYLAND_DISPLAY=${wayland}`
}

async function whyNoX(display: string, keyFile: string): Promise<string | undefined> {
  const [, host, number] = /^(.*):(\d+)(?:\.\d+)?$/.exec(display) ?? []
  if (host === undefined || number === undefined) return undefined
  const places = placesOf(host, number)
  const keys = keysFor(number, keyFile)
  if (keys.some(({ kind }) => kind !== COOKIE)) return undefined
  // Without a key last: many servers let every program of their own user in.
  for (const key of [...keys, undefined]) {
    for (const place of places) {
      const answer = await ask(place, greeting(key?.data))
      if (answer === 'welcome') return undefined
      if (answer === 'refused') break
      if (place === places.at(-1)) return `no screen answers at DISPLAY=${display}`
    }
  }
  return `the screen at DISPLAY=${display} lets this user open no window`
}

/** Where the server of a display listens: by itself on this computer, or on another one. */
function placesOf(host: string, number: string): net.NetConnectOpts[] {
  const file = `/tmp/.X11-unix/X${number}`
  if (host === '' || host === 'unix' || host.endsWith('/unix')) return [{ path: `\0${file}` }, { path: file }]
  return [{ host: host.replace(/^tcp\/|[[\]]/g, ''), port: X_PORT + Number(number) }]
}

/** How a client introduces itself in the X protocol: byte order, version 11.0, and its key. */
function greeting(key: Buffer = Buffer.alloc(0)): Buffer {
  const name = Buffer.from(key.length > 0 ? COOKIE : '')
  const head = Buffer.alloc(12)
  head.write('l')
  head.writeUInt16LE(11, 2)
  head.writeUInt16LE(name.length, 6)
  head.writeUInt16LE(key.length, 8)
  return Buffer.concat([head, ...[name, key].flatMap((part) => [part, Buffer.alloc(-part.length & 3)])])
}

type Key = { readonly number: string; readonly kind: string; readonly data: Buffer }

function keysFor(display: string, keyFile: string): Key[] {
  try {
    return readKeys(fs.readFileSync(keyFile)).filter(({ number }) => number === '' || number === display)
  } catch {
    // no such file, or not one of keys: the server may let this user in without
    return []
  }
}

/** An .Xauthority file: of each key a family, then address, number of the display, kind and data, each after its length. */
function readKeys(file: Buffer): Key[] {
  const keys: Key[] = []
  let at = 0
  const part = () => {
    const length = file.readUInt16BE(at)
    at += 2 + length
    return file.subarray(at - length, at)
  }
  while (at < file.length) {
    at += 2
    const [, number, kind, data] = [part(), part(), part(), part()]
    keys.push({ number: String(number), kind: String(kind), data })
  }
  return keys
}

const answers = async (place: net.NetConnectOpts) => (await ask(place)) !== 'nobody'

/** Connects, says something and takes the first byte of the answer: 0 is the X server's no. */
function ask(place: net.NetConnectOpts, words?: Buffer): Promise<'welcome' | 'refused' | 'nobody'> {
  return new Promise((resolve) => {
    const socket = net.connect(place)
    const end = (answer: 'welcome' | 'refused' | 'nobody') => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(ANSWER_MS, () => end('nobody'))
    socket.once('error', () => end('nobody'))
    socket.once('close', () => end('nobody'))
    socket.once('connect', () => (words ? socket.write(words) : end('welcome')))
    socket.once('data', (said) => end(said[0] === 0 ? 'refused' : 'welcome'))
  })
}
