/** The requirement's own list of tests, V1 to V8, each by name: the console whole, live, with its providers' simulators. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { logCount } from '../../electron/messages/log-page.ts'
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import { startAfricasTalkingSimulator } from '../support/africas-talking-simulator.ts'
import { handClock } from '../support/clock.ts'
import { startedConsole, testPlatform } from '../support/console.ts'
import { temporaryFolder } from '../support/database.ts'
import { type FamilySeed, insertFamily } from '../support/families.ts'
import { startSmtpSimulator } from '../support/smtp-simulator.ts'

const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
const at = (time: string) => Date.parse(`${time}:00+03:00`)
const phoneOf = (family: number) => `+25471200${String(1000 + family)}`

type Child = FamilySeed['children'][number]
/** One family to each of these children, numbered from 0. */
type Families = readonly Partial<Child & Pick<FamilySeed, 'language'>>[]

/** A school's live console at this time of its clock, with both accounts on simulators and nobody there to undo a send. */
async function schoolAt(time: string, families: Families) {
  const sms = await startAfricasTalkingSimulator()
  const smtp = await startSmtpSimulator()
  onTestFinished(() => sms.close())
  onTestFinished(() => smtp.close())
  const clock = handClock(at(time))
  const platform = testPlatform({ dataFolder: temporaryFolder(), clock })
  const console = await startedConsole(platform)
  await console.setMode('live')
  const session = console.session()
  await session.school.save(SCHOOL)
  await session.sending.save({ ...session.sending.get(), holdSeconds: 0 })
  await session.db.write((tx) => {
    families.forEach(({ language = 'en', ...child }, i) => {
      const seed = { guardian: `Guardian ${i}`, phone: phoneOf(i), email: `g${i}@example.com`, language }
      insertFamily(tx, 1, { ...seed, children: [{ adm: String(4000 + i), name: `Child ${i}`, balanceCents: 1_000_000, ...child }] }, clock.now())
    })
  })
  await session.accounts.saveSms({ provider: 'africas_talking', username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: sms.apiKey })
  await session.accounts.saveEmail({ host: '127.0.0.1', port: smtp.port, security: 'none', user: '', fromName: 'Bursar', fromAddress: 'bursar@example.org' })
  const queue = (templateKey: string, channel: MessageChannel | 'both' = 'sms', classes: string[] = []) =>
    session.batches.queue({
      draft: { templateKey, channel, audience: { classes, balanceOverCents: null, includeCopies: false } },
      draftId: crypto.randomUUID(),
      staleAccepted: false,
    })
  const send = async (...what: Parameters<typeof queue>) => {
    const queued = await queue(...what)
    await session.idle()
    return queued
  }
  const states = () => logCount(session.db, { filter: {} }).byState
  const reached = () => sms.received.map((m) => m.number).sort()
  return { sms, smtp, clock, session, platform, queue, send, states, reached }
}

describe('the requirement’s list', () => {
  test('V1: a test SMS verifies the provider', async () => {
    const { session, sms } = await schoolAt('2026-11-20T09:00', [])
    expect(await session.accounts.testSms({ phone: '0712 000 999' })).toMatchObject({ state: 'sent' })
    expect(sms.received).toMatchObject([{ number: '+254712000999', text: expect.stringContaining('Nyota Ridge') }])
    sms.plan('wrong_key')
    expect(await session.accounts.testSms({ phone: '0712 000 999' })).toMatchObject({ state: 'paused', reason: 'wrong_key' })
    expect(sms.received).toHaveLength(1)
  })

  test('V2: in quiet hours nothing leaves, from 22:00 to 07:00; at 07:00 all of it does', async () => {
    const { session, sms, smtp, clock, send, states } = await schoolAt('2026-11-20T22:00', [{}, {}, {}])
    await send('fee_statement', 'both')
    for (const time of ['2026-11-20T22:00', '2026-11-20T23:59', '2026-11-21T00:00', '2026-11-21T03:30', '2026-11-21T06:59']) {
      clock.advance(at(time) - clock.now())
      await session.idle()
      expect([sms.requests, smtp.connections], time).toEqual([0, 0])
    }
    expect(states()).toEqual({ queued: 6 })
    clock.advance(at('2026-11-21T07:00') - clock.now())
    await session.idle()
    expect(states()).toEqual({ sent: 6 })
    expect([sms.received.length, smtp.received.length]).toEqual([3, 3])
  })

  test('V2: at 21:59 a message still leaves', async () => {
    const { send, states } = await schoolAt('2026-11-20T21:59', [{}])
    await send('fee_statement')
    expect(states()).toEqual({ sent: 1 })
  })

  test('V3: a guardian who wants no invoice alerts gets none, and still gets the rest', async () => {
    const { session, send, states, reached } = await schoolAt('2026-11-20T09:00', [{}, {}, {}])
    await session.db.write((tx) => tx.run('INSERT INTO preferences (guardian_id, invoice_issued, updated_at) VALUES (2, 0, 0)'))
    expect(await send('invoice_issued', 'both')).toMatchObject({ queued: 4, skipped: 2 })
    expect(states()).toEqual({ sent: 4, skipped: 2 })
    expect(reached()).toEqual([phoneOf(0), phoneOf(2)])
    expect((await session.messages.page({ filter: { states: ['skipped'] }, cursor: null, limit: 10 })).rows).toMatchObject([
      { toName: 'Guardian 1', skipReason: 'opted_out' },
      { toName: 'Guardian 1', skipReason: 'opted_out' },
    ])
    await send('payment_reminder')
    expect(reached()).toEqual([phoneOf(0), phoneOf(0), phoneOf(1), phoneOf(2), phoneOf(2)])
  })

  test('V3: who says so after the message was queued gets none either', async () => {
    const { session, queue, clock, states, reached } = await schoolAt('2026-11-20T22:30', [{}, {}])
    await queue('invoice_issued')
    await session.db.write((tx) => tx.run('INSERT INTO preferences (guardian_id, invoice_issued, updated_at) VALUES (1, 0, 0)'))
    clock.advance(at('2026-11-21T07:00') - clock.now())
    await session.idle()
    expect(states()).toEqual({ sent: 1, skipped: 1 })
    expect(reached()).toEqual([phoneOf(1)])
  })

  test('V4: a reminder of an invoice that is due in 7 days goes at 08:00, with its balance and its date', async () => {
    const { send, states, sms } = await schoolAt('2026-11-20T08:00', [
      { dueOn: '2026-11-27', balanceCents: 1_234_500 },
      { dueOn: '2026-11-27', balanceCents: 0 },
    ])
    expect(await send('payment_reminder')).toMatchObject({ queued: 1, skipped: 1 })
    expect(states()).toEqual({ sent: 1, skipped: 1 })
    expect(sms.received).toMatchObject([
      {
        number: phoneOf(0),
        text: 'Nyota Ridge: Reminder, fee balance for Child 0 (Adm 4000) is KES 12,345, due 27 Nov 2026. Paybill 555017, A/C 4000. As at 20 Nov 2026.',
      },
    ])
  })

  test('V5: an arrears warning goes at 14:00 to who is 60 days late and more, and says how many', async () => {
    const { send, states, sms } = await schoolAt('2026-11-20T14:00', [
      { dueOn: '2026-09-21', className: 'Late' },
      { dueOn: '2026-09-01', className: 'Late' },
      { dueOn: '2026-11-20', className: 'Late' },
      { dueOn: '2026-09-01', className: 'Late', balanceCents: 0 },
    ])
    expect(await send('arrears_warning', 'sms', ['Late'])).toMatchObject({ queued: 2, skipped: 2 })
    expect(states()).toEqual({ sent: 2, skipped: 2 })
    expect(sms.received.map((m) => /is (\d+) days late/.exec(m.text)?.[1]).sort()).toEqual(['60', '80'])
  })

  test('V6: a message that failed is sent again by hand, as a new attempt of the same message', async () => {
    const { session, sms, send, states, reached } = await schoolAt('2026-11-20T09:00', [{}, {}, {}])
    sms.codeFor(phoneOf(1), 403)
    await send('fee_statement')
    expect(states()).toEqual({ sent: 2, failed: 1 })
    const [failed] = (await session.messages.page({ filter: { states: ['failed'] }, cursor: null, limit: 10 })).rows
    expect(failed).toMatchObject({ to: phoneOf(1), failureReason: 'number_refused' })
    sms.codeFor(phoneOf(1), 101)
    expect(await session.messages.retry({ filter: { states: ['failed'] } })).toEqual({ queued: 1 })
    await session.idle()
    expect(states()).toEqual({ sent: 3 })
    expect(reached()).toEqual([phoneOf(0), phoneOf(1), phoneOf(2)])
    expect(session.messages.get({ channel: 'sms', id: failed?.id ?? 0 }).attempts.map((a) => a.outcome)).toEqual(['rejected', 'accepted'])
  })

  test('V6: a temporary failure is retried by itself after 60, 120 and 180 seconds, then failed', async () => {
    const { session, sms, clock, send, states } = await schoolAt('2026-11-20T09:00', [{}])
    sms.codeFor(phoneOf(0), 500)
    await send('fee_statement')
    const tries = [sms.requests]
    for (const wait of [59_000, 1_000, 119_000, 1_000, 179_000, 1_000, 3_600_000]) {
      clock.advance(wait)
      await session.idle()
      tries.push(sms.requests)
    }
    expect(tries).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
    expect(states()).toEqual({ failed: 1 })
  })

  test('V7: 1,000 notifications are queued and sent, each once', async () => {
    const { session, send, states, reached, platform } = await schoolAt(
      '2026-11-20T09:00',
      Array.from({ length: 1_000 }, () => ({})),
    )
    expect(await send('fee_statement')).toMatchObject({ queued: 1_000, skipped: 0 })
    expect(states()).toEqual({ sent: 1_000 })
    expect(session.db.get('SELECT count(*) n FROM notifications')).toEqual({ n: 1_000 })
    expect(reached()).toHaveLength(1_000)
    expect(new Set(reached()).size).toBe(1_000)
    expect(platform.faults).toEqual([])
  })

  test('V8: {{variables}} stand for what is on file, in the family’s language', async () => {
    const { session, send, sms } = await schoolAt('2026-11-20T09:00', [
      { dueOn: '2026-12-01', balanceCents: 4_550_000 },
      { dueOn: '2026-12-01', balanceCents: 4_550_050, language: 'sw' },
    ])
    const texts = { emailSubject: '', emailText: '', name: 'Invoice', onChange: 'rewrite' as const }
    const { key } = await session.templates.save({
      ...texts,
      key: null,
      language: 'en',
      sms: 'Invoice {{invoice_number}}: KES {{amount}} due {{due_date}}',
    })
    await session.templates.save({ ...texts, key, language: 'sw', sms: 'Ankara {{invoice_number}}: KES {{amount}} kabla ya {{due_date}}' })
    await send(key)
    expect(Object.fromEntries(sms.received.map((m) => [m.number, m.text]))).toEqual({
      [phoneOf(0)]: 'Invoice 2026-T3-4000: KES 45,500 due 1 Dec 2026',
      [phoneOf(1)]: 'Ankara 2026-T3-4001: KES 45,500.50 kabla ya 1 Des 2026',
    })
  })
})
