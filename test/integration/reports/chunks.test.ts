/** What comes in hundreds at once is taken in on the process that draws and sends: never so much in one transaction that either has to wait. */
import { afterEach, expect, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import type { SmsProvider } from '../../../electron/providers/provider.ts'
import { importBounces } from '../../../electron/reports/mailbox/import-bounces.ts'
import type { FetchedBounce, MailboxAccount, MailboxAnswer, MailboxPlace } from '../../../electron/reports/mailbox/mailbox.ts'
import { pollProvider } from '../../../electron/reports/provider-reports.ts'
import { pollRelay } from '../../../electron/reports/relay/relay.ts'
import { handClock } from '../../support/clock.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { type RelaySimulator, startRelaySimulator } from '../../support/relay-simulator.ts'
import { insertSentEmail, insertSentSms } from '../../support/sent-messages.ts'

const MANY = 250
const IN_CHUNKS = [100, 100, 50]
const AT = '2026-11-20T09:00:30+03:00'
const begunAt = Date.parse('2026-11-20T09:00:00+03:00')
const clock = handClock(Date.parse('2026-11-20T10:00:00+03:00'))
const { signal } = new AbortController()
const installations = { current: 'inst', past: [] }
const ids = Array.from({ length: MANY }, (_, i) => i + 1)
const opened: RelaySimulator[] = []
afterEach(() => Promise.all(opened.splice(0).map((relay) => relay.close())))

/** The records, and how many reports each transaction wrote down that wrote any. */
async function counted(seed: (db: Database) => Promise<unknown>) {
  const { db } = await temporaryDatabase()
  await seed(db)
  const heard = () => db.get<{ n: number }>('SELECT count(*) n FROM delivery_reports')?.n ?? 0
  const chunks: number[] = []
  const write: Database['write'] = async (work) => {
    const before = heard()
    const done = await db.write(work)
    if (heard() > before) chunks.push(heard() - before)
    return done
  }
  return { db: { ...db, write }, chunks }
}

const manySms = (db: Database) =>
  db.write((tx) => {
    for (const n of ids) insertSentSms(tx, `+2547110${String(n).padStart(5, '0')}`, { state: 'sent', begunAt, providerId: `SM${n}` })
  })
const manyEmails = (db: Database) =>
  db.write((tx) => {
    for (const n of ids) insertSentEmail(tx, `p${n}@post.example`, { state: 'sent', begunAt })
  })

test('by a relay', async () => {
  const { db, chunks } = await counted(manySms)
  const relay = await startRelaySimulator({})
  opened.push(relay)
  relay.hear(...ids.map((n) => ({ type: 'sms', at: AT, messageId: `SM${n}`, phone: '', status: 'Success' })))
  const { counts } = await pollRelay({ db, clock, account: { url: relay.url, token: relay.token }, installations, signal })
  expect([counts.delivered, chunks]).toEqual([MANY, IN_CHUNKS])
})

test('by a provider that is asked', async () => {
  const { db, chunks } = await counted(manySms)
  const provider: SmsProvider = {
    name: 'twilio',
    account: 'the school’s',
    channel: 'sms',
    limits: { perCall: 1, concurrency: 1, perSecond: null, perDay: null },
    send: async () => new Map(),
    close: async () => {},
    reports: async (asked) =>
      asked.map((providerId) => ({ providerId, verdict: 'delivered', reason: null, code: 'delivered', detail: '', at: begunAt + 5_000 })),
  }
  const { counts } = await pollProvider({ db, clock, provider, signal, all: true })
  expect([counts.delivered, chunks]).toEqual([MANY, IN_CHUNKS])
})

/** The mailbox: one mail a message that came back, of the mail server's numbers 1, 2, 3 … up to 999. */
const account: MailboxAccount = { host: 'mail.example', port: 993, security: 'tls', user: 'bursar', password: '', folder: 'INBOX' }
function mailbox() {
  const places: (number | null)[] = []
  const read = async (_: MailboxAccount, place: MailboxPlace | null): Promise<MailboxAnswer> => {
    places.push(place?.uid ?? null)
    const bounces = ids.filter((n) => n > (place?.uid ?? 0)).map(bounceMail)
    return { ok: true, place: { uidValidity: '7', uid: 999 }, bounces, more: false }
  }
  return { places, read }
}
const bounceMail = (n: number): FetchedBounce => ({
  uid: n,
  name: `<bounce${n}@post.example>`,
  at: begunAt + 60_000,
  bounce: { verdict: 'failed', reason: 'mailbox_unknown', code: '5.1.1', detail: '', originals: [`<inst.${n}@school.example>`], recipient: null },
})

test('by the mailbox, whose place moves with each chunk', async () => {
  const { db, chunks } = await counted(manyEmails)
  const { places, read } = mailbox()
  const round = { db, clock, account, installations, signal, read }
  await db.write((tx) => tx.run("CREATE TRIGGER no_more BEFORE UPDATE OF state ON email_logs WHEN old.id = 150 BEGIN SELECT raise(abort, 'power cut'); END"))
  await expect(importBounces(round)).rejects.toThrow('power cut')
  expect(chunks).toEqual([100])
  await db.write((tx) => tx.run('DROP TRIGGER no_more'))
  expect((await importBounces(round)).counts.failed).toBe(MANY - 100)
  expect((await importBounces(round)).counts).toEqual({ delivered: 0, failed: 0, confirmed: 0, same: 0 })
  expect([places, chunks]).toEqual([[null, 100, 999], IN_CHUNKS])
})

test('and a mail that is being sent is read once more, whatever chunk the report of it was in', async () => {
  const { db } = await counted(manyEmails)
  const { places, read } = mailbox()
  const round = { db, clock, account, installations, signal, read }
  const sending = await db.write((tx) => insertSentEmail(tx, 'slow@post.example', { state: 'sending', begunAt }))
  const late = async (...asked: Parameters<typeof read>) => {
    const answer = await read(...asked)
    if (!answer.ok) return answer
    return { ...answer, bounces: answer.bounces.map((one) => (one.uid === 50 ? { ...bounceMail(sending), uid: 50 } : one)) }
  }
  expect((await importBounces({ ...round, read: late })).counts.failed).toBe(MANY - 1)
  await db.write((tx) => tx.run("UPDATE email_logs SET state = 'sent' WHERE id = ?", sending))
  expect((await importBounces({ ...round, read: late })).counts).toMatchObject({ failed: 1, same: MANY - 50 })
  expect(places).toEqual([null, 49])
})
