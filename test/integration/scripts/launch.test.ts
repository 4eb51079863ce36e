/** The launcher in a small project of its own, with an npm that writes down what it was asked, so that no network is needed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { areInstalled } from '../../../scripts/lib/packages.mjs'

const repository = path.resolve(import.meta.dirname, '../../..')
const LOCK = {
  '': { name: 'small' },
  'node_modules/node': { version: '24.0.0', integrity: 'sha512-a' },
  'node_modules/other-system': { version: '1.0.0', integrity: 'sha512-b', optional: true },
}
/** What npm leaves behind: all but what is for another system. */
const INSTALLED = { 'node_modules/node': LOCK['node_modules/node'] }
type Packages = Readonly<Record<string, object>>

/** Does what the real one does with the commands of the launcher; its own Node marks what runs on it. */
const NPM = `
  const fs = require('node:fs')
  const [command, ...options] = process.argv.slice(2)
  fs.appendFileSync('npm-was-asked', [command, ...options.filter((option) => !/^--(no-|loglevel)/.test(option))].join(' ') + '\\n')
  const { OFFLINE, BROKEN, SLOW } = process.env
  if (OFFLINE && command === 'ping') fail('npm error code EAI_AGAIN')
  if (OFFLINE && command === 'ci') fail('npm error code ENOTCACHED')
  if (BROKEN && command === 'ci') fail('npm error code EINTEGRITY')
  if (SLOW && command === 'ci') fs.writeFileSync('npm-waits', String(setInterval(() => {}, 1_000)))
  else if (command === 'ci') {
    fs.rmSync('node_modules', { recursive: true, force: true })
    fs.mkdirSync('node_modules/node', { recursive: true })
    fs.writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(JSON.stringify({ packages: INSTALLED }))})
    console.log('added 571 packages in 1m')
    console.error('npm warn EBADENGINE Unsupported engine')
  }
  if (command === 'rebuild') {
    fs.mkdirSync('node_modules/node/bin')
    fs.writeFileSync('node_modules/node/bin/node', '#!/bin/sh\\nRAN_ON=own exec "' + process.execPath + '" "$@"\\n', { mode: 0o755 })
  }
  function fail(said) { console.error(said); process.exit(1) }`

const SCRIPT = `
  const args: readonly string[] = process.argv.slice(2)
  if (args[0] === 'wait') {
    process.on('SIGTERM', () => process.exit(5))
    setInterval(() => {}, 1_000)
  } else process.exitCode = Number(args[0])
  console.log(JSON.stringify({ args, pid: process.pid, ranOn: process.env.RAN_ON ?? 'the launcher’s' }))`

let project: string
const at = (...names: string[]) => path.join(project, ...names)
const asked = () => (fs.existsSync(at('npm-was-asked')) ? fs.readFileSync(at('npm-was-asked'), 'utf8').trim().split('\n') : [])
const INSTALLS = ['ping --fetch-retries=0 --fetch-timeout=15000', 'ci --include=dev --include=optional --ignore-scripts', 'rebuild node --ignore-scripts=false']

beforeEach(() => {
  project = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-launch-'))
  onTestFinished(() => fs.rmSync(project, { recursive: true, force: true }))
  for (const file of ['launch.mjs', 'lib/packages.mjs', 'lib/child.mjs']) fs.cpSync(path.join(repository, 'scripts', file), at('scripts', file))
  fs.writeFileSync(at('scripts', 'say.ts'), SCRIPT)
  fs.writeFileSync(at('npm-cli.js'), NPM)
  fs.writeFileSync(at('package-lock.json'), JSON.stringify({ packages: LOCK }))
})

/** As an install leaves them; its Node is the very one that runs this test. */
function haveInstalled(packages: Packages = INSTALLED) {
  fs.mkdirSync(at('node_modules/node/bin'), { recursive: true })
  fs.symlinkSync(process.execPath, at('node_modules/node/bin/node'))
  fs.writeFileSync(at('node_modules/.package-lock.json'), JSON.stringify({ packages }))
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const npm = { npm_execpath: at('npm-cli.js'), npm_node_execpath: process.execPath }
  return spawn(process.execPath, [at('scripts/launch.mjs'), 'scripts/say.ts', ...args], { env: { ...process.env, ...npm, ...env } })
}

async function launch(args: readonly string[], env?: NodeJS.ProcessEnv) {
  const child = start(args, env)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { pid: child.pid, code, stdout, stderr }
}

test('in a fresh clone the packages are installed in one line, and the script runs on the Node that came with them', async () => {
  const { code, stdout, stderr } = await launch(['3', '--json'])
  expect(asked()).toEqual(INSTALLS)
  expect(JSON.parse(stdout)).toMatchObject({ args: ['3', '--json'], ranOn: 'own' })
  expect(stderr).toBe('Installing the packages that the console is made with, once (some 300 MB to fetch) …\n')
  expect(code).toBe(3)
})

test('where everything is installed nothing is said or started: the launcher becomes the script', async () => {
  haveInstalled()
  const { pid, code, stdout, stderr } = await launch(['4', 'x'])
  expect({ code, stderr, asked: asked() }).toEqual({ code: 4, stderr: '', asked: [] })
  expect(JSON.parse(stdout)).toMatchObject({ args: ['4', 'x'], pid })
})

test('where the packages are not those of the lock file they are installed anew', async () => {
  haveInstalled({})
  const { stdout, stderr } = await launch(['0'])
  expect(asked()).toEqual(INSTALLS)
  expect(JSON.parse(stdout)).toMatchObject({ ranOn: 'own' })
  expect(stderr).toBe('The packages here are not those of package-lock.json: installing them anew …\n')
})

test.each<[string, Packages]>([
  ['is of another version', { 'node_modules/node': { version: '23.0.0', integrity: 'sha512-a' } }],
  ['has another content', { 'node_modules/node': { version: '24.0.0', integrity: 'sha512-c' } }],
  ['is missing', {}],
  ['is left over', { ...INSTALLED, 'node_modules/node/node_modules/left-over': { version: '1.0.0' } }],
])('a package that %s makes an install necessary', (_, packages) => {
  haveInstalled(packages)
  expect(areInstalled(project)).toBe(false)
})

test.each(['node_modules/.package-lock.json', 'node_modules/node/bin/node'])('an install that was broken off before %s counts for nothing', (last) => {
  haveInstalled()
  expect(areInstalled(project)).toBe(true)
  fs.rmSync(at(last))
  expect(areInstalled(project)).toBe(false)
})

test('an install that fails says why, and the script does not run', async () => {
  const { code, stdout, stderr } = await launch(['0'], { BROKEN: '1' })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('npm error code EINTEGRITY\n\nThe packages could not be installed.')
})

test('without a network only what npm has kept is looked at, and a sentence says so', async () => {
  const { code, stdout, stderr } = await launch(['0'], { OFFLINE: '1' })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(asked().at(-1)).toBe(`${INSTALLS[1]} --offline`)
  expect(stderr).toContain('no package registry answers (EAI_AGAIN)')
})

test('an install that is told to end ends npm, and says so', async () => {
  const child = start(['0'], { SLOW: '1' })
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  await expect.poll(() => fs.existsSync(at('npm-waits'))).toBe(true)
  child.kill('SIGTERM')
  const [stdout, stderr, exit] = await ended
  expect({ stdout, exit }).toEqual({ stdout: '', exit: [1, null] })
  expect(stderr).toMatch(/The install was broken off\.\n$/)
})

test('the script that runs after an install ends in order when the launcher is told to end', async () => {
  const child = start(['wait'])
  const exit = once(child, 'exit')
  await once(createInterface({ input: child.stdout }), 'line')
  child.kill('SIGTERM')
  expect(await exit).toEqual([5, null])
})
