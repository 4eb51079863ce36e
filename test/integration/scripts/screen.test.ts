import fs from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { whyNoScreen } from '../../../scripts/lib/screen.ts'

const COOKIE = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
const on = (env: NodeJS.ProcessEnv) => whyNoScreen(env, 'linux')

async function listen(server: net.Server, where: net.ListenOptions): Promise<void> {
  await new Promise<void>((resolve) => server.listen(where, resolve))
  onTestFinished(() => void server.close())
}

/** An X server that lets in whoever it likes, by what a client says of itself. */
async function xServer(welcomes: (greeting: Buffer) => boolean): Promise<string> {
  const server = net.createServer((socket) => socket.once('data', (greeting) => socket.end(Buffer.from([welcomes(greeting as Buffer) ? 1 : 0]))))
  await listen(server, { host: '127.0.0.1', port: 0 })
  return String((server.address() as AddressInfo).port - 6000)
}

function temporary(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-screen-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An .Xauthority file as xauth writes it. */
function keyFile(display: string, kind = 'MIT-MAGIC-COOKIE-1'): string {
  const file = path.join(temporary(), 'keys')
  const parts = ['office-pc', display, kind, COOKIE].flatMap((part) => [Buffer.from([0, Buffer.byteLength(part)]), Buffer.from(part)])
  fs.writeFileSync(file, Buffer.concat([Buffer.from([1, 0]), ...parts]))
  return file
}

test('there is no screen where none is named', async () => {
  expect(await on({})).toBe('neither DISPLAY nor WAYLAND_DISPLAY is set')
})

test('a screen that is named and gone is none', async () => {
  const display = await xServer(() => true)
  const gone = temporary()
  expect(await on({ DISPLAY: `127.0.0.1:${display}.0` })).toBeUndefined()
  expect(await on({ DISPLAY: ':58999' })).toBe('no screen answers at DISPLAY=:58999')
  expect(await on({ WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: gone })).toBe('no screen answers at WAYLAND_DISPLAY=wayland-0')
})

test('a Wayland screen is enough, whatever DISPLAY says', async () => {
  const folder = temporary()
  await listen(net.createServer(), { path: path.join(folder, 'wayland-0') })
  expect(await on({ WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: folder, DISPLAY: ':58999' })).toBeUndefined()
})

test('a screen is opened with this user’s key for it, and is none without', async () => {
  const display = await xServer((greeting) => greeting.includes(COOKIE))
  const DISPLAY = `127.0.0.1:${display}`
  expect(await on({ DISPLAY, XAUTHORITY: keyFile(display) })).toBeUndefined()
  const refused = `the screen at DISPLAY=${DISPLAY} lets this user open no window`
  expect(await on({ DISPLAY, XAUTHORITY: keyFile('1') })).toBe(refused)
  expect(await on({ DISPLAY, XAUTHORITY: '/nowhere' })).toBe(refused)
})

test('an old key does not stand in the way of a server that asks for none', async () => {
  const display = await xServer((greeting) => !greeting.includes(COOKIE))
  expect(await on({ DISPLAY: `127.0.0.1:${display}`, XAUTHORITY: keyFile(display) })).toBeUndefined()
})

test('where only opening a window would tell, there is a screen', async () => {
  const display = await xServer(() => false)
  expect(await on({ DISPLAY: `127.0.0.1:${display}`, XAUTHORITY: keyFile(display, 'SUN-DES-1') })).toBeUndefined()
  expect(await on({ DISPLAY: 'something else' })).toBeUndefined()
  expect(await whyNoScreen({}, 'win32')).toBeUndefined()
})
