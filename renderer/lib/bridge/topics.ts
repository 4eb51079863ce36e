/** Which answers grow stale with which change. PURE. */
import type { Channel } from '../../../shared/ipc/channels.ts'
import type { EventPayload } from '../../../shared/ipc/contract.ts'

export type ChangeTopic = EventPayload<'console:changed'>['topics'][number]

const TOPICS: Readonly<Partial<Record<Channel, readonly ChangeTopic[]>>> = {
  'console:status': ['status', 'messages', 'settings'],
  'school:get': ['settings'],
  'overview:get': ['messages', 'people'],
  'batches:options': ['people'],
  'batches:preview': ['people', 'templates', 'settings'],
  'batches:recipient': ['people', 'templates', 'settings'],
  'batches:left-out': ['people', 'templates', 'settings'],
  'batches:get': ['messages'],
  'messages:page': ['messages'],
  'messages:count': ['messages'],
  'messages:get': ['messages'],
  'alerts:list': ['status', 'messages'],
  'templates:list': ['templates'],
  'templates:preview': ['people', 'settings'],
  'sending:get': ['settings'],
  'accounts:get': ['settings'],
}

/** Whether an answer of this channel may differ after these changes. */
export function isStaleAfter(channel: string, changed: readonly ChangeTopic[]): boolean {
  const topics: readonly ChangeTopic[] = TOPICS[channel as Channel] ?? []
  return topics.some((topic) => changed.includes(topic))
}
