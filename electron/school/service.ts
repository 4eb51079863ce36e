/** The school's own details. */
import type { Database } from '../../db/client.ts'
import { type SchoolRow, saveSchool, theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { Context } from '../platform/context.ts'

export function createSchoolService({ db, clock, emit }: Context) {
  return {
    get(): Output<'school:get'> {
      const school = theSchool(db)
      if (!school) return null
      const { name, shortName, officePhone, paybill, term, year } = school
      return { name, shortName, officePhone, paybill, term, year }
    },
    async save(fields: Parsed<'school:save'>) {
      const now = clock.now()
      await db.write((tx) => {
        const school = saveSchool(tx, fields, now)
        recordAudit(tx, now, 'school.saved', { school })
      })
      emit('console:changed', { topics: ['settings', 'status', 'people'] })
      return {}
    },
  }
}

/** The school, or AppError school_missing while its details are not filled in. */
export function requireSchool(db: Pick<Database, 'get'>): SchoolRow {
  const school = theSchool(db)
  if (!school) throw new AppError('not_configured', 'school_missing')
  return school
}
