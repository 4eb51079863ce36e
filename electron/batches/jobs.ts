/** What the worker does for batches: drafts are planned, looked through and queued there, and what became of a batch is added up. */
import type { Database } from '../../db/client.ts'
import type { Output } from '../../shared/ipc/contract.ts'
import type { JobHandlers, Progress } from '../platform/worker-wire.ts'
import { type Draft, leftOutOf, type PlannedDraft, planDraft, previewPlan, recipientOf } from './draft.ts'
import { batchFigures } from './figures.ts'
import { type QueueRequest, queueBatch } from './queue.ts'

export type BatchJobs = {
  'batches:preview': { input: { draft: Draft; now: number }; output: Output<'batches:preview'> }
  'batches:recipient': { input: { draft: Draft; index: number; now: number }; output: Output<'batches:recipient'> }
  'batches:left-out': { input: { draft: Draft; offset: number; limit: number; now: number }; output: Output<'batches:left-out'> }
  'batches:queue': { input: QueueRequest; output: Output<'batches:queue'> }
  'batches:get': { input: { batchId: number; now: number }; output: Output<'batches:get'> }
}

export function createBatchJobs(db: Database): JobHandlers<BatchJobs> {
  const planned = planCache(db)
  return {
    'batches:preview': ({ draft, now }, onProgress) => previewPlan(db, planned(draft, now, onProgress), now),
    'batches:recipient': ({ draft, index, now }) => recipientOf(planned(draft, now), index),
    'batches:left-out': ({ draft, offset, limit, now }) => leftOutOf(planned(draft, now), offset, limit),
    'batches:queue': (request, onProgress) => queueBatch(db, request, onProgress),
    'batches:get': ({ batchId, now }) => batchFigures(db, batchId, now),
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
