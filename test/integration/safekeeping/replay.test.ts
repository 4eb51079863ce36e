/** Older copies of the records, put in the place of newer ones in every way that happens: what went out since never goes again. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { outAfter, soManyOutSince } from '../../../db/queries/channels.ts'
import { listBackups, makeBackup } from '../../../electron/safekeeping/backup.ts'
import { readInstallations } from '../../../electron/safekeeping/installation.ts'
import { restoreBackup } from '../../../electron/safekeeping/restore.ts'
import { temporaryFolder } from '../../support/database.ts'
import { openRecords, PRICE, type Run, START } from '../../support/records.ts'

const FILES = ['live.db', 'live.db-wal', 'live.db-shm']
const journals = (folder: string) => fs.readdirSync(folder).filter((name) => name.includes('.sent-'))

/** A copy of the records as they lie there, and a way to put it back. */
function snapshot(folder: string) {
  const kept = temporaryFolder()
  const there = FILES.filter((name) => fs.existsSync(path.join(folder, name)))
  for (const name of there) fs.copyFileSync(path.join(folder, name), path.join(kept, name))
  return () => {
    for (const name of FILES) fs.rmSync(path.join(folder, name), { force: true })
    for (const name of there) fs.copyFileSync(path.join(kept, name), path.join(folder, name))
  }
}

test('a start after a run that ended, and one after a kill, change nothing that the start itself would not', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  const [a = 0, b = 0, c = 0] = await first.queue(4)
  await first.send([a], 'accepted')
  await first.stop()
  const second = await openRecords(folder)
  expect(second.replay).toEqual({ installation: first.replay.installation, restored: null })
  await second.send([b], 'accepted')
  await second.send([c], null)
  await second.kill()
  const third = await openRecords(folder)
  expect(third.replay).toEqual({ installation: first.replay.installation, restored: null })
  expect(third.states()).toEqual({ 1: 'sent', 2: 'sent', 3: 'sending', 4: 'queued' })
  expect(journals(folder)).toHaveLength(2)
  await third.stop()
})

test('an older copy put in place by hand: what went out is known, the rest waits for a person, once', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = await first.queue(6)
  await first.send([a], 'accepted')
  await first.stop()
  const putBack = snapshot(folder)

  const second = await openRecords(folder)
  const [g = 0] = await second.queue(1)
  await second.send([b, g], 'accepted')
  await second.send([c], 'rejected')
  await second.send([d], 'retry')
  await second.send([d], 'unknown')
  await second.send([e], null)
  await second.stop()

  putBack()
  const third = await openRecords(folder)
  expect(third.states()).toEqual({ 1: 'sent', 2: 'sent', 3: 'failed', 4: 'unconfirmed', 5: 'unconfirmed', 6: 'held: restored' })
  expect(third.replay.restored).toEqual({ known: 4, missing: 1, held: 1 })
  expect(third.replay.installation).not.toBe(first.replay.installation)
  expect(readInstallations(third.db)).toEqual({ current: third.replay.installation, past: [{ id: first.replay.installation, lastBoot: 2, ownUntil: 2 }] })
  expect(third.db.get("SELECT value FROM settings WHERE key = 'past_installations'")).toEqual({
    value: JSON.stringify([{ name: first.replay.installation, lastBoot: 2, ownUntil: 2 }]),
  })
  expect(third.bootId).toBe(3)
  expect(third.db.get('SELECT provider_id, provider, attempts, sent_at > 0 at FROM sms_logs WHERE id = ?', b)).toEqual({
    provider_id: `P${b}`,
    provider: 'practice',
    attempts: 1,
    at: 1,
  })
  expect(third.db.all('SELECT n, outcome, boot_id, account FROM attempts WHERE sms_log_id = ? ORDER BY n', d)).toEqual([
    { n: 1, outcome: 'retry', boot_id: 2, account: 'its account' },
    { n: 2, outcome: 'unknown', boot_id: 2, account: 'its account' },
  ])
  expect(third.db.all<{ kind: string; params: string }>('SELECT kind, params FROM alerts').map(({ kind, params }) => [kind, JSON.parse(params)])).toEqual([
    ['restored', { known: 4, missing: 1, held: 1, copyMadeAt: null }],
  ])
  // the id of the message that was lost is used again, and is not taken for it
  const [again = 0] = await third.queue(1)
  expect(again).toBe(g)
  await third.kill()
  const fourth = await openRecords(folder)
  expect(fourth.replay).toEqual({ installation: third.replay.installation, restored: null })
  expect(fourth.states()[again]).toBe('queued')
  await fourth.stop()
})

test('the same old copy put back twice: what went out from the first comes to be known to the second', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  const [a = 0, b = 0] = await first.queue(3)
  await first.stop()
  const putBack = snapshot(folder)
  const second = await openRecords(folder)
  await second.send([a], 'accepted')
  await second.stop()
  putBack()
  const third = await openRecords(folder)
  await third.db.write((tx) => tx.run("UPDATE sms_logs SET state = 'queued', hold_reason = NULL WHERE id = ?", b))
  await third.send([b], 'accepted')
  await third.stop()
  putBack()
  const fourth = await openRecords(folder)
  expect(fourth.states()).toEqual({ 1: 'sent', 2: 'sent', 3: 'held: restored' })
  expect(readInstallations(fourth.db).past).toEqual([
    { id: first.replay.installation, lastBoot: 2, ownUntil: 2 },
    { id: third.replay.installation, lastBoot: 3, ownUntil: null },
  ])
  expect(fourth.bootId).toBe(4)
  await fourth.stop()
})

test('what went out since the copy is paid for on its own day, once, also what the copy has no message of', async () => {
  const folder = temporaryFolder()
  const spend = (run: Run) => run.db.all('SELECT channel, minute, messages, cost_micros cost FROM spend')
  // one in the morning in Nairobi, and still the day before by universal time
  const night = Date.UTC(2026, 10, 18, 22)
  const first = await openRecords(folder, night)
  const [a = 0, b = 0, c = 0, d = 0] = await first.queue(5)
  await first.stop()
  const putBack = snapshot(folder)
  const second = await openRecords(folder, night)
  const [missing = 0] = await second.queue(1)
  await second.send([a, missing], 'accepted')
  await second.send([b], 'unknown')
  await second.send([c], null)
  await second.send([d], 'rejected')
  await second.stop()

  const paid = [{ channel: 'sms', minute: second.now, messages: 4, cost: 4 * PRICE }]
  putBack()
  const third = await openRecords(folder)
  expect(spend(third)).toEqual(paid)
  expect(third.db.get('SELECT cost_micros cost, cost_currency currency FROM sms_logs WHERE id = ?', a)).toEqual({ cost: PRICE, currency: 'KES' })
  expect(third.db.get('SELECT sum(cost_micros) cost FROM attempts')).toEqual({ cost: PRICE })
  await third.kill()
  const fourth = await openRecords(folder)
  expect(spend(fourth)).toEqual(paid)
  await fourth.stop()
  putBack()
  const fifth = await openRecords(folder)
  expect(spend(fifth)).toEqual(paid)
  await fifth.stop()
})

test('what went out since the copy counts in the limit of 24 hours, also what the copy has no message of', async () => {
  const folder = temporaryFolder()
  const longBefore = START - 2 * 86_400_000
  const first = await openRecords(folder, longBefore)
  const [a = 0, b = 0, c = 0] = await first.queue(4)
  await first.stop()
  const putBack = snapshot(folder)
  const second = await openRecords(folder, longBefore)
  const [long = 0] = await second.queue(1)
  await second.send([a, long], 'accepted')
  await second.stop()
  const third = await openRecords(folder)
  const [missing = 0, doubtful = 0] = await third.queue(2)
  await third.send([b, missing], 'accepted')
  await third.send([doubtful], 'unknown')
  await third.send([c], 'rejected')
  await third.stop()
  putBack()
  const fourth = await openRecords(folder)
  expect(outAfter(fourth.db, 'sms', START)).toBe(3)
  const endOfMinute = (at: number) => at - (at % 60_000) + 60_000
  const since = [1, 3, 4, 5, 6].map((many) => soManyOutSince(fourth.db, 'sms', many, fourth.now))
  expect(since).toEqual([endOfMinute(third.now), endOfMinute(third.now), endOfMinute(second.now), endOfMinute(second.now), null])
  expect(outAfter(fourth.db, 'email', 0)).toBe(0)
  await fourth.stop()
})

test('what went out from records that are gone is missed once, not at every start', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  await first.send(await first.queue(2), 'accepted')
  await first.stop()
  for (const name of FILES) fs.rmSync(path.join(folder, name), { force: true })
  const second = await openRecords(folder)
  expect(second.replay.restored).toEqual({ known: 0, missing: 2, held: 0 })
  await second.queue(1)
  await second.stop()
  const third = await openRecords(folder)
  expect(third.replay).toEqual({ installation: second.replay.installation, restored: null })
  expect(third.states()).toEqual({ 1: 'queued' })
  await third.stop()
})

test('two files of the same records in use by turns: each comes to know what the other sent', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  const [a = 0, b = 0] = await first.queue(3)
  await first.stop()
  const putBackOld = snapshot(folder)
  const second = await openRecords(folder)
  await second.send([a], 'accepted')
  await second.stop()
  const putBackNew = snapshot(folder)
  putBackOld()
  const third = await openRecords(folder)
  expect(third.states()).toEqual({ 1: 'sent', 2: 'held: restored', 3: 'held: restored' })
  await third.stop()
  const putBackThird = snapshot(folder)
  // nothing was sent from the old copy, so these are what they were, and send on under their name
  putBackNew()
  const fourth = await openRecords(folder)
  expect(fourth.replay.restored).toBeNull()
  await fourth.send([b], 'accepted')
  await fourth.stop()
  putBackThird()
  const fifth = await openRecords(folder)
  expect(fifth.states()).toEqual({ 1: 'sent', 2: 'sent', 3: 'held: restored' })
  await fifth.stop()
})

test('a message that was sent again since is not found any more by what its first sending was called', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  const [a = 0, b = 0] = await first.queue(2)
  await first.send([a, b], 'accepted')
  await first.db.write((tx) => tx.run("UPDATE sms_logs SET state = 'failed', failure_reason = 'undelivered'"))
  await first.stop()
  const putBack = snapshot(folder)
  const second = await openRecords(folder)
  await second.db.write((tx) => tx.run("UPDATE sms_logs SET state = 'queued', failure_reason = NULL WHERE id = ?", a))
  await second.send([a], 'unknown')
  await second.stop()
  putBack()
  const third = await openRecords(folder)
  expect(third.db.all('SELECT state, provider_id FROM sms_logs ORDER BY id')).toEqual([
    { state: 'unconfirmed', provider_id: null },
    { state: 'failed', provider_id: `P${b}` },
  ])
  await third.stop()
})

test('a write-ahead log that somebody deleted takes back nothing that went out', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  const ids = await first.queue(3)
  await first.stop()
  const second = await openRecords(folder)
  await second.send(ids.slice(0, 2), 'accepted')
  const putBack = snapshot(folder)
  await second.kill()
  putBack()
  fs.rmSync(path.join(folder, 'live.db-wal'))
  const third = await openRecords(folder)
  expect(third.states()).toEqual({ 1: 'sent', 2: 'sent', 3: 'held: restored' })
  await third.stop()
})

test('a backup says of itself that it is one: what was cancelled since does not go, even where nothing was sent', async () => {
  const folder = temporaryFolder()
  const place = { folder, mode: 'live' } as const
  const first = await openRecords(folder)
  const [a = 0] = await first.queue(2)
  await makeBackup(place, 5_000)
  await first.db.write((tx) => tx.run("UPDATE sms_logs SET state = 'cancelled' WHERE id = ?", a))
  await first.stop()
  const [backup] = listBackups(place)
  if (!backup) throw new Error('no backup was made')
  restoreBackup(place, backup, 9_000)
  const second = await openRecords(folder)
  expect(second.states()).toEqual({ 1: 'held: restored', 2: 'held: restored' })
  expect(second.replay.restored).toEqual({ known: 0, missing: 0, held: 2 })
  expect(second.db.get('SELECT params FROM alerts')).toEqual({ params: JSON.stringify({ known: 0, missing: 0, held: 2, copyMadeAt: 5_000 }) })
  await second.stop()
  const third = await openRecords(folder)
  expect(third.replay.restored).toBeNull()
  await third.stop()
})

test('of a long journal only the end is read, unless the end holds an unknown attempt: then all of it counts', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  const ids = await first.queue(3_000)
  const putBack = snapshot(folder)
  for (let i = 0; i < 2_900; i += 100) await first.send(ids.slice(i, i + 100), 'accepted')
  await first.kill()
  const second = await openRecords(folder)
  expect(second.replay.restored).toBeNull()
  await second.kill()
  putBack()
  const third = await openRecords(folder)
  expect(third.replay.restored).toEqual({ known: 2_900, missing: 0, held: 100 })
  await third.stop()
})

test('lines that were cut short, and lines of nobody, are passed over', async () => {
  const folder = temporaryFolder()
  const first = await openRecords(folder)
  const ids = await first.queue(3)
  await first.stop()
  const putBack = snapshot(folder)
  const second = await openRecords(folder)
  await second.send(ids.slice(0, 1), 'accepted')
  await second.journal.close()
  const [name = ''] = journals(folder)
  fs.appendFileSync(path.join(folder, name), '{"e":"x","c":"sms","m":2\n[]\nnull\n{"c":"fax"}\n{"e":"x","c":"sms","m":3,"k":')
  // it goes on after the line that was cut short
  await second.send(ids.slice(1, 2), 'accepted')
  await second.stop()
  putBack()
  const third = await openRecords(folder)
  expect(third.states()).toEqual({ 1: 'sent', 2: 'sent', 3: 'held: restored' })
  await third.stop()
})
