/** Waiting for a child process on any Node, before the project's own is there. */
import { spawn } from 'node:child_process'
import os from 'node:os'

/**
 * @typedef {object} Ended
 * @property {number} code its exit code; 128 and the signal's number where a signal ended it
 * @property {string} said what it printed, where that was kept from the terminal
 * @property {boolean} stopped a signal told this process to end meanwhile
 */

/**
 * Runs a program to its end. Rejects where it cannot be started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, quiet?: boolean, shell?: boolean }} [options] quiet: keeps what it prints, and gives it no standard input
 * @returns {Promise<Ended>}
 */
export function follow(command, args, { cwd, quiet = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, shell, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text))
    const signals = passSignals(child)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      signals.stop()
      resolve({ code: code ?? 128 + (signal ? os.constants.signals[signal] : 0), said, stopped: signals.came() })
    })
  })
}

/**
 * The child hears the signals that end this process, and this process ends after it.
 * @param {import('node:child_process').ChildProcess} child
 */
function passSignals(child) {
  let came = false
  /** @type {(signal: NodeJS.Signals) => void} */
  const pass = (signal) => {
    came = true
    // A terminal gives Ctrl-C to both, and a second one would end the child without order.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  return {
    came: () => came,
    stop: () => {
      for (const signal of signals) process.off(signal, pass)
    },
  }
}
