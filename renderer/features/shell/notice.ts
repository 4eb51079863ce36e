/** Which one bar stands above the page. PURE. */
import type { MessageChannel, PauseReason } from '../../../shared/model/message.ts'
import type { Section } from '../../lib/search.ts'
import type { Status } from '../../lib/use-bridge.ts'

export type Notice =
  | {
      readonly kind: 'pause'
      readonly reason: PauseReason
      readonly channels: readonly MessageChannel[]
      readonly until: number | null
      /** Whether trying again by hand could help. */
      readonly canResume: boolean
      /** Where it is put right. */
      readonly section: Section | null
    }
  | { readonly kind: 'quiet'; readonly until: number; readonly waiting: number }

/** Most pressing first: what stops everything, then what only the bursar can put right, then what passes by itself. */
const URGENCY: readonly PauseReason[] = [
  'offline',
  'wrong_key',
  'suspended',
  'no_credit',
  'sender_refused',
  'not_set_up',
  'by_hand',
  'spend_cap',
  'unconfirmed_run',
  'daily_cap',
  'quota',
  'rate_limited',
]
const PUT_RIGHT_IN_SETTINGS: readonly PauseReason[] = ['wrong_key', 'sender_refused', 'not_set_up']

/** The bar that the console's state calls for, or null. */
export function noticeOf(status: Pick<Status, 'channels' | 'quietUntil'>): Notice | null {
  const channels = (['sms', 'email'] as const).map((name) => ({ name, ...status.channels[name] }))
  // A school without email is not told so on every page: a missing account matters once something waits for it.
  const paused = channels.filter(({ pause, waiting }) => pause !== null && (pause !== 'not_set_up' || waiting > 0))
  const reason = URGENCY.find((candidate) => paused.some(({ pause }) => pause === candidate))
  if (reason) {
    const alike = paused.filter(({ pause }) => pause === reason)
    const first = alike[0]
    return {
      kind: 'pause',
      reason,
      channels: alike.map(({ name }) => name),
      until: first?.until ?? null,
      canResume: reason !== 'not_set_up',
      section: first && PUT_RIGHT_IN_SETTINGS.includes(reason) ? first.name : null,
    }
  }
  const waiting = channels.reduce((sum, channel) => sum + channel.waiting, 0)
  return status.quietUntil !== null && waiting > 0 ? { kind: 'quiet', until: status.quietUntil, waiting } : null
}
