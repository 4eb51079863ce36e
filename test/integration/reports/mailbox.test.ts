import fs from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { importBounces } from '../../../electron/reports/mailbox/import-bounces.ts'
import { type MailboxAccount, readMailbox, tryMailbox } from '../../../electron/reports/mailbox/mailbox.ts'
import type { Installations } from '../../../electron/safekeeping/installation.ts'
import { handClock } from '../../support/clock.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { type ImapSimulator, startImapSimulator } from '../../support/imap-simulator.ts'
import { insertSentEmail } from '../../support/sent-messages.ts'

const folder = path.resolve(import.meta.dirname, '../../fixtures/reports/bounces')
const INSTALLATION = '7d1c2b3a-0f4e-4c5d-8e9f-a0b1c2d3e4f5'
const begunAt = Date.parse('2026-11-20T10:00:00+03:00')
const opened: ImapSimulator[] = []
afterEach(() => Promise.all(opened.splice(0).map((imap) => imap.close())))
const never = new AbortController().signal

/** A bounce of the fixtures, about the message with this id in place of the one that it was written for. */
const bounce = (name: string, id = 0) =>
  fs.readFileSync(path.join(folder, `${name}.eml`), 'utf8').replaceAll(new RegExp(`${INSTALLATION}\\.\\d+@`, 'g'), `${INSTALLATION}.${id}@`)

async function setup(installations: Installations = { current: INSTALLATION, past: [] }) {
  const { db } = await temporaryDatabase()
  const imap = await startImapSimulator()
  opened.push(imap)
  const { host, port, user, password } = imap
  const account: MailboxAccount = { host, port, user, password, security: 'none', folder: 'INBOX' }
  const clock = handClock(Date.now())
  const looked: number[] = []
  const read = () =>
    importBounces({
      db,
      clock,
      account,
      installations,
      signal: never,
      read: async (...asked) => {
        const answer = await readMailbox(...asked)
        if (answer.ok) looked.push(answer.bounces.length)
        return answer
      },
    })
  const email = (address: string, state: 'sent' | 'unconfirmed' | 'sending' = 'sent', more: { providerId?: string; bootId?: number } = {}) =>
    db.write((tx) => insertSentEmail(tx, address, { state, begunAt, ...more }))
  return { db, imap, account, read, email, looked }
}
const mails = (db: Database) => db.all<{ state: string; why: string | null }>('SELECT state, failure_reason why FROM email_logs ORDER BY id')

describe('mails that come back', () => {
  test('turn sent into failed with the reason, and a delay into evidence alone', async () => {
    const { db, imap, read, email } = await setup()
    const ids = []
    for (const n of [1, 2, 3, 4]) ids.push(await email(`p${n}@post.example`))
    for (const [i, name] of ['gmail-unknown', 'exim-blocked', 'postfix-delayed', 'old-exim-plain'].entries()) imap.receive(bounce(name, ids[i]))
    expect(await read()).toEqual({ counts: { delivered: 0, failed: 3, confirmed: 0, same: 1 }, trouble: null, retryAfterMs: null })
    expect(mails(db)).toEqual([
      { state: 'failed', why: 'mailbox_unknown' },
      { state: 'failed', why: 'filtered' },
      { state: 'sent', why: null },
      { state: 'failed', why: 'mailbox_unknown' },
    ])
    expect(db.all('SELECT verdict, code FROM delivery_reports ORDER BY id')).toEqual([
      { verdict: 'failed', code: '5.1.1' },
      { verdict: 'failed', code: '5.7.1' },
      { verdict: 'on_the_way', code: '4.4.1' },
      { verdict: 'failed', code: '5.1.1' },
    ])
    expect(imap.touched()).toBe(false)
  })

  test('are found by the name that the server gave to the mail', async () => {
    const { db, imap, read, email } = await setup()
    await email('otieno.mary@post.example', 'sent', { providerId: '<AB1PR01MB0001@ab1.prod.outlook.example>' })
    imap.receive(bounce('m365-full'))
    await read()
    expect(mails(db)).toEqual([{ state: 'failed', why: 'mailbox_full' }])
  })

  test('are known by a past installation id, as far as these records had it: a later message with the same id is another one', async () => {
    const { db, imap, read, email } = await setup({ current: 'restored', past: [{ id: INSTALLATION, lastBoot: 4, ownUntil: 3 }] })
    imap.receive(bounce('gmail-unknown', await email('p1@post.example', 'sent', { bootId: 3 })))
    imap.receive(bounce('gmail-unknown', await email('p2@post.example', 'sent', { bootId: 4 })))
    await read()
    expect(mails(db)).toEqual([
      { state: 'failed', why: 'mailbox_unknown' },
      { state: 'sent', why: null },
    ])
  })

  test('are known by the installation id of other records only where the very mail is on file', async () => {
    const { db, imap, read, email } = await setup({ current: 'restored', past: [{ id: INSTALLATION, lastBoot: 4, ownUntil: null }] })
    const sent = await email('p1@post.example')
    imap.receive(bounce('gmail-unknown', sent))
    await read()
    expect(mails(db)).toEqual([{ state: 'sent', why: null }])
    const returned = bounce('gmail-unknown', sent)
    const name = new RegExp(`<${INSTALLATION}[^>]+>`).exec(returned)?.[0] ?? ''
    await db.write((tx) => tx.run('UPDATE email_logs SET provider_id = ? WHERE id = ?', name, sent))
    imap.receive(`X-Again: yes\r\n${returned}`)
    await read()
    expect(mails(db)).toEqual([{ state: 'failed', why: 'mailbox_unknown' }])
  })

  test('that name another mail, or answer by machine, are about nothing of ours', async () => {
    const { db, imap, read, email } = await setup()
    const id = await email('supplier@post.example')
    imap.receive(bounce('somebody-elses'))
    imap.receive(bounce('auto-reply', id))
    imap.receive(bounce('dsn-success', id))
    await read()
    expect([mails(db), db.all('SELECT * FROM delivery_reports')]).toEqual([[{ state: 'sent', why: null }], []])
  })

  test('confirm and settle what was unconfirmed', async () => {
    const { db, imap, read, email } = await setup()
    imap.receive(bounce('postfix-delayed', await email('p1@post.example', 'unconfirmed')))
    imap.receive(bounce('gmail-unknown', await email('p2@post.example', 'unconfirmed')))
    expect((await read()).counts).toEqual({ delivered: 0, failed: 1, confirmed: 1, same: 0 })
    expect(mails(db).map((m) => m.state)).toEqual(['sent', 'failed'])
  })

  test('of an earlier try to another address say nothing of the one that went since', async () => {
    const { db, imap, read, email } = await setup()
    const id = await email('wanjiru.kamau@school.example', 'unconfirmed')
    await db.write((tx) => {
      tx.run("UPDATE email_logs SET state = 'queued', email = 'Wanjiru.K@post.example' WHERE id = ?", id)
      tx.run("UPDATE email_logs SET state = 'sending' WHERE id = ?", id)
      tx.run(
        `INSERT INTO attempts (email_log_id, n, boot_id, provider, begun_at, ended_at, outcome) VALUES (?, 2, 1, 'smtp', ${begunAt + 1}, ${begunAt + 2}, 'accepted')`,
        id,
      )
      tx.run("UPDATE email_logs SET state = 'sent' WHERE id = ?", id)
    })
    const about = (address: string) => bounce('gmail-unknown', id).replaceAll('wanjiru.kamau@post.example', address)
    imap.receive(about('wanjiru.kamau@school.example'))
    expect((await read()).counts).toEqual({ delivered: 0, failed: 0, confirmed: 0, same: 1 })
    expect([mails(db), db.all('SELECT verdict FROM delivery_reports')]).toEqual([[{ state: 'sent', why: null }], [{ verdict: 'failed' }]])
    imap.receive(about('wanjiru.k@post.example').replace(/^Message-ID: <[^>]+>/im, 'Message-ID: <second@post.example>'))
    await read()
    expect(mails(db)).toEqual([{ state: 'failed', why: 'mailbox_unknown' }])
  })

  test('are read once: only what came in since', async () => {
    const { imap, read, email, looked } = await setup()
    imap.receive(bounce('gmail-unknown', await email('p1@post.example')))
    await read()
    await read()
    imap.receive(bounce('exim-blocked', await email('p2@post.example')))
    await read()
    expect(looked).toEqual([1, 0, 1])
  })

  test('are known again when the server numbers its mails anew', async () => {
    const { db, imap, read, email, looked } = await setup()
    imap.receive(bounce('gmail-unknown', await email('p1@post.example')))
    await read()
    imap.renumber()
    expect((await read()).counts.same).toBe(1)
    expect(looked).toEqual([1, 1])
    expect(db.get('SELECT count(*) n FROM delivery_reports')).toEqual({ n: 1 })
  })

  test('and cannot be taken apart are passed over, and those after them read', async () => {
    const { db, imap, read, email, looked } = await setup()
    const parts = '--b\r\n\r\nx\r\n'.repeat(2_000)
    imap.receive(`From: MAILER-DAEMON@post.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n${parts}--b--\r\n`)
    imap.receive(bounce('gmail-unknown', await email('p1@post.example')))
    expect((await read()).trouble).toBe(null)
    await read()
    expect([mails(db)[0]?.state, looked]).toEqual(['failed', [1, 0]])
  })

  test('of a mail that is being sent are read once more', async () => {
    const { db, imap, read, email, looked } = await setup()
    const id = await email('p1@post.example', 'sending')
    imap.receive(bounce('gmail-unknown', id))
    await read()
    await db.write((tx) => tx.run("UPDATE email_logs SET state = 'sent' WHERE id = ?", id))
    await read()
    expect(looked).toEqual([1, 1])
    expect(mails(db)[0]?.state).toBe('failed')
  })
})

describe('a mailbox', () => {
  test('whose server never ends its answer is given up after three minutes', async () => {
    const { db, account } = await setup()
    const clock = handClock()
    const read = (_account: MailboxAccount, _place: unknown, _now: number, signal: AbortSignal) =>
      new Promise<{ ok: false; trouble: 'mailbox_unreachable' }>((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: false, trouble: 'mailbox_unreachable' }))
      })
    const round = importBounces({ db, clock, account, installations: { current: 'inst', past: [] }, signal: never, read })
    clock.advance(3 * 60_000)
    expect((await round).trouble).toBe('mailbox_unreachable')
  })

  test('that cannot be opened says why', async () => {
    const { account } = await setup()
    const trouble = (change: Partial<MailboxAccount>) => tryMailbox({ ...account, ...change }, never)
    expect(await trouble({})).toBe(null)
    expect(await trouble({ password: 'wrong' })).toBe('mailbox_wrong_password')
    expect(await trouble({ folder: 'Bounces' })).toBe('mailbox_folder_missing')
    expect(await trouble({ port: 1 })).toBe('mailbox_unreachable')
    expect(await trouble({ host: 'mail.example' })).toBe('mailbox_unsafe')
  })

  test('without encryption where it was asked for is not given the password', async () => {
    const { account } = await setup()
    expect(await tryMailbox({ ...account, security: 'starttls' }, never)).toBe('mailbox_unreachable')
    expect(await tryMailbox({ ...account, security: 'tls' }, never)).toBe('mailbox_unreachable')
  })
})
