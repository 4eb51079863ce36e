/** A bulk send as the page drives it: options, figures, one recipient, those left out, and the queue. */
import { beginWindow, endWindow, markCancelled, statesOf } from '../../db/queries/batches.ts'
import { balancesAsAt } from '../../db/queries/families.ts'
import { classCounts, peopleCounts } from '../../db/queries/overview.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { MessageState } from '../../shared/model/message.ts'
import type { MessageJobs } from '../messages/jobs.ts'
import { coalesce } from '../platform/coalesce.ts'
import type { Context, LogReader } from '../platform/context.ts'
import type { BatchJobs } from './jobs.ts'

/** States of a message that has left, or may have. */
const GONE: readonly MessageState[] = ['sending', 'sent', 'delivered', 'failed', 'unconfirmed']

type Jobs = BatchJobs & Pick<MessageJobs, 'messages:change'>
type Deps = { readonly reader: LogReader<BatchJobs>; readonly wake: () => void }

export function createBatchService({ db, worker, clock, emit }: Context<Jobs>, { reader, wake }: Deps) {
  const now = () => clock.now()
  const changed = () => emit('console:changed', { topics: ['messages', 'status'] })
  return {
    options(): Output<'batches:options'> {
      const school = theSchool(db)
      return { classes: classCounts(db), guardians: peopleCounts(db).guardians, balancesAsAt: school ? balancesAsAt(db, school.id) : null }
    },
    preview: (draft: Parsed<'batches:preview'>) =>
      worker.call('batches:preview', { draft, now: now() }, (done, total) => emit('work:progress', { work: 'batch-preview', done, total })),
    recipient: ({ draft, index }: Parsed<'batches:recipient'>) => worker.call('batches:recipient', { draft, index, now: now() }),
    leftOut: (input: Parsed<'batches:left-out'>) => worker.call('batches:left-out', { ...input, now: now() }),
    async queue(input: Parsed<'batches:queue'>): Promise<Output<'batches:queue'>> {
      let written: Output<'batches:queue'> | undefined
      const writing = db.lend(async () => {
        const progress = (done: number, total: number) => emit('work:progress', { work: 'batch-queue', done, total })
        written = await worker.call('batches:queue', { ...input, now: now() }, progress)
        return written
      })
      // asked for at once, so that no turn of the queue comes between: however long the writing took, a person has the whole window to undo it
      const opening = db.write((tx) => (written && !written.already ? beginWindow(tx, written.batchId, now()) : written?.releaseAt))
      const [queued, releaseAt = null] = await Promise.all([writing, opening])
      changed()
      wake()
      return { ...queued, releaseAt }
    },
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
      const cancelled = await db.lend(() => worker.call('messages:change', { change, now: now() }))
      await db.write((tx) => markCancelled(tx, batchId, now()))
      const states = statesOf(db, batchId)
      changed()
      return { cancelled, gone: GONE.reduce((sum, state) => sum + (states[state] ?? 0), 0) }
    },
  }
}
