/** What the queue holds, as the header tells it. PURE. */
import { CHANNELS_OUT, type MessageChannel } from '../../../shared/model/messages/message.ts'
import type { Status } from '../../lib/bridge/use-bridge.ts'

type Standing = Pick<Status, 'channels' | 'quietUntil' | 'storage'>
export type QueueLine = { readonly what: 'waiting' | 'holding' | 'sending'; readonly count: number }

/**
 * What waits and what is about to go; only when there is neither, what is on its way; nothing at all when nothing is to be sent.
 * Messages in a hold window that would not go at its end, since the disk is full, their channel is paused or the hours are quiet, wait like any other.
 */
export function queueLines({ channels, quietUntil, storage }: Standing, names: readonly MessageChannel[] = CHANNELS_OUT): QueueLine[] {
  const stopped = quietUntil !== null || storage === 'full'
  const lines = { waiting: 0, holding: 0, sending: 0 }
  for (const name of names) {
    const { pause, waiting, holding, sending } = channels[name]
    lines.waiting += waiting
    lines[pause !== null || stopped ? 'waiting' : 'holding'] += holding
    lines.sending += sending
  }
  const toCome = lines.waiting + lines.holding > 0
  return (toCome ? (['waiting', 'holding'] as const) : (['sending'] as const)).map((what) => ({ what, count: lines[what] })).filter(({ count }) => count > 0)
}
