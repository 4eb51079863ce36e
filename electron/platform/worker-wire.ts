/** What goes between the main process and its worker, whichever jobs there are. */
import type { AppFailure } from '../../shared/errors.ts'

/** Job → what it is given and what it answers. Both cross the thread by structured clone. */
export type JobTable = Readonly<Record<string, { readonly input: unknown; readonly output: unknown }>>
export type Progress = (done: number, total: number) => void
/** The worker's end of a table: what is done for each job. */
export type JobHandlers<Jobs extends JobTable> = {
  [J in keyof Jobs]: (input: Jobs[J]['input'], onProgress: Progress) => Jobs[J]['output'] | Promise<Jobs[J]['output']>
}

export type WorkerData = { readonly file: string }
export type WorkerRequest = { readonly id: number; readonly job: string; readonly input: unknown }
export type WorkerReply =
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'failure'; readonly failure: AppFailure }
  | { readonly id: number; readonly kind: 'error'; readonly error: Error }
  | { readonly id: 0; readonly kind: 'slow'; readonly what: string; readonly ms: number }
