/** A disk that fills up while messages are sent: no byte leaves without its record, and no answer is lost. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, type TestContext, test } from 'vitest'
import { makeBackup } from '../../../electron/safekeeping/backup.ts'
import { createBallast } from '../../../electron/safekeeping/ballast.ts'
import { failureOf } from '../../../shared/errors.ts'
import { temporaryFolder } from '../../support/database.ts'
import { openRecords } from '../../support/records.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { closeAttempts, openAttempts } from '../../support/sms-rows.ts'

function disk(context: TestContext, megabytes: number): SmallDisk {
  const made = mountSmallDisk(path.join(temporaryFolder(), 'disk'), megabytes)
  if (typeof made !== 'string') {
    onTestFinished(made.unmount)
    return made
  }
  console.log(`skipped: ${made}`)
  return context.skip(made)
}
const fault = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => failureOf(error)?.key ?? String(error),
  )

test('with the ballast gone, the answers of a poll can be written on a full disk, and the records are whole', async (context) => {
  const { folder, fill } = disk(context, 24)
  const ballast = createBallast({ folder, mode: 'live' })
  expect(await ballast.ensure()).toBe(true)
  const { blocks, size } = fs.statSync(path.join(folder, 'live.ballast'))
  expect(blocks * 512).toBeGreaterThanOrEqual(size)
  const run = await openRecords(folder)
  const ids = await run.queue(64)
  const sending = ids.slice(0, 32)
  await run.send(sending, null)
  const empty = fill()

  // nothing half queued
  expect(await fault(run.queue(2_000))).toBe('disk_full')
  expect(Object.keys(run.states())).toHaveLength(ids.length)
  // T1: nothing may be opened, so nothing is sent
  expect(await fault(run.db.write((tx) => openAttempts(tx, ids.slice(32), run.bootId, 0)))).toBe('disk_full')
  // T2: and the answers of what is out cannot be written, until the ballast is given up
  const close = () => run.db.write((tx) => closeAttempts(tx, sending, 'accepted', 0))
  expect(await fault(close())).toBe('disk_full')
  expect(await ballast.release()).toBe(true)
  expect(await fault(close())).toBe(null)
  expect(Object.values(run.states())).toEqual([...sending.map(() => 'sent'), ...ids.slice(32).map(() => 'queued')])
  expect(run.db.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])

  // it is not made again while the disk is nearly full
  expect(await ballast.ensure()).toBe(false)
  expect(fs.existsSync(path.join(folder, 'live.ballast'))).toBe(false)
  empty()
  expect(await ballast.ensure()).toBe(true)
  await run.stop()
})

test('a journal that cannot be written says so, and goes on when there is room', async (context) => {
  const { folder, fill } = disk(context, 16)
  const run = await openRecords(folder)
  const ids = await run.queue(3)
  await run.send(ids.slice(0, 1), 'accepted')
  const empty = fill()
  const many = Array.from({ length: 5_000 }, (_, i) => ({
    channel: 'sms' as const,
    id: 1000 + i,
    madeAt: 1,
    n: 1,
    bootId: 1,
    provider: 'practice',
    account: 'practice',
    outcome: null,
    providerId: null,
    spentMicros: 0,
    costMicros: null,
    costCurrency: null,
    at: 1,
  }))
  const both = await Promise.all([fault(run.journal.append(many)), fault(run.journal.append(many.slice(0, 1)))])
  expect(both).toEqual(['disk_full', 'disk_full'])
  empty()
  await run.send(ids.slice(1, 2), 'accepted')
  const [name = ''] = fs.readdirSync(folder).filter((one) => one.includes('.sent-'))
  const lines = fs.readFileSync(path.join(folder, name), 'utf8').split('\n')
  const whole = lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as { m: number; o: string }]
    } catch {
      return []
    }
  })
  expect(whole.filter(({ m }) => m < 1000).map(({ m, o }) => [m, o])).toEqual([
    [1, 'open'],
    [1, 'accepted'],
    [2, 'open'],
    [2, 'accepted'],
  ])
  await run.stop()
})

test('a backup that would take the room of the queue is not made', async (context) => {
  const { folder } = disk(context, 24)
  const run = await openRecords(folder)
  await run.queue(1)
  expect(await fault(makeBackup({ folder, mode: 'live' }, 0))).toBe('disk_full')
  expect(fs.readdirSync(path.join(folder, 'backups'))).toEqual([])
  await run.stop()
})

test('records on a disk that became read-only are said to be so, and nothing is sent from them', async (context) => {
  const { folder, setReadOnly } = disk(context, 16)
  const run = await openRecords(folder)
  const ids = await run.queue(2)
  await run.stop()
  setReadOnly(true)
  const error = await openRecords(folder).then(
    () => null,
    (e: unknown) => e,
  )
  expect((error as { code: string }).code).toMatch(/^SQLITE_(READONLY|CANTOPEN)/)
  setReadOnly(false)
  const again = await openRecords(folder)
  expect(again.states()).toEqual({ [ids[0] ?? 0]: 'queued', [ids[1] ?? 0]: 'queued' })
  await again.stop()
})
