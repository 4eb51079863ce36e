/** A bulk send as the page drives it: options, figures, one recipient, those left out, and the queue. */
import type { Reader } from '../../db/client.ts'
import { beginWindow, campaignCosts, campaignLine, endWindow, markCancelled, mayHaveArrived, statesOf } from '../../db/queries/batches.ts'
import { balancesAsAt } from '../../db/queries/families.ts'
import { classCounts, peopleCounts } from '../../db/queries/overview.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { CANCELLABLE, type MessageState } from '../../shared/model/message.ts'
import { addCharges } from '../../shared/model/money.ts'
import type { Context, LogReader } from '../platform/context.ts'
import { shareAnswers } from '../platform/share-answers.ts'
import { findTemplate } from '../templates/library.ts'

/** States of a message that has left, or may have. */
const GONE: readonly MessageState[] = ['sending', 'sent', 'delivered', 'failed', 'unconfirmed']

export function createCampaignService({ db, worker, clock, emit }: Context, { reader, wake }: { readonly reader: LogReader; readonly wake: () => void }) {
  const now = () => clock.now()
  const changed = () => emit('console:changed', { topics: ['messages', 'status'] })
  return {
    options(): Output<'campaigns:options'> {
      const school = theSchool(db)
      return { classes: classCounts(db), guardians: peopleCounts(db).guardians, balancesAsAt: school ? balancesAsAt(db, school.id) : null }
    },
    preview: (draft: Parsed<'campaigns:preview'>) =>
      worker.call('campaigns:preview', { draft, now: now() }, (done, total) => emit('work:progress', { work: 'campaign-preview', done, total })),
    recipient: ({ draft, index }: Parsed<'campaigns:recipient'>) => worker.call('campaigns:recipient', { draft, index, now: now() }),
    leftOut: (input: Parsed<'campaigns:left-out'>) => worker.call('campaigns:left-out', { ...input, now: now() }),
    async queue(input: Parsed<'campaigns:queue'>): Promise<Output<'campaigns:queue'>> {
      let releaseAt: number | null = null
      const progress = (done: number, total: number) => emit('work:progress', { work: 'campaign-queue', done, total })
      // no turn of the queue comes between: however long the writing took, a person has the whole window to undo it
      const queued = await worker.call('campaigns:queue', { ...input, now: now() }, progress, (tx, written) => {
        releaseAt = written.already ? written.releaseAt : beginWindow(tx, written.campaignId, now())
      })
      changed()
      wake()
      return { ...queued, releaseAt }
    },
    get: shareAnswers(({ campaignId }: Parsed<'campaigns:get'>) => reader().call('campaigns:get', { campaignId, now: now() })),
    /** Ends the hold window now. */
    async release({ campaignId }: Parsed<'campaigns:release'>) {
      await db.write((tx) => {
        endWindow(tx, campaignId, now())
        recordAudit(tx, now(), 'campaign.released', { campaign: campaignId })
      })
      changed()
      wake()
      return {}
    },
    /** Calls back all that was not handed over. */
    async cancel({ campaignId }: Parsed<'campaigns:cancel'>): Promise<Output<'campaigns:cancel'>> {
      const change = { kind: 'cancel', what: { filter: { campaignId } } } as const
      const cancelled = await worker.call('messages:change', { change, now: now() })
      await db.write((tx) => markCancelled(tx, campaignId, now()))
      const states = statesOf(db, campaignId)
      changed()
      return { cancelled, gone: GONE.reduce((sum, state) => sum + (states[state] ?? 0), 0) }
    },
  }
}

/** A campaign's figures. Runs in a worker: it adds up what each of its messages cost. */
export function campaignFigures(db: Pick<Reader, 'all' | 'get'>, campaignId: number, now: number): Output<'campaigns:get'> {
  const line = campaignLine(db, campaignId)
  const school = theSchool(db)
  if (!line || !school) throw new AppError('not_found', 'campaign_missing')
  const states = statesOf(db, campaignId)
  const costs = campaignCosts(db, campaignId)
  const { releaseAt, ...rest } = line
  return {
    ...rest,
    actual: addCharges(costs, school.currency),
    priced: costs.reduce((sum, one) => sum + one.priced, 0),
    name: findTemplate(db, school.id, line.templateKey)?.name ?? '',
    states,
    currency: school.currency,
    releaseAt: releaseAt !== null && releaseAt > now && (states.held ?? 0) > 0 ? releaseAt : null,
    tried: (states.cancelled ?? 0) > 0 && mayHaveArrived(db, campaignId),
    cancellable: CANCELLABLE.reduce((sum, state) => sum + (states[state] ?? 0), 0),
  }
}
