/** When progress is worth saying aloud: at the start, each quarter and the end, not at every message. PURE. */

/** Quarters done, 0 to 4. */
export function quartersDone(done: number, total: number): number {
  return total === 0 ? 0 : Math.floor((Math.min(done, total) * 4) / total)
}
