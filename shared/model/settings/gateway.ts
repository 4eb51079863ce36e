/** An SMS gateway that the school chose itself: how one HTTP request is written for one SMS, and what is wrong with that description. PURE. */

import { isNearby } from '../values/host.ts'
import type { CustomAccount } from './accounts.ts'

/** The description of a gateway, as the settings keep it. Every text may hold {@link PLACEHOLDERS}. */
export type GatewayAccount = Readonly<Omit<CustomAccount, 'provider' | 'headers' | 'statusAccepted'>> & {
  readonly headers: readonly Readonly<CustomAccount['headers'][number]>[]
  readonly statusAccepted: readonly string[]
}

export const PLACEHOLDERS = ['phone', 'phone_digits', 'phone_local', 'text', 'sender', 'id', 'secret', 'basic'] as const
/**
 * phone: +254711000001 · phone_digits: 254711000001 · phone_local: 0711000001 · text · sender · id: ours, the same whenever this message is tried, so that a
 * gateway can refuse a second copy · secret · basic: the secret, which is then `name:password`, as the header `Authorization: Basic …` wants it.
 */
export type Placeholder = (typeof PLACEHOLDERS)[number]
export type PlaceholderValues = Readonly<Record<Placeholder, string>>

export const GATEWAY_PROBLEMS = [
  'url_invalid',
  'url_placeholder_in_host',
  'url_password',
  'no_phone',
  'no_text',
  'no_id',
  'unknown_placeholder',
  'body_not_json',
  'body_not_form',
  'body_with_get',
  'header_name',
  'header_reserved',
  'text_in_header',
  'secret_in_clear',
  'status_words_missing',
] as const
export type GatewayProblemKey = (typeof GATEWAY_PROBLEMS)[number]
/** `what`: the placeholder or the header in question; blank where there is none. */
export type GatewayProblem = { readonly field: 'url' | 'headers' | 'body' | 'statusAccepted'; readonly key: GatewayProblemKey; readonly what: string }

const PLACEHOLDER = /\{\{\s*(.*?)\s*\}\}/g
const PHONES: readonly string[] = ['phone', 'phone_digits', 'phone_local'] satisfies Placeholder[]
const ADDRESS = /^(https?):\/\/(?:([^/?#]*)@)?(\[[^\]]*\]|[^/?#:@]+)(?::\d{1,5})?(?:[/?#]|$)/i
/** What the request itself decides; a second, differing one would split it in two. */
const RESERVED = /^(host|content-length|transfer-encoding|connection|expect|upgrade|te|trailer)$/i

/** `template` with its placeholders replaced, each by its encoded value. In one pass: a placeholder that a parent's name or a text happens to hold stays text. */
export function fillPlaceholders(template: string, values: PlaceholderValues, encode: (value: string) => string): string {
  return template.replace(PLACEHOLDER, (whole, name: string) => (isPlaceholder(name) ? encode(values[name]) : whole))
}

/** The fields of a form body, in order; null for a line that is none. */
export function formFields(body: string): readonly (readonly [name: string, value: string])[] | null {
  const fields: [string, string][] = []
  for (const line of body.split('\n').map((l) => l.trim())) {
    if (line === '') continue
    const [, name, value] = /^([^=]+?)\s*=\s*(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) return null
    fields.push([name, value])
  }
  return fields
}

/** A copy of a JSON value in which every string, but no name of a field, went through `change`. */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapStrings(item, change)]))
}

/** Whether the request carries the secret, so that one must be on file. */
export function usesSecret(account: GatewayAccount): boolean {
  return [account.url, ...account.headers.map((h) => h.value), ...bodyTexts(account)].flatMap(namesIn).some((name) => name === 'secret' || name === 'basic')
}

/** Everything that keeps this gateway from working, or from being safe; empty where it may be used. */
export function checkGateway(account: GatewayAccount): readonly GatewayProblem[] {
  return [...urlProblems(account), ...headerProblems(account), ...bodyProblems(account), ...placeProblems(account), ...answerProblems(account)]
}

function urlProblems(account: GatewayAccount): GatewayProblem[] {
  const [, scheme = '', login, host = ''] = ADDRESS.exec(account.url) ?? []
  if (namesIn(host + (login ?? '')).length > 0) return [problem('url', 'url_placeholder_in_host')]
  if (scheme === '' || /[\s\\{}<>]/.test(account.url.replace(PLACEHOLDER, ''))) return [problem('url', 'url_invalid')]
  if (login !== undefined) return [problem('url', 'url_password')]
  // Anybody on the way could read it, and send at the school's cost.
  if (scheme.toLowerCase() === 'http' && usesSecret(account) && !isNearby(host)) return [problem('url', 'secret_in_clear')]
  return []
}

function headerProblems({ headers }: GatewayAccount): GatewayProblem[] {
  return headers.flatMap(({ name, value }) => {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return [problem('headers', 'header_name', name)]
    if (RESERVED.test(name)) return [problem('headers', 'header_reserved', name)]
    // A header holds one line of Latin letters; a message would be changed on its way.
    return namesIn(value).includes('text') ? [problem('headers', 'text_in_header', name)] : []
  })
}

function bodyProblems({ method, bodyKind, body }: GatewayAccount): GatewayProblem[] {
  if (bodyKind === 'none') return []
  if (method === 'GET') return [problem('body', 'body_with_get')]
  if (bodyKind === 'json') return parsedBody(body) === undefined ? [problem('body', 'body_not_json')] : []
  return (formFields(body) ?? []).length === 0 ? [problem('body', 'body_not_form')] : []
}

/** What the placeholders, taken together, leave out or cannot mean. */
function placeProblems(account: GatewayAccount): GatewayProblem[] {
  const inUrl = namesIn(account.url)
  const inHeaders = account.headers.flatMap((h) => namesIn(h.value))
  const inBody = bodyTexts(account).flatMap(namesIn)
  const all = [...inUrl, ...inHeaders, ...inBody]
  const home = account.bodyKind === 'none' ? 'url' : 'body'
  const unknown = (field: GatewayProblem['field'], names: readonly string[]) =>
    [...new Set(names)].filter((name) => !isPlaceholder(name)).map((name) => problem(field, 'unknown_placeholder', name))
  return [
    ...unknown('url', inUrl),
    ...unknown('headers', inHeaders),
    ...unknown('body', inBody),
    ...(all.some((name) => PHONES.includes(name)) ? [] : [problem(home, 'no_phone')]),
    ...(all.includes('text') ? [] : [problem(home, 'no_text')]),
    // The phone is asked by our id whether it has a message already; without it, it would be sent twice.
    ...(account.preset === 'android_gateway' && !inBody.includes('id') ? [problem('body', 'no_id')] : []),
  ]
}

function answerProblems({ statusPath, statusAccepted }: GatewayAccount): GatewayProblem[] {
  return statusPath !== '' && statusAccepted.length === 0 ? [problem('statusAccepted', 'status_words_missing')] : []
}

/** The parts of the body in which placeholders are replaced. */
function bodyTexts({ bodyKind, body }: GatewayAccount): string[] {
  if (bodyKind === 'none') return []
  if (bodyKind === 'form') return (formFields(body) ?? []).map(([, value]) => value)
  const texts: string[] = []
  mapStrings(parsedBody(body), (text) => {
    texts.push(text)
    return text
  })
  return texts
}

/** The value that a JSON body holds; undefined where it is not JSON. */
function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function namesIn(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
}

function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name)
}

function problem(field: GatewayProblem['field'], key: GatewayProblemKey, what = ''): GatewayProblem {
  return { field, key, what }
}

/**
 * Android itself asks its owner, on the phone's screen, before an app sends more than 30 parts in a minute, and nobody looks at that screen. Twelve messages of two
 * parts stay below it. Networks, too, block a SIM that sends like a machine.
 */
const ANDROID_PER_SECOND = 0.2
/** No network publishes its limit; bundles of Kenyan networks for a day hold 200 to 500 SMS. */
const ANDROID_PER_DAY = 300
/** Seconds. What the phone could not send within four hours fails there, rather than reaching a family after it paid. Less where quiet hours begin before. */
const ANDROID_TTL = 14_400

/** Descriptions of gateways that are in wide use, ready but for an address and a secret. */
export const PRESETS = {
  /**
   * The open-source app "SMS Gateway for Android" (sms-gate.app) in its local server mode, on a phone in the school's Wi-Fi. `phoneAddress`: what the app shows
   * ("192.168.1.20", "192.168.1.20:8080"). The secret is the app's `user name:password`.
   */
  android_gateway(phoneAddress: string): GatewayAccount & { readonly provider: 'custom' } {
    const [, scheme = 'http', host = '', port = '8080'] = /^\s*(?:(https?):\/\/)?([^/:\s]*)(?::(\d+))?/i.exec(phoneAddress) ?? []
    return {
      provider: 'custom',
      preset: 'android_gateway',
      name: 'Android phone',
      sender: '',
      method: 'POST',
      url: `${scheme.toLowerCase()}://${host}:${port}/message`,
      headers: [{ name: 'Authorization', value: 'Basic {{basic}}' }],
      bodyKind: 'json',
      body: JSON.stringify(
        { id: '{{id}}', textMessage: { text: '{{text}}' }, phoneNumbers: ['{{phone}}'], withDeliveryReport: true, ttl: ANDROID_TTL },
        null,
        2,
      ),
      idPath: 'id',
      statusPath: 'state',
      statusAccepted: ['Pending', 'Processed', 'Sent', 'Delivered'],
      perSecond: ANDROID_PER_SECOND,
      perDay: ANDROID_PER_DAY,
    }
  },
} as const
