/** What the worker does for templates. */
import type { Database } from '../../db/client.ts'
import type { TemplatePreview, TemplatePreviewRequest } from '../../shared/model/messages/template.ts'
import { type JobHandlers, type JobRule, READS } from '../platform/worker/wire.ts'
import { previewTemplate } from './preview.ts'

export type TemplateJobs = {
  'templates:preview': { input: { input: TemplatePreviewRequest; now: number }; output: TemplatePreview }
}

export const TEMPLATE_RULES = {
  'templates:preview': READS,
} as const satisfies Readonly<Record<keyof TemplateJobs, JobRule>>

export function createTemplateJobs(db: Database): JobHandlers<TemplateJobs> {
  return {
    'templates:preview': ({ input, now }) => previewTemplate(db, input, now),
  }
}
