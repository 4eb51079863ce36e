/** Builds the HTTP request for one SMS from a gateway's description. No text can break out of its place in the request. PURE but for test ids. */
import { createHash, randomUUID } from 'node:crypto'
import { fillPlaceholders, formFields, type GatewayAccount, mapStrings, type PlaceholderValues } from '../../../shared/model/settings/gateway.ts'
import type { HttpRequest } from '../http/request.ts'
import type { OutgoingSms } from '../provider.ts'

const BODY_TYPES = { json: 'application/json; charset=utf-8', form: 'application/x-www-form-urlencoded; charset=utf-8' } as const

/** The request for one SMS, with `key` as its id. `account` must have passed `checkGateway`. */
export function buildRequest(account: GatewayAccount, secret: string, sms: OutgoingSms, key: string): HttpRequest {
  const values = valuesOf(account, secret, sms, key)
  const body = bodyOf(account, values)
  const headers: Record<string, string> = {}
  if (account.bodyKind !== 'none') headers['content-type'] = BODY_TYPES[account.bodyKind]
  for (const { name, value } of account.headers) headers[name.toLowerCase()] = headerValue(value, values)
  if (body !== null) headers['content-length'] = String(Buffer.byteLength(body))
  return { method: account.method, url: fillPlaceholders(account.url, values, encodeURIComponent), headers, body }
}

/** The headers alone, for a request that is about no message. */
export function accountHeaders(account: GatewayAccount, secret: string): Record<string, string> {
  const values = valuesOf(account, secret, { id: 0, phone: '', body: '' }, '')
  return Object.fromEntries(account.headers.map(({ name, value }) => [name.toLowerCase(), headerValue(value, values)]))
}

/**
 * Our id of a message at a gateway: the same for every attempt. It holds a hash of number and text, since other records number their messages alike.
 * A test of the account (id 0) gets a new one each time, so that it always goes out.
 */
export function messageKey({ id, phone, body }: OutgoingSms): string {
  if (id === 0) return `test-${randomUUID()}`
  return `bc-${id}-${createHash('sha256').update(`${phone}\n${body}`).digest('hex').slice(0, 16)}`
}

/** Every form in which a request can hold the secret, to be removed from what is stored. The password of `name:password` counts alone too. */
export function encodedForms(secret: string): readonly string[] {
  if (secret === '') return []
  const password = secret.slice(secret.indexOf(':') + 1)
  const whole = [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('base64')]
  return password.length < 4 ? whole : [...whole, password, encodeURIComponent(password.toWellFormed())]
}

function valuesOf({ sender }: GatewayAccount, secret: string, { phone, body }: OutgoingSms, key: string): PlaceholderValues {
  return {
    phone,
    phone_digits: phone.replace(/\D/g, ''),
    phone_local: phone.replace(/^\+254/, '0').replace(/\D/g, ''),
    // Half an emoji cannot be encoded.
    text: body.toWellFormed(),
    sender: sender.toWellFormed(),
    id: key,
    secret: secret.toWellFormed(),
    basic: Buffer.from(secret).toString('base64'),
  }
}

function headerValue(template: string, values: PlaceholderValues): string {
  return fillPlaceholders(template, values, (value) => value).replace(/\p{Cc}/gu, '')
}

function bodyOf({ bodyKind, body }: GatewayAccount, values: PlaceholderValues): string | null {
  if (bodyKind === 'none') return null
  const fill = (template: string) => fillPlaceholders(template, values, (value) => value)
  if (bodyKind === 'json') return JSON.stringify(mapStrings(JSON.parse(body), fill))
  const form = new URLSearchParams()
  for (const [name, value] of formFields(body) ?? []) form.append(name, fill(value))
  return form.toString()
}
