/** From what is chosen above the log to the filter that main understands. PURE. */
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { MessageChannel, MessageState } from '../../../shared/model/messages/message.ts'

export type LogFilter = Input<'messages:page'>['filter']
export type LogRow = Output<'messages:page'>['rows'][number]
export type Cursor = Output<'messages:page'>['next']
export const RANGES = ['today', 'week', 'month', 'all'] as const
export type Range = (typeof RANGES)[number]
export type LogChoice = {
  readonly search: string
  readonly channel: MessageChannel | null
  readonly states: readonly MessageState[]
  readonly range: Range
  readonly batchId: number | null
}

const DAY = 86_400_000
const DAYS_BACK = { today: 0, week: 6, month: 29 } as const

/** Midnight (ms) at which the range begins on the school's clock, today included; undefined: no limit. A zone that changes its clocks may be an hour off. */
export function rangeStart(range: Range, now: number, zone: string): number | undefined {
  if (range === 'all') return undefined
  const time = new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' }).formatToParts(now)
  const part = (type: 'hour' | 'minute' | 'second') => Number(time.find((p) => p.type === type)?.value)
  const sinceMidnight = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 + (now % 1000)
  return now - sinceMidnight - DAYS_BACK[range] * DAY
}

/** The filter; what is not chosen is absent. */
export function toFilter(choice: LogChoice, now: number, zone: string): LogFilter {
  const search = choice.search.trim()
  const from = rangeStart(choice.range, now, zone)
  return {
    ...(choice.channel !== null && { channel: choice.channel }),
    ...(choice.states.length > 0 && { states: [...choice.states] }),
    ...(search !== '' && { search }),
    ...(choice.batchId !== null && { batchId: choice.batchId }),
    ...(from !== undefined && { from }),
  }
}

/** The same filter for any state: what the chips count. */
export function forAnyState({ states: _, ...filter }: LogFilter): LogFilter {
  return filter
}

/** The states after one chip was pressed. */
export function toggleState(states: readonly MessageState[], state: MessageState): readonly MessageState[] {
  return states.includes(state) ? states.filter((other) => other !== state) : [...states, state]
}
