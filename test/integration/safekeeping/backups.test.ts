import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../db/open.ts'
import { listBackups, makeBackup } from '../../../electron/safekeeping/backup.ts'
import { createBackups } from '../../../electron/safekeeping/daily-backup.ts'
import { journalFileName } from '../../../electron/safekeeping/journal-format.ts'
import { pruneJournals } from '../../../electron/safekeeping/journal-reader.ts'
import { handClock } from '../../support/clock.ts'
import { temporaryFolder } from '../../support/database.ts'
import { openRecords } from '../../support/records.ts'

const HOUR = 3_600_000

test('a backup is made at the start, and one a day from then on; after a failure within the hour', async () => {
  const folder = temporaryFolder()
  const run = await openRecords(folder)
  const place = { folder, mode: 'live' } as const
  const clock = handClock()
  const begun = clock.now()
  const faults: string[] = []
  let broken = false
  // a look is over when the next one is planned
  let look = Promise.withResolvers<void>()
  const after: typeof clock.after = (delayMs, work) => {
    look.resolve()
    return clock.after(delayMs, work)
  }
  const backups = createBackups({
    ...place,
    clock: { ...clock, after },
    log: { info() {}, warn() {}, error: (what) => faults.push(what) },
    worker: {
      call: ((_job: string, { now }: { now: number }) => (broken ? Promise.reject(new Error('no room')) : makeBackup(place, now))) as Parameters<
        typeof createBackups
      >[0]['worker']['call'],
    },
  })
  const hours = () => listBackups(place).map(({ at }) => (at - begun) / HOUR)
  const made = async () => {
    await look.promise
    look = Promise.withResolvers()
    return hours()
  }
  backups.start()
  expect(await made()).toEqual([0])
  for (let hour = 1; hour <= 23; hour++) {
    clock.advance(HOUR)
    expect(await made()).toEqual([0])
  }
  clock.advance(HOUR)
  expect(await made()).toEqual([24, 0])
  broken = true
  for (let hour = 25; hour <= 49; hour++) {
    clock.advance(HOUR)
    await made()
  }
  expect(faults).toEqual(['no backup could be made', 'no backup could be made'])
  broken = false
  clock.advance(HOUR)
  expect(await made()).toEqual([50, 24, 0])
  backups.stop()
  clock.advance(48 * HOUR)
  expect(hours()).toEqual([50, 24, 0])
  await run.stop()
})

test('a clock that was ahead when the last backup was made does not put off the next', async () => {
  const folder = temporaryFolder()
  const run = await openRecords(folder)
  const place = { folder, mode: 'live' } as const
  const clock = handClock()
  await makeBackup(place, clock.now() + 900 * 24 * HOUR)
  const calls: number[] = []
  const call = (async (_job: string, { now }: { now: number }) => void calls.push(now)) as Parameters<typeof createBackups>[0]['worker']['call']
  createBackups({ ...place, clock, log: { info() {}, warn() {}, error() {} }, worker: { call } }).start()
  expect(calls).toEqual([clock.now()])
  await run.stop()
})

test('after a clock that was years ahead for a morning, backups are one a day again, and those of the days before are kept', async () => {
  const folder = temporaryFolder()
  const run = await openRecords(folder)
  const place = { folder, mode: 'live' } as const
  const clock = handClock()
  const begun = clock.now()
  for (let day = 13; day >= 1; day--) await makeBackup(place, begun - day * 24 * HOUR)
  await makeBackup(place, begun + 1_500 * 24 * HOUR)
  let look = Promise.withResolvers<void>()
  const after: typeof clock.after = (delayMs, work) => {
    look.resolve()
    return clock.after(delayMs, work)
  }
  const call = ((_job: string, { now }: { now: number }) => makeBackup(place, now)) as Parameters<typeof createBackups>[0]['worker']['call']
  const backups = createBackups({ ...place, clock: { ...clock, after }, log: { info() {}, warn() {}, error() {} }, worker: { call } })
  backups.start()
  await look.promise
  for (let hour = 1; hour <= 20; hour++) {
    look = Promise.withResolvers()
    clock.advance(HOUR)
    await look.promise
  }
  backups.stop()
  const days = listBackups(place).map(({ at }) => (at - begun) / HOUR / 24)
  expect(days.slice(0, 14)).toEqual([0, 1_500, ...Array.from({ length: 12 }, (_, i) => -1 - i)])
  await run.stop()
})

test('a backup holds what is in the write-ahead log, and says of itself that it is a copy', async () => {
  const folder = temporaryFolder()
  const run = await openRecords(folder)
  await run.queue(3)
  const { file } = await makeBackup({ folder, mode: 'live' }, 7_000)
  const copy = openDatabase(file)
  expect(copy.get('SELECT count(*) n FROM sms_logs')).toEqual({ n: 3 })
  expect(copy.get("SELECT value FROM settings WHERE key = 'copy_made_at'")).toEqual({ value: '7000' })
  expect(run.db.get("SELECT count(*) n FROM settings WHERE key = 'copy_made_at'")).toEqual({ n: 0 })
  copy.close()
  await run.stop()
})

test('journals are kept for the newest four hundred days on which something was sent, of their own mode', async () => {
  const folder = temporaryFolder()
  const names = Array.from({ length: 402 }, (_, i) => {
    const day = new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10).replaceAll('-', '')
    return journalFileName({ mode: 'live', day, installation: 'abcdef01', bootId: i + 1 })
  })
  const ofPractice = journalFileName({ mode: 'practice', day: '20200101', installation: 'abcdef01', bootId: 1 })
  for (const name of [...names, ofPractice, 'live.db']) fs.writeFileSync(path.join(folder, name), '')
  await pruneJournals({ folder, mode: 'live' })
  expect(fs.readdirSync(folder).sort()).toEqual([...names.slice(2), ofPractice, 'live.db'].sort())
})
