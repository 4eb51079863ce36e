/**
 * `node scripts/launch.mjs <script> [arguments]`: runs a script of the project on the project's own Node, after installing the packages where they are
 * missing or not those of the lock file. Every npm script goes through it, so that a fresh clone needs no command before it. It runs on any
 * Node from 20 on, and says what it says on standard error: standard output belongs to the script.
 */
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { follow } from './lib/child.mjs'
import { areInstalled, install, isAnythingInstalled, ownNode } from './lib/packages.mjs'

const OLDEST_NODE = 20
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const [script, ...args] = process.argv.slice(2)

if (script === undefined) giveUp('node scripts/launch.mjs <script> [arguments]')
if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) giveUp(`This needs Node ${OLDEST_NODE} or newer, and this is ${process.version}.`)
putFirstOnPath(path.join(root, 'node_modules', '.bin'))
const file = path.join(root, script)
if (areInstalled(root) && isOwnNode()) await goOnAs(file)
else {
  if (!areInstalled(root)) await bringPackages()
  await handOver(file)
}

/**
 * This is the project's Node: it is whenever npm has found one.
 * @param {string} file
 */
async function goOnAs(file) {
  process.argv.splice(1, process.argv.length, file, ...args)
  await import(pathToFileURL(file).href)
}

/** @param {string} file */
async function handOver(file) {
  const { code } = await follow(ownNode(root), [file, ...args]).catch((error) =>
    giveUp(`The Node of the packages does not start here: ${error.message}. Remove node_modules and try again.`),
  )
  process.exit(code)
}

async function bringPackages() {
  // Windows replaces no program that runs, and this one may run on the Node that is to be replaced.
  if (process.platform === 'win32' && isOwnNode()) giveUp('The packages are not those of package-lock.json any more: run `npm ci`, then this again.')
  console.error(
    isAnythingInstalled(root)
      ? 'The packages here are not those of package-lock.json: installing them anew …'
      : 'Installing the packages that the console is made with, once (some 300 MB to fetch) …',
  )
  const hindrance = await install(root).catch((error) => `npm could not be started: ${error.message}`)
  if (hindrance) giveUp(hindrance)
}

function isOwnNode() {
  return fs.existsSync(ownNode(root)) && fs.realpathSync(ownNode(root)) === fs.realpathSync(process.execPath)
}

/**
 * What the script starts by name finds the project's programs, as under `npm run`.
 * @param {string} folder
 */
function putFirstOnPath(folder) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  if (!folders.includes(folder)) process.env.PATH = [folder, ...folders].join(path.delimiter)
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function giveUp(sentence) {
  console.error(sentence)
  process.exit(1)
}
