import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './database.ts'

export type SmallDisk = {
  readonly folder: string
  /** Takes all the room that is left, but for `leave` bytes. Answers a way to give it back. */
  fill(leave?: number): () => void
  /** Takes the right to write, or gives it back. */
  setReadOnly(readOnly: boolean): void
}

/** A disk of a few megabytes in memory, for one test; or why this computer offers none. */
export function smallDisk(megabytes: number): SmallDisk | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a small disk can be mounted by root on Linux only'
  const folder = path.join(temporaryFolder(), 'disk')
  fs.mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    return `a small disk cannot be mounted here: ${error instanceof Error ? error.message.split('\n')[0] : error}`
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return {
    folder,
    fill(leave = 0) {
      const file = path.join(folder, 'filler')
      const { bavail, bsize } = fs.statfsSync(folder)
      fs.writeFileSync(file, Buffer.alloc(Math.max(bavail * bsize - leave, 0)))
      return () => fs.rmSync(file)
    },
    setReadOnly: (readOnly) => void execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, folder]),
  }
}
