import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Context } from '../../../electron/platform/context.ts'
import { startWorker } from '../../../electron/platform/worker/client.ts'
import { createReportService } from '../../../electron/reports/service.ts'
import { JOB_RULES, type Jobs, type WritingJob } from '../../../electron/worker/jobs.ts'
import type { AppError } from '../../../shared/errors.ts'
import { type HandClock, handClock } from '../../support/clock.ts'
import { testPlatform } from '../../support/console.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { startImapSimulator } from '../../support/imap-simulator.ts'
import { startRelaySimulator } from '../../support/relay-simulator.ts'
import { insertSentSms } from '../../support/sent-messages.ts'

const NOW = Date.parse('2026-11-20T10:00:00+03:00')
const begunAt = NOW - 3_600_000
const MINUTE = 60_000
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function setup(mode: 'live' | 'practice' = 'live') {
  const { db, file, folder } = await temporaryDatabase()
  await db.write((tx) => tx.run("INSERT INTO settings (key, value, updated_at) VALUES ('installation', '\"inst\"', 0)"))
  const clock: HandClock = handClock(NOW)
  const platform = testPlatform({ dataFolder: folder, clock })
  const worker = startWorker<Jobs, WritingJob>({ ...platform, rules: JOB_RULES, script: platform.workerScript, file, db })
  onTestFinished(() => worker.close())
  const context: Context<Jobs> = { ...platform, mode, db, worker }
  const reports = createReportService(context, { smsProvider: () => null, wake: () => {} })
  onTestFinished(() => reports.stop())
  return { db, clock, reports, events: platform.events, faults: platform.faults }
}
async function relay() {
  const simulator = await startRelaySimulator()
  closing.push(simulator.close)
  return simulator
}
const keyOf = (error: AppError) => error.failure.key
const settled = (work: Promise<unknown>) => work.then(() => 'done', keyOf)
const success = { type: 'sms', at: '2026-11-20T09:00:30+03:00', messageId: 'ATXid_1', phone: '+254711000001', status: 'Success' }

describe('sources of reports', () => {
  test('a token belongs to the address that it was typed for', async () => {
    const { reports } = await setup()
    const save = (url: string, token?: string) => settled(reports.saveRelay({ relay: { url, ...(token && { token }) } }))
    expect(await save('https://relay.example/bursar')).toBe('relay_token_missing')
    expect(await save('https://relay.example/bursar', 'secret')).toBe('done')
    expect(await save('https://relay.example/other')).toBe('done')
    expect(await save('https://elsewhere.example/bursar')).toBe('relay_token_missing')
    expect(await save('http://relay.example/bursar', 'secret')).toBe('relay_url_unsafe')
    expect(await save('https://name:word@relay.example/', 'secret')).toBe('relay_url_unsafe')
    expect((await reports.sources.get()).relay).toEqual({ url: 'https://relay.example/other', tokenSetAt: NOW, asked: { at: null, trouble: null } })
    await reports.saveRelay({ relay: null })
    expect((await reports.sources.get()).relay).toBe(null)
    expect(await save('https://relay.example/bursar')).toBe('relay_token_missing')
  })

  test('a mailbox is kept only with a password and encryption, and shows neither', async () => {
    const { reports } = await setup()
    const box = { host: 'mail.example', port: 993, security: 'tls' as const, user: 'bursar', folder: 'INBOX' }
    expect(await settled(reports.saveMailbox({ mailbox: box }))).toBe('mailbox_password_missing')
    expect(await settled(reports.saveMailbox({ mailbox: { ...box, security: 'none', password: 'x' } }))).toBe('mailbox_unsafe')
    expect(await settled(reports.saveMailbox({ mailbox: { ...box, password: 'x' } }))).toBe('done')
    expect(await settled(reports.saveMailbox({ mailbox: { ...box, folder: 'Bounces' } }))).toBe('done')
    expect((await reports.sources.get()).mailbox).toEqual({ ...box, folder: 'Bounces', passwordSetAt: NOW, asked: { at: null, trouble: null } })
  })

  test('are not set up in practice', async () => {
    const { reports } = await setup('practice')
    expect(await settled(reports.saveRelay({ relay: { url: 'https://relay.example', token: 'x' } }))).toBe('practice_only')
    expect(await reports.refresh()).toEqual({ delivered: 0, failed: 0, confirmed: 0, trouble: [] })
  })

  test('can be tried before they are relied on', async () => {
    const { reports } = await setup()
    const { url, token } = await relay()
    expect(await settled(reports.testRelay())).toBe('relay_missing')
    await reports.saveRelay({ relay: { url, token: 'wrong' } })
    expect(await reports.testRelay()).toEqual({ ok: false, detail: 'relay_wrong_token' })
    await reports.saveRelay({ relay: { url, token } })
    expect(await reports.testRelay()).toEqual({ ok: true, detail: '' })
    const imap = await startImapSimulator()
    closing.push(imap.close)
    await reports.saveMailbox({ mailbox: { host: imap.host, port: imap.port, security: 'none', user: imap.user, folder: 'INBOX', password: imap.password } })
    expect(await reports.testMailbox()).toEqual({ ok: true, detail: '' })
  })

  test('are asked when a person wants to know, and what they say is told to the page', async () => {
    const { db, reports, events } = await setup()
    const { url, token, hear } = await relay()
    await db.write((tx) => insertSentSms(tx, '+254711000001', { state: 'sent', begunAt, providerId: 'ATXid_1' }))
    await reports.saveRelay({ relay: { url, token } })
    hear(success)
    events.length = 0
    expect(await reports.refresh()).toEqual({ delivered: 1, failed: 0, confirmed: 0, trouble: [] })
    expect(events).toEqual(['console:changed {"topics":["messages","status"]}'])
    expect((await reports.sources.get()).relay?.asked).toEqual({ at: NOW, trouble: null })
  })

  test('are asked by themselves in their time, and one in trouble is asked less often', async () => {
    const { clock, reports, faults, events } = await setup()
    const { url, token, asked, plan } = await relay()
    await reports.saveRelay({ relay: { url, token } })
    reports.startPolling()
    /** Lets a minute pass, and the round that it began end. */
    const minute = async () => {
      clock.advance(MINUTE)
      await reports.idle()
    }
    await minute()
    expect(asked.length).toBe(1)
    for (let i = 0; i < 4; i++) await minute()
    expect(asked.length).toBe(1)
    plan({ status: 500 })
    await minute()
    expect((await reports.sources.get()).relay?.asked).toEqual({ at: NOW + 6 * MINUTE, trouble: 'relay_busy' })
    expect(events.at(-1)).toBe('console:changed {"topics":["settings"]}')
    for (let i = 0; i < 9; i++) await minute()
    expect(asked.length).toBe(1)
    await minute()
    expect(asked.length).toBe(2)
    expect((await reports.sources.get()).relay?.asked.trouble).toBe(null)
    expect(faults).toEqual([])
  })

  test('that hang do not hold up the end of the console', async () => {
    const { reports } = await setup()
    const { url, token, plan } = await relay()
    await reports.saveRelay({ relay: { url, token } })
    plan('hang')
    const asking = reports.refresh()
    await reports.stop()
    expect(await asking).toEqual({ delivered: 0, failed: 0, confirmed: 0, trouble: [] })
  })
})

test('an export is brought in through the worker, and only what was chosen last is kept', async () => {
  const { db, reports, events } = await setup()
  await db.write((tx) => insertSentSms(tx, '+254711000001', { state: 'sent', begunAt, providerId: 'ATXid_1' }))
  const bytes = Buffer.from('Message ID,Status\nATXid_1,Success\n')
  const first = await reports.receive({ name: 'first.csv', bytes })
  const file = await reports.receive({ name: 'report.csv', bytes })
  expect(await settled(reports.read({ token: first.token, mapping: null }))).toBe('file_gone')
  const reading = await reports.read({ token: file.token, mapping: null })
  expect([reading.file, reading.would.deliver]).toEqual([file, 1])
  expect(await reports.apply({ token: file.token, mapping: reading.mapping })).toEqual({ delivered: 1, failed: 0, confirmed: 0, same: 0 })
  expect(db.get('SELECT state FROM sms_logs')).toEqual({ state: 'delivered' })
  expect(events).toContain('work:progress {"work":"report-apply","done":1,"total":1}')
})
