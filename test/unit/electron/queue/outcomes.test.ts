import { describe, expect, test } from 'vitest'
import type { SendOutcome } from '../../../../electron/providers/provider.ts'
import { settle } from '../../../../electron/queue/outcomes.ts'
import { waitAfter } from '../../../../electron/queue/retry-policy.ts'
import { canMove } from '../../../../shared/model/messages/message.ts'

const NOW = 1_000_000
const offline = { reason: 'offline', detail: 'refused', until: NOW + 30_000 } as const

describe('what an outcome makes of a message', () => {
  const cases: [string, number, SendOutcome, object][] = [
    [
      'an accepted message is sent, with what it cost',
      0,
      { kind: 'accepted', providerId: 'ATXid_1', code: '101', costMicros: 800_000, currency: 'KES' },
      { state: 'sent', attempts: 1, providerId: 'ATXid_1', costMicros: 800_000, costCurrency: 'KES', fault: null, channelWorks: true },
    ],
    [
      'a refused recipient fails at once and stops nobody else',
      0,
      { kind: 'rejected', reason: 'blacklisted', code: '406', detail: 'UserInBlacklist' },
      { state: 'failed', failureReason: 'blacklisted', attempts: 1, fault: null, channelWorks: true },
    ],
    ['a first temporary failure waits a minute', 0, { kind: 'retry', code: '500', detail: '' }, { state: 'queued', attempts: 1, notBefore: NOW + 60_000 }],
    ['a second waits two', 1, { kind: 'retry', code: '500', detail: '' }, { state: 'queued', attempts: 2, notBefore: NOW + 120_000 }],
    ['a third waits three', 2, { kind: 'retry', code: '500', detail: '' }, { state: 'queued', attempts: 3, notBefore: NOW + 180_000 }],
    ['a fourth is the last', 3, { kind: 'retry', code: '500', detail: '' }, { state: 'failed', failureReason: 'attempts_used', attempts: 4, notBefore: null }],
    [
      'what certainly did not leave uses no attempt and stops the channel',
      2,
      { kind: 'not_sent', fault: offline, code: 'ECONNREFUSED' },
      { state: 'queued', attempts: 2, notBefore: null, fault: offline, channelWorks: false },
    ],
    [
      'what a provider would not take for now goes behind the others: it may be its own trouble after all',
      2,
      { kind: 'not_sent', fault: { ...offline, reason: 'rate_limited' }, code: '452' },
      { state: 'queued', attempts: 2, notBefore: NOW, channelWorks: false },
    ],
    [
      'what may have left is a question for a person, never sent again by itself',
      0,
      { kind: 'unknown', code: 'ECONNRESET', detail: 'reset' },
      { state: 'unconfirmed', attempts: 1, notBefore: null, fault: null, channelWorks: false },
    ],
  ]
  test.each(cases)('%s', (_name, before, outcome, expected) => {
    const settled = settle(before, outcome, NOW)
    expect(settled).toMatchObject(expected)
    expect(canMove('sending', settled.state)).toBe(true)
  })
})

describe('a fault of the channel that no time ends', () => {
  const refused = { reason: 'sender_refused', detail: 'InvalidSenderId', until: null } as const
  const outcome: SendOutcome = { kind: 'not_sent', fault: refused, code: '402' }

  test('puts its message behind the others that are due', () => {
    expect(settle(1, outcome, NOW)).toMatchObject({ state: 'queued', attempts: 1, notBefore: NOW, fault: refused })
  })

  test('is about the recipient where others were taken since the same message drew it before', () => {
    expect(settle(1, outcome, NOW, { onlyThisOne: true })).toMatchObject({
      state: 'failed',
      failureReason: 'provider_refused',
      detail: 'InvalidSenderId',
      attempts: 2,
      fault: null,
      channelWorks: true,
      attempt: { outcome: 'rejected', code: '402' },
    })
  })
})

test('the waits are 60, 120 and 180 seconds, then there are no more', () => {
  expect([1, 2, 3, 4, 5].map(waitAfter)).toEqual([60_000, 120_000, 180_000, null, null])
})
