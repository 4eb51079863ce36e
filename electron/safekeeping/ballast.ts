/** Room on the disk that is given up when it is full, so that the answers of what was sent can still be written down. */
import { randomBytes } from 'node:crypto'
import { open, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import type { RecordsPlace } from './backup.ts'

const MB = 1024 * 1024
const BALLAST_BYTES = 4 * MB
/** It is made again only when it leaves as much room as it takes: else the next write would find the disk full again. */
const ROOM_BYTES = 2 * BALLAST_BYTES

export type Ballast = {
  /** Makes the file where it is missing and there is room. Answers whether it is there. Never throws. */
  ensure(): Promise<boolean>
  /** Gives its room up. Answers whether it was there to be given. Never throws. */
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
      // nothing that a file system could keep as a hole or press together
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
