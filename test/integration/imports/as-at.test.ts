import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { balancesAsAt } from '../../../db/queries/families.ts'
import { recordsRevision } from '../../../db/queries/outbox.ts'
import { planDraft, previewPlan } from '../../../electron/batches/draft.ts'
import { checkFeeList, commitFeeList } from '../../../electron/imports/fee-list.ts'
import type { Draft } from '../../../shared/model/batches/draft.ts'
import { csvOf, fileIn, inputFor, type ListRow } from '../../support/fee-lists.ts'
import { accepted, dispatch, type QueueSetup, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

const DAY_MS = 86_400_000
const ANN: ListRow = { adm: '1', name: 'Ann Were', class: 'Form 1', parent: 'Rose Were', phone: '0712345671', expected: '9,000', balance: '500' }
const BEN: ListRow = { ...ANN, adm: '2', name: 'Ben Otieno', class: 'Form 2', parent: 'Paul Otieno', phone: '0712345672', balance: '700' }
/** Ann's sister. */
const EVE: ListRow = { ...ANN, adm: '3', name: 'Eve Were', class: 'Form 2', balance: '900' }

/** Brings a list of these rows in, now. */
async function list({ db, clock, file, schoolId }: QueueSetup, rows: readonly ListRow[]) {
  const input = await inputFor(fileIn(path.dirname(file), 'fees.csv', csvOf(rows)), schoolId)
  return commitFeeList(db, input, await checkFeeList(db, input), clock.now())
}

/** Who was sent something, and how many are held, when the queue has done what it can. */
async function send(setup: QueueSetup) {
  const { dispatcher, sent } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  return { sent: sent().toSorted(), held: smsStates(setup.db).held ?? 0 }
}
const reminders: Draft = { templateKey: 'payment_reminder', audience: { classes: [], balanceOverCents: null, includeCopies: false }, channel: 'sms' }
const preview = ({ db, clock }: QueueSetup) => previewPlan(db, planDraft(db, reminders, clock.now()), clock.now())

describe('the list of one form', () => {
  test('makes nobody else’s balances fresh: reminders about the other forms are held at the moment of sending', async () => {
    const setup = await queueSchool(0)
    await list(setup, [ANN, BEN])
    setup.clock.advance(2 * DAY_MS)
    await queueAll(setup)
    setup.clock.advance(2 * DAY_MS)
    await list(setup, [{ ...BEN, balance: '600' }])
    expect(await send(setup)).toEqual({ sent: ['+254712345672'], held: 1 })
  })

  test('makes nobody else’s balances fresh: a new send that speaks of them is asked about, by how many and how old', async () => {
    const setup = await queueSchool(0)
    await list(setup, [ANN, BEN])
    const before = setup.clock.now()
    setup.clock.advance(4 * DAY_MS)
    await list(setup, [{ ...BEN, balance: '600' }])
    await expect(queueAll(setup)).rejects.toMatchObject({ failure: { key: 'data_stale' } })
    expect(preview(setup).stale).toEqual({ messages: 1, asAt: before, days: 4 })
  })

  test('and a family with children in two forms is as old as the older of what is known of them', async () => {
    const setup = await queueSchool(0)
    await list(setup, [ANN, EVE])
    setup.clock.advance(2 * DAY_MS)
    await queueAll(setup)
    setup.clock.advance(2 * DAY_MS)
    await list(setup, [{ ...EVE, balance: '901' }])
    expect(await send(setup)).toEqual({ sent: [], held: 1 })
  })

  test('but a child of whom the message does not speak does not hold it', async () => {
    const setup = await queueSchool(0)
    await list(setup, [{ ...ANN, balance: '0' }, EVE])
    setup.clock.advance(2 * DAY_MS)
    await queueAll(setup)
    setup.clock.advance(2 * DAY_MS)
    await list(setup, [{ ...EVE, balance: '901' }])
    expect(await send(setup)).toEqual({ sent: ['+254712345671'], held: 0 })
  })

  test('a text says the date of its own family', async () => {
    const setup = await queueSchool(0)
    await list(setup, [ANN, BEN])
    setup.clock.advance(DAY_MS)
    await list(setup, [{ ...BEN, balance: '600' }])
    const { plan } = planDraft(setup.db, { ...reminders, templateKey: 'fee_statement' }, setup.clock.now())
    expect(plan.messages.map((m) => /as at (\d+ \w+ \d+)/.exec(m.text)?.[1]).toSorted()).toEqual(['20 Nov 2026', '21 Nov 2026'])
  })

  test('the school’s balances are as at two dates', async () => {
    const setup = await queueSchool(0)
    expect(balancesAsAt(setup.db, setup.schoolId)).toBeNull()
    await list(setup, [ANN, BEN])
    const oldest = setup.clock.now()
    setup.clock.advance(DAY_MS)
    await list(setup, [{ ...BEN, balance: '600' }])
    const newest = setup.clock.now()
    expect(balancesAsAt(setup.db, setup.schoolId)).toEqual({ oldest, newest })
    await setup.db.write((tx) => tx.run("UPDATE students SET status = 'left' WHERE adm_key = '1'"))
    expect(balancesAsAt(setup.db, setup.schoolId)).toEqual({ oldest: newest, newest })
  })
})

describe('a list in which nothing has changed', () => {
  test('makes the balances fresh, and what it confirms goes', async () => {
    const setup = await queueSchool(0)
    await list(setup, [ANN, BEN])
    setup.clock.advance(2 * DAY_MS)
    await queueAll(setup)
    setup.clock.advance(2 * DAY_MS)
    const revision = recordsRevision(setup.db)
    const asAt = setup.clock.now()
    expect(await list(setup, [ANN, BEN])).toMatchObject({ rows: { create: 0, change: 0, same: 2 }, balances: { students: 2, asAt } })
    expect(setup.db.get('SELECT count(*) n, max(created_at) at FROM imports')).toEqual({ n: 2, at: asAt })
    // no message has to be written anew for it
    expect(recordsRevision(setup.db)).toBe(revision)
    expect(await send(setup)).toEqual({ sent: ['+254712345671', '+254712345672'], held: 0 })
  })

  test('renews the children whom it names, and no others', async () => {
    const setup = await queueSchool(0)
    await list(setup, [ANN, BEN])
    const oldest = setup.clock.now()
    setup.clock.advance(4 * DAY_MS)
    await list(setup, [BEN])
    expect(balancesAsAt(setup.db, setup.schoolId)).toEqual({ oldest, newest: setup.clock.now() })
  })
})

describe('a list that does not tell what was paid', () => {
  const contacts = ({ adm = '', name = '', parent = '' }: ListRow): ListRow => ({ adm, name, parent, phone: '0712345679' })
  test.each<[string, ListRow[]]>([
    ['names and numbers', [contacts(ANN), contacts(BEN)]],
    ['the fees of another term', [ANN, BEN].map((row) => ({ ...row, term: '2', balance: '' }))],
  ])('%s: leaves the balances as old as they were', async (_, rows) => {
    const setup = await queueSchool(0)
    await list(setup, [ANN, BEN])
    const before = setup.clock.now()
    setup.clock.advance(4 * DAY_MS)
    expect(await list(setup, rows)).toMatchObject({ rows: { change: 2 }, balances: { students: 0 } })
    expect(balancesAsAt(setup.db, setup.schoolId)).toEqual({ oldest: before, newest: before })
  })

  test('is refused where it changes nothing either', async () => {
    const setup = await queueSchool(0)
    await list(setup, [ANN])
    await expect(list(setup, [{ ...ANN, expected: '', balance: '' }])).rejects.toMatchObject({ failure: { key: 'nothing_to_import' } })
  })

  test('tells the balance of a child who was billed nothing before', async () => {
    const setup = await queueSchool(0)
    await list(setup, [{ ...ANN, balance: '' }])
    const at = setup.clock.now()
    expect(balancesAsAt(setup.db, setup.schoolId)).toEqual({ oldest: at, newest: at })
  })
})
