import fs from 'node:fs'
import path from 'node:path'
import { _electron, test as base, type ElectronApplication, expect, type Page } from '@playwright/test'

const standin = process.env.ELECTRON_OVERRIDE_DIST_PATH?.endsWith('standin') ?? false
// biome-ignore lint/suspicious/noExplicitAny: the probe's page-side API
type Probe = any
declare global {
  interface Window {
    probe: Probe
    twice: string
  }
  var seen: unknown[][]
  /** The Chromium that the stand-in has started. */
  var __electronStandinBrowser: { pid: number; temporary: string }
}
type Launch = (env?: Readonly<Record<string, string>>) => Promise<ElectronApplication>
const environment = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined))
const test = base.extend<{ launch: Launch; app: ElectronApplication; page: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  launch: async ({}, use, info) => {
    const running: ElectronApplication[] = []
    await use(async (env = {}) => {
      const args = [path.join(import.meta.dirname, 'app'), `--user-data-dir=${info.outputPath('data')}`]
      const app = await _electron.launch({ args, env: { ...environment, ...env } })
      running.push(app)
      return app
    })
    for (const app of running) await app.close().catch(() => {})
  },
  app: async ({ launch }, use) => use(await launch()),
  page: async ({ app }, use) => {
    const page = await app.firstWindow()
    await page.waitForLoadState()
    await use(page)
  },
})

test('values cross IPC as structured clones', async ({ page }) => {
  const got = await page.evaluate(async () => {
    const sparse: unknown[] = [1]
    sparse[3] = 4
    const ring: Record<string, unknown> = { name: 'ring' }
    ring.self = ring
    class Point {
      x = 1
      get double() {
        return 2
      }
    }
    const [a] = await window.probe.invoke('echo', {
      u: undefined,
      n: NaN,
      z: -0,
      big: 12345678901234567890n,
      date: new Date(1e12),
      re: /a+/gi,
      map: new Map([['k', new Set([1, 2])]]),
      bytes: new Uint8Array([1, 2, 255]),
      sparse,
      ring,
      point: new Point(),
      s: '\ud800 é 漢 🐶',
      err: new RangeError('r'),
    })
    return {
      u: 'u' in a && a.u === undefined,
      n: Number.isNaN(a.n),
      z: Object.is(a.z, -0),
      big: a.big === 12345678901234567890n,
      date: a.date instanceof Date && a.date.getTime() === 1e12,
      re: String(a.re),
      map: a.map instanceof Map && [...a.map.get('k')].join(),
      bytes: a.bytes instanceof Uint8Array && [...a.bytes].join(),
      sparse: a.sparse.length === 4 && !(1 in a.sparse) && a.sparse[3] === 4,
      ring: a.ring.self === a.ring,
      point: JSON.stringify(a.point),
      s: a.s === '\ud800 é 漢 🐶',
      err: a.err instanceof Error && a.err.message,
    }
  })
  expect(got).toEqual({
    u: true,
    n: true,
    z: true,
    big: true,
    date: true,
    re: '/a+/gi',
    map: '1,2',
    bytes: '1,2,255',
    sparse: true,
    ring: true,
    point: '{"x":1}',
    s: true,
    err: 'r',
  })
})

test('errors cross IPC as Electron words them', async ({ page }) => {
  const say = (channel: string, ...args: unknown[]) =>
    page.evaluate(
      ([c, a]) =>
        window.probe.invoke(c, ...(a as unknown[])).then(
          () => 'resolved',
          (e: Error) => e.message,
        ),
      [channel, args] as const,
    )
  expect(await say('throws')).toBe("Error invoking remote method 'throws': TypeError: main said no")
  expect(await say('nobody')).toBe("Error invoking remote method 'nobody': Error: No handler registered for 'nobody'")
  expect(await say('function')).toBe("Error invoking remote method 'function': Error: An object could not be cloned.")
  expect(
    await page.evaluate(async () => {
      try {
        return await window.probe.invoke('echo', new WeakMap())
      } catch (e) {
        return (e as Error).message
      }
    }),
  ).toContain('An object could not be cloned.')
})

test('the sender of a message is known', async ({ page }) => {
  expect(await page.evaluate(() => window.probe.invoke('who'))).toEqual({
    url: 'probe://main/one',
    origin: 'probe://main',
    top: true,
    window: 1,
    type: 'frame',
  })
})

test('messages go one way and come back', async ({ page }) => {
  await page.evaluate(() => window.probe.send('one-way', { a: [1] }))
  await expect.poll(() => page.evaluate(() => window.probe.heard().map((h: [unknown, Date]) => [h[0], h[1].getTime()]))).toEqual([[{ a: [1] }, 0]])
})

test('the page has the bridge and nothing behind it', async ({ page }) => {
  const got = await page.evaluate(() => {
    const frozen = !Reflect.set(window.probe, 'sync', null)
    return {
      require: typeof (globalThis as Probe).require,
      process: typeof (globalThis as Probe).process,
      module: typeof (globalThis as Probe).module,
      ipcRenderer: typeof (globalThis as Probe).ipcRenderer,
      fromPreload: typeof (globalThis as Probe).fromPreload,
      leaked: Object.getOwnPropertyNames(window).filter((n) => /standin|electron/i.test(n)),
      frozen,
      replaced: Reflect.set(window, 'probe', 1),
      removed: Reflect.deleteProperty(window, 'probe'),
      twice: window.twice,
      sync: window.probe.sync(2, 3),
      callback: window.probe.callback((n: number) => n + 1),
      nested: window.probe.nested.list[2].three,
      sandboxed: window.probe.sandboxed,
      argv: window.probe.argv,
      fs: window.probe.requires('fs'),
      title: window.probe.title(),
      ipc: Object.keys(window.probe.ipc),
    }
  })
  expect(got).toEqual({
    require: 'undefined',
    process: 'undefined',
    module: 'undefined',
    ipcRenderer: 'undefined',
    fromPreload: 'undefined',
    leaked: [],
    frozen: true,
    replaced: false,
    removed: false,
    twice: 'Cannot bind an API on top of an existing property on the window object',
    sync: 5,
    callback: 22,
    nested: 3,
    sandboxed: true,
    argv: ['--from-main=7'],
    fs: 'module not found: fs',
    title: 'probe /one',
    ipc: [],
  })
  expect(await page.evaluate(() => window.probe.later(1).then((r: { v: number; at: Date }) => [r.v, r.at.getTime()]))).toEqual([1, 5])
  expect(
    await page.evaluate(() => {
      try {
        return window.probe.fails()
      } catch (e) {
        return (e as Error).message
      }
    }),
  ).toContain('preload said no')
})

test("the answer's CSP holds", async ({ page }) => {
  expect(await page.evaluate(() => ['inline' in window, 'external' in window])).toEqual([false, true])
  expect(
    await page.evaluate(async () => {
      const s = document.createElement('script')
      s.textContent = 'window.injected = true'
      document.body.append(s)
      const out = await fetch('https://elsewhere.invalid/').then(
        () => 'fetched',
        () => 'refused',
      )
      return ['injected' in window, out]
    }),
  ).toEqual([false, 'refused'])
})

test('the own scheme has an origin, fetch, POST, storage and workers', async ({ page }) => {
  const got = await page.evaluate(async () => {
    localStorage.setItem('a', '1')
    const posted = await fetch('/post', { method: 'POST', body: 'héllo', headers: { 'x-probe': 'yes' } }).then((r) => r.json())
    const worker = await new Promise((resolve, reject) => {
      const w = new Worker('/worker.js')
      w.onmessage = (e) => resolve(e.data)
      w.onerror = (e) => reject(new Error(`worker: ${e.message}`))
    })
    return { posted, secure: isSecureContext, storage: localStorage.getItem('a'), worker: String(worker).endsWith('undefined') }
  })
  expect(got).toEqual({ posted: { method: 'POST', body: 'héllo', header: 'yes' }, secure: true, storage: '1', worker: true })
})

test('windows are asked for and denied', async ({ app, page }) => {
  expect(await page.evaluate(() => window.open('https://elsewhere.invalid/open'))).toBeNull()
  await page.click('#blank')
  await expect
    .poll(() => app.evaluate(() => globalThis.seen.filter((s) => s[0] === 'open')))
    .toEqual([
      ['open', 'https://elsewhere.invalid/open'],
      ['open', 'https://elsewhere.invalid/blank'],
    ])
  expect(app.windows()).toHaveLength(1)
})

test('navigation away is announced and can be refused', async ({ app, page }) => {
  await page.evaluate(() => {
    location.href = 'https://elsewhere.invalid/script'
  })
  await page.click('#out')
  await expect
    .poll(() => app.evaluate(() => globalThis.seen.filter((s) => s[0] === 'will-navigate').map((s) => s[1])))
    .toEqual(['https://elsewhere.invalid/script', 'https://elsewhere.invalid/x'])
  expect(await page.title()).toBe('probe /one')
  await page.click('#next')
  await expect.poll(() => page.title()).toBe('probe /two')
  await expect
    .poll(() => app.evaluate(() => globalThis.seen.filter((s) => s[0] === 'did-navigate').map((s) => s[1])))
    .toEqual(['probe://main/one', 'probe://main/two'])
  expect(await page.evaluate(() => window.probe.sync(1, 1))).toBe(2)
})

test('Playwright reaches the main process', async ({ app, page }) => {
  expect(await app.evaluate(({ app }) => [app.getName(), app.getVersion(), app.isPackaged, app.isReady()])).toEqual(['Probe', '3.2.1', false, true])
  await expect
    .poll(() => app.evaluate(() => globalThis.seen.slice(0, 3).map((s) => s.join(' '))))
    .toEqual(['did-navigate probe://main/one', 'did-finish-load', 'loaded probe://main/one probe /one'])
  const handle = await app.browserWindow(page)
  expect(await handle.evaluate((w: Probe) => [w.id, w.isVisible(), w.getSize()])).toEqual([1, true, [500, 400]])
  expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual(standin ? [500, 400] : [expect.any(Number), expect.any(Number)])
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('1 + 1'))).toBe(2)
  const said = app.waitForEvent('console', (m) => m.text() === 'from main')
  await app.evaluate(() => console.log('from main'))
  await said
})

test('a window opens from main, and the last one closed ends the app', async ({ app, page }) => {
  const opened = app.waitForEvent('window')
  await app.evaluate(async ({ BrowserWindow }) => void new BrowserWindow({ width: 300, height: 200 }).loadURL('probe://main/second'))
  const second = await opened
  await expect.poll(() => second.title()).toBe('probe /second')
  expect(await second.evaluate(() => 'probe' in window)).toBe(false)
  await second.close()
  await expect.poll(() => app.windows().length).toBe(1)
  const closed = app.waitForEvent('close')
  await page.close()
  await closed
})

test('a utility process answers', async ({ app, page }, info) => {
  await page.waitForLoadState()
  const file = info.outputPath('worker.mjs')
  fs.writeFileSync(file, "process.parentPort.on('message', (e) => process.parentPort.postMessage([process.type, e.data.at, e.data.bytes]))")
  const got = await app.evaluate(
    ({ utilityProcess }, file) =>
      new Promise((resolve) => {
        const child = utilityProcess.fork(file)
        child.once('message', ([type, at, bytes]) => {
          child.once('exit', () => resolve([type, at instanceof Date, bytes instanceof Uint8Array]))
          child.kill()
        })
        child.postMessage({ at: new Date(), bytes: new Uint8Array([1]) })
      }),
    file,
  )
  expect(got).toEqual(['utility', true, true])
})

test.describe('the key store', () => {
  test.skip(!standin, 'only the stand-in can be given a keyring, or none; a real computer has the one that it has')
  const state = (app: ElectronApplication) =>
    app.evaluate(async ({ safeStorage }) => [safeStorage.getSelectedStorageBackend(), await safeStorage.isAsyncEncryptionAvailable()])

  test('is no safe place unless a test asks for one', async ({ app }) => {
    expect(await state(app)).toEqual(['basic_text', false])
    expect(await app.evaluate(({ safeStorage }) => safeStorage.encryptStringAsync('x').catch((e: Error) => e.message))).toContain('Encryption is not available')
  })

  test('seals and opens when a test has asked for it', async ({ launch }) => {
    const app = await launch({ ELECTRON_STANDIN_KEYRING: '1' })
    await app.firstWindow()
    expect(await state(app)).toEqual(['gnome_libsecret', true])
    const [sealed, opened] = await app.evaluate(async ({ safeStorage }) => {
      const secret = await safeStorage.encryptStringAsync('tafadhali')
      return [secret.toString('latin1'), (await safeStorage.decryptStringAsync(secret)).result]
    })
    expect(sealed).not.toContain('tafadhali')
    expect(opened).toBe('tafadhali')
  })
})

test('a killed app leaves neither a browser nor temporary files behind', async ({ app, page }) => {
  test.skip(
    !standin || process.platform === 'win32',
    'Electron is one program; only the stand-in has a browser beside it, and on Windows leaves it running (its README)',
  )
  await page.waitForLoadState()
  const browser = await app.evaluate(() => globalThis.__electronStandinBrowser)
  const isThere = () => fs.existsSync(browser.temporary) || isRunning(browser.pid)
  expect(isThere()).toBe(true)
  app.process().kill('SIGKILL')
  await expect.poll(isThere).toBe(false)
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
