/** The sample school: invented families to practise on, loaded into the practice records only. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { peopleCounts } from '../../db/queries/overview.ts'
import { saveSchool, theSchool } from '../../db/queries/schools.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output } from '../../shared/ipc/contract.ts'
import type { Context } from '../platform/context.ts'
import type { createImportService } from './service.ts'

const schema = z.object({
  name: z.string(),
  shortName: z.string(),
  officePhone: z.string(),
  paybill: z.string(),
  term: z.number().int(),
  year: z.number().int(),
})

export function createSampleService({ db, clock, mode, emit, sampleFolder }: Context, imports: ReturnType<typeof createImportService>) {
  return {
    /** Loads the school and its list of last term. This term's list is left for the bursar to try. */
    async load(): Promise<Output<'console:load-sample'>> {
      if (mode !== 'practice' || theSchool(db)) throw new AppError('conflict', 'bad_input')
      const school = schema.parse(JSON.parse(await fs.readFile(path.join(sampleFolder, 'school.json'), 'utf8')))
      await db.write((tx) => saveSchool(tx, school, clock.now()))
      await imports.bringIn(path.join(sampleFolder, 'fees-term-2.csv'), { term: school.term - 1, year: school.year }, 'sample')
      emit('console:changed', { topics: ['status', 'people', 'settings'] })
      const { students, guardians } = peopleCounts(db)
      return { students, guardians }
    },
  }
}
