/** What the Send button says and what would hold the messages back. PURE. */
import type { Output } from '../../../shared/ipc/contract.ts'
import { type MessageChannel, SETTLED } from '../../../shared/model/messages/message.ts'
import type { Preview } from './draft.ts'

export type Status = Output<'console:status'>
export type ActKey = 'sms' | 'email' | 'both' | 'practiceSms' | 'practiceEmail' | 'practiceBoth'
export type Act = { readonly key: ActKey; readonly count: number; readonly sms: number }
type Counts = Output<'messages:count'>['byState']

/** How many messages would go. */
export function messagesOf(preview: Preview): number {
  return preview.sms.messages + preview.email.messages
}

/** The exact act, for the words of the button; null when nobody would get anything. `count` is what the plural goes by. */
export function actOf(preview: Preview, mode: Status['mode']): Act | null {
  const sms = preview.sms.messages
  const email = preview.email.messages
  if (sms + email === 0) return null
  const kind = email === 0 ? 'sms' : sms === 0 ? 'email' : 'both'
  const practice = { sms: 'practiceSms', email: 'practiceEmail', both: 'practiceBoth' } as const
  return {
    key: mode === 'practice' ? practice[kind] : kind,
    count: kind === 'sms' ? sms : email,
    sms,
  }
}

/** The channels that this draft would use. */
export function channelsUsed(preview: Preview): readonly MessageChannel[] {
  return (['sms', 'email'] as const).filter((channel) => preview[channel].messages > 0)
}

/** The channels among those used that are stopped for another reason than the internet being away. */
export function pausedChannels(status: Status, used: readonly MessageChannel[]): readonly MessageChannel[] {
  return used.filter((channel) => {
    const { pause } = status.channels[channel]
    return pause !== null && pause !== 'offline'
  })
}

export type Hold = 'quiet' | 'offline' | 'paused' | null
/**
 * What the messages would wait for first; a full disk is a pause of everything. A pause that concerns only one of two channels holds nothing
 * here: its bar says so.
 */
export function holdOf(status: Status, preview: Pick<Preview, 'quietUntil'>, used: readonly MessageChannel[]): Hold {
  if (status.storage === 'full') return 'paused'
  if (!status.online && status.mode === 'live') return 'offline'
  if (used.length > 0 && pausedChannels(status, used).length === used.length) return 'paused'
  return preview.quietUntil === null ? null : 'quiet'
}

/** How many messages of a batch nothing more will happen to by itself, and of how many; those left out are not counted. */
export function throughOf(byState: Counts): { done: number; total: number } {
  const states = Object.entries(byState).filter(([state]) => state !== 'skipped')
  const sum = (entries: typeof states) => entries.reduce((all, [, count]) => all + count, 0)
  return { done: sum(states.filter(([state]) => SETTLED.some((settled) => settled === state))), total: sum(states) }
}

type States = Output<'batches:get'>['states']
const planned = (states: States) => throughOf(states).total

/** The channels that a send's messages go by: all its messages by state, and its SMS. */
export function channelsOfSend(all: States, sms: States): readonly MessageChannel[] {
  const used = { sms: planned(sms) > 0, email: planned(all) > planned(sms) }
  return (['sms', 'email'] as const).filter((channel) => used[channel])
}

/** Where a send stands: still in its hold window, cancelled before anybody can have got anything, going out, or over. */
export type Stand = 'holding' | 'undone' | 'going' | 'done'
export function standOf(batch: Pick<Output<'batches:get'>, 'states' | 'releaseAt' | 'tried'>): Stand {
  const { done, total } = throughOf(batch.states)
  if (total > 0 && batch.states.cancelled === total && !batch.tried) return 'undone'
  if (total > 0 && done === total) return 'done'
  return batch.releaseAt === null ? 'going' : 'holding'
}
