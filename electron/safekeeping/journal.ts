/**
 * The sent-journal: what was handed to a provider and what it answered, in plain files beside the database. It has one purpose: when the
 * database turns out to be an older copy, what was sent since must not look unsent. A line is written after the database and before the first byte leaves.
 */
import { appendFileSync, fdatasyncSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder } from '../../db/copy.ts'
import type { JournalAttempt } from '../../db/queries/journal.ts'
import type { Mode } from '../platform/context.ts'
import type { Clock } from '../platform/time/clock.ts'
import type { InstallationId } from './installation.ts'
import { journalDay, journalFileName, toLine } from './journal-format.ts'

/**
 * A disk whose last sync was quicker than this is waited for on the spot. Another thread would take as long again to ask. A slow disk
 * is waited for in another thread, so that it never holds the process.
 */
const QUICK_MS = 2

export type SentJournal = {
  /**
   * Resolves when the attempts are on the disk. Callers of the same moment share one write. Rejects where they could not be written
   * (a full disk): nothing that they open may be sent then.
   */
  append(attempts: readonly JournalAttempt[]): Promise<void>
  /** Waits for what is being written, and closes the file. */
  close(): Promise<void>
}
export type JournalPlace = { readonly folder: string; readonly mode: Mode }
/** Every boot writes files of its own. */
export type JournalOptions = JournalPlace & {
  readonly installation: InstallationId
  readonly bootId: number
  readonly clock: Pick<Clock, 'now' | 'monotonic'>
}

/** Opens the journal of this boot. No file is made before something is appended. */
export function openJournal(options: JournalOptions): SentJournal {
  const { installation } = options
  const file = openDailyFile(options)
  let waiting = ''
  let next: Promise<void> | null = null
  let last: Promise<void> = Promise.resolve()

  const writeWaiting = () => {
    const text = waiting
    waiting = ''
    next = null
    return file.append(text)
  }
  return {
    append(attempts) {
      if (attempts.length === 0) return Promise.resolve()
      waiting += `${attempts.map((attempt) => toLine({ installation, attempt })).join('\n')}\n`
      if (!next) {
        next = last.then(writeWaiting)
        last = next.catch(() => {})
      }
      return next
    },
    async close() {
      await last
      await file.close()
    },
  }
}

/** The journal's file of the day. `append` resolves when the text is on the disk; calls must not overlap. */
function openDailyFile({ folder, mode, installation, bootId, clock }: JournalOptions) {
  let handle: FileHandle | null = null
  let openName = ''
  let isQuick = false

  async function sync(file: FileHandle): Promise<void> {
    const begun = clock.monotonic()
    if (isQuick) fdatasyncSync(file.fd)
    else await file.datasync()
    isQuick = clock.monotonic() - begun < QUICK_MS
  }

  async function writeAndSync(text: string): Promise<void> {
    const name = journalFileName({ mode, day: journalDay(clock.now()), installation, bootId })
    const isNew = handle === null || name !== openName
    if (isNew) {
      await handle?.close()
      handle = await open(path.join(folder, name), 'a', 0o600)
      openName = name
    }
    if (handle) {
      // The line end closes whatever line a full disk cut short. Only the sync takes time: this write goes to the system's memory.
      appendFileSync(handle.fd, isNew ? `\n${text}` : text)
      await sync(handle)
    }
    if (isNew) syncFolder(folder)
  }

  return {
    async append(text: string): Promise<void> {
      try {
        await writeAndSync(text)
      } catch (error) {
        // Nobody knows what a failed write left behind: the file is opened anew, and its next line begins on a line of its own.
        await handle?.close().catch(() => {})
        handle = null
        isQuick = false
        throw error
      }
    },
    async close(): Promise<void> {
      await handle?.close()
      handle = null
    },
  }
}
