/** Which messages of the log are chosen, and what can be done with them. PURE. */
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import { CANCELLABLE, MESSAGE_STATES, type MessageState } from '../../../../shared/model/messages/message.ts'
import { keyOf, type MessageRef, refOf } from '../list/log-window.ts'
import type { LogFilter, LogRow } from '../log-filter.ts'

/** Messages by state, and how many of the unconfirmed nobody has left as they are. */
export type Counts = Pick<Output<'messages:count'>, 'byState' | 'undecided'>
/** Those that the filter finds, as they were counted. */
export type Matching = Counts & Pick<Output<'messages:count'>, 'asOf'>
/** Messages as a call takes them. */
export type What = Input<'messages:retry'>
/** Some by name, or all that the filter finds, loaded or not. */
export type Chosen = { readonly all: boolean; readonly some: ReadonlyMap<string, MessageRef> }

export const NONE: Chosen = { all: false, some: new Map() }
export const ALL: Chosen = { all: true, some: new Map() }

export const ACTS = ['retry', 'cancel', 'sent', 'left'] as const
/** What a person can do with a message of the log. */
export type Act = (typeof ACTS)[number]

/** The states in which each act means something; what was left as it is cannot be left once more. */
export const ACT_STATES: Readonly<Record<Act, readonly MessageState[]>> = {
  retry: ['failed', 'unconfirmed', 'expired'],
  cancel: CANCELLABLE,
  sent: ['unconfirmed'],
  left: ['unconfirmed'],
}

/** A call takes no more messages by name than this. */
const NAMES_A_CALL = 1_000

export function isChosen(chosen: Chosen, row: MessageRef): boolean {
  return chosen.all || chosen.some.has(keyOf(row))
}

/** How many are chosen, of so many that match. */
export function chosenCount(chosen: Chosen, total: number): number {
  return chosen.all ? total : chosen.some.size
}

/** The choice after one row was ticked or unticked. Out of "all", the loaded rows but this one stay. */
export function toggle(chosen: Chosen, rows: readonly LogRow[], index: number): Chosen {
  const row = rows[index]
  if (!row) return chosen
  const some = new Map(chosen.all ? rows.map((each) => [keyOf(each), refOf(each)]) : chosen.some)
  if (!some.delete(keyOf(row))) some.set(keyOf(row), refOf(row))
  return { all: false, some }
}

/** The choice with every row from the one to the other. */
export function withRange(chosen: Chosen, rows: readonly LogRow[], from: number, to: number): Chosen {
  if (chosen.all) return chosen
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { all: false, some: new Map([...chosen.some, ...range.map((row): [string, MessageRef] => [keyOf(row), refOf(row)])]) }
}

/** The chosen messages counted. `matching`: those of any state that match, of which the filter may want only some. */
export function chosenCounts(chosen: Chosen, rows: readonly LogRow[], matching: Counts, { states }: LogFilter): Counts {
  const byState: Partial<Record<MessageState, number>> = {}
  if (chosen.all) {
    const wanted = states ?? MESSAGE_STATES
    for (const state of wanted) byState[state] = matching.byState[state] ?? 0
    return { byState, undecided: wanted.includes('unconfirmed') ? matching.undecided : 0 }
  }
  const picked = rows.filter((row) => isChosen(chosen, row))
  for (const { state } of picked) byState[state] = (byState[state] ?? 0) + 1
  return { byState, undecided: picked.filter((row) => changes('left', row)).length }
}

/** Of the chosen, how many an act would change. */
export function doable(act: Act, { byState, undecided }: Counts): number {
  return act === 'left' ? undecided : ACT_STATES[act].reduce((sum, state) => sum + (byState[state] ?? 0), 0)
}

/** All that the filter found when it was counted, and that the act can be done with. */
export function allFor(act: Act, filter: LogFilter, { asOf }: Pick<Matching, 'asOf'>): What {
  const states = ACT_STATES[act].filter((state) => filter.states === undefined || filter.states.includes(state))
  return { filter: { ...filter, states }, asOf }
}

/** The calls that an act on the choice takes. */
export function whatFor(act: Act, chosen: Chosen, rows: readonly LogRow[], filter: LogFilter, counted: Pick<Matching, 'asOf'>): What[] {
  if (chosen.all) return [allFor(act, filter, counted)]
  const messages = rows.filter((row) => isChosen(chosen, row) && changes(act, row)).map(refOf)
  return Array.from({ length: Math.ceil(messages.length / NAMES_A_CALL) }, (_, n) => ({ messages: messages.slice(n * NAMES_A_CALL, (n + 1) * NAMES_A_CALL) }))
}

/** Whether an act would change a message. */
function changes(act: Act, { state, decidedAt }: LogRow): boolean {
  return ACT_STATES[act].includes(state) && (act !== 'left' || decidedAt === null)
}
