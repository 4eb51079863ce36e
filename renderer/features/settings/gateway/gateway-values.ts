/** A gateway of the school's own as it stands in its form, and back. PURE. */
import {
  checkGateway,
  type GatewayAccount,
  type GatewayProblem,
  type GatewayProblemKey,
  PRESETS,
  usesSecret,
} from '../../../../shared/model/settings/gateway.ts'
import type { SmsAccount } from '../accounts/sms-account.ts'

export type Values = Pick<GatewayAccount, 'preset' | 'name' | 'sender' | 'method' | 'url' | 'bodyKind' | 'body' | 'idPath' | 'statusPath'> & {
  /** Of the Android phone: the only part of `url` that has to be typed. */
  address: string
  /** One `Name: value` a line. */
  headers: string
  /** With commas between. */
  statusAccepted: string
  perSecond: number | string
  perDay: number | string
  /** Of the Android phone: its secret is both of them. */
  user: string
  password: string
  secret: string
}
export type Field = keyof Values
/** Words: `gateway.problem` for what the description itself holds, `settings.problem` for the rest. */
export type Problem =
  | { readonly kind: 'gateway'; readonly key: GatewayProblemKey | 'header_line'; readonly what: string }
  | { readonly kind: 'plain'; readonly key: 'needed' | 'number' }

const BLANK: GatewayAccount = {
  preset: 'none',
  name: '',
  sender: '',
  method: 'POST',
  url: '',
  headers: [],
  bodyKind: 'json',
  body: '',
  idPath: '',
  statusPath: '',
  statusAccepted: [],
  perSecond: null,
  perDay: null,
}

/** What the form begins with: what is on file of this kind, else the ready description or a blank one. */
export function valuesOf(preset: Values['preset'], onFile: GatewayAccount | null): Values {
  const account = onFile?.preset === preset ? onFile : preset === 'none' ? BLANK : PRESETS.android_gateway('')
  return {
    preset,
    name: account.name,
    sender: account.sender,
    method: account.method,
    url: account.url,
    address: addressOf(account.url),
    headers: account.headers.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    bodyKind: account.bodyKind,
    body: account.body,
    idPath: account.idPath,
    statusPath: account.statusPath,
    statusAccepted: account.statusAccepted.join(', '),
    perSecond: account.perSecond ?? '',
    perDay: account.perDay ?? '',
    user: '',
    password: '',
    secret: '',
  }
}

/** "192.168.1.20:8080" of the phone's whole address. */
export function addressOf(url: string): string {
  return /^https?:\/\/([^/:]+(?::\d+)?)\//i.exec(url)?.[1] ?? ''
}

/** The whole address of a phone, from what its app shows. */
export const urlOf = (address: string): string => PRESETS.android_gateway(address).url

/** The description, without its secret. */
export function accountOf(values: Values): GatewayAccount & { readonly provider: 'custom' } {
  const { preset, name, sender, method, url, bodyKind, body, idPath, statusPath } = values
  return {
    provider: 'custom',
    preset,
    name: name.trim(),
    sender: sender.trim(),
    method,
    url: url.trim(),
    headers: linesOf(values.headers).map((line) => {
      const [header = '', ...rest] = line.split(':')
      return { name: header.trim(), value: rest.join(':').trim() }
    }),
    bodyKind,
    body: bodyKind === 'none' ? '' : body,
    idPath: idPath.trim(),
    statusPath: statusPath.trim(),
    statusAccepted: partsOf(values.statusAccepted, ','),
    perSecond: limit(values.perSecond),
    perDay: limit(values.perDay),
  }
}

/** What is saved; the secret only where a new one was typed. */
export function savedOf(values: Values): Extract<SmsAccount, { provider: 'custom' }> {
  const { headers, statusAccepted, ...account } = accountOf(values)
  const apiKey = values.preset === 'android_gateway' ? phoneSecret(values) : values.secret.trim()
  return { ...account, headers: [...headers], statusAccepted: [...statusAccepted], ...(apiKey !== '' && { apiKey }) }
}

/** The first mistake of each field, in the order of the form. `onFile`: whether a secret is kept that may stay. */
export function problemsOf(values: Values, onFile: boolean): Partial<Record<Field, Problem>> {
  const account = accountOf(values)
  const found: Partial<Record<Field, Problem>> = {}
  const add = (field: Field, problem: Problem) => {
    found[field] ??= problem
  }
  const needed = (field: Field) => add(field, { kind: 'plain', key: 'needed' })
  if (account.name === '') needed('name')
  if (values.preset === 'android_gateway' && values.address.trim() === '') needed('address')
  else if (account.url === '') needed('url')
  if (linesOf(values.headers).some((line) => !line.includes(':'))) add('headers', { kind: 'gateway', key: 'header_line', what: '' })
  for (const { field, key, what } of checkGateway(account)) add(shownAt(field, values), { kind: 'gateway', key, what })
  for (const [field, top, whole] of [['perSecond', 1_000, false] as const, ['perDay', 1_000_000, true] as const]) {
    const n = Number(values[field])
    if (values[field] !== '' && !(n >= (whole ? 1 : 0.01) && n <= top && (!whole || Number.isInteger(n)))) add(field, { kind: 'plain', key: 'number' })
  }
  if (usesSecret(account)) for (const field of secretsMissing(values, onFile)) needed(field)
  return found
}

function secretsMissing({ preset, user, password, secret }: Values, onFile: boolean): Field[] {
  if (preset === 'none') return secret.trim() === '' && !onFile ? ['secret'] : []
  if (user === '' && password === '' && onFile) return []
  return (['user', 'password'] as const).filter((field) => ({ user, password })[field].trim() === '')
}

/** A phone's address is typed in a field of its own. */
const shownAt = (field: GatewayProblem['field'], { preset }: Values): Field => (field === 'url' && preset === 'android_gateway' ? 'address' : field)
const phoneSecret = ({ user, password }: Values): string => (user === '' && password === '' ? '' : `${user.trim()}:${password.trim()}`)
const limit = (typed: number | string): number | null => (typed === '' ? null : Number(typed))
const linesOf = (text: string): string[] => partsOf(text, '\n')
const partsOf = (text: string, between: string): string[] =>
  text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '')
