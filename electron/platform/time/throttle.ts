import type { Clock } from './clock.ts'

export type Throttled = { tell(): void; stop(): void }

/** Tells at once, then at most every `everyMs`, and once more when something came meanwhile. */
export function throttled({ after }: Pick<Clock, 'after'>, everyMs: number, tell: () => void): Throttled {
  let cancel: (() => void) | null = null
  let more = false
  const open = () => {
    cancel = after(everyMs, () => {
      cancel = null
      if (!more) return
      more = false
      tell()
      open()
    })
  }
  return {
    tell() {
      if (cancel) more = true
      else {
        tell()
        open()
      }
    },
    stop: () => cancel?.(),
  }
}
