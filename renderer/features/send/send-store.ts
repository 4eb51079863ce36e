import { create } from 'zustand'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { Choice } from './draft.ts'

export const SEND_STEPS = ['message', 'who', 'check'] as const
export type SendStep = (typeof SEND_STEPS)[number]
export type Queued = Output<'batches:queue'>

type View = Choice & {
  readonly step: SendStep
  /** One for each draft: pressing Send twice names the same act twice, and the second does nothing. */
  readonly draftId: string
  /** Which message is shown, counted from 0. */
  readonly shown: number
  readonly leftOutOpen: boolean
  readonly leftOutOffset: number
  readonly queued: Queued | null
}
type Acts = {
  readonly choose: (choice: Partial<Choice>) => void
  readonly goTo: (step: SendStep) => void
  readonly show: (index: number) => void
  readonly openLeftOut: (open: boolean) => void
  readonly pageLeftOut: (offset: number) => void
  readonly finished: (queued: Queued) => void
  /** The same choice once more, as a draft of its own. */
  readonly checkAgain: () => void
  readonly reset: () => void
}

const start = {
  step: 'message',
  templateKey: null,
  channel: 'preferred',
  scope: 'everyone',
  classes: [],
  over: '',
  copies: false,
  shown: 0,
  leftOutOpen: false,
  leftOutOffset: 0,
  queued: null,
} as const satisfies Omit<View, 'draftId'>

/** The draft as it is being made: survives a look at another page, not a restart. */
export const useSendStore = create<View & Acts>()((set) => ({
  ...start,
  draftId: crypto.randomUUID(),
  choose: (choice) => set({ ...choice, shown: 0, leftOutOffset: 0 }),
  goTo: (step) => set({ step }),
  show: (shown) => set({ shown }),
  openLeftOut: (leftOutOpen) => set({ leftOutOpen, leftOutOffset: 0 }),
  pageLeftOut: (leftOutOffset) => set({ leftOutOffset }),
  finished: (queued) => set({ queued }),
  checkAgain: () => set({ queued: null, step: 'check', draftId: crypto.randomUUID() }),
  reset: () => set({ ...start, draftId: crypto.randomUUID() }),
}))
