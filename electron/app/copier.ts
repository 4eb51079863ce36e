import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import type { CopyAnswer, StartCopier } from '../platform/ports.ts'

/** Starts the copier in a utility process: a packaged console cannot run plain Node. */
export function utilityCopier(script: URL): StartCopier {
  return (request) => {
    const child = utilityProcess.fork(fileURLToPath(script), [], { serviceName: 'Copy of a chosen file', stdio: 'ignore' })
    const answer = new Promise<CopyAnswer>((resolve, reject) => {
      child.once('message', resolve)
      child.once('exit', (code) => reject(new Error(`the copier ended without an answer: ${code}`)))
    })
    child.postMessage(request)
    // one that has not begun yet has nothing to be killed
    return { answer, kill: () => void (child.kill() || child.once('spawn', () => child.kill())) }
  }
}
