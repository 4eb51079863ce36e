export type PollLoop = {
  /** Polls soon. During a poll it asks for one more, so that nothing that came meanwhile goes unseen. */
  wake(): void
  /** Resolves when nothing is left to do; at once where the loop is closed. */
  idle(): Promise<void>
  /** Waits for the poll under way. Nobody waits to be idle after it. */
  end(): Promise<void>
}
export type PollLoopParts = {
  readonly poll: () => Promise<void>
  /** A closed loop begins no poll. */
  readonly isOpen: () => boolean
  /** Nothing is on its way whose answer would wake the loop. */
  readonly isQuiet: () => boolean
}

/** Runs one poll at a time. */
export function createPollLoop({ poll, isOpen, isQuiet }: PollLoopParts): PollLoop {
  let polling: Promise<void> | null = null
  let again = false
  let waiters: (() => void)[] = []

  function wake() {
    if (!isOpen()) return
    again = true
    polling ??= pollOnce().finally(() => {
      polling = null
      if (again) wake()
      else if (isQuiet()) settle()
    })
  }

  async function pollOnce() {
    // Answers that arrive in the same moment share one poll, and so one commit to the disk.
    await nextMoment()
    again = false
    await poll()
  }

  function settle() {
    const ready = waiters
    waiters = []
    for (const resolve of ready) resolve()
  }

  return {
    wake,
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve)
        if (isOpen()) wake()
        else settle()
      }),
    async end() {
      await polling
      settle()
    },
  }
}

/** Lets the event loop do what came in, and goes on. */
export const nextMoment = () => new Promise<void>((resolve) => setImmediate(resolve))
