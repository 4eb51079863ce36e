/** A bulk send as the page drives it: options, figures, one recipient, those left out, and the queue. */
import { balancesAsAt } from '../../db/queries/families.ts'
import { classCounts, peopleCounts } from '../../db/queries/overview.ts'
import { theSchool } from '../../db/queries/schools.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { Context } from './context.ts'

export function createCampaignService({ db, worker, clock, emit }: Context, wake: () => void) {
  const now = () => clock.now()
  return {
    options(): Output<'campaigns:options'> {
      const school = theSchool(db)
      return { classes: classCounts(db), guardians: peopleCounts(db).guardians, balancesAsAt: school ? balancesAsAt(db, school.id) : null }
    },
    preview: (draft: Parsed<'campaigns:preview'>) =>
      worker.call('campaigns:preview', { draft, now: now() }, (done, total) => emit('work:progress', { work: 'campaign-preview', done, total })),
    recipient: ({ draft, index }: Parsed<'campaigns:recipient'>) => worker.call('campaigns:recipient', { draft, index, now: now() }),
    leftOut: (input: Parsed<'campaigns:left-out'>) => worker.call('campaigns:left-out', { ...input, now: now() }),
    async queue({ draft, draftId }: Parsed<'campaigns:queue'>): Promise<Output<'campaigns:queue'>> {
      const queued = await db.lend(() =>
        worker.call('campaigns:queue', { draft, draftId, now: now() }, (done, total) => emit('work:progress', { work: 'campaign-queue', done, total })),
      )
      emit('console:changed', { topics: ['messages', 'status'] })
      wake()
      return queued
    },
  }
}
