import { expect, test } from 'vitest'
import { channelRow } from '../../../db/queries/channels.ts'
import { accepted, dispatch, queueAll, queueSchool, smsStates } from '../../support/queue.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

test('the cap of any 24 hours is over a day after a clock that ran ahead for a month was put right', async () => {
  const setup = await queueSchool(8)
  const rightly = setup.clock.now()
  const { dispatcher } = await dispatch(setup, () => accepted, { rules: { perDay: 4 } })
  setup.clock.set(rightly + 30 * DAY_MS)
  await queueAll(setup)
  dispatcher.wake()
  await dispatcher.idle()
  expect(smsStates(setup.db)).toEqual({ sent: 4, queued: 4 })
  setup.clock.set(rightly)
  dispatcher.wake()
  await dispatcher.idle()
  const untils: (number | null)[] = []
  for (let day = 0; day < 5; day++) {
    for (let hour = 0; hour < 25; hour++) {
      setup.clock.advance(HOUR_MS)
      await dispatcher.idle()
    }
    untils.push(((channelRow(setup.db, 'sms').until ?? 0) - rightly) / HOUR_MS)
  }
  expect(smsStates(setup.db)).toEqual({ sent: 8 })
})
