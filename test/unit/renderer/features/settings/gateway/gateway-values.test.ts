import { describe, expect, it } from 'vitest'
import { accountOf, addressOf, problemsOf, savedOf, urlOf, type Values, valuesOf } from '../../../../../../renderer/features/settings/gateway/gateway-values.ts'
import { contract } from '../../../../../../shared/ipc/contract.ts'
import { type GatewayAccount, PRESETS } from '../../../../../../shared/model/settings/gateway.ts'

const web: GatewayAccount & { readonly provider: 'custom' } = {
  provider: 'custom',
  preset: 'none',
  name: 'Jumbe SMS',
  sender: 'NYOTARIDGE',
  method: 'POST',
  url: 'https://sms.example.org/send?to={{phone}}',
  headers: [
    { name: 'Authorization', value: 'Bearer {{secret}}' },
    { name: 'X-Time', value: '10:30' },
  ],
  bodyKind: 'form',
  body: 'text={{text}}\nref={{id}}',
  idPath: 'data.0.id',
  statusPath: 'data.0.status',
  statusAccepted: ['ok', 'queued'],
  perSecond: 2.5,
  perDay: 1_000,
}
const phone = (changes: Partial<Values> = {}): Values => ({
  ...valuesOf('android_gateway', null),
  address: '192.168.1.20',
  url: urlOf('192.168.1.20'),
  user: 'sms',
  password: 'four words',
  ...changes,
})
const other = (changes: Partial<Values> = {}): Values => ({ ...valuesOf('none', web), ...changes })
const keysOf = (values: Values, onFile = true) => Object.fromEntries(Object.entries(problemsOf(values, onFile)).map(([field, { key }]) => [field, key]))

describe('the form of a gateway', () => {
  it.each([
    ['a web service', web],
    ['a phone', PRESETS.android_gateway('10.0.0.7:9000')],
  ])('gives back the description of %s as it got it', (_, account) => {
    expect(accountOf(valuesOf(account.preset, account))).toEqual(account)
    expect(problemsOf(valuesOf(account.preset, account), true)).toEqual({})
  })

  it('needs only the address, the user name and the password of a phone', () => {
    expect(problemsOf(phone(), false)).toEqual({})
    expect(savedOf(phone())).toEqual({ ...PRESETS.android_gateway('192.168.1.20'), apiKey: 'sms:four words' })
    expect(contract['accounts:save-sms'].input.safeParse(savedOf(phone())).success).toBe(true)
  })

  it.each([
    ['192.168.1.20', '192.168.1.20:8080'],
    ['192.168.1.20:9000', '192.168.1.20:9000'],
    ['http://phone.local/', 'phone.local:8080'],
  ])('shows the phone at %s as %s', (address, shown) => {
    expect(addressOf(urlOf(address))).toBe(shown)
  })

  it('begins blank for a gateway of another kind than the one on file', () => {
    expect(valuesOf('none', PRESETS.android_gateway('10.0.0.7'))).toMatchObject({ name: '', url: '', body: '', headers: '' })
    expect(valuesOf('android_gateway', web)).toMatchObject({ name: 'Android phone', address: '' })
  })

  it.each<[string, Values, object]>([
    ['a phone without address', phone({ address: '', url: urlOf('') }), { address: 'needed' }],
    ['a phone outside the school', phone({ address: '41.90.1.2', url: urlOf('41.90.1.2') }), { address: 'secret_in_clear' }],
    ['a phone with half a secret', phone({ password: '' }), { password: 'needed' }],
    ['a gateway without name or address', other({ name: ' ', url: '' }), { name: 'needed', url: 'needed', body: 'no_phone' }],
    ['a header without a colon', other({ headers: 'Bearer {{secret}}' }), { headers: 'header_line' }],
    ['a placeholder that does not exist', other({ body: 'text={{text}}\nto={{phne}}' }), { body: 'unknown_placeholder' }],
    ['a body that is no JSON', other({ bodyKind: 'json', body: '{"text": {{text}}}' }), { body: 'body_not_json' }],
    ['a status without its words', other({ statusAccepted: ' , ' }), { statusAccepted: 'status_words_missing' }],
    ['more in a second than may be asked for', other({ perSecond: 2_000 }), { perSecond: 'number' }],
    ['part of a message a day', other({ perDay: 1.5 }), { perDay: 'number' }],
  ])('refuses %s', (_, values, problems) => {
    expect(keysOf(values)).toEqual(problems)
  })

  it('asks for a secret only where the request carries one and none is on file', () => {
    expect(keysOf(other(), false)).toEqual({ secret: 'needed' })
    expect(keysOf(other({ headers: '' }), false)).toEqual({})
    expect(keysOf(phone({ user: '', password: '' }), true)).toEqual({})
    expect(keysOf(phone({ user: '', password: '' }), false)).toEqual({ user: 'needed', password: 'needed' })
  })

  it('keeps the secret on file when none was typed, and no body where none is sent', () => {
    expect(savedOf(other())).not.toHaveProperty('apiKey')
    expect(savedOf(other({ bodyKind: 'none' })).body).toBe('')
  })
})
