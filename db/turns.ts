/** One writer at a time: whoever wants to write waits for the turn of whoever writes now, in the order of asking. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Runs `work` when everything asked for before it has ended, and answers what it answers. A throw passes the turn on all the same. */
  take<T>(work: () => T | Promise<T>): Promise<T> {
    const mine = this.#last.then(work)
    this.#last = mine.then(
      () => {},
      () => {},
    )
    return mine
  }
}
