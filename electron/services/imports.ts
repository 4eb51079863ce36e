/** A fee list from the bursar's hand to the records: the file is kept aside, read and checked in the worker, and written in one transaction. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { importedAt } from '../../db/queries/overview.ts'
import { AppError } from '../../shared/errors.ts'
import { MAX_FILE_BYTES, type Output, type Parsed } from '../../shared/ipc/contract.ts'
import { type Context, requireSchool } from './context.ts'

type HeldFile = { readonly path: string; readonly name: string; readonly bytes: number; readonly ours: boolean }
type Work = 'import-check' | 'import-commit' | 'sample'

export function createImportService(context: Context) {
  const { db, worker, clock, emit, dataFolder, sampleFolder } = context
  const incoming = path.join(dataFolder, 'incoming')
  const files = new Map<string, HeldFile>()

  const hold = (file: HeldFile): Output<'imports:use-sample'> => {
    const token = crypto.randomUUID()
    files.set(token, file)
    return { token, name: file.name, bytes: file.bytes }
  }
  const held = (token: string): HeldFile => {
    const file = files.get(token)
    if (!file) throw new AppError('not_found', 'file_gone')
    return file
  }
  const holdPath = async (file: string) => {
    const { size } = await fs.stat(file).catch((cause: unknown) => {
      throw new AppError('not_found', 'file_gone', { cause })
    })
    const name = path.basename(file)
    if (size > MAX_FILE_BYTES) throw tooBig(name, size)
    return hold({ path: file, name, bytes: size, ours: false })
  }
  const progress = (work: Work) => (done: number, total: number) => emit('work:progress', { work, done, total })

  async function check({ token, ...rest }: Parsed<'imports:check'>, work: Work = 'import-check'): Promise<Output<'imports:check'>> {
    const file = held(token)
    const list = { path: file.path, name: file.name, schoolId: requireSchool(db).id, ...rest }
    return worker.call('imports:check', { checkId: crypto.randomUUID(), list }, progress(work))
  }

  async function commit({ checkId }: Parsed<'imports:commit'>, work: Work = 'import-commit'): Promise<Output<'imports:commit'>> {
    const done = await db.lend(() => worker.call('imports:commit', { checkId, now: clock.now() }, progress(work)))
    emit('console:changed', { topics: ['people', 'status'] })
    return done
  }

  async function read({ token, options }: Parsed<'imports:read'>): Promise<Output<'imports:read'>> {
    const file = held(token)
    const { sha256, ...reading } = await worker.call('imports:read', { path: file.path, name: file.name, options })
    return { file: { token, name: file.name, bytes: file.bytes }, ...reading, importedAt: importedAt(db, sha256) }
  }

  return {
    read,
    check,
    commit,
    async choose(): Promise<Output<'imports:choose'>> {
      const file = await context.chooseFile()
      return file === null ? null : holdPath(file)
    },
    async receive({ name, bytes }: Parsed<'imports:receive'>): Promise<Output<'imports:receive'>> {
      await fs.mkdir(incoming, { recursive: true })
      const file = path.join(incoming, `${crypto.randomUUID()}.csv`)
      await fs.writeFile(file, bytes)
      return hold({ path: file, name: path.basename(name), bytes: bytes.byteLength, ours: true })
    },
    useSample: (): Promise<Output<'imports:use-sample'>> => holdPath(path.join(sampleFolder, 'fees-term-3.csv')),
    rows: (input: Parsed<'imports:rows'>) => worker.call('imports:rows', input),
    async discard({ token }: Parsed<'imports:discard'>) {
      const file = files.get(token)
      files.delete(token)
      if (file?.ours) await fs.rm(file.path, { force: true })
      return {}
    },
    /** Copies of dropped files that an earlier run left behind. */
    clear: () => fs.rm(incoming, { recursive: true, force: true }),
    /** A whole file with the columns as they are guessed, for the sample school and the demo. */
    async bringIn(
      file: string,
      term: { readonly term: number; readonly year: number },
      work: Work,
      onChecked: (checkId: string) => Promise<void> = async () => {},
    ): Promise<Output<'imports:commit'> & { check: Output<'imports:check'> }> {
      const { token } = await holdPath(file)
      const { mapping } = await read({ token, options: {} })
      const checked = await check({ token, options: {}, mapping, ...term, dueOn: null, acceptProposals: false }, work)
      await onChecked(checked.checkId)
      const done = await commit({ checkId: checked.checkId }, work)
      files.delete(token)
      return { ...done, check: checked }
    },
  }
}

function tooBig(name: string, bytes: number): AppError {
  const megabytes = (n: number) => Math.ceil(n / (1024 * 1024))
  return new AppError('invalid_input', 'file_too_big', { params: { name, size: megabytes(bytes), most: megabytes(MAX_FILE_BYTES) } })
}
