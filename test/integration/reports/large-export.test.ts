/** An export of many chunks: what happens between two of them. */
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { startWorker } from '../../../electron/platform/worker/client.ts'
import { startApplying } from '../../../electron/reports/export/export.ts'
import { createReportService } from '../../../electron/reports/service.ts'
import { WORKER_CHUNK } from '../../../electron/reports/source.ts'
import { JOB_RULES, type Jobs, type WritingJob } from '../../../electron/worker/jobs.ts'
import { startAfricasTalkingSimulator } from '../../support/africas-talking-simulator.ts'
import { startedConsole, testPlatform } from '../../support/console.ts'
import { temporaryDatabase, temporaryFolder } from '../../support/database.ts'
import { fileIn } from '../../support/fee-lists.ts'
import { exportOf, insertReported, REPORT_COLUMNS, whatReportsDid } from '../../support/large-report.ts'
import { insertSentSms } from '../../support/sent-messages.ts'

const NOW = Date.parse('2026-11-20T18:00:00+03:00')
const MESSAGES = 3 * WORKER_CHUNK

test('a message that becomes due while a large export is written down leaves between two chunks', async () => {
  const sms = await startAfricasTalkingSimulator()
  onTestFinished(() => sms.close())
  const platform = testPlatform({ dataFolder: temporaryFolder() })
  const console = await startedConsole(platform)
  await console.setMode('live')
  const { db, accounts, school, wake } = console.session()
  await school.save({ name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 })
  await accounts.saveSms({ provider: 'africas_talking', username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: sms.apiKey })
  await insertReported(db, MESSAGES)
  const delivered = () => db.get<{ n: number }>("SELECT count(*) n FROM sms_logs WHERE state = 'delivered'")?.n

  let given = 0
  /** Before the write lock is given for the second chunk a message becomes due, and the chunk waits until it has left. */
  const giveWriteLock: Database['giveWriteLock'] = async (...work) => {
    given += 1
    if (given === 2) {
      await db.write((tx) => insertSentSms(tx, '+254722000001', { state: 'queued', begunAt: 0 }))
      wake()
      await expect.poll(() => sms.received.map(({ number }) => number)).toEqual(['+254722000001'])
      expect(delivered()).toBe(WORKER_CHUNK)
    }
    return db.giveWriteLock(...work)
  }
  const worker = startWorker<Jobs, WritingJob>({
    ...platform,
    rules: JOB_RULES,
    script: platform.workerScript,
    file: path.join(platform.dataFolder, 'live.db'),
    db: { giveWriteLock },
  })
  onTestFinished(() => worker.close())
  const reports = createReportService({ ...platform, mode: 'live', db, worker }, { smsProvider: () => null, wake: () => {} })
  const { token } = await reports.receive({ name: 'report.csv', bytes: Buffer.from(exportOf(MESSAGES)) })
  expect(await reports.apply({ token, mapping: REPORT_COLUMNS })).toEqual({ delivered: MESSAGES, failed: 0, confirmed: 0, same: 0 })
  expect([given, delivered(), platform.faults]).toEqual([3, MESSAGES, []])
  const progress = platform.events.filter((event) => event.includes('report-apply'))
  expect(progress).toEqual([1, 2, 3].map((n) => `work:progress {"work":"report-apply","done":${n * WORKER_CHUNK},"total":${MESSAGES}}`))
})

/** A school with unconfirmed messages beside those that are known by their ids, and an export with every kind of row, spread over three chunks. */
async function mixed() {
  const { db, folder } = await temporaryDatabase()
  const sent = Date.parse('2026-11-20T09:00:00+03:00')
  await insertReported(db, MESSAGES - 300)
  await db.write((tx) => {
    for (let i = 0; i < 100; i++) insertSentSms(tx, `+2547330${String(10_000 + i)}`, { state: 'unconfirmed', begunAt: sent })
  })
  const lines = exportOf(MESSAGES - 300)
    .trimEnd()
    .split('\n')
  for (let i = 0; i < 100; i++) {
    const at = 1 + i * 13
    // by number and time, and later in the file the same again; a refusal for good; one that the console does not know
    lines.splice(at, 0, `Late_${i},0733${String(10_000 + i).padStart(6, '0')},2026-11-20 09:02,Success,`)
    lines.push(`Late_${i},0733${String(10_000 + i).padStart(6, '0')},2026-11-20 09:02,Success,`)
    lines.push(i % 2 === 0 ? `ATXid_${i},,2026-11-20 09:05,Failed,UserInBlackList` : `Unknown_${i},,2026-11-20 09:05,Success,`)
  }
  return { db, file: { path: fileIn(folder, 'report.csv', Buffer.from(`${lines.join('\n')}\n`)), name: 'report.csv' } }
}

async function writeDown({ db, file }: Awaited<ReturnType<typeof mixed>>, chunks = Number.POSITIVE_INFINITY) {
  const applying = await startApplying(db, file, REPORT_COLUMNS, NOW)
  for (let n = 1; ; n++) {
    const { done, total, counts } = await applying.next()
    if (done === total || n === chunks) return { total, counts }
  }
}

test.each([1, 2])('an export that was cut short after %i chunks and is written down once more comes to the same', async (chunks) => {
  const whole = await mixed()
  const { total, counts } = await writeDown(whole)
  expect(counts).toMatchObject({ delivered: MESSAGES - 200, failed: 0 })
  const end = whatReportsDid(whole.db)

  const cut = await mixed()
  const before = await writeDown(cut, chunks)
  expect(before.counts.delivered).toBeLessThan(counts.delivered)
  const after = await writeDown(cut)
  expect(before.counts.delivered + after.counts.delivered).toBe(counts.delivered)
  expect(whatReportsDid(cut.db)).toEqual(end)

  expect(await writeDown(cut)).toEqual({ total, counts: { delivered: 0, failed: 0, confirmed: 0, same: total - 50 } })
  expect(whatReportsDid(cut.db)).toEqual(end)
})

test('a message that was sent again between two chunks is left alone: the row tells of the time before', async () => {
  const { db, folder } = await temporaryDatabase()
  const sent = Date.parse('2026-11-20T09:00:00+03:00')
  const id = await db.write((tx) => insertSentSms(tx, '+254711000001', { state: 'unconfirmed', begunAt: sent }))
  const rows = `${exportOf(WORKER_CHUNK)}Late,0711000001,2026-11-20 09:02,Success,\n`
  const applying = await startApplying(db, { path: fileIn(folder, 'report.csv', Buffer.from(rows)), name: 'report.csv' }, REPORT_COLUMNS, NOW)
  await applying.next()
  await db.write((tx) => {
    tx.run("UPDATE sms_logs SET state = 'queued' WHERE id = ?", id)
    tx.run("UPDATE sms_logs SET state = 'sending', provider = 'twilio' WHERE id = ?", id)
    tx.run("INSERT INTO attempts (sms_log_id, n, boot_id, provider, begun_at) VALUES (?, 2, 1, 'twilio', ?)", id, NOW - 60_000)
    tx.run("UPDATE attempts SET ended_at = ?, outcome = 'accepted', provider_id = 'SM2' WHERE sms_log_id = ? AND n = 2", NOW - 50_000, id)
    tx.run("UPDATE sms_logs SET state = 'sent', provider_id = 'SM2' WHERE id = ?", id)
  })
  expect(await applying.next()).toEqual({ done: WORKER_CHUNK + 1, total: WORKER_CHUNK + 1, counts: { delivered: 0, failed: 0, confirmed: 0, same: 1 } })
  expect(db.get('SELECT state, provider_id id FROM sms_logs WHERE id = ?', id)).toEqual({ state: 'sent', id: 'SM2' })
})
