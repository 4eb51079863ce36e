import { describe, expect, it } from 'vitest'
import { type Exchange, httpOutcome, readMicros } from '../../../../../electron/providers/http/answers.ts'
import type { SendOutcome } from '../../../../../electron/providers/provider.ts'

const NOW = Date.parse('2026-11-20T09:00:00Z')
const answer = (status: number, body: string, retryAfter: string | null = null) => ({ kind: 'answer', status, body, retryAfter }) satisfies Exchange

/** "unknown", "rejected provider_refused", "not_sent offline +30" (seconds from now; "stop": until a person says so). */
function short(outcome: SendOutcome): string {
  if (outcome.kind === 'rejected') return `rejected ${outcome.reason}`
  if (outcome.kind !== 'not_sent') return outcome.kind
  const { reason, until } = outcome.fault
  return `not_sent ${reason} ${until === null ? 'stop' : `+${(until - NOW) / 1000}`}`
}

describe('an HTTP status', () => {
  it.each([
    [301, 'moved', 'not_sent settings_refused stop'],
    [302, '', 'unknown'],
    [303, '', 'unknown'],
    [304, '', 'unknown'],
    [307, '', 'not_sent settings_refused stop'],
    [308, '', 'not_sent settings_refused stop'],
    [400, 'Message is too long', 'rejected provider_refused'],
    [400, 'Must have username in your request', 'not_sent wrong_key stop'],
    [400, 'Request is missing required HTTP header apikey', 'not_sent wrong_key stop'],
    [401, 'The supplied authentication is invalid', 'not_sent wrong_key stop'],
    [402, '', 'not_sent no_credit stop'],
    [403, 'Forbidden', 'not_sent wrong_key stop'],
    [404, 'Not Found', 'not_sent settings_refused stop'],
    [405, '', 'not_sent settings_refused stop'],
    [408, '', 'unknown'],
    [410, '', 'not_sent settings_refused stop'],
    [413, '', 'rejected provider_refused'],
    [422, '', 'rejected provider_refused'],
    [429, '', 'not_sent rate_limited +30'],
    [499, '', 'unknown'],
    [500, '', 'unknown'],
    [502, '', 'unknown'],
    [503, '', 'unknown'],
    [504, '', 'unknown'],
  ])('%i with "%s" means %s', (status, body, expected) => {
    expect(short(httpOutcome(answer(status, body), NOW))).toBe(expected)
  })

  it.each([
    ['7', '+7'],
    [' 90 ', '+90'],
    ['Fri, 20 Nov 2026 09:02:00 GMT', '+120'],
    ['Fri, 20 Nov 2026 08:00:00 GMT', '+1'],
    ['0', '+1'],
    ['999999999', '+3600'],
    ['soon', '+30'],
  ])('429 waits as Retry-After "%s" asks, within reason', (retryAfter, wait) => {
    expect(short(httpOutcome(answer(429, '', retryAfter), NOW))).toBe(`not_sent rate_limited ${wait}`)
  })

  it('keeps the provider’s own words', () => {
    expect(httpOutcome(answer(401, 'The supplied authentication is invalid'), NOW)).toMatchObject({
      code: 'HTTP 401',
      fault: { detail: 'The supplied authentication is invalid' },
    })
  })
})

describe('an amount', () => {
  it.each([
    ['0.8000', 800_000],
    ['12', 12_000_000],
    ['-14.5731', -14_573_100],
    ['1234.56789012', 1_234_567_890],
    ['-0', 0],
    [' 0.5 ', 500_000],
    ['', null],
    ['.5', null],
    ['1,000', null],
    ['1e3', null],
    ['12345678901', null],
  ])('of "%s" is read exactly or not at all', (amount, micros) => {
    expect(readMicros(amount)).toBe(micros)
  })
})
