/** The whole console on records that cannot be trusted: it does not open, lets go of them, and opens on the backup in their place. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { compose } from '../../../electron/compose.ts'
import { listBackups, makeBackup } from '../../../electron/safekeeping/backup.ts'
import { newestGoodBackup, restoreBackup } from '../../../electron/safekeeping/restore.ts'
import { recordsFault } from '../../../shared/records-fault.ts'
import { startedConsole, testPlatform } from '../../support/console.ts'
import { temporaryFolder } from '../../support/database.ts'

test('after a run that was cut short damaged records are not opened; a backup takes their place in the same console', async () => {
  const dataFolder = temporaryFolder()
  const platform = testPlatform({ dataFolder })
  const place = { folder: dataFolder, mode: 'practice' } as const
  const first = await startedConsole(platform)
  // the console's own backup of the day is made by its worker meanwhile: two at a time would be in each other's way
  await expect.poll(() => listBackups(place)).toHaveLength(1)
  await makeBackup(place, platform.clock.now() + 60_000)
  await first.session().db.write((tx) => tx.run("INSERT INTO boots (version, started_at) VALUES ('killed', 0)"))
  await first.stop()
  // a page that the start itself has no need of
  const file = path.join(dataFolder, 'practice.db')
  const bytes = fs.readFileSync(file)
  bytes.fill(0, bytes.length - 4096)
  fs.writeFileSync(file, bytes)

  const second = compose(platform)
  const error = await second.start().then(
    () => null,
    (e: unknown) => e,
  )
  expect(recordsFault(error)).toBe('damaged')
  const backup = newestGoodBackup(place)
  if (!backup) throw new Error('a backup was made')
  restoreBackup(place, backup, platform.clock.now())
  await second.start()
  expect(second.session().db.all('PRAGMA quick_check')).toEqual([{ quick_check: 'ok' }])
  await second.stop()
})
