/** The use cases of templates: list, save a school's own, preview for a real family. */
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit } from '../../db/queries/settings.ts'
import { alignTemplates, removeTemplate, saveTemplate } from '../../db/queries/templates.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { Context } from '../platform/context.ts'
import { requireSchool } from '../school/service.ts'
import { builtIn } from './built-in.ts'
import { checkText } from './check.ts'
import type { TemplateJobs } from './jobs.ts'
import { findTemplate, listTemplates } from './library.ts'

type Part = Output<'templates:preview'>['problems'][number]['part']

export function createTemplateService({ db, clock, emit, worker }: Context<TemplateJobs>) {
  return {
    list: (): Output<'templates:list'> => listTemplates(db, theSchool(db)?.id ?? 0),

    async save({ key, name, language, onChange, sms, emailSubject, emailText }: Parsed<'templates:save'>): Promise<Output<'templates:save'>> {
      const school = requireSchool(db)
      const there = key === null ? undefined : findTemplate(db, school.id, key)
      if (key !== null && !there) throw new AppError('not_found', 'template_missing')
      const eventType = there?.eventType ?? 'bulk'
      const own = key === null || !builtIn(key)
      if (own && name === '') throw new AppError('invalid_input', 'template_name_missing', { fields: { name: 'template_name_missing' } })
      refuseMistakes({ sms, emailSubject, emailText }, eventType)
      const now = clock.now()
      const saved = key ?? `own-${crypto.randomUUID().slice(0, 8)}`
      await db.write((tx) => {
        const twin = own && listTemplates(tx, school.id).some((t) => t.key !== saved && t.name.toLowerCase() === name.toLowerCase())
        if (twin) throw new AppError('conflict', 'template_name_taken', { params: { name }, fields: { name: 'template_name_taken' } })
        saveTemplate(tx, school.id, { key: saved, eventType, language, name: own ? name : '', sms, emailSubject, emailText, onChange }, now)
        alignTemplates(tx, school.id, saved, { name: own ? name : '', onChange }, now)
        recordAudit(tx, now, 'template.saved', { key: saved, language })
      })
      emit('console:changed', { topics: ['templates'] })
      return { key: saved }
    },

    async restore({ key, language }: Parsed<'templates:restore'>) {
      const school = requireSchool(db)
      const now = clock.now()
      await db.write((tx) => {
        if (removeTemplate(tx, school.id, key, language) === 0) throw new AppError('not_found', 'template_missing')
        recordAudit(tx, now, 'template.restored', { key, language })
      })
      emit('console:changed', { topics: ['templates'] })
      return {}
    },

    preview: (input: Parsed<'templates:preview'>) => worker.call('templates:preview', { input, now: clock.now() }),
  }
}

/** Throws AppError for a text that could not be sent. A blank text is allowed: then only the other channel is used. */
function refuseMistakes(texts: Record<Part, string>, eventType: Parsed<'templates:preview'>['eventType']) {
  const problems = Object.values(texts).flatMap((text) => checkText(text, eventType).problems)
  const blank = texts.sms.trim() === '' && texts.emailText.trim() === ''
  if (blank) throw new AppError('invalid_input', 'template_empty')
  if (problems.some((p) => p.key !== 'empty')) throw new AppError('invalid_input', 'template_broken')
}
