import { expect, standin, test } from './fixtures.ts'

declare global {
  /** What the app asked of the desktop, kept by the stand-in. */
  var __electronStandin: { blockedRequests: string[]; deniedWindows: string[]; openedExternal: string[] }
}

test('the page has the bridge, and nothing of Node or Electron behind it', async ({ page }) => {
  const seen = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
    bridge: Object.keys(Reflect.get(window, 'bursar')).sort(),
    replaced: Reflect.set(window, 'bursar', {}),
    changed: Reflect.set(Reflect.get(window, 'bursar'), 'call', () => {}),
  }))
  expect(seen).toEqual({ node: [], bridge: ['call', 'on'], replaced: false, changed: false })
})

test('the bridge knows the channels of the contract only', async ({ page }) => {
  const said = await page.evaluate(async () => {
    const bursar = Reflect.get(window, 'bursar') as { call(channel: string, input: unknown): Promise<unknown>; on(event: string, f: () => void): void }
    const attempt = async (work: () => unknown) => {
      try {
        return await work()
      } catch (error) {
        return (error as Error).message
      }
    }
    return [
      await attempt(() => bursar.call('settings:dump', {})),
      await attempt(() => bursar.on('ELECTRON_BROWSER_REQUIRE', () => {})),
      await attempt(() => bursar.call('school:get', { all: true })),
    ]
  })
  expect(said).toEqual([
    expect.stringContaining('unknown to the console: settings:dump'),
    expect.stringContaining('unknown to the console: ELECTRON_BROWSER_REQUIRE'),
    { ok: false, error: { code: 'invalid_input', key: 'bad_input', fields: {} } },
  ])
})

test('the page cannot go elsewhere, nor open a window', async ({ app, page }) => {
  // The page names itself once it is drawn.
  await expect(page.getByRole('heading').first()).toBeVisible()
  const heading = await page.title()
  expect(await page.evaluate(() => window.open('https://elsewhere.invalid/open'))).toBeNull()
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'https://elsewhere.invalid/link', target: '_blank' })
    document.body.append(link)
    link.click()
    link.remove()
    location.href = 'https://elsewhere.invalid/away'
  })
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  expect(await page.evaluate(() => document.readyState)).toBe('complete')
  // the browser can speak of loading for a moment before it gives up what was refused
  await expect.poll(() => page.title()).toBe(heading)
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((contents) => new URL(contents.getURL()).host))).toEqual(['console'])
  if (standin) expect(await app.evaluate(() => globalThis.__electronStandin.openedExternal)).toEqual([])
})

test.describe('what the page may load', () => {
  test.use({ expectedErrors: [/EvalError/] })

  test('the policy travels with the page and holds: no code from text, no request elsewhere, no frame', async ({ app, page }) => {
    const policy = await page.evaluate(async () => (await fetch('./index.html')).headers.get('content-security-policy'))
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    const violated = await page.evaluateHandle(() => {
      const violations: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      const frame = Object.assign(document.createElement('iframe'), { src: 'https://elsewhere.invalid/frame' })
      const image = Object.assign(new Image(), { src: 'https://elsewhere.invalid/pixel.png' })
      document.body.append(script, frame, image)
      // In a turn of its own: code that DevTools runs may evaluate text whatever the policy says.
      setTimeout(() => new Function('window.injected = true')())
      return violations
    })
    expect(
      await page.evaluate(() =>
        fetch('https://elsewhere.invalid/').then(
          () => 'fetched',
          () => 'refused',
        ),
      ),
    ).toBe('refused')
    await expect
      .poll(() => violated.evaluate((directives) => [...new Set(directives)].sort()))
      .toEqual(['connect-src', 'frame-src', 'img-src', 'script-src', 'script-src-elem'])
    expect(await page.evaluate(() => 'injected' in window)).toBe(false)
    if (standin) expect(await app.evaluate(() => globalThis.__electronStandin.blockedRequests)).toEqual([])
  })
})

test('files outside of the page are not to be had', async ({ page }) => {
  const statuses = await page.evaluate(() =>
    Promise.all(['/package.json', '/../main/main.js', '/%2e%2e%2fmain%2fmain.js', '/assets/'].map(async (path) => (await fetch(path)).status)),
  )
  expect(statuses).toEqual([404, 404, 404, 404])
})

test('a file of some megabytes crosses the bridge whole', async ({ page }) => {
  const answer = await page.evaluate(async () => {
    const bytes = new Uint8Array(5_000_000).fill(65)
    const bursar = Reflect.get(window, 'bursar') as { call(channel: string, input: unknown): Promise<{ ok: boolean; value?: { bytes: number } }> }
    return bursar.call('imports:receive', { name: 'fees.csv', bytes })
  })
  expect(answer).toMatchObject({ ok: true, value: { bytes: 5_000_000 } })
})
