/** The accounts that messages go out by, and the sources that delivery reports come from. What is stored holds no secret: those are in the key store. */
import { z } from '../../zod.ts'
import { type Stored, stored, type Upgrade } from '../values/stored.ts'
import { count, httpAddress, line } from '../values/values.ts'

export const africasTalkingAccount = z.strictObject({
  provider: z.literal('africas_talking'),
  username: line(60).min(1),
  senderId: line(11),
  baseUrl: httpAddress,
})
export const twilioAccount = z.strictObject({
  provider: z.literal('twilio'),
  accountSid: line(34).regex(/^AC[0-9a-f]{32}$/i),
  /** A number (E.164), a registered name, or a messaging service (MG…). */
  sender: line(34).min(1),
  baseUrl: httpAddress,
})
/** Any gateway that takes an SMS by one HTTP request. What `{{phone}}`, `{{text}}` and the others stand for, and what makes it unusable: `gateway.ts`. */
export const customAccount = z.strictObject({
  provider: z.literal('custom'),
  preset: z.enum(['none', 'android_gateway']),
  name: line(40).min(1),
  sender: line(20),
  method: z.enum(['GET', 'POST', 'PUT']),
  url: z.string().trim().min(1).max(500),
  headers: z.array(z.strictObject({ name: line(60).min(1), value: line(500) })).max(20),
  /** How the body is written; none: everything is in the address. */
  bodyKind: z.enum(['none', 'json', 'form']),
  /** json: a JSON text with placeholders inside its strings · form: one `name=value` a line. */
  body: z.string().max(4_000),
  /** Dotted path of the message's id in the answer ("data.0.id"); blank: it gives none. */
  idPath: line(100),
  /** Dotted path of the status in the answer; blank: the answer is plain text, which begins with its status. */
  statusPath: line(100),
  /** Words there that mean "taken"; anything else is a refusal. None, with a blank path: every 2xx means that it was taken. */
  statusAccepted: z.array(line(60).min(1)).max(20),
  perSecond: z.number().min(0.01).max(1_000).nullable(),
  perDay: count.min(1).max(1_000_000).nullable(),
})
export type CustomAccount = z.output<typeof customAccount>

export const smsAccount = z.discriminatedUnion('provider', [africasTalkingAccount, twilioAccount, customAccount])
export type SmsAccount = z.output<typeof smsAccount>

const security = z.enum(['tls', 'starttls', 'none'])
const server = { host: line(200).min(1), port: z.number().int().min(1).max(65_535), security }

/** `user` is blank for a server that wants no login. */
export const emailAccount = z.strictObject({ ...server, user: line(200), fromName: line(80), fromAddress: z.email().max(200) })
export type EmailAccount = z.output<typeof emailAccount>

/** The school's web host that hears of delivery reports for it. */
export const relayAccount = z.strictObject({ url: httpAddress })
export type RelayAccount = z.output<typeof relayAccount>

/** The mailbox that mails which could not be delivered come back to. */
export const mailboxAccount = z.strictObject({ ...server, user: line(200).min(1), folder: line(100).min(1) })
export type MailboxAccount = z.output<typeof mailboxAccount>

/** Before there were several, the one SMS company had no name on file. */
const nameTheProvider: Upgrade = (json) => ({ provider: 'africas_talking', ...json })

export const storedSmsAccount = stored(smsAccount, nameTheProvider)
export const storedEmailAccount = stored(emailAccount)
export const storedRelayAccount = stored(relayAccount)
export const storedMailboxAccount = stored(mailboxAccount)

/** An account that may not be there: never saved, or taken away. */
export function readIfAny<V>(account: Stored<V>, json: unknown): V | null {
  return json === undefined || json === null ? null : account.read(json)
}
