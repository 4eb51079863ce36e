import { expect, test } from 'vitest'
import { queueLines } from '../../../../../renderer/features/shell/queue-lines.ts'
import type { Status } from '../../../../../renderer/lib/bridge/use-bridge.ts'

type Channel = Status['channels']['sms']
const channel = (more: Partial<Channel> = {}): Channel => ({
  pause: null,
  detail: '',
  until: null,
  waiting: 0,
  holding: 0,
  sending: 0,
  nextAt: null,
  balance: null,
  ...more,
})
const lines = (sms: Partial<Channel>, email: Partial<Channel> = {}, more: Partial<Pick<Status, 'quietUntil' | 'storage'>> = {}) =>
  queueLines({ channels: { sms: channel(sms), email: channel(email) }, quietUntil: null, storage: 'ok', ...more })

test('a queue that holds nothing has nothing to tell', () => {
  expect(lines({})).toEqual([])
})

test('messages in their hold window are about to go, on both channels together or on one', () => {
  expect(lines({ holding: 343 }, { holding: 20 })).toEqual([{ what: 'holding', count: 363 }])
  const channels = { sms: channel({ holding: 343 }), email: channel({ holding: 20 }) }
  expect(queueLines({ channels, quietUntil: null, storage: 'ok' }, ['email'])).toEqual([{ what: 'holding', count: 20 }])
})

test('what waits is told beside what is about to go, and what is on its way once there is neither', () => {
  expect(lines({ waiting: 2, sending: 8 }, { holding: 20, sending: 4 })).toEqual([
    { what: 'waiting', count: 2 },
    { what: 'holding', count: 20 },
  ])
  expect(lines({ sending: 8 }, { sending: 4 })).toEqual([{ what: 'sending', count: 12 }])
})

test('nothing is said to be about to go on a paused channel, in quiet hours or on a full disk', () => {
  expect(lines({ holding: 343, waiting: 1, pause: 'no_credit' }, { holding: 20 })).toEqual([
    { what: 'waiting', count: 344 },
    { what: 'holding', count: 20 },
  ])
  for (const more of [{ quietUntil: 1_000 }, { storage: 'full' }] as const) {
    expect(lines({ holding: 343 }, {}, more)).toEqual([{ what: 'waiting', count: 343 }])
  }
})
