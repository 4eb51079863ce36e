/** Damaged records: found before anything is sent from them, replaced when a person says so, and kept. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { listBackups, makeBackup } from '../../../electron/safekeeping/backup.ts'
import { checkRecords, newestGoodBackup, restoreBackup } from '../../../electron/safekeeping/restore.ts'
import { recordsFault } from '../../../shared/records-fault.ts'
import { temporaryFolder } from '../../support/database.ts'
import { openRecords } from '../../support/records.ts'

const MORNING = Date.UTC(2026, 10, 20, 5)

/** Records with a backup, and more that went out after it. */
async function usedRecords(messages = 400) {
  const folder = temporaryFolder()
  const place = { folder, mode: 'live' } as const
  const first = await openRecords(folder)
  const ids = await first.queue(messages)
  await makeBackup(place, MORNING)
  await first.send(ids.slice(0, 40), 'accepted')
  await first.stop()
  return { folder, place, file: path.join(folder, 'live.db'), ids }
}

const DAMAGE: Record<string, (file: string) => void> = {
  'a page of zeros': (file) => {
    const bytes = fs.readFileSync(file)
    bytes.fill(0, 4096 * 40, 4096 * 41)
    fs.writeFileSync(file, bytes)
  },
  'a file cut off in the middle': (file) => fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2)),
  'a beginning that is not a database’s': (file) => {
    const bytes = fs.readFileSync(file)
    bytes.write('not what it was, whatever it is')
    fs.writeFileSync(file, bytes)
  },
}

test.each(Object.entries(DAMAGE))('%s: it is found, and the newest good backup takes its place without sending anything again', async (_name, damage) => {
  const { folder, place, file, ids } = await usedRecords()
  damage(file)
  const damaged = fs.readFileSync(file)
  expect(checkRecords(place)).toBe('damaged')
  const backup = newestGoodBackup(place)
  expect(backup?.at).toBe(MORNING)
  if (!backup) return
  const aside = restoreBackup(place, backup, MORNING + 3_600_000)
  expect(path.relative(folder, aside)).toBe('damaged-20261120-060000')
  expect(fs.readFileSync(path.join(aside, 'live.db')).equals(damaged)).toBe(true)
  expect(checkRecords(place)).toBe('ok')
  expect(fs.existsSync(backup.file)).toBe(true)

  const run = await openRecords(folder)
  const sent = ids.slice(0, 40)
  expect(run.states()).toEqual(Object.fromEntries(ids.map((id) => [id, sent.includes(id) ? 'sent' : 'held: restored'])))
  expect(run.replay.restored).toEqual({ known: 40, missing: 0, held: 360 })
  await run.stop()
})

test('a backup that is damaged too is passed over, and where none is good there is nothing to offer', async () => {
  const { place } = await usedRecords(10)
  const run = await openRecords(place.folder)
  await makeBackup(place, MORNING + 86_400_000)
  await run.stop()
  const [newest, older] = listBackups(place)
  if (!newest || !older) throw new Error('two backups were made')
  fs.truncateSync(newest.file, 5000)
  expect(newestGoodBackup(place)).toEqual(older)
  fs.writeFileSync(older.file, 'nothing')
  expect(newestGoodBackup(place)).toBeNull()
})

test('what is offered is the backup that was made last, also where an earlier one was made by a clock that was years ahead', async () => {
  const { folder, place, ids } = await usedRecords(10)
  await makeBackup(place, Date.UTC(2031, 2, 3))
  const run = await openRecords(folder)
  await run.queue(5)
  const last = await makeBackup(place, MORNING + 86_400_000)
  await run.kill()
  expect(newestGoodBackup(place)).toEqual(last)
  restoreBackup(place, last, MORNING + 90_000_000)
  const again = await openRecords(folder)
  expect(Object.keys(again.states())).toHaveLength(ids.length + 5)
  await again.stop()
})

test('a write-ahead log of the damaged file is not read into the backup', async () => {
  const { place, file, folder, ids } = await usedRecords(20)
  const run = await openRecords(folder)
  await run.queue(5)
  const log = fs.readFileSync(`${file}-wal`)
  await run.kill()
  fs.writeFileSync(`${file}-wal`, log)
  const [backup] = listBackups(place)
  if (!backup) throw new Error('a backup was made')
  const aside = restoreBackup(place, backup, MORNING)
  expect(fs.readFileSync(path.join(aside, 'live.db-wal')).equals(log)).toBe(true)
  const again = await openRecords(folder)
  expect(Object.keys(again.states())).toHaveLength(ids.length)
  await again.stop()
})

test('nothing is moved where the backup cannot be copied', async () => {
  const { place, file } = await usedRecords(5)
  const before = fs.readFileSync(file)
  expect(() => restoreBackup(place, { file: path.join(place.folder, 'backups/gone.db'), at: 0, nth: 1 }, MORNING)).toThrow(/ENOENT/)
  expect(fs.readFileSync(file).equals(before)).toBe(true)
  expect(fs.readdirSync(place.folder).filter((name) => name.startsWith('damaged'))).toEqual([])
})

test('a page of zeros that nobody looked for stops the poll that meets it, and opens nothing', async () => {
  const { folder, file, ids } = await usedRecords()
  const run = await openRecords(folder)
  const [root = 0] = run.db.all<{ rootpage: number }>("SELECT rootpage FROM sqlite_schema WHERE name = 'attempts'").map(({ rootpage }) => rootpage)
  await run.stop()
  const bytes = fs.readFileSync(file)
  bytes.fill(0, 4096 * (root - 1), 4096 * root)
  fs.writeFileSync(file, bytes)
  const error = await openRecords(folder)
    .then((again) => again.send(ids.slice(40), null))
    .then(
      () => null,
      (e: unknown) => e,
    )
  expect(recordsFault(error)).toBe('damaged')
})
