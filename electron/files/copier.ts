/**
 * The script of a process that copies one file and ends. A file on a network drive that is gone can hold whoever reads it for ever. No thread can be
 * ended out of such a call, and a process that has one cannot end in order; only a process can be killed.
 */
import fs from 'node:fs'
import { chunksOf, FileFaultError } from '../platform/plain-file.ts'
import type { CopyAnswer, CopyRequest } from '../platform/ports.ts'

/** Electron's utility processes have a port; those that Node forks, a channel. */
type Port = { on(event: 'message', listener: (message: { readonly data: unknown }) => void): void; postMessage(message: unknown): void }
const { parentPort } = process as { readonly parentPort?: Port }

// the listener keeps this process there until it is killed: an answer could be lost if it ended by itself
if (parentPort) parentPort.on('message', ({ data }) => parentPort.postMessage(copy(data as CopyRequest)))
else process.on('message', (message) => process.send?.(copy(message as CopyRequest)))

function copy({ from, to, most }: CopyRequest): CopyAnswer {
  try {
    return { kind: 'copied', bytes: copyChunks(chunksOf(from, most), to) }
  } catch (error) {
    fs.rmSync(to, { force: true })
    if (error instanceof FileFaultError) return { kind: 'refused', fault: error.fault }
    const { code = '', message } = error as NodeJS.ErrnoException
    return { kind: 'failed', code, message }
  }
}

function copyChunks(chunks: Iterable<Buffer>, to: string): number {
  const open = fs.openSync(to, 'wx', 0o600)
  let bytes = 0
  try {
    for (const chunk of chunks) {
      fs.writeFileSync(open, chunk)
      bytes += chunk.byteLength
    }
    return bytes
  } finally {
    fs.closeSync(open)
  }
}
