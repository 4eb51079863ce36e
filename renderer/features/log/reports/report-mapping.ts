/** Which column of a delivery report holds what, and what applying it comes to. PURE. */
import type { Output } from '../../../../shared/ipc/contract.ts'

export type ReportReading = Output<'reports:read'>
export type ReportMapping = ReportReading['mapping']
export type ReportField = keyof ReportMapping

/** In the order in which they matter. */
export const REPORT_FIELDS = ['providerId', 'phone', 'at', 'status', 'reason', 'text'] as const satisfies readonly ReportField[]

/** The mapping with one field found in another column, or in none. A column holds one thing. */
export function chooseReportColumn(mapping: ReportMapping, field: ReportField, index: number | null): ReportMapping {
  const others = Object.entries(mapping).filter(([other, column]) => other !== field && column !== index)
  return Object.fromEntries(index === null ? others : [...others, [field, index]])
}

export type MappingLack = 'status' | 'match' | null
/** What keeps the report from being used: nothing says what became of a message, or which message is meant. */
export function mappingLack({ status, providerId, phone, at }: ReportMapping): MappingLack {
  if (status === undefined) return 'status'
  return providerId === undefined && (phone === undefined || at === undefined) ? 'match' : null
}

/** Messages that applying would change. */
export function changesOf({ would }: Pick<ReportReading, 'would'>): number {
  return would.deliver + would.fail + would.confirm
}
