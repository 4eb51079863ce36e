import { recordsFault } from './records-fault.ts'
import type { FailureKey } from './words/en/failures.ts'

/** How the page behaves: mark a field, show a page-wide message, or say that it is a fault of the console. */
export type ErrorCode = 'invalid_input' | 'not_found' | 'conflict' | 'not_configured' | 'internal'

/** Values that a sentence is completed with. Never a secret. */
export type WordParams = Readonly<Record<string, string | number>>

/** What the page is told of a failure: the key of its three sentences (what happened, what it means, what to do). */
export type AppFailure = {
  readonly code: ErrorCode
  readonly key: FailureKey
  readonly params?: WordParams
  /** Form field → key of what is wrong with it. */
  readonly fields?: Readonly<Record<string, FailureKey>>
}

/** A failure that the bursar can act on. Anything else that is thrown is a fault of ours: logged, and shown only as "internal". */
export class AppError extends Error {
  readonly failure: AppFailure
  constructor(code: ErrorCode, key: FailureKey, more: { params?: WordParams; fields?: Record<string, FailureKey>; cause?: unknown } = {}) {
    super(key, { cause: more.cause })
    this.name = 'AppError'
    this.failure = { code, key, ...(more.params && { params: more.params }), ...(more.fields && { fields: more.fields }) }
  }
}

/** What an error is to the bursar: what an AppError says, a disk without room, records that another program holds. Undefined where it is a fault of ours. */
export function failureOf(error: unknown): AppFailure | undefined {
  if (error instanceof AppError) return error.failure
  switch (recordsFault(error)) {
    case 'full':
      return { code: 'internal', key: 'disk_full' }
    case 'locked':
      return { code: 'internal', key: 'records_locked' }
    default:
      return undefined
  }
}
