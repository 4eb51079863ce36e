/** What became of a batch so far. */
import type { Reader } from '../../db/client.ts'
import { batchCosts, batchLine, mayHaveArrived, statesOf } from '../../db/queries/batches.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { AppError } from '../../shared/errors.ts'
import type { BatchFigures } from '../../shared/model/batches/batch.ts'
import { CANCELLABLE } from '../../shared/model/messages/message.ts'
import { addCharges } from '../../shared/model/values/money.ts'
import { findTemplate } from '../templates/library.ts'

/** A batch's figures. Runs in a worker: it adds up what each of its messages cost. */
export function batchFigures(db: Pick<Reader, 'all' | 'get'>, batchId: number, now: number): BatchFigures {
  const line = batchLine(db, batchId)
  const school = theSchool(db)
  if (!line || !school) throw new AppError('not_found', 'batch_missing')
  const states = statesOf(db, batchId)
  const costs = batchCosts(db, batchId)
  const { releaseAt, ...rest } = line
  return {
    ...rest,
    actual: addCharges(costs, school.currency),
    priced: costs.reduce((sum, one) => sum + one.priced, 0),
    name: line.templateKey === null ? '' : (findTemplate(db, school.id, line.templateKey)?.name ?? ''),
    states,
    currency: school.currency,
    releaseAt: releaseAt !== null && releaseAt > now && (states.held ?? 0) > 0 ? releaseAt : null,
    tried: (states.cancelled ?? 0) > 0 && mayHaveArrived(db, batchId),
    cancellable: CANCELLABLE.reduce((sum, state) => sum + (states[state] ?? 0), 0),
  }
}
