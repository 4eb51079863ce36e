/** Many sent messages, the export that tells of all of them, and what it did to them. */
import type { Database, Reader } from '../../db/client.ts'
import type { ReportMapping } from '../../shared/model/messages/report-export.ts'
import { insertSentSms } from './sent-messages.ts'

const SENT_AT = Date.parse('2026-11-20T09:00:00+03:00')
const idOf = (i: number) => `ATXid_${i}`

/** The columns of `exportOf`. */
export const REPORT_COLUMNS: ReportMapping = { providerId: 0, phone: 1, at: 2, status: 3, reason: 4 }

/** Puts so many messages on file that were sent and not heard of since. */
export async function insertReported(db: Database, n: number): Promise<void> {
  await db.write((tx) => {
    for (let i = 0; i < n; i++) insertSentSms(tx, `+2547110${String(10_000 + i)}`, { state: 'sent', begunAt: SENT_AT, providerId: idOf(i) })
  })
}

/** A provider's export in which the first so many of them have arrived. */
export function exportOf(n: number): string {
  const rows = Array.from({ length: n }, (_, i) => `${idOf(i)},+2547110${10_000 + i},2026-11-20 09:00,Success,\n`)
  return `Message ID,Phone Number,Date,Status,Failure Reason\n${rows.join('')}`
}

/** All that reports change. */
export function whatReportsDid(db: Reader): unknown {
  return [
    db.all('SELECT * FROM sms_logs ORDER BY id'),
    db.all('SELECT source, external_key, verdict, code, detail, reported_at FROM delivery_reports ORDER BY external_key'),
    db.all('SELECT channel, address, kind, source FROM suppressions ORDER BY address'),
  ]
}
