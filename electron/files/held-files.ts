/** Files that the bursar handed over, known to the page by a token: where they lie stays in this process. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { type DroppedFile, type KnownFile, MAX_FILE_BYTES } from '../../shared/model/file.ts'
import type { Context } from '../platform/context.ts'

/** `ours`: a copy that the console made of what was dropped on it. */
type HeldFile = { readonly path: string; readonly name: string; readonly bytes: number; readonly ours: boolean }

export function createHeldFiles({ dataFolder, chooseFile }: Pick<Context, 'dataFolder' | 'chooseFile'>) {
  const incoming = path.join(dataFolder, 'incoming')
  const files = new Map<string, HeldFile>()
  const hold = (file: HeldFile): KnownFile => {
    const token = crypto.randomUUID()
    files.set(token, file)
    return { token, name: file.name, bytes: file.bytes }
  }
  const holdPath = async (file: string): Promise<KnownFile> => {
    const { size } = await fs.stat(file).catch((cause: unknown) => {
      throw new AppError('not_found', 'file_gone', { cause })
    })
    const name = path.basename(file)
    if (size > MAX_FILE_BYTES) throw tooBig(name, size)
    return hold({ path: file, name, bytes: size, ours: false })
  }
  return {
    holdPath,
    /** The system's own dialog; null when it was closed without a choice. Throws AppError file_gone and file_too_big. */
    async choose(): Promise<KnownFile | null> {
      const file = await chooseFile()
      return file === null ? null : holdPath(file)
    },
    /** Keeps a copy of a file that was dropped on the page. */
    async receive({ name, bytes }: DroppedFile): Promise<KnownFile> {
      await fs.mkdir(incoming, { recursive: true })
      const file = path.join(incoming, `${crypto.randomUUID()}.csv`)
      await fs.writeFile(file, bytes)
      return hold({ path: file, name: path.basename(name), bytes: bytes.byteLength, ours: true })
    },
    /** Throws AppError file_gone for a token that is not known, or not any more. */
    get(token: string): HeldFile {
      const file = files.get(token)
      if (!file) throw new AppError('not_found', 'file_gone')
      return file
    },
    /** Forgets a file; a copy is removed, the bursar's own is left where it lies. */
    async discard(token: string): Promise<void> {
      const file = files.get(token)
      files.delete(token)
      if (file?.ours) await fs.rm(file.path, { force: true })
    },
    /** Removes copies that an earlier run left behind. */
    clear: () => fs.rm(incoming, { recursive: true, force: true }),
  }
}

function tooBig(name: string, bytes: number): AppError {
  const megabytes = (n: number) => Math.ceil(n / (1024 * 1024))
  return new AppError('invalid_input', 'file_too_big', { params: { name, size: megabytes(bytes), most: megabytes(MAX_FILE_BYTES) } })
}
