import { expect, test } from 'vitest'
import { noticesOf } from '../../../../../../renderer/features/shell/bars/notice.ts'
import type { PauseReason } from '../../../../../../shared/model/messages/message.ts'

const channel = (pause: PauseReason | null = null, waiting = 0, until: number | null = null) => ({
  pause,
  detail: '',
  until,
  waiting,
  holding: 0,
  sending: 0,
  nextAt: null,
  balance: null,
})
const status = (sms = channel(), email = channel(), quietUntil: number | null = null) => ({ channels: { sms, email }, quietUntil, storage: 'ok' as const })

test('nothing is said while both channels are open', () => {
  expect(noticesOf(status(channel(null, 412)))).toEqual([])
})

test('a lost connection is one bar for both channels', () => {
  expect(noticesOf(status(channel('offline'), channel('offline')))).toMatchObject([{ reason: 'offline', channels: ['sms', 'email'] }])
})

test('each paused channel has a bar of its own, the more pressing first', () => {
  expect(noticesOf(status(channel('rate_limited'), channel('wrong_key')))).toMatchObject([
    { reason: 'wrong_key', channels: ['email'], section: 'email' },
    { reason: 'rate_limited', channels: ['sms'], section: null },
  ])
})

test('a missing account is told once something waits for it, and cannot be pressed away', () => {
  expect(noticesOf(status(channel('not_set_up', 0)))).toEqual([])
  expect(noticesOf(status(channel('not_set_up', 1)))).toEqual([
    { kind: 'pause', reason: 'not_set_up', channels: ['sms'], until: null, canResume: false, section: 'sms', balance: null, detail: '' },
  ])
})

test('an account that cannot be used is told with the answer that says why, whether anything waits or not, and can be tried again', () => {
  const sms = { ...channel('settings_refused', 0), detail: 'Permission to send an SMS has not been enabled for the region' }
  expect(noticesOf(status(sms))).toMatchObject([{ reason: 'settings_refused', canResume: true, section: 'sms', detail: sms.detail }])
})

test('what passes by itself is told without the provider’s words', () => {
  expect(noticesOf(status({ ...channel('rate_limited'), detail: 'Too Many Requests' }))).toMatchObject([{ detail: '' }])
})

test.each(['daily_cap', 'spend_cap'] as const)('%s is mended where the limit was set, not by trying again', (reason) => {
  expect(noticesOf(status(channel(reason, 3)))).toMatchObject([{ canResume: false, section: 'sending' }])
})

test('used-up credit is told with what was left', () => {
  const balance = { micros: 400_000, currency: 'KES', at: 1_000 }
  expect(noticesOf({ ...status(), channels: { sms: { ...channel('no_credit', 3), balance }, email: channel() } })).toMatchObject([{ canResume: true, balance }])
})

test('a pause that is over before the quiet hours are gives way to them', () => {
  expect(noticesOf(status(channel('rate_limited', 3, 900), channel(), 1_000))).toEqual([{ kind: 'quiet', until: 1_000, waiting: 3 }])
  expect(noticesOf(status(channel('rate_limited', 3, 1_001), channel(), 1_000))).toMatchObject([{ reason: 'rate_limited' }])
})

test('quiet hours are told while something waits for their end, and give way to a pause', () => {
  expect(noticesOf(status(channel(null, 3), channel(null, 2), 1_000))).toEqual([{ kind: 'quiet', until: 1_000, waiting: 5 }])
  expect(noticesOf(status(channel(), channel(), 1_000))).toEqual([])
  expect(noticesOf(status(channel('no_credit', 3), channel(), 1_000))).toMatchObject([{ reason: 'no_credit' }])
})

test('a full disk comes before everything', () => {
  expect(noticesOf({ ...status(channel('offline')), storage: 'full' })).toMatchObject([{ kind: 'storage' }, { reason: 'offline' }])
})
