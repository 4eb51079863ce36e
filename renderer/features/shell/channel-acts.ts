/** What a person can do with a channel as it stands. PURE. */
import type { Status } from '../../lib/bridge/use-bridge.ts'

export type ChannelAct = 'pause' | 'resume'

/** A channel whose pause can end by itself can also be paused by hand, so that it stays paused. */
export function channelActs({ pause, until }: Pick<Status['channels']['sms'], 'pause' | 'until'>): ChannelAct[] {
  if (pause === 'not_set_up') return []
  if (pause === null) return ['pause']
  const endsByItself = until !== null || pause === 'no_credit'
  return endsByItself ? ['resume', 'pause'] : ['resume']
}
