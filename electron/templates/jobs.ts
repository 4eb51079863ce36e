/** What the worker does for templates. */
import type { Database } from '../../db/client.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { JobHandlers } from '../platform/worker-wire.ts'
import { previewTemplate } from './preview.ts'

export type TemplateJobs = {
  'templates:preview': { input: { input: Parsed<'templates:preview'>; now: number }; output: Output<'templates:preview'> }
}

export function createTemplateJobs(db: Database): JobHandlers<TemplateJobs> {
  return {
    'templates:preview': ({ input, now }) => previewTemplate(db, input, now),
  }
}
