import type { JournalAttempt } from '../../../db/queries/journal.ts'
import type { Log } from '../../platform/ports.ts'

/** Where the lines go; `failed` hears why they did not. */
export type JournalDisk = { append(lines: readonly JournalAttempt[]): Promise<void>; failed(error: unknown): void }
export type JournalLines = {
  /** Whether lines are still unwritten. While there are any, nothing may be taken. */
  areBehind(): boolean
  /**
   * Writes these lines after those that could not be written before. Answers whether all are on the disk.
   * The journal comes before the first byte: a backup that is brought back must know what this database knows.
   */
  write(lines: readonly JournalAttempt[]): Promise<boolean>
}

/** Keeps the lines of the sent-journal that could not be written, in their order, until they are. */
export function createJournalLines(disk: JournalDisk, log: Pick<Log, 'error'>): JournalLines {
  let unwritten: readonly JournalAttempt[] = []
  return {
    areBehind: () => unwritten.length > 0,
    async write(lines) {
      const all = [...unwritten, ...lines]
      if (all.length === 0) return true
      try {
        await disk.append(all)
        unwritten = []
        return true
      } catch (error) {
        log.error('the journal could not be written', error, { kept: all.length })
        unwritten = all
        disk.failed(error)
        return false
      }
    },
  }
}
