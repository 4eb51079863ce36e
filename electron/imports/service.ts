/** The use cases of a fee list: its file is held, read and checked in the worker, and imported in one transaction. */
import path from 'node:path'
import { importedAt } from '../../db/queries/overview.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { createHeldFiles } from '../files/held-files.ts'
import type { Context } from '../platform/context.ts'
import { requireSchool } from '../school/service.ts'
import type { ImportJobs } from './jobs.ts'

type Work = 'import-check' | 'import-commit' | 'sample'

export function createImportService(context: Context<ImportJobs>) {
  const { db, worker, clock, emit, sampleFolder } = context
  const files = createHeldFiles(context)
  const progress = (work: Work) => (done: number, total: number) => emit('work:progress', { work, done, total })

  async function check({ token, ...rest }: Parsed<'imports:check'>, work: Work = 'import-check'): Promise<Output<'imports:check'>> {
    const file = files.get(token)
    const list = { path: file.path, name: file.name, schoolId: requireSchool(db).id, ...rest }
    return worker.call('imports:check', { checkId: crypto.randomUUID(), list }, progress(work))
  }

  async function commit({ checkId }: Parsed<'imports:commit'>, work: Work = 'import-commit'): Promise<Output<'imports:commit'>> {
    const done = await worker.call('imports:commit', { checkId, now: clock.now() }, progress(work))
    emit('console:changed', { topics: ['people', 'status'] })
    return done
  }

  async function read({ token, options }: Parsed<'imports:read'>): Promise<Output<'imports:read'>> {
    const file = files.get(token)
    const { sha256, ...reading } = await worker.call('imports:read', { path: file.path, name: file.name, options })
    return { file: { token, name: file.name, bytes: file.bytes }, ...reading, importedAt: importedAt(db, sha256) }
  }

  return {
    read,
    /** The first rows of a file, for a person who says where its headings are. */
    head({ token, options }: Parsed<'imports:head'>): Promise<Output<'imports:head'>> {
      const { path, name } = files.get(token)
      return worker.call('imports:head', { path, name, options })
    },
    check,
    commit,
    choose: files.choose,
    receive: files.receive,
    useSample: (): Promise<Output<'imports:use-sample'>> => files.holdOwn(path.join(sampleFolder, 'fees-term-3.csv')),
    rows: (input: Parsed<'imports:rows'>) => worker.call('imports:rows', input),
    async discard({ token }: Parsed<'imports:discard'>) {
      await files.discard(token)
      return {}
    },
    /** Removes the copies of files that an earlier run left behind. */
    clear: files.clear,
    /** Ends whatever is being copied. */
    close: files.close,
    /** Imports a whole file of the console's own with guessed columns, for the sample school and the demo. */
    async bringIn(
      file: string,
      term: { readonly term: number; readonly year: number },
      work: Work,
      onChecked: (checkId: string) => Promise<void> = async () => {},
    ): Promise<Output<'imports:commit'> & { check: Output<'imports:check'> }> {
      const { token } = await files.holdOwn(file)
      const { mapping } = await read({ token, options: {} })
      const checked = await check({ token, options: {}, mapping, ...term, dueOn: null, acceptProposals: false, dateOrder: 'day_first', zerosLost: 'ask' }, work)
      await onChecked(checked.checkId)
      const done = await commit({ checkId: checked.checkId }, work)
      await files.discard(token)
      return { ...done, check: checked }
    },
  }
}
