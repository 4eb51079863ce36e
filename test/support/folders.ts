/** Where tests write what nobody needs after them. */
import fs from 'node:fs'
import os from 'node:os'

const MEMORY = '/dev/shm'
/** What all tests that run at a time take, many times over. */
const ROOM = 1024 ** 3

/**
 * Files in memory where this computer has room for them, else on its disk, where a sync takes milliseconds and a console syncs at every turn. A process that is
 * killed leaves them whole, so only what is about the loss of power or about the disk itself belongs on the disk.
 */
export const temporary: string = inMemory() ? MEMORY : os.tmpdir()

function inMemory(): boolean {
  if (!fs.existsSync(MEMORY)) return false
  const { bavail, bsize } = fs.statfsSync(MEMORY)
  return bavail * bsize >= ROOM
}
