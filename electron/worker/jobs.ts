/** All that the worker can be asked to do: everything that could hold the main process for longer than a blink. */
import type { Database } from '../../db/client.ts'
import { BATCH_RULES, type BatchJobs, createBatchJobs } from '../batches/jobs.ts'
import { createImportJobs, IMPORT_RULES, type ImportJobs } from '../imports/jobs.ts'
import { createMessageJobs, MESSAGE_RULES, type MessageJobs } from '../messages/jobs.ts'
import { createOverviewJobs, OVERVIEW_RULES, type OverviewJobs } from '../overview/jobs.ts'
import type { JobHandlers, WritingJobOf } from '../platform/worker/wire.ts'
import { createReportJobs, REPORT_RULES, type ReportJobs } from '../reports/jobs.ts'
import { createRecordJobs, RECORD_RULES, type RecordJobs } from '../safekeeping/jobs.ts'
import { createTemplateJobs, TEMPLATE_RULES, type TemplateJobs } from '../templates/jobs.ts'

export type Jobs = BatchJobs & ImportJobs & MessageJobs & OverviewJobs & RecordJobs & ReportJobs & TemplateJobs

/** How each of them is run. */
export const JOB_RULES = {
  ...BATCH_RULES,
  ...IMPORT_RULES,
  ...MESSAGE_RULES,
  ...OVERVIEW_RULES,
  ...RECORD_RULES,
  ...REPORT_RULES,
  ...TEMPLATE_RULES,
}
export type WritingJob = WritingJobOf<typeof JOB_RULES>

export function createJobs(db: Database): JobHandlers<Jobs> {
  return {
    ...createBatchJobs(db),
    ...createImportJobs(db),
    ...createMessageJobs(db),
    ...createOverviewJobs(db),
    ...createRecordJobs(db),
    ...createReportJobs(db),
    ...createTemplateJobs(db),
  }
}
