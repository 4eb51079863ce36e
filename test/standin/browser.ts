/** Finds a Chromium or Chrome on this computer; both the stand-in and the scripts that need one ask here. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export type Browser = { readonly file: string; readonly name: 'Chromium' | 'Chrome' | 'Edge' }

/** By name on the PATH, best first: Debian's chromium comes with the libraries it needs. */
const COMMANDS = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'chrome', 'microsoft-edge'] as const

/** The first that is there, or undefined. ELECTRON_STANDIN_CHROMIUM names one outright. */
export function findBrowser(): Browser | undefined {
  const named = process.env.ELECTRON_STANDIN_CHROMIUM
  const file = named ?? [...onPath(), ...usualPlaces(), ...playwrights()].find((candidate) => isFile(candidate) && !isSnap(candidate))
  return file === undefined ? undefined : { file, name: /edge/i.test(file) ? 'Edge' : /chromium/i.test(file) ? 'Chromium' : 'Chrome' }
}

const isFile = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false

/** A snap sees neither the temporary folder nor hidden ones, so it cannot use the profile it would be given. Ubuntu's chromium-browser is a script that starts one. */
function isSnap(file: string): boolean {
  const real = fs.realpathSync(file)
  if (real.includes('/snap/') || path.basename(real) === 'snap') return true
  return fs.statSync(real).size < 10_000 && fs.readFileSync(real, 'utf8').includes('/snap/bin/')
}

function onPath(): string[] {
  if (process.platform === 'win32') return []
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'].filter((folder) => path.isAbsolute(folder))
  return COMMANDS.flatMap((name) => folders.map((folder) => path.join(folder, name)))
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `Applications/${name}.app/Contents/MacOS/${name}`)
    return ['/', os.homedir()].flatMap((home) => apps.map((app) => path.join(home, app)))
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter((root) => root !== undefined)
    const apps = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
    return apps.flatMap((app) => roots.map((root) => path.join(root, app)))
  }
  return ['/opt/google/chrome/chrome', '/opt/chromium/chrome', '/usr/lib/chromium/chromium']
}

/** What `npx playwright install chromium` has left, newest first. */
function playwrights(): string[] {
  const caches: Partial<Record<NodeJS.Platform, string>> = {
    darwin: path.join(os.homedir(), 'Library/Caches'),
    win32: process.env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData/Local'),
  }
  const root =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    path.join(caches[process.platform] ?? process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'ms-playwright')
  if (!fs.existsSync(root)) return []
  return fs
    .globSync('chromium-*/chrome-*/{chrome,chrome.exe,*.app/Contents/MacOS/*}', { cwd: root })
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((found) => path.join(root, found))
}
