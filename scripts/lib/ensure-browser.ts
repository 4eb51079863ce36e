/** A browser on a computer that has none: for the tests, and for a console that cannot have Electron. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { findBrowser } from '../../test/standin/browser.ts'
import { electronBinary } from './electron-binary.ts'
import { type RunOptions, run, runScript } from './run-step.ts'

const INSTALL_MS = 10 * 60_000
/** Enough to see why an install failed. */
const LAST_LINES = 10
const NONE = 'No Chromium or Chrome was found, and none could be installed. Install one (Debian: apt-get install chromium), and run this again.'

/** A way to get a browser: what a person is told of it, and the programs to run one after the other. */
type Way = { readonly what: string; readonly steps: readonly ((options: RunOptions) => Promise<number>)[] }

/** Finds a browser that starts, installing one where that can be done without asking. Answers what to do about it when there is none. */
export async function ensureBrowser(): Promise<string | undefined> {
  if (electronBinary() || starts()) return undefined
  const failures: string[] = []
  for (const { what, steps } of isDebian() ? [...apt(), playwright()] : [playwright(), ...apt()]) {
    console.log(`No Chromium or Chrome here: ${what} …`)
    let said = ''
    const heard = (text: string) => {
      said += text
    }
    for (const step of steps) await step({ heard, quiet: true, limitMs: INSTALL_MS })
    if (starts()) return undefined
    failures.push(...said.trimEnd().split('\n').slice(-LAST_LINES))
  }
  for (const line of failures) console.error(line)
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

/** None where this user may install nothing. */
function apt(): Way[] {
  if (!isRoot() || !fs.existsSync('/usr/bin/apt-get')) return []
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // another install may be going on
  const aptGet = (args: readonly string[]) => (options: RunOptions) => run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], { ...options, env })
  const packages = ['chromium', 'fonts-liberation']
  return [{ what: 'installing Debian’s with apt-get', steps: [aptGet(['update']), aptGet(['install', '-y', '--no-install-recommends', ...packages])] }]
}

function playwright(): Way {
  const withLibraries = isRoot() && process.platform === 'linux' ? ['--with-deps'] : []
  const args = ['install', ...withLibraries, 'chromium']
  return { what: 'downloading Playwright’s', steps: [(options) => runScript('node_modules/@playwright/test/cli.js', args, options)] }
}
