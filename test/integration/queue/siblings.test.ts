import { expect, test } from 'vitest'
import { insertFamily } from '../../support/families.ts'
import { accepted, dispatch, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

/** The mother is the first contact of Asha (Form 4) and of Brian (Form 1), who both owe. The send is to Form 4 alone. */
async function family() {
  const setup = await queueSchool(0)
  await setup.db.write((tx) =>
    insertFamily(tx, setup.schoolId, {
      guardian: 'Mama Asha',
      phone: '+254712000001',
      children: [
        { adm: '4001', name: 'Asha Elder', className: 'Form 4', balanceCents: 500_000 },
        { adm: '1001', name: 'Brian Younger', className: 'Form 1', balanceCents: 900_000 },
      ],
    }),
  )
  await queueAll(setup, { classes: ['Form 4'] })
  return setup
}
const paysForAsha = "UPDATE invoices SET balance_cents = 0, status = 'paid' WHERE student_id = (SELECT id FROM students WHERE adm_key = '4001')"
const fatherIsFirst = "UPDATE student_guardians SET role = 'copy' WHERE student_id = (SELECT id FROM students WHERE adm_key = '4001')"
const classIsRenamed = "UPDATE students SET class_name = 'Form 4 East' WHERE class_name = 'Form 4'"

test.each([
  ['and nothing else', ''],
  ['and another guardian is the first contact now', fatherIsFirst],
  ['and the class has another name now', classIsRenamed],
])('who has paid for the only child that the send was about is told nothing: the list says so, %s', async (_, change) => {
  const setup = await family()
  await setup.db.write((tx) => {
    tx.run(paysForAsha)
    if (change) tx.run(change)
  })
  const { dispatcher, calls } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  expect(calls.flat().map((m) => m.body)).toEqual([])
  expect(smsStates(setup.db)).toEqual({ skipped: 1 })
})

test('a message is about no child that nobody chose, though another guardian is the first contact now', async () => {
  const setup = await family()
  await setup.db.write((tx) => void tx.run(fatherIsFirst))
  const { dispatcher, calls } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  expect(calls.flat().map((m) => m.body.includes('Brian'))).toEqual([false])
})

test('of several children nobody knows which the send was about once its class has another name, and it says so', async () => {
  const setup = await family()
  await setup.db.write((tx) => void tx.run(classIsRenamed))
  const { dispatcher, calls } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  expect([calls, setup.db.get('SELECT skip_reason reason FROM sms_logs')]).toEqual([[], { reason: 'class_changed' }])
})
