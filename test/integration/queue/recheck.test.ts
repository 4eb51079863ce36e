import { describe, expect, test } from 'vitest'
import type { Tx } from '../../../db/client.ts'
import { newestAlerts } from '../../../db/queries/alerts.ts'
import { dueEmails } from '../../../db/queries/outbox.ts'
import { saveSchool, theSchool } from '../../../db/queries/schools.ts'
import { applyChange, type MessageChange } from '../../../electron/messages/changes.ts'
import { writeAgain } from '../../../electron/queue/today.ts'
import { accepted, dispatch, offline, type QueueSetup, queueAll, queueSchool, refused, saveSettings, smsStates } from '../../support/queue.ts'

const DAY_MS = 86_400_000

/** Child 0 is the child of guardian 1, and so on. */
const owes = (tx: Tx, child: number, cents: number) =>
  tx.run(
    "UPDATE invoices SET balance_cents = ?1, status = CASE ?1 WHEN 0 THEN 'paid' ELSE 'open' END WHERE student_id = (SELECT id FROM students WHERE adm_key = ?2)",
    cents,
    String(1000 + child),
  )
const sms = ({ db }: QueueSetup, guardian: number) =>
  db.get<{ state: string; reason: string | null; body: string; phone: string; parts: number }>(
    'SELECT state, skip_reason reason, body, phone, parts FROM sms_logs WHERE guardian_id = ?',
    guardian,
  )

/** A text of the school's own, put on file under this key. */
const ownText = ({ db }: QueueSetup, key: string, eventType: string, sms: string) =>
  db.write((tx) =>
    tx.run(
      `INSERT INTO templates (school_id, key, event_type, language, name, sms, email_subject, email_text, created_at, updated_at)
       VALUES (1, ?, ?, 'en', ?, ?, '', '', 0, 0)`,
      key,
      eventType,
      key,
      sms,
    ),
  )

describe('at the moment of sending', () => {
  test('who has paid meanwhile is not reminded', async () => {
    const setup = await queueSchool(3)
    await queueAll(setup)
    await setup.db.write((tx) => owes(tx, 0, 0))
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ skipped: 1, sent: 2 })
    expect(sms(setup, 1)).toMatchObject({ state: 'skipped', reason: 'paid' })
    expect(sent()).toHaveLength(2)
  })

  test('a balance that has changed is written anew, for the others nothing changes', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    const before = sms(setup, 2)
    await setup.db.write((tx) => owes(tx, 0, 120_000))
    const { dispatcher, calls } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    const told = calls.flat().find((m) => m.phone === '+254712000000')
    expect(told?.body).toContain('1,200')
    expect(told?.body).not.toContain('5,000')
    expect(sms(setup, 1)?.body).toBe(told?.body)
    expect(sms(setup, 2)).toEqual({ ...before, state: 'sent' })
  })

  test.each([
    ['another guardian became the first contact', "UPDATE student_guardians SET role = 'copy'", {}],
    ['the class was given another name', "UPDATE students SET class_name = 'Form 1 East'", { classes: ['Form 1'] }],
  ])('who was chosen is told though meanwhile %s', async (_, change, options) => {
    const setup = await queueSchool(2)
    await queueAll(setup, options)
    await setup.db.write((tx) => tx.run(change))
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2 })
  })

  test('two guardians who were given one number while their messages waited get the same words once', async () => {
    const setup = await queueSchool(3)
    await queueAll(setup, { same: true })
    await setup.db.write((tx) => tx.run("UPDATE guardians SET phone = '+254712000070', phone_raw = phone WHERE id < 3"))
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(sent().sort()).toEqual(['+254712000002', '+254712000070'])
    expect([sms(setup, 1), sms(setup, 2)]).toMatchObject([{ state: 'sent' }, { state: 'skipped', reason: 'same_number' }])
  })

  test('two guardians with one number and children of their own are both told', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    await setup.db.write((tx) => tx.run("UPDATE guardians SET phone = '+254712000070', phone_raw = phone"))
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(sent()).toEqual(['+254712000070', '+254712000070'])
  })

  test('where its template says so, a message whose balance has changed is left out instead', async () => {
    const setup = await queueSchool(2)
    await setup.db.write((tx) =>
      tx.run(
        `INSERT INTO templates (school_id, key, event_type, language, sms, email_subject, email_text, on_change, created_at, updated_at)
         VALUES (1, 'payment_reminder', 'payment_reminder', 'en', 'You owe {{balance}}.', '', '', 'skip', 0, 0)`,
      ),
    )
    await queueAll(setup)
    await setup.db.write((tx) => owes(tx, 0, 120_000))
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(sms(setup, 1)).toMatchObject({ state: 'skipped', reason: 'balance_changed' })
    expect(sms(setup, 2)).toMatchObject({ state: 'sent', body: 'You owe 5,000.' })
  })

  test.each([
    ['has paid', 0, 'paid'],
    ['owes no more than that now', 100_000, 'balance_changed'],
  ])('a call to those who owe more than 1,000 does not go to a family that %s', async (_, cents, reason) => {
    const setup = await queueSchool(2)
    await ownText(setup, 'own-call', 'bulk', 'Please come to the office about your fees.')
    await queueAll(setup, { templateKey: 'own-call', balanceOverCents: 100_000 })
    await setup.db.write((tx) => owes(tx, 0, cents))
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(sms(setup, 1)).toMatchObject({ state: 'skipped', reason })
    expect(sent()).toEqual(['+254712000001'])
  })

  test('a balance that has changed is written into the words that were queued, whatever became of the text since', async () => {
    const setup = await queueSchool(2)
    await ownText(setup, 'own-reminder', 'payment_reminder', 'You owe {{balance}} for term {{term}}.')
    await queueAll(setup, { templateKey: 'own-reminder' })
    await setup.db.write((tx) => {
      owes(tx, 0, 120_000)
      tx.run("UPDATE templates SET sms = 'Draft, do not send: {{balance}}', on_change = 'skip'")
      tx.run('UPDATE schools SET term = 1, year = 2027')
    })
    const { dispatcher, calls } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(calls.flat().map((m) => m.body)).toEqual(['You owe 5,000 for term 3.', 'You owe 1,200 for term 3.'])
  })

  test('a text that was removed meanwhile still goes, to those who may get it and as it is true now', async () => {
    const setup = await queueSchool(4)
    await ownText(setup, 'own-reminder', 'payment_reminder', 'You owe {{balance}}.')
    await queueAll(setup, { templateKey: 'own-reminder' })
    await setup.db.write((tx) => {
      tx.run('DELETE FROM templates')
      owes(tx, 0, 0)
      tx.run("INSERT INTO suppressions (channel, address, kind, source, created_at) VALUES ('sms', '+254712000001', 'opted_out', 'relay', 0)")
      owes(tx, 2, 120_000)
    })
    const { dispatcher, calls } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect([sms(setup, 1)?.reason, sms(setup, 2)?.reason]).toEqual(['paid', 'opted_out'])
    expect(calls.flat().map((m) => m.body)).toEqual(['You owe 5,000.', 'You owe 1,200.'])
  })

  test('a corrected paybill reaches those who wait, and a shared text is shared still', async () => {
    const setup = await queueSchool(250)
    await ownText(setup, 'own-pay', 'bulk', 'Pay by M-PESA: Paybill {{paybill}}.')
    await queueAll(setup, { templateKey: 'own-pay' })
    await setup.db.write((tx) => {
      const school = theSchool(tx)
      if (school) saveSchool(tx, { ...school, paybill: '555018' }, setup.clock.now())
    })
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { limits: { perCall: 100 } })
    await dispatcher.idle()
    expect(calls.map((call) => [call.length, call[0]?.body])).toEqual([100, 100, 50].map((many) => [many, 'Pay by M-PESA: Paybill 555018.']))
  })

  test('an email is written anew when its text says something else now, its subject too, and otherwise left', async () => {
    const setup = await queueSchool(1)
    const { db, clock } = setup
    await db.write((tx) => tx.run("UPDATE guardians SET email = 'g1@families.example'"))
    await queueAll(setup, { channel: 'email' })
    const look = () => {
      const [row] = dueEmails(db, clock.now(), 1)
      return row && db.write((tx) => writeAgain(tx, 'email', clock.now()).today(row, row.email))
    }
    await db.write((tx) => tx.run("UPDATE students SET stream = 'East'"))
    expect(await look()).toEqual({ kind: 'same' })
    await db.write((tx) => tx.run("UPDATE schools SET office_phone = '0700 999 888'"))
    expect(await look()).toMatchObject({ kind: 'changed', text: { text: expect.stringContaining('0700 999 888') } })
    await db.write((tx) => tx.run("UPDATE schools SET office_phone = '0700 111 222'"))
    await db.write((tx) => tx.run("UPDATE students SET name = 'Amina Mfano'"))
    expect(await look()).toMatchObject({ kind: 'changed', text: { subject: expect.stringContaining('Amina Mfano') } })
  })

  test('a message that would say the same is left as it was written, however the records have changed', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    const before = setup.db.all('SELECT body, revision FROM sms_logs')
    await setup.db.write((tx) => {
      tx.run("UPDATE schools SET office_phone = '0700 999 888'")
      tx.run("UPDATE students SET stream = 'East'")
    })
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2 })
    expect(setup.db.all('SELECT body, revision FROM sms_logs')).toEqual(before)
  })

  test('a number that was corrected meanwhile gets the message, the old one does not', async () => {
    const setup = await queueSchool(1)
    await queueAll(setup)
    await setup.db.write((tx) => tx.run("UPDATE guardians SET phone = '+254799000001' WHERE id = 1"))
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(sent()).toEqual(['+254799000001'])
  })

  test.each([
    ['opted_out', 'INSERT INTO preferences (guardian_id, sms_enabled, updated_at) VALUES (1, 0, 0)'],
    ['opted_out', 'INSERT INTO preferences (guardian_id, payment_reminder, updated_at) VALUES (1, 0, 0)'],
    ['opted_out', "INSERT INTO suppressions (channel, address, kind, source, created_at) VALUES ('sms', '+254712000000', 'opted_out', 'relay', 0)"],
    ['wrong_number', "INSERT INTO suppressions (channel, address, kind, source, created_at) VALUES ('sms', '+254712000000', 'wrong_number', 'person', 0)"],
    ['bad_phone', "UPDATE guardians SET phone = NULL, phone_kind = 'bad' WHERE id = 1"],
    ['no_child', "UPDATE students SET status = 'left' WHERE adm_key = '1000'"],
  ])('%s: %s', async (reason, sql) => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    await setup.db.write((tx) => tx.run(sql))
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(sms(setup, 1)).toMatchObject({ state: 'skipped', reason })
    expect(sent()).toEqual(['+254712000001'])
  })

  test('a shared text still goes in one call to those who may get it', async () => {
    const setup = await queueSchool(5)
    await queueAll(setup, { same: true })
    await setup.db.write((tx) => tx.run('INSERT INTO preferences (guardian_id, bulk, updated_at) VALUES (2, 0, 0)'))
    const { dispatcher, calls } = await dispatch(setup, () => accepted, { limits: { perCall: 100 } })
    await dispatcher.idle()
    expect(calls.map((c) => c.length)).toEqual([4])
    expect(smsStates(setup.db)).toEqual({ sent: 4, skipped: 1 })
  })

  test('what has waited too long is not worth sending any more', async () => {
    const setup = await queueSchool(2)
    await saveSettings(setup, { expireDays: 2 })
    await queueAll(setup)
    setup.clock.advance(2 * DAY_MS)
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ expired: 2 })
    expect(sent()).toEqual([])
  })

  test('an expired message that a person sends again has its full time once more', async () => {
    const setup = await queueSchool(1)
    await queueAll(setup)
    setup.clock.advance(30 * DAY_MS)
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ expired: 1 })
    const again: MessageChange = { kind: 'retry', what: { filter: { states: ['expired'] } } }
    expect(await setup.db.write((tx) => applyChange(tx, again, setup.clock.now()))).toBe(1)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 1 })
  })

  test('a reminder from old balances is held and asked about, and goes when a person says so', async () => {
    const setup = await queueSchool(3)
    const now = setup.clock.now()
    await setup.db.write((tx) => balancesTold(tx, now - 2 * DAY_MS))
    await queueAll(setup)
    setup.clock.advance(2 * DAY_MS)
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ held: 3 })
    expect(newestAlerts(setup.db, 5)).toMatchObject([{ kind: 'stale_held', over: false }])
    const answer = { kind: 'answer', reason: 'stale_data', answer: 'send' } as const
    expect(await setup.db.write((tx) => applyChange(tx, answer, setup.clock.now()))).toBe(3)
    expect(newestAlerts(setup.db, 5)).toMatchObject([{ kind: 'stale_held', over: true }])
    await dispatcher.idle()
    expect(sent()).toHaveLength(3)
  })

  test('“send” on what is held for old balances is asked once, though its text is gone', async () => {
    const setup = await queueSchool(1)
    await ownText(setup, 'own-reminder', 'payment_reminder', 'You owe {{balance}}.')
    await setup.db.write((tx) => balancesTold(tx, setup.clock.now() - 2 * DAY_MS))
    await queueAll(setup, { templateKey: 'own-reminder' })
    await setup.db.write((tx) => tx.run('DELETE FROM templates'))
    setup.clock.advance(2 * DAY_MS)
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ held: 1 })
    await setup.db.write((tx) => applyChange(tx, { kind: 'answer', reason: 'stale_data', answer: 'send' }, setup.clock.now()))
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 1 })
  })

  test('old balances that were accepted when it was sent are not asked about again', async () => {
    const setup = await queueSchool(2)
    await setup.db.write((tx) => balancesTold(tx, setup.clock.now() - 9 * DAY_MS))
    await expect(queueAll(setup)).rejects.toMatchObject({ failure: { key: 'data_stale' } })
    await queueAll(setup, { staleAccepted: true })
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2 })
  })

  test('a text that speaks of no balance does not mind their age', async () => {
    const setup = await queueSchool(2)
    await setup.db.write((tx) => balancesTold(tx, setup.clock.now() - 9 * DAY_MS))
    await queueAll(setup, { same: true })
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: 2 })
  })

  test('a reminder minds their age though its text names no figure, since it goes to whoever owed', async () => {
    const setup = await queueSchool(2)
    await ownText(setup, 'own-reminder', 'payment_reminder', 'Please pay before Friday.')
    await ownText(setup, 'own-call', 'bulk', 'Please come to the office.')
    await setup.db.write((tx) => balancesTold(tx, setup.clock.now() - 9 * DAY_MS))
    const refusedAsOld = { failure: { key: 'data_stale' } }
    await expect(queueAll(setup, { templateKey: 'own-reminder' })).rejects.toMatchObject(refusedAsOld)
    await expect(queueAll(setup, { templateKey: 'own-call', balanceOverCents: 100_000 })).rejects.toMatchObject(refusedAsOld)
    await queueAll(setup, { templateKey: 'own-call' })
    expect(smsStates(setup.db)).toEqual({ queued: 2 })
  })

  test('that old balances may go is no word for those that are sent again a month later', async () => {
    const setup = await queueSchool(1)
    await setup.db.write((tx) => balancesTold(tx, setup.clock.now() - 4 * DAY_MS))
    await queueAll(setup, { staleAccepted: true })
    let there = false
    const { dispatcher } = await dispatch(setup, () => (there ? accepted : refused))
    await dispatcher.idle()
    there = true
    const again = async () => {
      await setup.db.write((tx) => applyChange(tx, { kind: 'retry', what: { filter: { states: ['failed', 'expired'] } } }, setup.clock.now()))
      dispatcher.wake()
      await dispatcher.idle()
    }
    setup.clock.advance(30 * DAY_MS)
    await again()
    expect(smsStates(setup.db)).toEqual({ held: 1 })
  })

  test('how many days late a family is, is said as of the day on which it goes', async () => {
    const setup = await queueSchool(1)
    let there = false
    const { dispatcher, calls } = await dispatch(setup, () => (there ? accepted : offline(setup.clock.now() + 30_000)))
    await dispatcher.idle()
    await queueAll(setup, { templateKey: 'arrears_warning' })
    dispatcher.wake()
    await dispatcher.idle()
    expect(calls.flat()[0]?.body).toContain('66 days late')
    there = true
    setup.clock.advance(3 * DAY_MS)
    await dispatcher.idle()
    expect(calls.flat().at(-1)?.body).toContain('69 days late')
  })

  test('a number that the network refuses as blacklisted is never tried again, by any later send', async () => {
    const setup = await queueSchool(2)
    await queueAll(setup)
    const { dispatcher, sent } = await dispatch(setup, (m) =>
      m.phone === '+254712000000' ? { kind: 'rejected', reason: 'blacklisted', code: '406', detail: 'UserInBlacklist' } : accepted,
    )
    await dispatcher.idle()
    await queueAll(setup, { same: true })
    dispatcher.wake()
    await dispatcher.idle()
    expect(sent()).toEqual(['+254712000000', '+254712000001', '+254712000001'])
    expect(setup.db.get("SELECT count(*) n FROM sms_logs WHERE skip_reason = 'opted_out'")).toEqual({ n: 1 })
  })
})

/** Every child's balance was told at this time. */
function balancesTold(tx: Tx, at: number) {
  tx.run('UPDATE students SET balances_as_at = ?', at)
}
