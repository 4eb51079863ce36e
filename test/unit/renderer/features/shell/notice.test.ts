import { expect, test } from 'vitest'
import { noticeOf } from '../../../../../renderer/features/shell/notice.ts'
import type { PauseReason } from '../../../../../shared/model/message.ts'

const channel = (pause: PauseReason | null = null, waiting = 0, until: number | null = null) => ({
  pause,
  detail: '',
  until,
  waiting,
  sending: 0,
  nextAt: null,
  balance: null,
})
const status = (sms = channel(), email = channel(), quietUntil: number | null = null) => ({ channels: { sms, email }, quietUntil })

test('nothing is said while both channels are open', () => {
  expect(noticeOf(status(channel(null, 412)))).toBeNull()
})

test('a lost connection is one bar for both channels, and the more pressing bar of two', () => {
  expect(noticeOf(status(channel('offline'), channel('offline')))).toMatchObject({ reason: 'offline', channels: ['sms', 'email'] })
  expect(noticeOf(status(channel('rate_limited'), channel('wrong_key')))).toMatchObject({ reason: 'wrong_key', channels: ['email'], section: 'email' })
})

test('a missing account is told once something waits for it, and cannot be pressed away', () => {
  expect(noticeOf(status(channel('not_set_up', 0)))).toBeNull()
  expect(noticeOf(status(channel('not_set_up', 1)))).toEqual({
    kind: 'pause',
    reason: 'not_set_up',
    channels: ['sms'],
    until: null,
    canResume: false,
    section: 'sms',
  })
})

test('quiet hours are told while something waits for their end, and give way to a pause', () => {
  expect(noticeOf(status(channel(null, 3), channel(null, 2), 1_000))).toEqual({ kind: 'quiet', until: 1_000, waiting: 5 })
  expect(noticeOf(status(channel(), channel(), 1_000))).toBeNull()
  expect(noticeOf(status(channel('no_credit', 3), channel(), 1_000))).toMatchObject({ reason: 'no_credit' })
})
