/** Electron's binary: there, or fetched by the electron package's own installer where the network allows it. */
import fs from 'node:fs'
import path from 'node:path'
import { root, runScript } from './run-step.ts'

const folder = path.join(root, 'node_modules', 'electron')
const read = (file: string) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined)

/** Long enough to unpack a copy that an earlier download has left on this computer. */
const FROM_CACHE_MS = 8_000
/** Some 120 MB over a slow line. */
const DOWNLOAD_MS = 20 * 60_000

/** The file to start, or undefined where there is none. */
export function electronBinary(): string | undefined {
  const name = read(path.join(folder, 'path.txt'))
  const file = name === undefined ? undefined : path.join(folder, 'dist', name)
  return file !== undefined && fs.existsSync(file) && read(path.join(folder, 'dist', 'version')) !== undefined ? file : undefined
}

/** Fetches the binary, waiting long only if the place it comes from answers at all. */
export async function fetchElectron(): Promise<string | undefined> {
  const present = electronBinary()
  if (present) return present
  const answers = await isReachable()
  if (answers) console.log('Downloading Electron, once (some 120 MB) …')
  await runScript('node_modules/electron/install.js', [], { quiet: true, limitMs: answers ? DOWNLOAD_MS : FROM_CACHE_MS })
  return electronBinary()
}

async function isReachable(): Promise<boolean> {
  const place = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/'
  try {
    await fetch(place, { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
    return true
  } catch {
    // No network, a proxy in the way, a name that is not found: all the same here.
    return false
  }
}
