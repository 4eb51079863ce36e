import type { Clock } from './clock.ts'

/** Waits for `work`, `limitMs` at most. Answers whether it was done in time; rejects as the work does. What comes late is passed over. */
export function within({ after }: Pick<Clock, 'after'>, limitMs: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cancel = after(limitMs, () => resolve(false))
    work.then(() => resolve(true), reject).finally(cancel)
  })
}
