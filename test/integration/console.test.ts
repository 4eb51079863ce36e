/** The console whole, without a window: real files, the real worker thread, real sockets to the providers' simulators. */
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { channelRow } from '../../db/queries/channels.ts'
import type { ConsoleApp } from '../../electron/compose.ts'
import { createHandlers } from '../../electron/ipc/handlers/index.ts'
import { logCount, logPage } from '../../electron/messages/log-page.ts'
import type { SecretStore } from '../../electron/platform/ports.ts'
import { listBackups, makeBackup } from '../../electron/safekeeping/backup.ts'
import { restoreBackup } from '../../electron/safekeeping/restore.ts'
import type { Session } from '../../electron/session.ts'
import { contract, type Output, type Parsed } from '../../shared/ipc/contract.ts'
import { CHANNELS } from '../../shared/ipc/names.ts'
import { startAfricasTalkingSimulator } from '../support/africas-talking-simulator.ts'
import { startedConsole, testPlatform } from '../support/console.ts'
import { temporaryFolder } from '../support/database.ts'
import { insertFamily } from '../support/families.ts'
import { startSmtpSimulator } from '../support/smtp-simulator.ts'

const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
const everyone = { classes: [], balanceOverCents: null, includeCopies: false }
const draft = (more: Partial<Parsed<'batches:preview'>> = {}) => ({ templateKey: 'fee_statement', audience: everyone, channel: 'sms' as const, ...more })
const states = (session: Session) => logCount(session.db, { filter: {} }).byState

async function practiceConsole() {
  const platform = testPlatform({ dataFolder: temporaryFolder() })
  const console = await startedConsole(platform)
  await withoutHold(console.session())
  return { platform, console, session: console.session() }
}

/** Nobody is here to undo a send. */
const withoutHold = (session: Session) => session.sending.save({ ...session.sending.get(), holdSeconds: 0 })

/** A live console with both accounts on simulators, and `n` families with a number each. */
async function liveConsole(n: number) {
  const sms = await startAfricasTalkingSimulator()
  const smtp = await startSmtpSimulator()
  onTestFinished(() => sms.close())
  onTestFinished(() => smtp.close())
  const platform = testPlatform({ dataFolder: temporaryFolder() })
  const console = await startedConsole(platform)
  await console.setMode('live')
  const session = console.session()
  await withoutHold(session)
  await session.school.save(SCHOOL)
  await session.db.write((tx) => {
    for (let i = 0; i < n; i++) {
      const seed = { guardian: `Guardian ${i}`, phone: `+25471200${String(1000 + i)}`, email: `g${i}@example.com` }
      insertFamily(tx, 1, { ...seed, children: [{ adm: String(4000 + i), name: `Child ${i}`, balanceCents: 1_000_000 }] })
    }
  })
  await session.accounts.saveSms({ provider: 'africas_talking' as const, username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: sms.apiKey })
  await session.accounts.saveEmail({ host: '127.0.0.1', port: smtp.port, security: 'none', user: '', fromName: 'Bursar', fromAddress: 'bursar@example.org' })
  return { sms, smtp, platform, console, session }
}

describe('practice', () => {
  test('first run → sample school → this term’s list → send → log, and nothing leaves the computer', async () => {
    const { console, session, platform } = await practiceConsole()
    expect(await session.overview.status(console.look())).toMatchObject({ firstRun: true, mode: 'practice', schoolName: null })
    expect(await session.sample.load()).toMatchObject({ students: 599 })
    const { check, rows } = await session.imports.bringIn(path.join(platform.sampleFolder, 'fees-term-3.csv'), SCHOOL, 'import-commit')
    expect(rows).toEqual(check.rows)
    const owing = (await session.overview.overview()).owing.cents
    expect(owing).toBeGreaterThan(0)

    const preview = await session.batches.preview(draft({ channel: 'both' }))
    const queued = await session.batches.queue({ draft: draft({ channel: 'both' }), draftId: 'one', staleAccepted: false })
    expect(queued.queued).toBe(preview.sms.messages + preview.email.messages)
    expect(queued.skipped).toBe(preview.leftOut.reduce((sum, l) => sum + l.count, 0))
    await session.idle()
    const { sent = 0, failed = 0, skipped = 0, ...rest } = states(session)
    expect({ all: sent + failed, skipped, rest }).toEqual({ all: queued.queued, skipped: queued.skipped, rest: {} })
    expect(failed).toBeGreaterThan(0)
    expect((await session.messages.count({ filter: {} })).costs).toEqual([{ micros: 0, currency: 'KES' }])
    expect(platform.faults).toEqual([])
  })

  test('what the preview shows of one recipient is what is written down for that one', async () => {
    const { session, platform } = await practiceConsole()
    await session.sample.load()
    await session.imports.bringIn(path.join(platform.sampleFolder, 'fees-term-3.csv'), SCHOOL, 'import-commit')
    const asked = draft({ templateKey: 'payment_reminder', audience: { ...everyone, classes: ['Form 2'], balanceOverCents: 500_000 } })
    const shown = await session.batches.recipient({ draft: asked, index: 7 })
    await session.batches.queue({ draft: asked, draftId: 'one', staleAccepted: false })
    const { rows } = await session.messages.page({ filter: { search: shown?.to ?? '' }, cursor: null, limit: 10 })
    expect(rows.map((r) => [r.toName, r.text])).toContainEqual([shown?.guardian, shown?.text])
    const out = await session.batches.leftOut({ draft: asked, offset: 0, limit: 200 })
    expect(out.rows.length).toBe(out.total)
  })

  test('a preview after an import shows what that import brought', async () => {
    const { session, platform } = await practiceConsole()
    await session.sample.load()
    const before = await session.batches.preview(draft())
    await session.imports.bringIn(path.join(platform.sampleFolder, 'fees-term-3.csv'), SCHOOL, 'import-commit')
    const shown = await session.batches.preview(draft())
    const queued = await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    expect(shown.sms.messages).toBe(queued.queued)
    expect(shown).not.toEqual(before)
  })

  test('stays by itself where the computer has no safe place for keys', async () => {
    const console = await startedConsole(testPlatform({ dataFolder: temporaryFolder(), keyStore: 'unsafe' }))
    await expect(console.setMode('live')).rejects.toMatchObject({ failure: { key: 'key_store_unsafe' } })
    expect(console.mode()).toBe('practice')
  })

  test('no account can be saved in practice', async () => {
    const { session } = await practiceConsole()
    const account = { provider: 'africas_talking' as const, username: 'school', senderId: '', baseUrl: 'https://api.example.com', apiKey: 'k' }
    await expect(session.accounts.saveSms(account)).rejects.toMatchObject({ failure: { key: 'practice_only' } })
  })

  test('practice and live keep their records apart', async () => {
    const { console, session } = await practiceConsole()
    await session.sample.load()
    await console.setMode('live')
    expect((await console.session().overview.overview()).people.students).toBe(0)
    await console.setMode('practice')
    expect((await console.session().overview.overview()).people.students).toBe(599)
  })
})

describe('live', () => {
  test('SMS and email go out once each, and the log agrees with the simulators', async () => {
    const { session, sms, smtp } = await liveConsole(30)
    await session.batches.queue({ draft: draft({ channel: 'both' }), draftId: 'one', staleAccepted: false })
    await session.batches.queue({ draft: draft({ channel: 'both' }), draftId: 'one', staleAccepted: false })
    await session.idle()
    expect(states(session)).toEqual({ sent: 60 })
    expect(new Set(sms.received.map((m) => m.number)).size).toBe(30)
    expect([sms.received.length, smtp.received.length]).toEqual([30, 30])
    expect((await session.messages.count({ filter: { channel: 'sms' } })).costs).toEqual([{ micros: 30 * 800_000, currency: 'KES' }])
  })

  test('one refused number stops nobody, and the log says why', async () => {
    const { session, sms } = await liveConsole(8)
    sms.codeFor('+254712001003', 406)
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    expect(states(session)).toEqual({ sent: 7, failed: 1 })
    const { rows } = await session.messages.page({ filter: { states: ['failed'] }, cursor: null, limit: 10 })
    expect(rows).toMatchObject([{ toName: 'Guardian 3', failureReason: 'blacklisted' }])
    expect(session.messages.get({ channel: 'sms', id: rows[0]?.id ?? 0 }).attempts).toMatchObject([{ n: 1, outcome: 'rejected', code: '406' }])
  })

  test('a wrong key pauses the channel, names it, loses nothing, and the right key sends', async () => {
    const { console, session, sms } = await liveConsole(5)
    await session.accounts.saveSms({ provider: 'africas_talking' as const, username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: 'not-the-key' })
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    expect((await session.overview.status(console.look())).channels.sms).toMatchObject({ pause: 'wrong_key', until: null, waiting: 5 })
    expect(sms.received).toEqual([])
    await session.accounts.saveSms({ provider: 'africas_talking' as const, username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: sms.apiKey })
    await session.idle()
    expect(states(session)).toEqual({ sent: 5 })
  })

  test('the queue that wakes while a new key is being put in does not try the old one', async () => {
    const { session, sms, platform } = await liveConsole(3)
    await session.accounts.saveSms({ provider: 'africas_talking' as const, username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: 'not-the-key' })
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    const { get } = platform.secrets
    const woken: SecretStore['get'] = async (name) => {
      session.wake()
      await session.idle()
      return get(name)
    }
    Object.assign(platform.secrets, { get: woken })
    await session.accounts.saveSms({ provider: 'africas_talking' as const, username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: sms.apiKey })
    await session.idle()
    expect(states(session)).toEqual({ sent: 3 })
  })

  test.each([
    ['messages of 24 hours', { smsPerDay: 4 }, 'daily_cap'],
    ['money of a day', { spendPerDayMicros: 4 * 800_000 }, 'spend_cap'],
    ['money of a month', { spendPerMonthMicros: 4 * 800_000 }, 'spend_cap'],
  ] as const)('a limit on the %s holds when a copy is put back that knows nothing of what was sent since', async (_, limit, pause) => {
    const { console, session, platform, sms } = await liveConsole(6)
    await session.sending.save({ ...session.sending.get(), ...limit })
    const place = { folder: platform.dataFolder, mode: 'live' } as const
    // the console's own backup of the day is made by its worker meanwhile: two at a time would be in each other's way
    await expect.poll(() => listBackups(place)).toHaveLength(1)
    const backup = await makeBackup(place, platform.clock.now())
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    expect(sms.received).toHaveLength(4)
    await console.stop()
    restoreBackup(place, backup, platform.clock.now())

    const again = await startedConsole(platform)
    await again.setMode('live')
    const restored = again.session()
    await restored.batches.queue({ draft: draft(), draftId: 'two', staleAccepted: false })
    await restored.idle()
    expect((await restored.overview.status(again.look())).channels.sms).toMatchObject({ pause, waiting: 6 })
    expect(sms.received).toHaveLength(4)
  })

  test('a key that cannot be read as the computer wakes up is read again when the channel is resumed', async () => {
    const { session, sms, platform } = await liveConsole(1)
    const { get } = platform.secrets
    platform.secrets.get = async () => null
    session.suspend()
    await session.resume()
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    expect([sms.received.length, channelRow(session.db, 'sms').pause]).toEqual([0, 'key_unreadable'])
    platform.secrets.get = get
    await session.channels.resume({ channel: 'sms' })
    await session.idle()
    expect(states(session)).toMatchObject({ sent: 1 })
  })

  test('a key store that is held for a moment does not keep the console from opening', async () => {
    const { console, platform } = await liveConsole(0)
    await console.stop()
    const { get } = platform.secrets
    let held = 1
    platform.secrets.get = async (name) => {
      if (held-- > 0) throw Object.assign(new Error('EBUSY: secrets.json'), { code: 'EBUSY' })
      return get(name)
    }
    const again = await startedConsole(platform)
    await again.setMode('live')
    await again.session().channels.resume({ channel: 'sms' })
    expect(again.session().accounts.providers.sms).not.toBeNull()
  })

  test('a key on file goes to no other address than it was typed for', async () => {
    const { session, sms, smtp } = await liveConsole(0)
    const account = { provider: 'africas_talking' as const, username: 'school', senderId: 'NYOTA', baseUrl: sms.baseUrl }
    await session.accounts.saveSms(account)
    await expect(session.accounts.saveSms({ ...account, baseUrl: 'https://elsewhere.example.com' })).rejects.toMatchObject({ failure: { key: 'key_missing' } })
    const mail = { host: '127.0.0.1', port: smtp.port, security: 'none' as const, user: 'u', fromName: '', fromAddress: 'b@example.org' }
    await session.accounts.saveEmail({ ...mail, password: 'p' })
    await session.accounts.saveEmail({ ...mail, fromName: 'Bursar' })
    await expect(session.accounts.saveEmail({ ...mail, host: 'elsewhere.example.com' })).rejects.toMatchObject({ failure: { key: 'password_missing' } })
  })

  test('offline, the messages wait and use no attempt; back online, each goes once', async () => {
    const { console, session, sms } = await liveConsole(6)
    await sms.close()
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    expect(states(session)).toEqual({ queued: 6 })
    const status = await session.overview.status(console.look())
    expect([status.online, status.channels.sms.pause]).toEqual([false, 'offline'])
    const again = await startAfricasTalkingSimulator({ port: sms.port, apiKey: sms.apiKey })
    onTestFinished(() => again.close())
    await session.channels.resume({ channel: 'sms' })
    await session.idle()
    expect(states(session)).toEqual({ sent: 6 })
    expect(again.received.length).toBe(6)
  })

  test('an answer that is lost leaves the message unconfirmed until a person decides', async () => {
    const { session, sms } = await liveConsole(1)
    sms.plan('reset_after')
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    expect([states(session), sms.received.length]).toEqual([{ unconfirmed: 1 }, 1])
    await session.idle()
    expect(sms.received.length).toBe(1)
    await session.messages.settle({ what: { messages: [{ channel: 'sms', id: 1 }] }, as: 'sent' })
    expect(states(session)).toEqual({ sent: 1 })
    await expect(session.messages.settle({ what: { messages: [{ channel: 'sms', id: 1 }] }, as: 'sent' })).rejects.toMatchObject({
      failure: { key: 'cannot_settle' },
    })
    await expect(session.messages.retry({ messages: [{ channel: 'sms', id: 1 }] })).rejects.toMatchObject({ failure: { key: 'cannot_retry' } })
  })

  test('a failed message can be sent again by hand, as the same message with a new attempt', async () => {
    const { session, sms } = await liveConsole(1)
    sms.codeFor('+254712001000', 403)
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    sms.codeFor('+254712001000', 101)
    expect(await session.messages.retry({ messages: [{ channel: 'sms', id: 1 }] })).toEqual({ queued: 1 })
    await session.idle()
    const message = session.messages.get({ channel: 'sms', id: 1 })
    expect([message.state, message.attempts.map((a) => a.outcome)]).toEqual(['sent', ['rejected', 'accepted']])
  })

  test('no key and no password is ever in the records, the answers, the events or the log', async () => {
    const { console, session, sms, platform } = await liveConsole(3)
    const apiKey = 'atsk_a-key-that-must-not-be-seen'
    const password = 'a-password-that-must-not-be-seen'
    await session.accounts.saveSms({ provider: 'africas_talking' as const, username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey })
    const mail = { host: '127.0.0.1', port: 1, security: 'none' as const, user: 'u', password, fromName: '', fromAddress: 'b@example.org' }
    await session.accounts.saveEmail(mail)
    await session.batches.queue({ draft: draft({ channel: 'both' }), draftId: 'one', staleAccepted: false })
    await session.idle()
    const answers = JSON.stringify([
      await session.accounts.get(),
      await session.overview.status(console.look()),
      await session.accounts.testSms({ phone: '0712 345 678' }),
      session.messages.get({ channel: 'sms', id: 1 }),
      session.messages.get({ channel: 'email', id: 1 }),
      platform.events,
      platform.faults,
    ])
    await console.stop()
    const files = fs.readdirSync(platform.dataFolder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
    const kept = files.map((f) => fs.readFileSync(path.join(f.parentPath, f.name)).toString('latin1')).join()
    for (const secret of [apiKey, password]) {
      expect(answers).not.toContain(secret)
      expect(kept).not.toContain(secret)
    }
  })

  test('the address of the SMS company must be https, or this computer', async () => {
    const { session } = await liveConsole(0)
    const account = { provider: 'africas_talking' as const, username: 'school', senderId: '', baseUrl: 'http://sms.example.com', apiKey: 'k' }
    await expect(session.accounts.saveSms(account)).rejects.toMatchObject({ failure: { key: 'base_url_unsafe' } })
  })
})

describe('quiet hours', () => {
  test('messages queued or retried in them wait for their end, and go at once when they are taken away', async () => {
    const { session, sms } = await liveConsole(4)
    sms.codeFor('+254712001000', 403)
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await session.idle()
    await session.sending.save({ ...session.sending.get(), quietFrom: '08:00', quietTo: '12:00' })
    sms.codeFor('+254712001000', 101)
    await session.messages.retry({ messages: [{ channel: 'sms', id: 1 }] })
    await session.batches.queue({ draft: draft({ templateKey: 'payment_reminder' }), draftId: 'two', staleAccepted: false })
    await session.idle()
    expect([states(session), sms.received.length]).toEqual([{ sent: 3, queued: 5 }, 3])
    await session.sending.save({ ...session.sending.get(), quietFrom: null, quietTo: null })
    await session.idle()
    expect([states(session), sms.received.length]).toEqual([{ sent: 8 }, 8])
  })
})

describe('changing the mode', () => {
  test('to and fro while messages are on the wire: every answer is written down', async () => {
    const { console, session, sms, platform } = await liveConsole(20)
    sms.setLatency(150)
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    await expect.poll(() => sms.requests + sms.connections).toBeGreaterThan(0)
    await Promise.all([console.setMode('practice'), console.setMode('live'), console.setMode('live')])
    await console.session().idle()
    expect([console.mode(), states(console.session()), sms.received.length, platform.faults]).toEqual(['live', { sent: 20 }, 20, []])
  })

  test('as the console stops: nothing is left open', async () => {
    const { console } = await practiceConsole()
    const changing = console.setMode('live')
    await console.stop()
    await changing
    expect(() => console.session()).toThrow('internal')
    await expect(console.setMode('practice')).rejects.toThrow('internal')
  })
})

describe('the log', () => {
  test('pages through both channels by key: every message once, newest first', async () => {
    const { session } = await liveConsole(40)
    await session.batches.queue({ draft: draft({ channel: 'both' }), draftId: 'one', staleAccepted: false })
    await session.batches.queue({ draft: draft({ templateKey: 'payment_reminder' }), draftId: 'two', staleAccepted: false })
    await session.idle()
    const seen: string[] = []
    const times: number[] = []
    let cursor: Parsed<'messages:page'>['cursor'] = null
    do {
      const page: Output<'messages:page'> = await session.messages.page({ filter: {}, cursor, limit: 17 })
      for (const row of page.rows) {
        seen.push(`${row.channel} ${row.id}`)
        times.push(row.createdAt)
      }
      cursor = page.next
    } while (cursor)
    expect([seen.length, new Set(seen).size]).toEqual([120, 120])
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  })

  test('finds a family by name, by a number as it is spoken, and by words of the text', async () => {
    const { session } = await liveConsole(12)
    await session.batches.queue({ draft: draft(), draftId: 'one', staleAccepted: false })
    const found = (search: string) => logPage(session.db, { filter: { search }, cursor: null, limit: 50 }).rows.map((r) => r.toName)
    expect(found('guardian 11')).toEqual(['Guardian 11'])
    expect(found('0712 001 007')).toEqual(['Guardian 7'])
    expect(found('Child 3')).toEqual(['Guardian 3'])
    expect(found('100%_')).toEqual([])
  })
})

test('every handler answers what the contract says', async () => {
  const platform = testPlatform({ dataFolder: temporaryFolder() })
  const console: ConsoleApp = await startedConsole(platform)
  const handlers = createHandlers(console)
  expect(Object.keys(handlers).sort()).toEqual([...CHANNELS].sort())
  await handlers['console:load-sample']({})
  for (const channel of ['console:status', 'school:get', 'overview:get', 'templates:list', 'sending:get', 'accounts:get', 'batches:options'] as const) {
    expect(contract[channel].output.safeParse(await handlers[channel]({})), channel).toMatchObject({ success: true })
  }
  const parsed = contract['batches:preview'].output.safeParse(await handlers['batches:preview'](draft()))
  expect(parsed).toMatchObject({ success: true })
})

test('a preview that was asked for before follows what was sent, the records and the texts', async () => {
  const { session } = await liveConsole(3)
  const preview = () => session.batches.preview(draft())
  expect(await preview()).toMatchObject({ guardians: 3, recent: 0, leftOut: [] })
  await session.batches.queue({ draft: draft(), draftId: 'first', staleAccepted: true })
  await session.idle()
  expect(await preview()).toMatchObject({ guardians: 3, recent: 3 })
  await session.db.write((tx) => tx.run("UPDATE guardians SET phone = NULL, phone_kind = 'none' WHERE id = 1"))
  expect(await preview()).toMatchObject({ guardians: 2, recent: 2 })
  const before = (await preview()).sms.parts
  const texts = { sms: `{{guardian}} ${'pays '.repeat(60)}`, emailSubject: '', emailText: '' }
  await session.templates.save({ key: 'fee_statement', name: '', language: 'en', onChange: 'rewrite', ...texts })
  expect((await preview()).sms.parts).toBeGreaterThan(before)
})
