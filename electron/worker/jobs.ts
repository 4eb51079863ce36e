/** All that the worker can be asked to do: everything that could hold the main process for longer than a blink. */
import type { Database } from '../../db/client.ts'
import { type BatchJobs, createBatchJobs } from '../batches/jobs.ts'
import { createImportJobs, type ImportJobs } from '../imports/jobs.ts'
import { createMessageJobs, type MessageJobs } from '../messages/jobs.ts'
import { createOverviewJobs, type OverviewJobs } from '../overview/jobs.ts'
import type { JobHandlers } from '../platform/worker-wire.ts'
import { createReportJobs, type ReportJobs } from '../reports/jobs.ts'
import { createRecordJobs, type RecordJobs } from '../safekeeping/jobs.ts'
import { createTemplateJobs, type TemplateJobs } from '../templates/jobs.ts'

export type Jobs = BatchJobs & ImportJobs & MessageJobs & OverviewJobs & RecordJobs & ReportJobs & TemplateJobs

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
