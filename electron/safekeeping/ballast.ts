/** The ballast: a file that is removed when the disk is full, so that the answers of sent messages can still be written. */
import { randomBytes } from 'node:crypto'
import { open, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { RecordsPlace } from './backup.ts'

const MB = 1024 * 1024
const BALLAST_BYTES = 4 * MB
/** The free room that it takes to make the file again. Without a reserve the next write would find the disk full. */
const ROOM_BYTES = 2 * BALLAST_BYTES

export type Ballast = {
  /** Makes the file where it is missing and there is room. Resolves to whether it is there. Never rejects. */
  ensure(): Promise<boolean>
  /** Removes the file. Resolves to whether it was there. Never rejects. */
  release(): Promise<boolean>
}

export function createBallast({ folder, mode }: RecordsPlace): Ballast {
  const file = path.join(folder, `${mode}.ballast`)
  const isThere = () =>
    stat(file).then(
      ({ size }) => size === BALLAST_BYTES,
      () => false,
    )
  const remove = () =>
    rm(file).then(
      () => true,
      () => false,
    )
  const make = async () => {
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize < ROOM_BYTES) return false
    const handle = await open(file, 'w', 0o600)
    try {
      // Random bytes: a file system could store others as a hole, or compressed.
      for (let written = 0; written < BALLAST_BYTES; written += MB) await handle.write(randomBytes(MB))
      await handle.sync()
    } finally {
      await handle.close()
    }
    return true
  }
  return {
    async ensure() {
      if (await isThere()) return true
      return make().catch(async () => {
        await remove()
        return false
      })
    },
    release: remove,
  }
}
