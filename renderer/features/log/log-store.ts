import { create } from 'zustand'
import type { MessageRef } from './list/log-window.ts'
import type { Cursor, LogChoice } from './log-filter.ts'
import { type Chosen, NONE } from './selection/selection.ts'

/** A window of the log: where it begins (null: the newest) and how many rows lie before it. */
export type LogWindow = { readonly cursor: Cursor; readonly before: number; readonly from: number | null }

type View = {
  readonly choice: LogChoice
  readonly window: LogWindow
  readonly opened: MessageRef | null
  readonly chosen: Chosen
}
type Acts = {
  readonly choose: (choice: Partial<LogChoice>) => void
  readonly clear: () => void
  readonly moveWindow: (window: LogWindow) => void
  readonly open: (message: MessageRef | null) => void
  readonly setChosen: (chosen: Chosen) => void
}

export const NEWEST: LogWindow = { cursor: null, before: 0, from: null }
export const NO_CHOICE: LogChoice = { search: '', channel: null, states: [], range: 'week', batchId: null }

/** Whether something keeps messages out of the list. Even the usual week does: an empty week is not an empty log. */
export function isNarrowed(choice: LogChoice): boolean {
  const { search, channel, states, range, batchId } = choice
  return search !== '' || channel !== null || states.length > 0 || range !== 'all' || batchId !== null
}

/** What is chosen above the log and what is open: survives a look at another page. */
export const useLogStore = create<View & Acts>()((set) => ({
  choice: NO_CHOICE,
  window: NEWEST,
  opened: null,
  chosen: NONE,
  choose: (choice) => set((view) => ({ choice: { ...view.choice, ...choice }, window: NEWEST, chosen: NONE })),
  clear: () => set({ choice: { ...NO_CHOICE, range: 'all' }, window: NEWEST, chosen: NONE }),
  moveWindow: (window) => set({ window, chosen: NONE }),
  open: (opened) => set({ opened }),
  setChosen: (chosen) => set({ chosen }),
}))
