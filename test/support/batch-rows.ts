import type { Tx } from '../../db/client.ts'
import { beginBatch, endBatch } from '../../db/queries/batches.ts'

export type BatchSeed = {
  /** Whom it is for; nobody in particular: every family. */
  readonly guardianId?: number
  /** The words that its messages are written from. */
  readonly body?: string
  /** End of its hold window (ms UTC). */
  readonly releaseAt?: number | null
  readonly now?: number
}

/** A batch that is written whole, for messages that a test writes straight into the log. Answers its id. */
export function insertBatch(tx: Tx, schoolId: number, { guardianId, body = '', releaseAt = null, now = 0 }: BatchSeed = {}): number {
  const { n } = tx.get<{ n: number }>('SELECT count(*) n FROM batches') ?? { n: 0 }
  const everybody = { to: 'families', audience: { classes: [], balanceOverCents: null, includeCopies: false } } as const
  const reach = guardianId === undefined ? everybody : ({ to: 'guardian', guardianId } as const)
  const writtenFrom = { languages: { en: { sms: body, emailSubject: 'Fees', emailText: body } }, onChange: 'rewrite', term: 3, year: 2026 }
  const cause = { kind: 'bulk', draftId: `row ${n}` } as const
  const id = beginBatch(tx, { cause, schoolId, templateKey: 'own', eventType: 'bulk', channel: 'sms', reach, writtenFrom, staleAccepted: false }, now)
  endBatch(tx, id, { planned: 0, skipped: 0, smsParts: 0, estimateMicros: 0, releaseAt })
  return id
}
