/** Guesses which column of a provider's export holds what. PURE. */
import type { ReportMapping } from '../../../shared/model/messages/report-export.ts'
import { headingAlone, headingKey } from '../../files/header.ts'

export type ReportField = keyof ReportMapping

/** The headings of each field, the most specific first: "Message ID" wins over "ID", "Delivery status" over "Status". */
const ALIASES: Readonly<Record<ReportField, string>> = {
  providerId: 'message id|msg id|message sid|sms id|message reference|transaction id|sid|reference|ref|id',
  phone:
    'phone number|phone no|phone|mobile number|mobile no|mobile|msisdn|recipient number|recipient phone|recipient|recipients|destination number|destination|receiver|to number|to|number|contact|nambari ya simu|simu|nambari',
  at: 'date sent|sent date|sent at|sent on|sent time|time sent|date time|date and time|timestamp|date created|created at|created on|created|submitted at|sent|date|time|tarehe|wakati',
  status: 'delivery status|delivery report|dlr status|dlr|message status|delivery state|status|state|hali',
  reason: 'failure reason|reason for failure|delivery failure reason|reason|error message|error|error code|status description|description|sababu',
  text: 'message text|message body|message content|sms text|text|body|content|message|sms|ujumbe',
}
const FIELDS = Object.entries(ALIASES).map(([field, names]) => [field as ReportField, names.split('|').map(headingKey)] as const)

/** The fields that a heading may stand for; empty for an unknown heading. */
export function reportFieldsOf(heading: string): readonly ReportField[] {
  const key = headingKey(heading)
  return FIELDS.filter(([, keys]) => keys.includes(key)).map(([field]) => field)
}

/** Guesses the column of every field that it can. */
export function guessReportMapping(headings: readonly string[]): ReportMapping {
  const keys = headings.map((heading) => headingKey(headingAlone(heading)))
  const mapping: ReportMapping = {}
  for (const [field, names] of FIELDS) {
    const column = names.map((name) => keys.indexOf(name)).find((at) => at >= 0)
    if (column !== undefined) mapping[field] = column
  }
  return mapping
}

/** Whether these columns are enough to find messages and to read what became of them. */
export function isEnough({ providerId, phone, at, status }: ReportMapping): boolean {
  return status !== undefined && (providerId !== undefined || (phone !== undefined && at !== undefined))
}
