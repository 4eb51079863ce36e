/** What the two channels call the same things. */
import type { MessageChannel } from '../../shared/model/messages/message.ts'

/** The log of each channel's messages. */
export const LOG = { sms: 'sms_logs', email: 'email_logs' } as const
/** The column that ties an attempt, or a report, to its message. */
export const OWNER = { sms: 'sms_log_id', email: 'email_log_id' } as const

/** A statement as each channel puts it, made once: one that is made anew at every call has to be read by every call to find what it was prepared as. */
export function eachChannel(sql: (channel: MessageChannel) => string): Readonly<Record<MessageChannel, string>> {
  return { sms: sql('sms'), email: sql('email') }
}
