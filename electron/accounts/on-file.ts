/** The accounts as they are on file, whom their secrets are told to, and the providers made of both. */
import type { Reader } from '../../db/client.ts'
import { readSetting } from '../../db/queries/settings.ts'
import type { MessageChannel } from '../../shared/model/messages/message.ts'
import { type EmailAccount, readIfAny, type SmsAccount, storedEmailAccount, storedSmsAccount } from '../../shared/model/settings/accounts.ts'
import { usesSecret } from '../../shared/model/settings/gateway.ts'
import { isNearby, isThisComputer } from '../../shared/model/values/host.ts'
import type { Context } from '../platform/context.ts'
import { withBreakers } from '../providers/breakers/with-breakers.ts'
import { createPracticeEmail, createPracticeSms } from '../providers/practice.ts'
import type { EmailProvider, OutgoingEmail, OutgoingSms, SmsProvider } from '../providers/provider.ts'
import { secretOf } from './secrets.ts'

/** What the accounts need of a console at work. */
export type AccountContext = Pick<Context, 'mode' | 'db' | 'secrets' | 'clock' | 'emit' | 'log'>

export function smsAccountOnFile(db: Pick<Reader, 'get'>): SmsAccount | null {
  return readIfAny(storedSmsAccount, readSetting(db, 'sms-account'))
}

export function emailAccountOnFile(db: Pick<Reader, 'get'>): EmailAccount | null {
  return readIfAny(storedEmailAccount, readSetting(db, 'email-account'))
}

export function isAccountOnFile(db: Pick<Reader, 'get'>, channel: MessageChannel): boolean {
  return (channel === 'sms' ? smsAccountOnFile(db) : emailAccountOnFile(db)) !== null
}

/** Whom an account's secret is told to. */
export function secretOwner(account: SmsAccount | EmailAccount): string {
  if (!('provider' in account)) return `smtp ${account.host}`
  return `${account.provider} ${new URL(account.provider === 'custom' ? account.url : account.baseUrl).origin}`
}

/** Whether the account cannot work without a secret of its own. */
export function needsSecret(account: SmsAccount | EmailAccount): boolean {
  if (!('provider' in account)) return account.user !== ''
  return account.provider !== 'custom' || usesSecret(account)
}

/**
 * Whether keys and families' balances may travel to this address. By https they may anywhere; in the clear to this very computer alone (a simulator).
 * A gateway of the school's own may be anywhere in the school's network, where a phone has no certificate.
 */
export function isSafeAddress(account: SmsAccount): boolean {
  const { protocol, hostname } = new URL(account.provider === 'custom' ? account.url : account.baseUrl)
  if (protocol === 'https:' || isThisComputer(hostname)) return true
  return account.provider === 'custom' && protocol === 'http:' && isNearby(hostname)
}

const toPhone = ({ phone }: OutgoingSms) => phone
const toMailbox = ({ email }: OutgoingEmail) => email

/** Loads the SDK that this mode's SMS needs, before it is needed. It takes half a second on a slow computer, best spent beside another wait. */
export async function loadSmsSdk({ mode, db }: Pick<AccountContext, 'mode' | 'db'>): Promise<void> {
  const provider = mode === 'live' ? smsAccountOnFile(db)?.provider : undefined
  if (provider === 'africas_talking') await (await import('../providers/africas-talking/africas-talking.ts')).loadSdk()
  if (provider === 'twilio') await (await import('../providers/twilio/twilio.ts')).loadTwilio()
}

/** The provider of this mode's SMS; null while there is no account, or its secret is missing. */
export async function makeSms(context: AccountContext): Promise<SmsProvider | null> {
  const { mode, db, clock } = context
  if (mode === 'practice') return createPracticeSms()
  const account = smsAccountOnFile(db)
  if (!account) return null
  const secret = (await secretOf(context, 'sms-api-key', secretOwner(account))) ?? ''
  if (secret === '' && needsSecret(account)) return null
  // each loaded only where it is the account's: the SDKs are large, and practice starts faster without them
  switch (account.provider) {
    case 'africas_talking': {
      const { createAfricasTalking, loadSdk } = await import('../providers/africas-talking/africas-talking.ts')
      await loadSdk()
      return withBreakers(createAfricasTalking({ ...account, apiKey: secret, clock }), toPhone, clock.now)
    }
    case 'twilio': {
      const { createTwilio, loadTwilio } = await import('../providers/twilio/twilio.ts')
      await loadTwilio()
      return withBreakers(createTwilio({ ...account, authToken: secret, clock }), toPhone, clock.now)
    }
    case 'custom': {
      const { createGateway } = await import('../providers/gateway/gateway.ts')
      return withBreakers(createGateway({ account, secret, clock }), toPhone, clock.now)
    }
  }
}

/** The provider of this mode's email; null while there is no account, or its password is missing. */
export async function makeEmail(context: AccountContext): Promise<EmailProvider | null> {
  const { mode, db, clock } = context
  if (mode === 'practice') return createPracticeEmail()
  const account = emailAccountOnFile(db)
  if (!account) return null
  const password = (await secretOf(context, 'email-password', secretOwner(account))) ?? ''
  if (password === '' && needsSecret(account)) return null
  const { createSmtp } = await import('../providers/smtp/smtp.ts')
  return withBreakers(createSmtp({ ...account, password, clock }), toMailbox, clock.now)
}
