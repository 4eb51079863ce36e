/** What the worker does for a provider's export. */
import type { Database } from '../../db/client.ts'
import type { ReportMapping, ReportReading } from '../../shared/model/messages/report-export.ts'
import { type JobHandlers, type JobRule, READS, WRITES } from '../platform/worker/wire.ts'
import { type Applied, type Applying, type ReportFile, readExport, startApplying } from './export/export.ts'

export type ReportJobs = {
  'reports:read': { input: { file: ReportFile; mapping: ReportMapping | null; now: number }; output: ReportReading }
  'reports:start-applying': { input: { file: ReportFile; mapping: ReportMapping; now: number }; output: null }
  'reports:apply-next': { input: null; output: Applied }
}

export const REPORT_RULES = {
  'reports:read': READS,
  'reports:start-applying': READS,
  'reports:apply-next': WRITES,
} as const satisfies Readonly<Record<keyof ReportJobs, JobRule>>

export function createReportJobs(db: Database): JobHandlers<ReportJobs> {
  let applying: Applying | null = null
  return {
    'reports:read': ({ file, mapping, now }, onProgress) => readExport(db, file, mapping, now, onProgress),
    'reports:start-applying': async ({ file, mapping, now }) => {
      applying = null
      applying = await startApplying(db, file, mapping, now)
      return null
    },
    'reports:apply-next': async () => {
      if (!applying) throw new Error('there is no report that was begun')
      const applied = await applying.next()
      if (applied.done === applied.total) applying = null
      return applied
    },
  }
}
