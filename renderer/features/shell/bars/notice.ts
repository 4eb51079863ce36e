/** Which bars stand above the page because something keeps messages from going out. PURE. */
import type { MessageChannel, PauseReason } from '../../../../shared/model/messages/message.ts'
import type { Status } from '../../../lib/bridge/use-bridge.ts'
import type { Section } from '../../../lib/format/search.ts'

export type PauseNotice = {
  readonly kind: 'pause'
  readonly reason: PauseReason
  readonly channels: readonly MessageChannel[]
  readonly until: number | null
  /** Whether trying again by hand could help. */
  readonly canResume: boolean
  /** Where it is put right. */
  readonly section: Section | null
  /** What was left at the provider, where that is what the pause is about. */
  readonly balance: Status['channels']['sms']['balance']
  /** The provider's own words, or the network's, where somebody has to find out what is wrong; else blank. */
  readonly detail: string
}
export type Notice = PauseNotice | { readonly kind: 'quiet'; readonly until: number; readonly waiting: number } | { readonly kind: 'storage' }

/** Most pressing first: what stops everything, then what only the bursar can put right, then what passes by itself. */
const URGENCY: readonly PauseReason[] = [
  'offline',
  'wrong_key',
  'key_unreadable',
  'suspended',
  'no_credit',
  'sender_refused',
  'settings_refused',
  'refused_run',
  'not_set_up',
  'by_hand',
  'spend_cap',
  'unconfirmed_run',
  'daily_cap',
  'quota',
  'rate_limited',
]
const IN_ACCOUNT: readonly PauseReason[] = ['wrong_key', 'key_unreadable', 'sender_refused', 'settings_refused', 'refused_run', 'not_set_up']
const IN_SENDING: readonly PauseReason[] = ['daily_cap', 'spend_cap']
/** What is to be put right can have many causes, and the answer of the other side tells which. */
const TOLD_WHY: readonly PauseReason[] = ['wrong_key', 'suspended', 'sender_refused', 'settings_refused', 'refused_run']
/** Trying again at once would run into the same limit or the same gap. */
const NOT_BY_HAND: readonly PauseReason[] = ['not_set_up', 'daily_cap', 'spend_cap']

type Standing = Pick<Status, 'channels' | 'quietUntil' | 'storage'>

/** The bars that the console's state calls for, most pressing first: one for a full disk, one for each paused channel, else one for quiet hours. */
export function noticesOf({ channels, quietUntil, storage }: Standing): Notice[] {
  const named = (['sms', 'email'] as const).map((name) => ({ name, ...channels[name] }))
  // A school without email is not told so on every page: a missing account matters once something waits for it.
  // And a pause that is over before the quiet hours are keeps nothing back, nor is it looked at before they end.
  const paused = named.filter(
    ({ pause, waiting, until }) => pause !== null && (pause !== 'not_set_up' || waiting > 0) && (quietUntil === null || until === null || until > quietUntil),
  )
  const pauses = URGENCY.flatMap((reason) => {
    const alike = paused.filter(({ pause }) => pause === reason)
    // Both channels share a lost connection; anything else is one channel's own affair.
    return reason === 'offline' && alike.length > 1 ? [alike] : alike.map((one) => [one])
  })
  const waiting = named.reduce((sum, channel) => sum + channel.waiting, 0)
  const full: Notice[] = storage === 'full' ? [{ kind: 'storage' }] : []
  const quiet: Notice[] = pauses.length === 0 && quietUntil !== null && waiting > 0 ? [{ kind: 'quiet', until: quietUntil, waiting }] : []
  return [...full, ...pauses.flatMap(pauseNotice), ...quiet]
}

type Channel = Status['channels']['sms'] & { readonly name: MessageChannel }

function pauseNotice(channels: readonly Channel[]): PauseNotice[] {
  const [first] = channels
  if (!first?.pause) return []
  const reason = first.pause
  return [
    {
      kind: 'pause',
      reason,
      channels: channels.map(({ name }) => name),
      until: first.until,
      canResume: !NOT_BY_HAND.includes(reason),
      section: IN_ACCOUNT.includes(reason) ? first.name : IN_SENDING.includes(reason) ? 'sending' : null,
      balance: reason === 'no_credit' ? first.balance : null,
      detail: TOLD_WHY.includes(reason) ? first.detail : '',
    },
  ]
}
