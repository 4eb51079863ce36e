/** `npm start`: builds the console and opens it, in Electron where its binary can be had, else on an installed browser through test/standin. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { findBrowser } from '../test/standin/browser.ts'
import { fetchElectron } from './lib/electron-binary.ts'
import { build, root } from './lib/run-step.ts'

/** Asked to open a window and could not: whoever starts this from a script must not take it for open. */
function giveUp(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

const hasScreen = process.platform === 'darwin' || process.platform === 'win32' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
const noScreen = 'There is no screen here to open a window on. `npm run demo` does the same work without one, and prints what came of it.'

/** Opens the console and ends with it; Ctrl-C closes it in order. */
function open(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, [...args, root, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root, env: { ...process.env, ...env } })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => giveUp(`The console could not be opened: ${error.message}`))
  child.once('exit', (code) => process.exit(code ?? 1))
}

const [built, electron] = await Promise.all([build(), fetchElectron()])
if (built !== 0) giveUp('The console could not be built; what is wrong stands above.')

if (electron) {
  if (!hasScreen) giveUp(noScreen)
  // Electron, like any Chromium, runs as root only without its sandbox.
  open(electron, process.geteuid?.() === 0 ? ['--no-sandbox'] : [])
} else {
  const browser = findBrowser()
  if (!browser) giveUp('Electron could not be downloaded, and no Chromium or Chrome was found to open the console on: install one of them and try again.')
  if (!hasScreen) giveUp(`Electron could not be downloaded. ${noScreen}`)
  console.log(`Electron could not be downloaded, so the console opens on ${browser.name} instead, for practice only.`)
  open(process.execPath, [path.join(root, 'test', 'standin', 'electron')], { ELECTRON_STANDIN_WINDOW: '1' })
}
