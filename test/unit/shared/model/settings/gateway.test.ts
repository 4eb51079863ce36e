import { describe, expect, it } from 'vitest'
import { checkGateway, fillPlaceholders, formFields, type GatewayAccount, PRESETS, usesSecret } from '../../../../../shared/model/settings/gateway.ts'

const VALUES = {
  phone: '+254711000001',
  phone_digits: '254711000001',
  phone_local: '0711000001',
  text: 'Fees & {{secret}} {{phone}}',
  sender: 'SCHOOL',
  id: 'bc-1',
  secret: 's3cret',
  basic: 'czNjcmV0',
}
const account = (more: Partial<GatewayAccount> = {}): GatewayAccount => ({
  preset: 'none',
  name: 'A gateway',
  sender: '',
  method: 'POST',
  url: 'https://sms.example.ke/send',
  headers: [{ name: 'X-Api-Key', value: '{{secret}}' }],
  bodyKind: 'json',
  body: '{"to":["{{phone}}"],"text":"{{text}}"}',
  idPath: '',
  statusPath: '',
  statusAccepted: [],
  perSecond: null,
  perDay: null,
  ...more,
})
const problems = (more: Partial<GatewayAccount>) => checkGateway(account(more)).map(({ field, key, what }) => `${field}: ${key}${what && ` ${what}`}`)

describe('placeholders', () => {
  it('are filled in one pass, so that one inside a text stays text', () => {
    expect(fillPlaceholders('{{ phone }}|{{text}}|{{nothing}}', VALUES, encodeURIComponent)).toBe(
      '%2B254711000001|Fees%20%26%20%7B%7Bsecret%7D%7D%20%7B%7Bphone%7D%7D|{{nothing}}',
    )
  })

  it('are written one field a line in a form', () => {
    expect(formFields('to = {{phone}}\n\nmessage={{text}}=x\nempty=')).toEqual([
      ['to', '{{phone}}'],
      ['message', '{{text}}=x'],
      ['empty', ''],
    ])
    expect(formFields('to {{phone}}')).toBeNull()
  })

  it('tell whether a secret is needed', () => {
    expect(usesSecret(account())).toBe(true)
    expect(usesSecret(account({ headers: [] }))).toBe(false)
    expect(usesSecret(account({ headers: [], bodyKind: 'form', body: 'key={{basic}}' }))).toBe(true)
  })
})

describe('a description of a gateway', () => {
  it.each<[string, Partial<GatewayAccount>]>([
    ['JSON by POST', {}],
    ['a form', { bodyKind: 'form', body: 'to={{phone_local}}\ntext={{text}}\nfrom={{sender}}' }],
    [
      'everything in the address',
      { method: 'GET', bodyKind: 'none', url: 'https://sms.example.ke/send?to={{phone_digits}}&text={{text}}&key={{secret}}', headers: [] },
    ],
    ['a secret in the clear to the school’s own network', { url: 'http://192.168.1.20:8080/message' }],
    ['a secret in the clear to a name of the school’s own network', { url: 'http://phone.local/send' }],
    ['no secret in the clear', { url: 'http://sms.example.ke/send', headers: [] }],
    ['words for a status', { statusPath: 'status', statusAccepted: ['ok'] }],
  ])('may be used with %s', (_what, more) => {
    expect(checkGateway(account(more))).toEqual([])
  })

  it.each<[string, Partial<GatewayAccount>, string[]]>([
    ['an address that is none', { url: 'sms.example.ke/send' }, ['url: url_invalid']],
    ['an address with a space', { url: 'https://sms.example.ke/a b' }, ['url: url_invalid']],
    ['another kind of address', { url: 'file:///etc/passwd' }, ['url: url_invalid']],
    ['a server that depends on the message', { url: 'https://{{phone}}.example.ke/' }, ['url: url_placeholder_in_host']],
    ['a password in the address', { url: 'https://me:pass@sms.example.ke/' }, ['url: url_password']],
    ['a secret in the clear over the internet', { url: 'http://sms.example.ke/send' }, ['url: secret_in_clear']],
    ['a secret in the clear to a public number', { url: 'http://196.201.214.200/send' }, ['url: secret_in_clear']],
    ['no place for the number', { body: '{"text":"{{text}}"}' }, ['body: no_phone']],
    ['no place for the text', { method: 'GET', bodyKind: 'none', url: 'https://sms.example.ke/{{phone}}' }, ['url: no_text']],
    ['a name for a place', { body: '{"{{phone}}":1,"text":"{{text}}"}' }, ['body: no_phone']],
    ['a placeholder that is none', { body: '{"to":"{{phone}}","text":"{{text}} {{message}}"}' }, ['body: unknown_placeholder message']],
    ['a body that is not JSON', { body: '{"to": {{phone}}}' }, ['body: body_not_json', 'body: no_phone', 'body: no_text']],
    ['a body that is no form', { bodyKind: 'form', body: 'to' }, ['body: body_not_form', 'body: no_phone', 'body: no_text']],
    ['a body with GET', { method: 'GET' }, ['body: body_with_get']],
    ['a header that is none', { headers: [{ name: 'X Key', value: '1' }] }, ['headers: header_name X Key']],
    ['a header that the request sets', { headers: [{ name: 'Content-Length', value: '1' }] }, ['headers: header_reserved Content-Length']],
    ['the text in a header', { headers: [{ name: 'X-Text', value: '{{text}}' }] }, ['headers: text_in_header X-Text']],
    ['a status without words', { statusPath: 'status' }, ['statusAccepted: status_words_missing']],
  ])('may not be used with %s', (_what, more, found) => {
    expect(problems(more)).toEqual(found)
  })
})

describe('the phone on the school’s Wi-Fi', () => {
  it.each([
    ['192.168.1.20', 'http://192.168.1.20:8080/message'],
    [' http://192.168.1.20:9090/ ', 'http://192.168.1.20:9090/message'],
    ['phone.local', 'http://phone.local:8080/message'],
  ])('is described by its address alone: %s', (address, url) => {
    const preset = PRESETS.android_gateway(address)
    expect(preset.url).toBe(url)
    expect(checkGateway(preset)).toEqual([])
  })

  it('may not be used without our id, by which it knows a message again', () => {
    const preset = PRESETS.android_gateway('192.168.1.20')
    expect(checkGateway({ ...preset, body: preset.body.replace('{{id}}', '') })).toEqual([{ field: 'body', key: 'no_id', what: '' }])
  })

  it('may not be reached without an address', () => {
    expect(checkGateway(PRESETS.android_gateway(''))).toMatchObject([{ key: 'url_invalid' }])
  })
})
