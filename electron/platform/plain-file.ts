/** Plain files, taken for what can be read of them: a size that the system tells may be wrong (a device has none), or soon outdated (a file that grows). */
import fs from 'node:fs'
import { AppError } from '../../shared/errors.ts'

/** unreadable: it is there, and cannot be opened or read · not_plain: a folder, a device, a pipe · `bytes`: as many at least as it has. */
export type FileFault = { readonly kind: 'gone' | 'unreadable' | 'not_plain' } | { readonly kind: 'too_big'; readonly bytes: number }

/** A file that could not be read to its end. */
export class FileFaultError extends Error {
  readonly fault: FileFault
  constructor(fault: FileFault, cause?: unknown) {
    super(fault.kind, { cause })
    this.name = 'FileFaultError'
    this.fault = fault
  }
}

const CHUNK_BYTES = 256 * 1024
const MEGABYTE = 1024 * 1024

/**
 * Reads a plain file, chunk by chunk, `most` bytes of it at most. Holds its thread for as long as the disk or the network takes, which may be for
 * ever: never for the main process. Throws FileFaultError.
 */
export function* chunksOf(file: string, most: number): Generator<Buffer, void> {
  const { size } = plain(file)
  if (size > most) throw new FileFaultError({ kind: 'too_big', bytes: size })
  const open = attempt(() => fs.openSync(file, 'r'))
  try {
    for (let total = 0; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
      const read = attempt(() => fs.readSync(open, chunk))
      if (read === 0) return
      total += read
      if (total > most) throw new FileFaultError({ kind: 'too_big', bytes: total })
      yield chunk.subarray(0, read)
    }
  } finally {
    fs.closeSync(open)
  }
}

/** Asked before it is opened: whoever opens a pipe waits until somebody writes to it. */
function plain(file: string): fs.Stats {
  const stats = attempt(() => fs.statSync(file))
  if (!stats.isFile()) throw new FileFaultError({ kind: 'not_plain' })
  return stats
}

function attempt<T>(what: () => T): T {
  try {
    return what()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new FileFaultError({ kind: code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unreadable' }, error)
  }
}

/** What a person is told of a file that could not be read. `name` is what the bursar calls it, `most` how many bytes it may have. */
export function fileFailure(name: string, fault: FileFault, most: number, cause?: unknown): AppError {
  const megabytes = (bytes: number) => Math.ceil(bytes / MEGABYTE)
  switch (fault.kind) {
    case 'gone':
      return new AppError('not_found', 'file_gone', { params: { name }, cause })
    case 'unreadable':
      return new AppError('not_found', 'file_unreadable', { params: { name }, cause })
    case 'not_plain':
      return new AppError('invalid_input', 'file_not_plain', { params: { name }, cause })
    case 'too_big':
      return new AppError('invalid_input', 'file_too_big', { params: { name, size: megabytes(fault.bytes), most: megabytes(most) }, cause })
  }
}
