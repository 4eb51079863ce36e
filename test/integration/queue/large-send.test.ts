import { expect, test } from 'vitest'
import { beginBatch, insertNotification, insertSms } from '../../../db/queries/batches.ts'
import { accepted, dispatch, type QueueSetup, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

/** More than are written in one transaction. */
const MANY = 2_100
const count = ({ db }: QueueSetup, table: string) => db.get<{ n: number }>(`SELECT count(*) n FROM ${table}`)?.n

test('an audience of several chunks is one batch, each family in it once', async () => {
  const setup = await queueSchool(MANY)
  const first = await queueAll(setup, { draftId: 'draft-1', same: true })
  const second = await queueAll(setup, { draftId: 'draft-1', same: true })
  expect([first.queued, first.already, second.queued, second.already]).toEqual([MANY, false, MANY, true])
  expect(setup.db.get('SELECT planned, skipped, sms_parts parts FROM batches')).toEqual({ planned: MANY, skipped: 0, parts: MANY })
  expect(setup.db.get('SELECT count(DISTINCT guardian_id) families, count(DISTINCT same_text) texts FROM sms_logs')).toEqual({ families: MANY, texts: 1 })
  expect(smsStates(setup.db)).toEqual({ queued: MANY })
})

test('a fault in a later chunk leaves nothing of the batch', async () => {
  const setup = await queueSchool(MANY)
  await setup.db.write((tx) =>
    tx.run(`CREATE TRIGGER full BEFORE INSERT ON sms_logs WHEN new.to_name = 'Guardian ${MANY - 1}' BEGIN SELECT raise(abort, 'the disk is full'); END`),
  )
  await expect(queueAll(setup, { draftId: 'draft-1' })).rejects.toThrow('the disk is full')
  expect(['batches', 'notifications', 'sms_logs'].map((table) => count(setup, table))).toEqual([0, 0, 0])
  await setup.db.write((tx) => tx.run('DROP TRIGGER full'))
  expect((await queueAll(setup, { draftId: 'draft-1' })).queued).toBe(MANY)
})

/** What a kill leaves between two chunks: a batch that was begun, and messages of it that look ready to go. */
async function cutShort({ db, clock, schoolId }: QueueSetup) {
  await db.write((tx) => {
    const now = clock.now()
    const { id: guardianId = 0 } = tx.get<{ id: number }>('SELECT min(id) id FROM guardians') ?? {}
    const reach = { to: 'families', audience: { classes: [], balanceOverCents: null, includeCopies: false } } as const
    const event = { schoolId, eventType: 'payment_reminder' } as const
    const send = { templateKey: 'payment_reminder', channel: 'sms', reach, writtenFrom: {}, staleAccepted: true } as const
    const batchId = beginBatch(tx, { ...event, ...send, cause: { kind: 'bulk', draftId: 'draft-1' } }, now)
    const notificationId = insertNotification(tx, { ...event, batchId, guardianId, about: null, title: '', message: 'Pay.' }, now)
    const whom = { notificationId: notificationId ?? 0, batchId, guardianId, toName: 'Guardian 0000', language: 'en', balanceCents: null } as const
    const how = { state: 'queued', skipReason: null, detail: '', notBefore: now, expiresAt: now + 1e9, revision: 0 } as const
    insertSms(tx, { ...whom, ...how, phone: '+254712000000', body: 'Pay.', encoding: 'gsm7', parts: 1, estimateMicros: 0, sameText: null }, now)
  })
}

test('nothing goes of a batch whose writing a kill cut short', async () => {
  const setup = await queueSchool(3)
  await cutShort(setup)
  const { dispatcher, sent } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  expect(sent()).toEqual([])
  expect(['batches', 'notifications', 'sms_logs'].map((table) => count(setup, table))).toEqual([0, 0, 0])
})

test('a draft whose writing was cut short is queued anew and whole', async () => {
  const setup = await queueSchool(3)
  await cutShort(setup)
  const again = await queueAll(setup, { draftId: 'draft-1' })
  expect([again.queued, again.already]).toEqual([3, false])
  const { dispatcher, sent } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  expect(sent().length).toBe(3)
})
