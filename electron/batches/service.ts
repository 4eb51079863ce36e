/** Batches as they are asked for and driven: a draft's figures, the queue, and what can be done with a batch of any kind until it has left. */
import { beginWindow, endWindow, markCancelled, statesOf } from '../../db/queries/batches.ts'
import { balancesAsAt } from '../../db/queries/families.ts'
import { classCounts, peopleCounts } from '../../db/queries/overview.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { QueuedBatch } from '../../shared/model/batches/batch.ts'
import type { MessageState } from '../../shared/model/messages/message.ts'
import type { MessageJobs } from '../messages/jobs.ts'
import type { Context, LogReader } from '../platform/context.ts'
import { coalesce } from '../platform/time/coalesce.ts'
import type { WritingJobOf } from '../platform/worker/wire.ts'
import type { BATCH_RULES, BatchJobs } from './jobs.ts'
import type { FamilyOrder } from './order.ts'
import type { QueueRequest } from './queue.ts'

/** States of a message that has left, or may have. */
const GONE: readonly MessageState[] = ['sending', 'sent', 'delivered', 'failed', 'unconfirmed']

type Jobs = BatchJobs & Pick<MessageJobs, 'messages:change'>
type Deps = { readonly reader: LogReader<BatchJobs>; readonly wake: () => void }

export function createBatchService({ db, worker, clock, emit }: Context<Jobs, WritingJobOf<typeof BATCH_RULES>>, { reader, wake }: Deps) {
  const now = () => clock.now()
  const changed = () => emit('console:changed', { topics: ['messages', 'status'] })

  /** Queues a batch of any kind; its hold window begins when it is written whole. */
  async function queueOrder(order: FamilyOrder, accepted: Pick<QueueRequest, 'staleAccepted' | 'clockAccepted'> = {}): Promise<QueuedBatch> {
    let releaseAt: number | null = null
    const progress = (done: number, total: number) => emit('work:progress', { work: 'batch-queue', done, total })
    // no poll of the queue comes between: however long the writing took, a person has the whole window to undo it
    const queued = await worker.callThenWrite('batches:queue', { order, ...accepted, now: now() }, progress, (tx, written) => {
      releaseAt = written.already ? written.releaseAt : beginWindow(tx, written.batchId, now())
    })
    changed()
    wake()
    return { ...queued, releaseAt }
  }

  return {
    options(): Output<'batches:options'> {
      const school = theSchool(db)
      return { classes: classCounts(db), guardians: peopleCounts(db).guardians, balancesAsAt: school ? balancesAsAt(db, school.id) : null }
    },
    preview: (draft: Parsed<'batches:preview'>) =>
      worker.call('batches:preview', { draft, now: now() }, (done, total) => emit('work:progress', { work: 'batch-preview', done, total })),
    recipient: ({ draft, index }: Parsed<'batches:recipient'>) => worker.call('batches:recipient', { draft, index, now: now() }),
    leftOut: (input: Parsed<'batches:left-out'>) => worker.call('batches:left-out', { ...input, now: now() }),
    queue: ({ draft, draftId, ...accepted }: Parsed<'batches:queue'>) => queueOrder({ kind: 'bulk', draftId, draft }, accepted),
    queueOrder,
    get: coalesce(({ batchId }: Parsed<'batches:get'>) => reader().call('batches:get', { batchId, now: now() })),
    /** Ends the hold window now. */
    async release({ batchId }: Parsed<'batches:release'>) {
      await db.write((tx) => {
        endWindow(tx, batchId, now())
        recordAudit(tx, now(), 'batch.released', { batch: batchId })
      })
      changed()
      wake()
      return {}
    },
    /** Calls back all that was not handed over. */
    async cancel({ batchId }: Parsed<'batches:cancel'>): Promise<Output<'batches:cancel'>> {
      const change = { kind: 'cancel', what: { filter: { batchId } } } as const
      const cancelled = await worker.call('messages:change', { change, now: now() })
      await db.write((tx) => markCancelled(tx, batchId, now()))
      const states = statesOf(db, batchId)
      changed()
      return { cancelled, gone: GONE.reduce((sum, state) => sum + (states[state] ?? 0), 0) }
    },
  }
}
