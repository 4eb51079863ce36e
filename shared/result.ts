import type { AppFailure } from './errors.ts'

/** What every call over the bridge answers: a thrown error would lose all but its message on the way. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppFailure }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })
export const failed = (error: AppFailure): Result<never> => ({ ok: false, error })

/** Closes a switch over a union: a new member that nobody handles does not compile. */
export function assertNever(value: never): never {
  throw new Error(`not handled: ${JSON.stringify(value)}`)
}
