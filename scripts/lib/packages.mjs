/** The packages in node_modules: are they those of the lock file, and installing them. Runs on any Node, since it brings the project's own. */
import fs from 'node:fs'
import path from 'node:path'
import { follow } from './child.mjs'

/**
 * The Node of the dependency `node`.
 * @param {string} root
 */
export const ownNode = (root) => path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** @param {string} root */
export const isAnythingInstalled = (root) => fs.existsSync(path.join(root, 'node_modules'))

/**
 * True where node_modules holds what the lock file says, by the list that npm writes when it has finished. Reads two files.
 * @param {string} root
 */
export function areInstalled(root) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'))
  const present = packagesOf(path.join(root, 'node_modules/.package-lock.json'))
  const names = Object.keys(wanted).filter((name) => name !== '')
  return (
    fs.existsSync(ownNode(root)) &&
    // npm leaves out those for other systems
    names.every((name) => (present[name] ? isSame(wanted[name], present[name]) : wanted[name]?.optional)) &&
    // what an older lock file has left would be found before the right one
    Object.keys(present).every((name) => name in wanted)
  )
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} Package */

/** @param {Package | undefined} a @param {Package | undefined} b */
const isSame = (a, b) => a?.version === b?.version && a?.integrity === b?.integrity

/**
 * @param {string} lockFile
 * @returns {Record<string, Package>}
 */
function packagesOf(lockFile) {
  try {
    return JSON.parse(fs.readFileSync(lockFile, 'utf8')).packages
  } catch {
    // not there, or an install was broken off while it was written: nothing that can be relied on
    return {}
  }
}

/** What npm reports where no registry answers. */
const NO_NETWORK = /\bE(?:AI_AGAIN|NOTFOUND|CONNREFUSED|CONNRESET|NETUNREACH|HOSTUNREACH|TIMEDOUT|NOTCACHED)\b|ERR_SOCKET_TIMEOUT/
const LAST_LINES = 20

/**
 * Installs what the lock file says, quietly, and answers what hindered it.
 * @param {string} root
 * @returns {Promise<string | undefined>}
 */
export async function install(root) {
  // Without a network npm tries 571 packages three times each, for minutes; asked beforehand, it looks only at what it has kept.
  const ping = await npm(root, ['ping', '--fetch-retries=0', '--fetch-timeout=15000'])
  const silence = NO_NETWORK.exec(ping.said)?.[0]
  const steps = [
    // Everything that is built and tested with, whatever this computer leaves out elsewhere.
    ['ci', '--include=dev', '--include=optional', '--ignore-scripts'],
    // No other package's script runs: older versions of npm know no allowScripts, and would compile what comes compiled.
    ['rebuild', 'node', '--ignore-scripts=false'],
  ]
  for (const step of steps) {
    const ended = await npm(root, silence ? [...step, '--offline'] : step)
    if (ping.stopped || ended.stopped) return 'The install was broken off.'
    if (ended.code !== 0) return whyNot(ended.said, silence)
  }
  return fs.existsSync(ownNode(root)) ? undefined : `npm has installed the packages, but ${ownNode(root)} is not there.`
}

/**
 * @param {string} said by npm
 * @param {string | undefined} silence what npm reported when it was to reach a registry and could not
 */
function whyNot(said, silence) {
  const lacking = NO_NETWORK.exec(said)?.[0]
  if (lacking) {
    return `The packages could not be fetched: no package registry answers (${silence ?? lacking}). Connect this computer to the network, or set npm's proxy, and try again.`
  }
  const last = said.trimEnd().split('\n').slice(-LAST_LINES).join('\n')
  return `${last}\n\nThe packages could not be installed. What npm said last stands above; \`npm ci\` says all of it.`
}

/**
 * @param {string} root
 * @param {readonly string[]} args
 */
function npm(root, args) {
  const quietly = [...args, '--loglevel=error', '--no-progress']
  // `npm run` names the npm that it is, and the Node that it runs on, which stays where it is while node_modules is made anew.
  const { npm_execpath: cli = '', npm_node_execpath: node = process.execPath } = process.env
  const options = { cwd: root, quiet: true }
  return /\bnpm-cli\.[cm]?js$/.test(cli)
    ? follow(node, [cli, ...quietly], options)
    : follow('npm', quietly, { ...options, shell: process.platform === 'win32' })
}
