/** What the worker does for fee lists. */
import type { Database } from '../../db/client.ts'
import { AppError } from '../../shared/errors.ts'
import type { CheckSummary, CommittedList, FileHead, ReadOptions, RowsPage, RowsRequest } from '../../shared/model/school/import.ts'
import { type JobHandlers, type JobRule, READS, WRITES } from '../platform/worker/wire.ts'
import { type CheckedFeeList, type CheckInput, checkFeeList, commitFeeList, headOf, type OpenedFeeList, readFeeList, rowsOf } from './fee-list.ts'

export type ImportJobs = {
  'imports:read': { input: { path: string; name: string; options: ReadOptions }; output: OpenedFeeList }
  'imports:head': { input: { path: string; name: string; options: ReadOptions }; output: FileHead }
  'imports:check': { input: { checkId: string; list: CheckInput }; output: CheckSummary & { checkId: string } }
  'imports:rows': { input: RowsRequest; output: RowsPage }
  'imports:commit': { input: { checkId: string; now: number }; output: CommittedList }
}

export const IMPORT_RULES = {
  'imports:read': READS,
  'imports:head': READS,
  'imports:check': READS,
  'imports:rows': READS,
  'imports:commit': WRITES,
} as const satisfies Readonly<Record<keyof ImportJobs, JobRule>>

export function createImportJobs(db: Database): JobHandlers<ImportJobs> {
  /** The list that was checked last: what is committed is what was shown. */
  let held: { checkId: string; list: CheckInput; checked: CheckedFeeList } | null = null
  const heldCheck = (checkId: string) => {
    if (held?.checkId !== checkId) throw new AppError('conflict', 'check_stale')
    return held
  }
  return {
    'imports:read': ({ path, name, options }) => readFeeList(path, name, options),
    'imports:head': ({ path, name, options }) => headOf(path, name, options),
    'imports:check': async ({ checkId, list }, onProgress) => {
      held = null
      const checked = await checkFeeList(db, list, onProgress)
      held = { checkId, list, checked }
      return { checkId, ...checked.summary }
    },
    'imports:rows': ({ checkId, verdict, offset, limit }) => rowsOf(heldCheck(checkId).checked, verdict, offset, limit),
    'imports:commit': async ({ checkId, now }, onProgress) => {
      const { list, checked } = heldCheck(checkId)
      const done = await commitFeeList(db, list, checked, now, onProgress)
      held = null
      return done
    },
  }
}
