/** Batches of every kind, through one queue: whatever changes while they wait, each ends for its own reason. */
import { describe, expect, test } from 'vitest'
import { beginWindow } from '../../../db/queries/batches.ts'
import { batchFigures } from '../../../electron/batches/figures.ts'
import type { BatchOrder, FamilyOrder } from '../../../electron/batches/order.ts'
import { queueBatch } from '../../../electron/batches/queue.ts'
import { applyChange } from '../../../electron/messages/changes.ts'
import { accepted, dispatch, type QueueSetup, queueSchool, saveSettings, smsStates } from '../../support/queue.ts'

const DAY_MS = 86_400_000

/** Child 0 is the child of guardian 1, and so on; each has an open invoice, a payment and a result of the same number. */
async function school(n = 2): Promise<QueueSetup> {
  const setup = await queueSchool(n)
  await setup.db.write((tx) => {
    for (let i = 1; i <= n; i++) {
      tx.run(
        `INSERT INTO payments (school_id, student_id, invoice_id, amount_cents, paid_at, method, reference, created_at, updated_at)
         VALUES (1, ?, ?, 1200000, ?, 'mpesa', ?, 0, 0)`,
        i,
        i,
        setup.clock.now(),
        `SJ${i}`,
      )
      tx.run(
        `INSERT INTO results (school_id, student_id, term, year, title, score, created_at, updated_at) VALUES (1, ?, 3, 2026, 'Mid-term exam', 'B+', 0, 0)`,
        i,
      )
    }
    tx.run(
      `INSERT INTO templates (school_id, key, event_type, language, name, sms, email_subject, email_text, created_at, updated_at)
       VALUES (1, 'exam_result', 'exam_result', 'en', '', '{{student}}: {{exam}} {{result}}, term {{term}}', '', '', 0, 0)`,
    )
  })
  return setup
}

const audience = { classes: [], balanceOverCents: null, includeCopies: false }
const reminder = { templateKey: 'payment_reminder', channel: 'sms', audience } as const
const about = (of: 'invoice' | 'payment' | 'result', id = 1) => ({ kind: 'event', about: { of, id }, channel: 'sms', includeCopies: false }) as const
const ORDERS = {
  bulk: { kind: 'bulk', draftId: 'a draft', draft: reminder },
  'single with words of its own': {
    kind: 'single',
    draftId: 'a letter',
    guardianId: 1,
    channel: 'sms',
    text: { own: { sms: 'Dear {{guardian}}, please come to the office.', emailSubject: '', emailText: '' } },
  },
  'single with a template': { kind: 'single', draftId: 'a letter', guardianId: 1, channel: 'sms', text: { templateKey: 'payment_reminder' } },
  'invoice notice': about('invoice'),
  receipt: about('payment'),
  result: about('result'),
  'rule run': { kind: 'rule_run', rule: 'payment_reminder', occurrence: '2026-11-20', draft: reminder },
} as const satisfies Record<string, FamilyOrder>
type Name = keyof typeof ORDERS

const queue = ({ db, clock }: QueueSetup, order: BatchOrder) => queueBatch(db, { order, now: clock.now() })
const first = ({ db }: QueueSetup) =>
  db.get<{ state: string; reason: string | null; body: string }>('SELECT state, skip_reason reason, body FROM sms_logs WHERE guardian_id = 1')

const PAID = "UPDATE invoices SET balance_cents = 0, status = 'paid' WHERE id = 1"
const VOID = "UPDATE invoices SET balance_cents = 0, status = 'void' WHERE id = 1"
const REVERSED = 'UPDATE payments SET reversed = 1 WHERE id = 1'
const CORRECTED = 'UPDATE results SET superseded_by = 2 WHERE id = 1'
const OPTED_OUT = "INSERT INTO suppressions (channel, address, kind, source, created_at) VALUES ('sms', '+254712000000', 'opted_out', 'relay', 0)"

describe('what changes while it waits ends it for its own reason', () => {
  test.each<[Name, string, string]>([
    ['bulk', PAID, 'paid'],
    ['bulk', VOID, 'paid'],
    ['single with a template', PAID, 'paid'],
    ['rule run', PAID, 'paid'],
    ['invoice notice', PAID, 'paid'],
    ['invoice notice', VOID, 'invoice_void'],
    ['receipt', REVERSED, 'payment_reversed'],
    ['result', CORRECTED, 'corrected'],
    ['invoice notice', 'INSERT INTO preferences (guardian_id, invoice_issued, updated_at) VALUES (1, 0, 0)', 'opted_out'],
    ['receipt', 'INSERT INTO preferences (guardian_id, payment_received, updated_at) VALUES (1, 0, 0)', 'opted_out'],
    ['result', 'INSERT INTO preferences (guardian_id, exam_result, updated_at) VALUES (1, 0, 0)', 'opted_out'],
    ...(Object.keys(ORDERS) as Name[]).map((name): [Name, string, string] => [name, OPTED_OUT, 'opted_out']),
    ...(Object.keys(ORDERS) as Name[]).map((name): [Name, string, string] => [name, "UPDATE students SET status = 'left' WHERE id = 1", 'no_child']),
  ])('%s: %s', async (name, change, reason) => {
    const setup = await school()
    await queue(setup, ORDERS[name])
    await setup.db.write((tx) => tx.run(change))
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(first(setup)).toMatchObject({ state: 'skipped', reason })
    expect(sent()).not.toContain('+254712000000')
  })

  test.each<[Name, string]>([
    ['receipt', PAID],
    ['result', PAID],
    ['result', REVERSED],
    ['single with words of its own', PAID],
    ['invoice notice', REVERSED],
    ['bulk', CORRECTED],
  ])('%s goes all the same: %s', async (name, change) => {
    const setup = await school()
    await queue(setup, ORDERS[name])
    await setup.db.write((tx) => tx.run(change))
    if (name === 'bulk') expect(first(setup)?.body).toContain('5,000')
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(first(setup)).toMatchObject({ state: 'sent' })
  })

  test('a receipt says the balance as it is when it goes', async () => {
    const setup = await school()
    await queue(setup, ORDERS.receipt)
    expect(first(setup)?.body).toBe('Nyota Ridge: Received KES 12,000 for Child 0 (Adm 1000) on 20 Nov 2026, ref SJ1. Balance KES 5,000. Thank you.')
    await setup.db.write((tx) => tx.run('UPDATE invoices SET balance_cents = 100000 WHERE id = 1'))
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(first(setup)).toMatchObject({ state: 'sent', body: expect.stringContaining('Balance KES 1,000.') })
  })
})

describe('each kind', () => {
  test.each(Object.entries(ORDERS) as [Name, FamilyOrder][])('%s: the same cause makes one batch', async (_, order) => {
    const setup = await school()
    const once = await queue(setup, order)
    const again = await queue(setup, order)
    expect([once.already, again]).toEqual([false, { ...once, already: true }])
    expect(setup.db.get('SELECT count(*) n, min(kind) kind FROM batches')).toEqual({ n: 1, kind: order.kind })
    expect(setup.db.get('SELECT count(*) n FROM sms_logs')).toEqual({ n: once.queued })
  })

  test.each(Object.entries(ORDERS) as [Name, FamilyOrder][])('%s: waits for the end of its hold window, and can be undone in it', async (_, order) => {
    const setup = await school()
    const { db, clock } = setup
    await saveSettings(setup, { holdSeconds: 30 })
    const { batchId, queued } = await queue(setup, order)
    await db.write((tx) => beginWindow(tx, batchId, clock.now()))
    const { dispatcher, sent } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    expect(batchFigures(db, batchId, clock.now())).toMatchObject({
      kind: order.kind,
      planned: queued,
      cancellable: queued,
      releaseAt: clock.now() + 30_000,
      states: { held: queued },
    })
    await db.write((tx) => applyChange(tx, { kind: 'cancel', what: { filter: { batchId } } }, clock.now()))
    clock.advance(60_000)
    await dispatcher.idle()
    expect([smsStates(db), sent()]).toEqual([{ cancelled: queued }, []])
  })

  test.each(Object.entries(ORDERS) as [Name, FamilyOrder][])('%s: goes when its hold window is over', async (_, order) => {
    const setup = await school()
    await saveSettings(setup, { holdSeconds: 30 })
    const { queued } = await queue(setup, order)
    const { dispatcher } = await dispatch(setup, () => accepted)
    setup.clock.advance(31_000)
    await dispatcher.idle()
    expect(smsStates(setup.db)).toEqual({ sent: queued })
  })
})

describe('an event', () => {
  test('is told to the guardians who stand for its child, copies only where they are asked for, and its record is on file with it', async () => {
    const setup = await school(3)
    await setup.db.write((tx) => tx.run("INSERT INTO student_guardians (student_id, guardian_id, role) VALUES (1, 3, 'copy'), (1, 2, 'none')"))
    await queue(setup, about('invoice'))
    await queue(setup, { ...about('payment'), includeCopies: true })
    await queue(setup, { ...about('result'), includeCopies: true })
    expect(setup.db.all('SELECT guardian_id, event_type, invoice_id, payment_id, result_id FROM notifications')).toEqual([
      { guardian_id: 1, event_type: 'invoice_issued', invoice_id: 1, payment_id: null, result_id: null },
      { guardian_id: 1, event_type: 'payment_received', invoice_id: null, payment_id: 1, result_id: null },
      { guardian_id: 3, event_type: 'payment_received', invoice_id: null, payment_id: 1, result_id: null },
      { guardian_id: 1, event_type: 'exam_result', invoice_id: null, payment_id: null, result_id: 1 },
      { guardian_id: 3, event_type: 'exam_result', invoice_id: null, payment_id: null, result_id: 1 },
    ])
    expect(setup.db.get('SELECT body FROM sms_logs ORDER BY id DESC LIMIT 1')).toEqual({ body: 'Child 0: Mid-term exam B+, term 3' })
  })

  test('of which nobody is to hear is on file all the same, with everybody left out and why', async () => {
    const setup = await school()
    await setup.db.write((tx) => tx.run(OPTED_OUT))
    expect(await queue(setup, about('invoice'))).toMatchObject({ queued: 0, skipped: 1 })
    expect(first(setup)).toMatchObject({ state: 'skipped', reason: 'opted_out' })
  })

  test.each(['invoice notice', 'receipt'] as const)('that rests on old balances is asked about at its turn, where it speaks of them: %s', async (name) => {
    const setup = await school()
    await setup.db.write((tx) => tx.run('UPDATE students SET balances_as_at = ?', setup.clock.now() - 9 * DAY_MS))
    await queue(setup, ORDERS[name])
    const { dispatcher } = await dispatch(setup, () => accepted)
    await dispatcher.idle()
    // an invoice notice says what the invoice says
    expect(first(setup)?.state).toBe(name === 'receipt' ? 'held' : 'sent')
  })
})
