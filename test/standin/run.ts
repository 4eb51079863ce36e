/** Runs an Electron app folder the way `electron [switches] <folder> [args]` does, with the stand-in for 'electron'. */
import fs from 'node:fs'
import inspector from 'node:inspector'
import { createRequire, registerHooks } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const standin = new URL('./electron.ts', import.meta.url).href
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main' || specifier === 'electron/common')
      return { url: standin, format: 'module-typescript', shortCircuit: true }
    return next(specifier, context)
  },
})
const require = createRequire(import.meta.url)
const version = require('electron/package.json').version as string
const given = process.argv.slice(2)
if (given[0] === '--version' || given[0] === '-v') {
  console.log(`v${version}`)
  process.exit(0)
}
const preloads: string[] = []
let target: string | undefined
for (let i = 0; i < given.length; i++) {
  const arg = given[i] as string
  if (arg === '-r' || arg === '--require') preloads.push(given[++i] as string)
  else if (!arg.startsWith('-')) {
    target = arg
    break
  }
}
if (!target) {
  console.error('usage: electron [switches] <folder or main script> [args]')
  process.exit(1)
}
// Electron's own argv has no script of ours in it.
process.argv.splice(1, 1)
Object.defineProperties(process.versions, { electron: { value: version, enumerable: true } })
Object.defineProperties(process, {
  type: { value: 'browser', enumerable: true },
  defaultApp: { value: true },
  resourcesPath: { value: path.join(import.meta.dirname, 'resources') },
})

const inspect = given.find((a) => a === '--inspect' || a.startsWith('--inspect='))
if (inspect) inspector.open(Number(inspect.split('=')[1] ?? 9229), '127.0.0.1')

const { app, start } = await import('./electron.ts')
for (const arg of given) {
  const m = /^--([^=]+)(?:=(.*))?$/s.exec(arg)
  if (m?.[1]) app.commandLine.appendSwitch(m[1], m[2] ?? '')
}
const full = path.resolve(target)
let main = full
if (fs.statSync(full).isDirectory()) {
  const pkg = JSON.parse(fs.readFileSync(path.join(full, 'package.json'), 'utf8'))
  app._configure(full, pkg)
  main = path.join(full, pkg.main ?? 'index.js')
} else app._configure(path.dirname(full), {})
for (const p of preloads) require(path.resolve(p))

process.on('SIGTERM', () => app.quit())
process.on('SIGINT', () => app.quit())
const loaded = import(pathToFileURL(main).href)
loaded.catch((e) => {
  console.error('App threw an error during load\n', e)
  process.exit(1)
})
// Paths that the app's script sets at once are known when Chromium starts. 'ready' comes only when the script has
// loaded to its end, so a top-level await of app.whenReady() hangs, as it does in Electron.
await Promise.race([loaded, new Promise((r) => setTimeout(r, 400))])
const becomeReady = await start(given.some((a) => a.startsWith('--remote-debugging-port')))
const late = setTimeout(
  () => console.error("the app's main script has not loaded after 10 s: does it await app.whenReady() at its top level? That hangs in Electron"),
  10_000,
)
await loaded
clearTimeout(late)
becomeReady()
