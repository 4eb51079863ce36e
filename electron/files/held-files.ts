/** Files that the bursar handed over, known to the page by a token: where they lie stays in this process. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { type DroppedFile, FILE_SECONDS, type KnownFile, MAX_FILE_BYTES } from '../../shared/model/school/file.ts'
import type { Context } from '../platform/context.ts'
import { fileFailure } from '../platform/plain-file.ts'
import type { Copier } from '../platform/ports.ts'

/** `ours`: a copy that the console made of what was chosen or dropped on it. */
type HeldFile = { readonly path: string; readonly name: string; readonly bytes: number; readonly ours: boolean }
type Parts = Pick<Context, 'dataFolder' | 'chooseFile' | 'startCopier' | 'clock'>

export function createHeldFiles({ dataFolder, chooseFile, startCopier, clock }: Parts) {
  const incoming = path.join(dataFolder, 'incoming')
  const files = new Map<string, HeldFile>()
  const copying = new Set<Copier>()
  const hold = (file: HeldFile): KnownFile => {
    const token = crypto.randomUUID()
    files.set(token, file)
    return { token, name: file.name, bytes: file.bytes }
  }
  /** A place for a copy. */
  const newPlace = async () => {
    await fs.mkdir(incoming, { recursive: true, mode: 0o700 })
    return path.join(incoming, `${crypto.randomUUID()}.csv`)
  }

  /**
   * Copies a file to `to`, and answers how many bytes it has. From then on nobody waits for the drive that it lies on, and what is checked is what is
   * brought in, also where it is saved anew in between.
   */
  async function copyIn(from: string, to: string): Promise<number> {
    const name = path.basename(from)
    const copier = startCopier({ from, to, most: MAX_FILE_BYTES })
    copying.add(copier)
    const late = Promise.withResolvers<'late'>()
    const cancel = clock.after(FILE_SECONDS * 1_000, () => late.resolve('late'))
    const answer = await Promise.race([copier.answer, late.promise]).finally(() => {
      cancel()
      copier.kill()
      copying.delete(copier)
    })
    if (answer !== 'late' && answer.kind === 'copied') return answer.bytes
    // what is left of it goes at the next start where it cannot go now
    await fs.rm(to, { force: true }).catch(() => {})
    if (answer === 'late') throw new AppError('not_found', 'file_too_slow', { params: { name, seconds: FILE_SECONDS } })
    if (answer.kind === 'refused') throw fileFailure(name, answer.fault, MAX_FILE_BYTES)
    throw Object.assign(new Error(answer.message), { code: answer.code })
  }

  return {
    /** A file of the console's own, which is read where it lies. */
    async holdOwn(file: string): Promise<KnownFile> {
      const { size } = await fs.stat(file)
      return hold({ path: file, name: path.basename(file), bytes: size, ours: false })
    },
    /** The system's own dialog; null when it was closed without a choice. Throws AppError file_gone, file_unreadable, file_not_plain, file_too_big and file_too_slow. */
    async choose(): Promise<KnownFile | null> {
      const file = await chooseFile()
      if (file === null) return null
      const copy = await newPlace()
      return hold({ path: copy, name: path.basename(file), bytes: await copyIn(file, copy), ours: true })
    },
    /** Keeps a copy of a file that was dropped on the page. */
    async receive({ name, bytes }: DroppedFile): Promise<KnownFile> {
      const copy = await newPlace()
      await fs.writeFile(copy, bytes, { mode: 0o600 })
      return hold({ path: copy, name: path.basename(name), bytes: bytes.byteLength, ours: true })
    },
    /** Throws AppError file_gone for a token that is not known, or not any more. */
    get(token: string): HeldFile {
      const file = files.get(token)
      if (!file) throw new AppError('not_found', 'file_gone')
      return file
    },
    /** Forgets a file; a copy is removed, the console's own is left where it lies. */
    async discard(token: string): Promise<void> {
      const file = files.get(token)
      files.delete(token)
      if (file?.ours) await fs.rm(file.path, { force: true })
    },
    /** Ends whatever is being copied. */
    close(): void {
      for (const copier of copying) copier.kill()
    },
    /** Removes copies that an earlier run left behind. */
    clear: () => fs.rm(incoming, { recursive: true, force: true }),
  }
}
