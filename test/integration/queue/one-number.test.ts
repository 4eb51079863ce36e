import { expect, test } from 'vitest'
import { accepted, dispatch, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

test.each([
  ['and nothing else', ''],
  ['and gives the class another name', "UPDATE students SET class_name = 'Form 1 East'"],
  ['and makes others the first contacts', "UPDATE student_guardians SET role = 'copy'"],
])('a number that a list gives to two guardians hears the same words once: the list does that %s', async (_, change) => {
  const setup = await queueSchool(2)
  await queueAll(setup, { same: true, classes: ['Form 1'] })
  await setup.db.write((tx) => {
    tx.run("UPDATE guardians SET phone = '+254712000070', phone_raw = '+254712000070'")
    if (change) tx.run(change)
  })
  const { dispatcher, sent } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  expect(sent()).toEqual(['+254712000070'])
  expect(smsStates(setup.db)).toEqual({ sent: 1, skipped: 1 })
})
