/** What goes between the main process and its worker. */
import type { AppFailure } from '../../shared/errors.ts'

export type WorkerData = { readonly file: string }
export type WorkerRequest = { readonly id: number; readonly job: string; readonly input: unknown }
export type WorkerReply =
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'failure'; readonly failure: AppFailure }
  | { readonly id: number; readonly kind: 'error'; readonly error: Error }
  | { readonly id: 0; readonly kind: 'slow'; readonly what: string; readonly ms: number }
