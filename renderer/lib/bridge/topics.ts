/** Which answers grow stale with which change: what the contract says of each call. PURE. */
import { contract } from '../../../shared/ipc/contract.ts'
import type { ChangeTopic } from '../../../shared/ipc/events.ts'
import type { Channel } from '../../../shared/ipc/names.ts'

/** Whether an answer of this channel may differ after these changes. */
export function isStaleAfter(channel: string, changed: readonly ChangeTopic[]): boolean {
  const topics: readonly ChangeTopic[] = channel in contract ? contract[channel as Channel].topics : []
  return topics.some((topic) => changed.includes(topic))
}
