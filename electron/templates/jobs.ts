/** What the worker does for templates. */
import type { Database } from '../../db/client.ts'
import type { TemplatePreview, TemplatePreviewRequest } from '../../shared/model/template.ts'
import type { JobHandlers } from '../platform/worker-wire.ts'
import { previewTemplate } from './preview.ts'

export type TemplateJobs = {
  'templates:preview': { input: { input: TemplatePreviewRequest; now: number }; output: TemplatePreview }
}

export function createTemplateJobs(db: Database): JobHandlers<TemplateJobs> {
  return {
    'templates:preview': ({ input, now }) => previewTemplate(db, input, now),
  }
}
