/** What goes between the main process and its worker, whichever jobs there are. */
import type { AppFailure } from '../../../shared/errors.ts'

/** Job → what it is given and what it answers. Both cross the thread by structured clone. */
export type JobTable = Readonly<Record<string, { readonly input: unknown; readonly output: unknown }>>
export type Progress = (done: number, total: number) => void
/** The worker's end of a table: what is done for each job. */
export type JobHandlers<Jobs extends JobTable> = {
  [J in keyof Jobs]: (input: Jobs[J]['input'], onProgress: Progress) => Jobs[J]['output'] | Promise<Jobs[J]['output']>
}

/** How a job is run. */
export type JobRule = {
  /** It writes, and has the write lock while it is run (db/client.ts). */
  readonly writes: boolean
  /** How long it may tell nothing before it is taken for stuck: many times what it takes on a slow computer. */
  readonly silentMs: number
}
export type JobRules<Jobs extends JobTable, Writing extends keyof Jobs> = {
  readonly [J in keyof Jobs]: JobRule & { readonly writes: J extends Writing ? true : false }
}
/** The jobs that have the write lock while they are run. */
export type WritingJobOf<Rules> = { [J in keyof Rules]: Rules[J] extends { readonly writes: true } ? J : never }[keyof Rules]

export const MINUTE_MS = 60_000
export const READS = { writes: false, silentMs: MINUTE_MS } as const satisfies JobRule
/** One statement over a million messages tells nothing until it is done. */
export const WRITES = { writes: true, silentMs: 3 * MINUTE_MS } as const satisfies JobRule
/** It reads or copies all of the records, on whatever disk they are. */
export const WHOLE_FILE = { writes: false, silentMs: 30 * MINUTE_MS } as const satisfies JobRule

export type WorkerData = { readonly file: string }
export type WorkerRequest = { readonly id: number; readonly job: string; readonly input: unknown }
export type WorkerReply =
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'failure'; readonly failure: AppFailure }
  | { readonly id: number; readonly kind: 'error'; readonly error: Error }
  | { readonly id: 0; readonly kind: 'slow'; readonly what: string; readonly ms: number }
