/**
 * `npm start`: builds the console and opens it, in Electron where its binary can be had, else on a browser through test/standin. Where no window can be
 * opened it does the main job in the terminal instead.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { findBrowser } from '../test/standin/browser.ts'
import { fetchElectron } from './lib/electron-binary.ts'
import { ensureBrowser } from './lib/ensure-browser.ts'
import { build, root, runScript } from './lib/run-step.ts'
import { whyNoScreen } from './lib/screen.ts'

/** Asked to open a window and could not: whoever starts this from a script must not take it for open. */
function giveUp(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

/** Opens the console and ends with it; Ctrl-C closes it in order. */
function open(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, [...args, root, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root, env: { ...process.env, ...env } })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => giveUp(`The console could not be opened: ${error.message}`))
  child.once('exit', (code) => process.exit(code ?? 1))
}

async function openOnBrowser() {
  const trouble = await ensureBrowser()
  if (trouble !== undefined) giveUp(`Electron could not be downloaded. ${trouble} Without a window, \`npm run demo\` shows the main job.`)
  console.log(`Electron could not be downloaded, so the console opens on ${findBrowser()?.name ?? 'a browser'} instead, for practice only.`)
  open(process.execPath, [path.join(root, 'test', 'standin', 'electron')], { ELECTRON_STANDIN_WINDOW: '1' })
}

const noScreen = await whyNoScreen()
if (noScreen !== undefined) {
  console.log(`No window can be opened here (${noScreen}), so this is the main job in the terminal, as \`npm run demo\` does it.`)
  process.exit(await runScript('scripts/demo.ts'))
}
const [built, electron] = await Promise.all([build(), fetchElectron()])
if (built !== 0) giveUp('The console could not be built; what is wrong stands above.')
// Electron, like any Chromium, runs as root only without its sandbox.
if (electron) open(electron, process.geteuid?.() === 0 ? ['--no-sandbox'] : [])
else await openOnBrowser()
