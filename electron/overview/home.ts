import type { Reader } from '../../db/client.ts'
import { statesOf } from '../../db/queries/batches.ts'
import { lastImport, needs, owing, peopleCounts, recentBatches, sentSince } from '../../db/queries/overview.ts'
import { theSchool } from '../../db/queries/schools.ts'
import type { Overview } from '../../shared/model/standing/overview.ts'
import { DEFAULT_ZONE } from '../../shared/model/values/date.ts'
import { addCharges } from '../../shared/model/values/money.ts'
import { startOfDay } from '../../shared/model/values/quiet-hours.ts'
import { findTemplate } from '../templates/library.ts'

type Db = Pick<Reader, 'all' | 'get'>
const RECENT = 5

/** Home's numbers. Runs in a worker: it reads what every child owes, and what became of all messages of the day. */
export function homeOverview(db: Db, now: number): Overview {
  const school = theSchool(db)
  const people = peopleCounts(db)
  const today = sentSince(db, startOfDay(school?.zone ?? DEFAULT_ZONE, now))
  return {
    people,
    owing: owing(db),
    lastImport: lastImport(db) ?? null,
    today: { ...today, costs: addCharges(today.costs, school?.currency ?? 'KES') },
    needs: { ...needs(db, now), withoutContact: people.withoutContact },
    recent: recentBatches(db, RECENT).map((line) => ({ ...line, name: nameOf(db, line.templateKey), states: statesOf(db, line.batchId) })),
  }
}

/** What a template is called; blank where there is none, or not any more. */
export function nameOf(db: Db, templateKey: string | null): string {
  if (templateKey === null) return ''
  const school = theSchool(db)
  return (school && findTemplate(db, school.id, templateKey)?.name) ?? ''
}
