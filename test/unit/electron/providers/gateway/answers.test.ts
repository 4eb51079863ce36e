import { describe, expect, it } from 'vitest'
import { type Reading, readGatewayAnswer, textAt } from '../../../../../electron/providers/gateway/answers.ts'

const NOW = Date.UTC(2026, 10, 20, 7)
const plain: Reading = { idPath: '', statusPath: '', statusAccepted: [], secrets: ['s3cret-key'] }
const json: Reading = { ...plain, idPath: 'data.0.id', statusPath: 'status', statusAccepted: ['queued', 'OK', 'true', '0'] }
const text: Reading = { ...plain, statusAccepted: ['OK', '1701'] }
const named: Reading = { ...plain, idPath: 'message_id' }
const read = (status: number, body: string, reading = json, retryAfter: string | null = null) =>
  readGatewayAnswer({ kind: 'answer', status, body, retryAfter }, reading, NOW)
const short = (...args: Parameters<typeof read>) => {
  const outcome = read(...args)
  return outcome.kind === 'rejected' ? outcome.reason : outcome.kind === 'not_sent' ? outcome.fault.reason : outcome.kind
}

describe('a good HTTP answer', () => {
  it.each<[string, string, Reading, string]>([
    ['takes the message where no status is asked for', 'whatever', plain, 'accepted'],
    ['takes it by the word at the path', '{"status":"queued"}', json, 'accepted'],
    ['takes it by the word in other letters', '{"status":" ok "}', json, 'accepted'],
    ['takes it by a number', '{"status":0}', json, 'accepted'],
    ['takes it by a yes', '{"status":true}', json, 'accepted'],
    ['refuses it by another word', '{"status":"BAD_NUMBER"}', json, 'provider_refused'],
    ['decides nothing without the word', '{"state":"queued"}', json, 'unknown'],
    ['decides nothing as a web page', '<html>Welcome to the hotel</html>', json, 'unknown'],
    ['decides nothing when it is cut', '{"status":"que', json, 'unknown'],
    ['takes it by the first word of a text', 'ok: 4711', text, 'accepted'],
    ['takes it by a word that a sign ends', '1|4711', { ...plain, statusAccepted: ['1'] }, 'accepted'],
    ['stops the channel where a longer number only begins like the word', '102 Insufficient credit', { ...plain, statusAccepted: ['1'] }, 'no_credit'],
    ['refuses it by a longer word that begins alike', 'sentinel is down', { ...plain, statusAccepted: ['sent'] }, 'provider_refused'],
    ['decides nothing where the word is counted as none', 'Sent: 0, failed: 1', { ...plain, statusAccepted: ['sent'] }, 'unknown'],
    ['takes it where the school wrote the number too', 'OK: 0', { ...plain, statusAccepted: ['OK: 0'] }, 'accepted'],
    ['decides nothing where a text says both', 'OK: insufficient credit', text, 'unknown'],
    ['decides nothing as a web page where a reference should be', '<html>Please renew your package</html>', named, 'unknown'],
    ['decides nothing where the reference is missing', '{"message":"hello"}', named, 'unknown'],
    ['stops the channel where credit is out and the reference is missing', '{"error":"insufficient balance"}', named, 'no_credit'],
    ['takes it by its reference', '{"message_id":"4711"}', named, 'accepted'],
    ['refuses it by another text', 'ERROR 12: no such number', text, 'provider_refused'],
    ['decides nothing when it is empty', '', text, 'unknown'],
    ['stops the channel where credit is out', '{"status":"INSUFFICIENT_BALANCE"}', json, 'no_credit'],
    ['stops the channel where the key is wrong', '{"status":"failed","message":"Invalid API key"}', json, 'wrong_key'],
  ])('%s', (_what, body, reading, kind) => {
    expect(short(200, body, reading)).toBe(kind)
  })

  it('names the message by the id at the path, as it is', () => {
    expect(read(201, '{"status":"OK","data":[{"id":254711000001}]}')).toEqual({ kind: 'accepted', providerId: '254711000001', code: 'HTTP 201' })
    expect(read(200, '{"status":"OK"}')).toEqual({ kind: 'accepted', providerId: null, code: 'HTTP 200' })
  })

  it('is quoted in the gateway’s own words, without numbers and secrets', () => {
    expect(read(200, '{"status":"FAILED","error":{"message":"+254711000001 is barred for s3cret-key"}}')).toEqual({
      kind: 'rejected',
      reason: 'provider_refused',
      code: 'FAILED',
      detail: 'FAILED: … is barred for …',
    })
  })
})

/** What several Kenyan companies answer, in the programs that they share: always 200, with a code and words beside it. */
describe('the code of a refusal and the words beside it', () => {
  const coded: Reading = { ...plain, statusPath: 'response-code', statusAccepted: ['200'] }
  const inList: Reading = { ...plain, statusPath: 'responses.0.respose-code', statusAccepted: ['200'] }
  const inArray: Reading = { ...plain, statusPath: '0.status_code', statusAccepted: ['1000'] }

  it.each([
    [1001, 'Invalid sender id', 'sender_refused'],
    [1001, 'Invalid sender id / shortcode', 'sender_refused'],
    [1001, 'Sender ID not registered', 'sender_refused'],
    [1004, 'Low bulk credits', 'no_credit'],
    [1009, 'Low SMS credit', 'no_credit'],
    [1006, 'Invalid credentials', 'wrong_key'],
    [4091, 'No Partner ID is Set', 'wrong_key'],
    [4092, 'No API KEY Provided', 'wrong_key'],
    [1011, 'IP not whitelisted', 'settings_refused'],
    [1011, 'Unauthorised IP Address', 'settings_refused'],
    [1003, 'Invalid mobile number', 'provider_refused'],
    [1002, 'Network not allowed', 'provider_refused'],
  ])('%i, "%s", mean %s wherever they stand', (code, words, kind) => {
    expect(short(200, JSON.stringify({ 'response-code': code, 'response-description': words }), coded)).toBe(kind)
    expect(short(200, JSON.stringify({ responses: [{ 'respose-code': code, 'response-description': words }] }), inList)).toBe(kind)
    expect(short(200, JSON.stringify([{ status_code: String(code), status_desc: words }]), inArray)).toBe(kind)
  })

  it('are both kept', () => {
    const body = JSON.stringify({ responses: [{ 'respose-code': 1004, 'response-description': 'Low bulk credits' }] })
    expect(read(200, body, inList)).toMatchObject({ fault: { detail: '1004: Low bulk credits' } })
  })
})

describe('a refusal in the words of a register', () => {
  it.each([
    'blacklisted',
    'Number blacklisted',
    'User in blacklist',
    'USER_IN_BLACK_LIST',
    'The subscriber has opted out',
    'Recipient opted-out',
    'OptOut',
    'DND',
    'Number is on DND',
    'DoNotDisturb rejection',
    'Recipient has unsubscribed',
    'Message rejected: number is blacklisted',
  ])('“%s” says that the family wants nothing, as a status, beside one and with an HTTP refusal', (words) => {
    expect(short(200, JSON.stringify({ status: words }))).toBe('blacklisted')
    expect(short(200, JSON.stringify({ status: 'failed', message: words }))).toBe('blacklisted')
    expect(short(422, JSON.stringify({ message: words }))).toBe('blacklisted')
    expect(short(404, JSON.stringify({ status: 'no', message: words }))).toBe('blacklisted')
    expect(short(200, `ERROR ${words}`, text)).toBe('blacklisted')
  })

  it.each([
    ['Sender ID blacklisted', 'sender_refused'],
    ['Your IP is blacklisted', 'settings_refused'],
    ['Account blacklisted', 'provider_refused'],
    ['Message contains blacklisted word', 'provider_refused'],
    ['Message blacklisted', 'provider_refused'],
    ['Blacklisted keyword', 'provider_refused'],
    ['Opt-out text is missing', 'provider_refused'],
    ['Promotional messages must include an opt out', 'provider_refused'],
    ['IP not whitelisted', 'settings_refused'],
    ['Standby', 'provider_refused'],
  ])('“%s” does not: %s', (words, kind) => {
    expect(short(200, JSON.stringify({ status: 'failed', message: words }))).toBe(kind)
  })
})

describe('another HTTP answer', () => {
  it.each<[number, string, string]>([
    [301, '', 'settings_refused'],
    [307, '', 'settings_refused'],
    [302, '', 'unknown'],
    [400, 'to is missing', 'provider_refused'],
    [400, 'Invalid credentials', 'wrong_key'],
    [401, '', 'wrong_key'],
    [402, '', 'no_credit'],
    [403, '', 'wrong_key'],
    [403, '{"error":"Not enough credits"}', 'no_credit'],
    [404, '<h1>Not Found</h1>', 'settings_refused'],
    [404, '{"status":"unknown_number"}', 'provider_refused'],
    [405, '', 'settings_refused'],
    [408, '', 'unknown'],
    [409, '', 'provider_refused'],
    [410, '', 'settings_refused'],
    [413, '', 'provider_refused'],
    [415, '', 'settings_refused'],
    [422, '{"message":"The number is not valid"}', 'provider_refused'],
    [425, '', 'retry'],
    [429, '', 'rate_limited'],
    [500, '', 'unknown'],
    [501, '', 'settings_refused'],
    [502, '', 'unknown'],
    [503, '', 'unknown'],
    [504, '', 'unknown'],
    [511, '', 'offline'],
  ])('%i with “%s” means %s', (status, body, kind) => {
    expect(short(status, body)).toBe(kind)
  })

  it.each([429, 503])('%i waits for as long as it asks', (status) => {
    expect(read(status, '', json, '7')).toMatchObject({ fault: { reason: 'rate_limited', until: NOW + 7_000 } })
    expect(read(status, '', json, new Date(NOW + 90_000).toUTCString())).toMatchObject({ fault: { until: NOW + 90_000 } })
  })
})

describe('no answer', () => {
  it.each([
    [false, 'ECONNREFUSED', 'offline'],
    [false, 'ENOTFOUND', 'offline'],
    [false, 'EHOSTUNREACH', 'offline'],
    [false, 'timeout', 'offline'],
    [false, 'CERT_HAS_EXPIRED', 'settings_refused'],
    [false, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'settings_refused'],
    [false, 'EPROTO', 'settings_refused'],
    [false, 'ERR_INVALID_CHAR', 'settings_refused'],
    [true, 'ECONNRESET', 'unknown'],
    [true, 'EPROTO', 'unknown'],
    [true, 'timeout', 'unknown'],
  ])('with the request gone: %s, and %s, means %s', (left, code, kind) => {
    const outcome = readGatewayAnswer({ kind: 'lost', left, code }, json, NOW)
    expect(outcome.kind === 'not_sent' ? outcome.fault.reason : outcome.kind).toBe(kind)
  })
})

describe('a path into an answer', () => {
  it.each<[string, unknown, string | null]>([
    ['data.0.id', { data: [{ id: 7 }] }, '7'],
    ['ok', { ok: false }, 'false'],
    ['id', { id: '' }, null],
    ['id', { id: null }, null],
    ['id', { id: { a: 1 } }, null],
    ['a.b.c', { a: 'text' }, null],
    ['constructor.name', {}, null],
    ['', 'done', 'done'],
  ])('%s', (path, value, found) => {
    expect(textAt(value, path)).toBe(found)
  })
})
