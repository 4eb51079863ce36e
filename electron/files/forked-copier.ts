/** Starts the copier in a process of plain Node: for the demo, for tests, and for whatever else runs the console without Electron. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CopyAnswer, StartCopier } from '../platform/ports.ts'

/** `script`: the copier, built or as its source. */
export function forkedCopier(script: URL): StartCopier {
  return (request) => {
    const child = fork(fileURLToPath(script), [], { execArgv: [], stdio: 'ignore' })
    const answer = new Promise<CopyAnswer>((resolve, reject) => {
      child.once('message', (message) => resolve(message as CopyAnswer))
      child.once('error', reject)
      child.once('exit', (code, signal) => reject(new Error(`the copier ended without an answer: ${signal ?? code}`)))
    })
    child.send(request, (error) => error && child.kill('SIGKILL'))
    return { answer, kill: () => void child.kill('SIGKILL') }
  }
}
