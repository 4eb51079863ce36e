/** What the worker can be asked to do: everything that could hold the main process for longer than a blink. */
import type { Database } from '../../db/client.ts'
import { moveLog } from '../../db/log-pages.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { type Draft, leftOutOf, type PlannedDraft, planDraft, previewPlan, type QueueRequest, queueDraft, recipientOf } from '../batches/draft.ts'
import { batchFigures } from '../batches/service.ts'
import { previewTemplate } from '../batches/template-preview.ts'
import { type CheckedFeeList, type CheckInput, checkFeeList, commitFeeList, type FeeListReading, headOf, readFeeList, rowsOf } from '../imports/fee-list.ts'
import { applyChange, type MessageChange } from '../messages/changes.ts'
import { type Counted, logCount, logPage } from '../messages/log-page.ts'
import { homeOverview } from '../overview/service.ts'
import { type Applied, type Applying, type ReportFile, type ReportReading, readExport, startApplying } from '../reports/export/export.ts'
import { type Backup, makeBackup, type RecordsPlace } from '../safekeeping/backup.ts'
import { checkRecords } from '../safekeeping/restore.ts'

export type Progress = (done: number, total: number) => void

/** Job → what it is given and what it answers. Both cross the thread by structured clone. */
export type Jobs = {
  'imports:read': { input: { path: string; name: string; options: Parsed<'imports:read'>['options'] }; output: FeeListReading }
  'imports:head': { input: { path: string; name: string; options: Parsed<'imports:read'>['options'] }; output: Output<'imports:head'> }
  'imports:check': { input: { checkId: string; list: CheckInput }; output: Output<'imports:check'> }
  'imports:rows': { input: Parsed<'imports:rows'>; output: Output<'imports:rows'> }
  'imports:commit': { input: { checkId: string; now: number }; output: Output<'imports:commit'> }
  'batches:preview': { input: { draft: Draft; now: number }; output: Output<'batches:preview'> }
  'batches:recipient': { input: { draft: Draft; index: number; now: number }; output: Output<'batches:recipient'> }
  'batches:left-out': { input: { draft: Draft; offset: number; limit: number; now: number }; output: Output<'batches:left-out'> }
  'templates:preview': { input: { input: Parsed<'templates:preview'>; now: number }; output: Output<'templates:preview'> }
  'overview:get': { input: { now: number }; output: Output<'overview:get'> }
  'batches:get': { input: { batchId: number; now: number }; output: Output<'batches:get'> }
  'messages:page': { input: Parsed<'messages:page'>; output: Output<'messages:page'> }
  'messages:count': { input: Parsed<'messages:count'>; output: Counted }
  'messages:change': { input: { change: MessageChange; now: number }; output: number }
  'batches:queue': { input: QueueRequest; output: Output<'batches:queue'> }
  'records:check': { input: RecordsPlace; output: 'ok' | 'damaged' }
  'records:move-log': { input: null; output: null }
  'records:backup': { input: RecordsPlace & { now: number }; output: Backup }
  'reports:read': { input: { file: ReportFile; mapping: Parsed<'reports:read'>['mapping']; now: number }; output: ReportReading }
  'reports:start-applying': { input: { file: ReportFile; mapping: Parsed<'reports:apply'>['mapping']; now: number }; output: null }
  'reports:apply-next': { input: null; output: Applied }
}
export type Job = keyof Jobs
export type JobHandlers = { [J in Job]: (input: Jobs[J]['input'], onProgress: Progress) => Jobs[J]['output'] | Promise<Jobs[J]['output']> }

export function createJobs(db: Database): JobHandlers {
  /** The list that was checked last: what is committed is what was shown. */
  let held: { checkId: string; list: CheckInput; checked: CheckedFeeList } | null = null
  const heldCheck = (checkId: string) => {
    if (held?.checkId !== checkId) throw new AppError('conflict', 'check_stale')
    return held
  }
  let applying: Applying | null = null
  const planned = planCache(db)
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
    'batches:preview': ({ draft, now }, onProgress) => previewPlan(db, planned(draft, now, onProgress), now),
    'batches:recipient': ({ draft, index, now }) => recipientOf(planned(draft, now), index),
    'batches:left-out': ({ draft, offset, limit, now }) => leftOutOf(planned(draft, now), offset, limit),
    'records:check': (place) => checkRecords(place),
    'records:move-log': () => {
      moveLog(db)
      return null
    },
    'records:backup': ({ now, ...place }) => makeBackup(place, now),
    'templates:preview': ({ input, now }) => previewTemplate(db, input, now),
    'batches:queue': (request, onProgress) => queueDraft(db, request, onProgress),
    'overview:get': ({ now }) => homeOverview(db, now),
    'batches:get': ({ batchId, now }) => batchFigures(db, batchId, now),
    'messages:page': (input) => logPage(db, input),
    'messages:count': (input) => logCount(db, input),
    'messages:change': ({ change, now }) => db.write((tx) => applyChange(tx, change, now)),
    'reports:read': ({ file, mapping, now }, onProgress) => readExport(db, file, mapping, now, onProgress),
    'reports:start-applying': async ({ file, mapping, now }) => {
      applying = null
      applying = await startApplying(db, file, mapping, now)
      return null
    },
    'reports:apply-next': async () => {
      if (!applying) throw new Error('there is no report that was begun')
      const applied = await applying.next()
      if (applied.done === applied.total) applying = null
      return applied
    },
  }
}

/** Looking through recipients one by one must not plan the whole school each time: the last plan is kept for as long as the records stand still. */
function planCache(db: Database): (draft: Draft, now: number, onProgress?: Progress) => PlannedDraft {
  const HOUR_MS = 3_600_000
  let last: { key: string; plan: PlannedDraft } | null = null
  return (draft, now, onProgress) => {
    // the first tells of writes by other connections only, the second of this one's own: an import is written here
    const version = db.get('SELECT data_version others, total_changes() own FROM pragma_data_version')
    const key = JSON.stringify([draft, version, Math.floor(now / HOUR_MS)])
    if (last?.key !== key) last = { key, plan: planDraft(db, draft, now, onProgress) }
    return last.plan
  }
}
