/** A browser for the tests on a computer that has none. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { findBrowser } from '../../test/standin/browser.ts'
import { electronBinary } from './electron-binary.ts'
import { run, runScript } from './run-step.ts'

const INSTALL_MS = 10 * 60_000
const NONE =
  'No Chromium or Chrome was found and none could be installed, so the tests of the screens cannot run: install one (Debian: apt-get install chromium) and run npm test again.'

/** Finds a browser that starts, installing one where that can be done without asking. Answers what to do about it when there is none. */
export async function ensureBrowser(): Promise<string | undefined> {
  if (electronBinary() || starts()) return undefined
  console.log('No Chromium or Chrome here: installing one …')
  for (const install of isDebian() ? [fromApt, fromPlaywright] : [fromPlaywright, fromApt]) {
    await install()
    if (starts()) return undefined
  }
  return NONE
}

/** One that is there but lacks a library of the system does not count. */
function starts(): boolean {
  const browser = findBrowser()
  if (!browser) return false
  // Chrome for Windows answers --version by opening a window.
  return process.platform === 'win32' || spawnSync(browser.file, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0
}

/** Ubuntu's package is a snap, which cannot be used here. */
const isDebian = () => fs.existsSync('/etc/os-release') && /^ID=debian$/m.test(fs.readFileSync('/etc/os-release', 'utf8'))
const isRoot = () => process.geteuid?.() === 0

async function fromApt() {
  if (!isRoot() || !fs.existsSync('/usr/bin/apt-get')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { env, limitMs: INSTALL_MS })
  await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], { env, limitMs: INSTALL_MS })
}

async function fromPlaywright() {
  const withLibraries = isRoot() && process.platform === 'linux' ? ['--with-deps'] : []
  await runScript('node_modules/@playwright/test/cli.js', ['install', ...withLibraries, 'chromium'], { limitMs: INSTALL_MS })
}
