import { describe, expect, it } from 'vitest'
import { shortDetail } from '../../../../electron/providers/detail.ts'

describe('what is kept of a provider’s own words', () => {
  it.each([
    ['the words themselves', 'InvalidSenderId', 'InvalidSenderId'],
    ['one line', ' Too many\r\n  requests\t', 'Too many requests'],
    ['no markup', '<html><h1>502 Bad Gateway</h1></html>', '502 Bad Gateway'],
    ['no phone number', 'to +254711000001 or 0711 000-001 failed', 'to … or … failed'],
    ['no email address', '550 5.1.1 jane@family.example: no such user', '550 5.1.1 …: no such user'],
    ['no key', 'bad apikey=atsk_1+/=x.', 'bad apikey=….'],
    ['short numbers and codes', '550 5.7.1 after 30 s', '550 5.7.1 after 30 s'],
    ['160 letters at most', 'x'.repeat(500), 'x'.repeat(160)],
  ])('keeps %s', (_what, words, kept) => {
    expect(shortDetail(words, ['', 'atsk_1+/=x'])).toBe(kept)
  })

  it('takes no time over a very long text', () => {
    const start = performance.now()
    shortDetail(`${'x'.repeat(1_000_000)} ${'1 '.repeat(500_000)}`)
    expect(performance.now() - start).toBeLessThan(200)
  })
})
