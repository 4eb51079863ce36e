import { create } from 'zustand'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { ColumnMapping } from '../../../shared/model/school/import.ts'
import type { DateOrder } from '../../../shared/model/values/date.ts'
import { type Check, firstTab, type RowTab } from './check/check-figures.ts'

export const IMPORT_STEPS = ['file', 'columns', 'check', 'done'] as const
export type ImportStep = (typeof IMPORT_STEPS)[number]
export type ImportFile = Output<'imports:use-sample'>
export type ReadOptions = Input<'imports:read'>['options']
export type Done = Output<'imports:commit'>
/** What a person answered to the questions of a check. */
export type Answers = Pick<Input<'imports:check'>, 'acceptProposals'> & { readonly zerosLost: 'ask' | 'same' | 'other' }
/** What the file does not say. Null: the school's own. The date is as typed. */
export type Rest = { readonly term: 1 | 2 | 3 | null; readonly year: number | '' | null; readonly dueOn: string; readonly dateOrder: DateOrder | null }

type View = {
  readonly step: ImportStep
  readonly file: ImportFile | null
  readonly options: ReadOptions
  /** Null: as the console guessed. */
  readonly mapping: ColumnMapping | null
  readonly rest: Rest
  readonly check: Check | null
  readonly answers: Answers
  readonly tab: RowTab
  readonly offset: number
  readonly done: Done | null
}
type Acts = {
  readonly fileChosen: (file: ImportFile) => void
  readonly readAnew: (options: ReadOptions) => void
  readonly mapped: (mapping: ColumnMapping) => void
  readonly restChanged: (rest: Partial<Rest>) => void
  readonly checked: (check: Check, answers: Answers) => void
  readonly tabChosen: (tab: RowTab) => void
  readonly paged: (offset: number) => void
  readonly backToColumns: () => void
  readonly finished: (done: Done) => void
  readonly reset: () => void
}

const start: View = {
  step: 'file',
  file: null,
  options: {},
  mapping: null,
  rest: { term: null, year: null, dueOn: '', dateOrder: null },
  check: null,
  answers: { acceptProposals: false, zerosLost: 'ask' },
  tab: 'look',
  offset: 0,
  done: null,
}

/** Where the bursar stands in the import: survives a look at another page, not a restart. */
export const useImportStore = create<View & Acts>()((set) => ({
  ...start,
  fileChosen: (file) => set({ ...start, file, step: 'columns' }),
  readAnew: (options) => set({ options, mapping: null }),
  mapped: (mapping) => set((view) => ({ mapping, rest: { ...view.rest, dateOrder: null } })),
  restChanged: (rest) => set((view) => ({ rest: { ...view.rest, ...rest } })),
  checked: (check, answers) => set({ step: 'check', check, answers, offset: 0, tab: firstTab(check) }),
  tabChosen: (tab) => set({ tab, offset: 0 }),
  paged: (offset) => set({ offset }),
  backToColumns: () => set({ step: 'columns', check: null, answers: start.answers }),
  finished: (done) => set({ step: 'done', done, check: null }),
  reset: () => set(start),
}))
