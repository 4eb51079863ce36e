import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

export type SmallDisk = {
  readonly folder: string
  /** Takes the disk away, even from under whoever uses it still. */
  unmount(): void
  /** Takes all the room that is left, but for `leave` bytes. Answers a way to give it back. */
  fill(leave?: number): () => void
  /** Takes the right to write, or gives it back. */
  setReadOnly(readOnly: boolean): void
}

/** A disk of a few megabytes in memory, in place of what `folder` holds; or why this computer offers none. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a small disk can be mounted by root on Linux only'
  fs.mkdirSync(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    return `a small disk cannot be mounted here: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
  return {
    folder,
    unmount: () => void execFileSync('umount', ['-l', folder]),
    fill(leave = 0) {
      const file = path.join(folder, 'filler')
      const { bavail, bsize } = fs.statfsSync(folder)
      try {
        fs.writeFileSync(file, Buffer.alloc(Math.max(bavail * bsize - leave, 0)))
      } catch (error) {
        // whoever writes at the same time took some of it: it is full all the same
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
      return () => fs.rmSync(file)
    },
    setReadOnly: (readOnly) => void execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, folder]),
  }
}
