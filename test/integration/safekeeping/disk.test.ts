/** The room that is given up and taken back while the queue goes on polling. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createBallast } from '../../../electron/safekeeping/ballast.ts'
import { createDisk } from '../../../electron/safekeeping/disk.ts'
import { temporaryFolder } from '../../support/database.ts'

test('a poll that is written while the ballast is being given up does not take it for there', async () => {
  const folder = temporaryFolder()
  const ballast = path.join(folder, 'live.ballast')
  const warned: string[] = []
  const log = { info() {}, warn: (what: string) => void warned.push(what), error() {} }
  const states: string[] = []
  const journal = { append: async () => {}, close: async () => {} }
  const disk = createDisk({ folder, mode: 'live', journal, log, onChange: (state) => void states.push(state) })
  // made whole beforehand: while it was still being written, its own end would be told as one more 'ok'
  expect(await createBallast({ folder, mode: 'live' }).ensure()).toBe(true)

  disk.failed(Object.assign(new Error('no space left'), { code: 'ENOSPC' }))
  disk.worked()
  await expect.poll(() => states).toEqual(['full', 'ok'])
  expect(fs.existsSync(ballast)).toBe(true)
  expect(warned).toHaveLength(1)
})
