/** What the worker does for batches: drafts are planned, looked through and queued there, and what became of a batch is added up. */
import type { Database } from '../../db/client.ts'
import type { BatchFigures, QueuedBatch } from '../../shared/model/batches/batch.ts'
import type { Draft, LeftOutPage, Preview, Recipient } from '../../shared/model/batches/draft.ts'
import { type JobHandlers, type JobRule, type Progress, READS, WRITES } from '../platform/worker/wire.ts'
import { leftOutOf, type PlannedDraft, planDraft, previewPlan, recipientOf } from './draft.ts'
import { batchFigures } from './figures.ts'
import { type QueueRequest, queueBatch } from './queue.ts'

export type BatchJobs = {
  'batches:preview': { input: { draft: Draft; now: number }; output: Preview }
  'batches:recipient': { input: { draft: Draft; index: number; now: number }; output: Recipient | null }
  'batches:left-out': { input: { draft: Draft; offset: number; limit: number; now: number }; output: LeftOutPage }
  'batches:queue': { input: QueueRequest; output: QueuedBatch }
  'batches:get': { input: { batchId: number; now: number }; output: BatchFigures }
}

export const BATCH_RULES = {
  'batches:preview': READS,
  'batches:recipient': READS,
  'batches:left-out': READS,
  'batches:queue': WRITES,
  'batches:get': READS,
} as const satisfies Readonly<Record<keyof BatchJobs, JobRule>>

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

/**
 * Looking through recipients one by one must not plan the whole school each time. Nor must a preview that is asked for again while another batch goes out.
 * So the last plan is kept for as long as what it was made from stands still.
 */
function planCache(db: Database): (draft: Draft, now: number, onProgress?: Progress) => PlannedDraft {
  const HOUR_MS = 3_600_000
  let last: { key: string; plan: PlannedDraft } | null = null
  return (draft, now, onProgress) => {
    // a list that changes nothing tells how old the balances are all the same
    const records = db.get('SELECT n revision, (SELECT max(id) FROM imports) lists FROM records_revision')
    const texts = db.all('SELECT * FROM templates WHERE key = ?', draft.templateKey)
    const key = JSON.stringify([draft, records, texts, Math.floor(now / HOUR_MS)])
    if (last?.key !== key) last = { key, plan: planDraft(db, draft, now, onProgress) }
    return last.plan
  }
}
