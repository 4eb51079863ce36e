/** What the two channels call the same things. */

/** The log of each channel's messages. */
export const LOG = { sms: 'sms_logs', email: 'email_logs' } as const
/** The column that ties an attempt, or a report, to its message. */
export const OWNER = { sms: 'sms_log_id', email: 'email_log_id' } as const
