/** The SMS and the email account: their settings in the database, their secrets in the key store, their providers made from both. */
import { z } from 'zod'
import { openChannel } from '../../db/queries/outbox.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { readSetting, recordAudit, writeSetting } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { MessageChannel } from '../../shared/model/message.ts'
import { readMobile } from '../../shared/model/phone.ts'
import { createPracticeEmail, createPracticeSms } from '../providers/practice.ts'
import type { EmailProvider, Provider, SendOutcome, SmsProvider } from '../providers/provider.ts'
import type { Context } from './context.ts'

const smsSchema = z.object({ username: z.string(), senderId: z.string(), baseUrl: z.string() })
const emailSchema = z.object({
  host: z.string(),
  port: z.number().int(),
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string(),
  fromName: z.string(),
  fromAddress: z.string(),
})
type SmsAccount = z.output<typeof smsSchema>
type EmailAccount = z.output<typeof emailSchema>
type TestAnswer = Output<'accounts:test-sms'>

/** Never a real domain: practice mail goes nowhere. */
const PRACTICE_DOMAIN = 'practice.invalid'

/** The providers of this mode as they are now; null while a channel has no account. */
export type Providers = { sms: SmsProvider | null; email: EmailProvider | null }

/** The queue, as far as an account that changes has to do with it. */
type Queue = { wake(channel: MessageChannel): void; idle(channel: MessageChannel): Promise<void> }

export function createAccountService(context: Context, { wake, idle }: Queue) {
  const { mode, db, secrets, clock, emit } = context
  const providers: Providers = { sms: null, email: null }
  const smsAccount = (): SmsAccount | null => smsSchema.nullable().parse(readSetting(db, 'sms-account') ?? null)
  const emailAccount = (): EmailAccount | null => emailSchema.nullable().parse(readSetting(db, 'email-account') ?? null)
  let mailDomain = PRACTICE_DOMAIN

  async function replace(channel: MessageChannel) {
    const old = providers[channel]
    if (channel === 'sms') providers.sms = await makeSms(context, smsAccount())
    else {
      const account = emailAccount()
      mailDomain = account?.fromAddress.split('@')[1] ?? PRACTICE_DOMAIN
      providers.email = await makeEmail(context, account)
    }
    // what is on the wire of the old one still gets its answer
    if (old) void idle(channel).then(() => old.close())
  }

  async function save(channel: MessageChannel, key: string, account: SmsAccount | EmailAccount) {
    const now = clock.now()
    await db.write((tx) => {
      writeSetting(tx, key, account, now)
      recordAudit(tx, now, 'account.saved', { channel })
    })
    await replace(channel)
    // not before the new account is in its place: the old one would close the channel again
    await db.write((tx) => openChannel(tx, channel, now))
    emit('console:changed', { topics: ['settings', 'status'] })
    wake(channel)
    return {}
  }

  const requireLive = async () => {
    if ((await secrets.state()) === 'unsafe') throw new AppError('not_configured', 'key_store_unsafe')
    if (mode === 'practice') throw new AppError('conflict', 'practice_only')
  }

  async function test<P extends Provider>(
    channel: MessageChannel,
    provider: P | null,
    send: (provider: P) => Promise<SendOutcome | undefined>,
  ): Promise<TestAnswer> {
    if (!provider) throw new AppError('not_configured', channel === 'sms' ? 'account_missing_sms' : 'account_missing_email')
    const outcome = await send(provider)
    const now = clock.now()
    await db.write((tx) => {
      recordAudit(tx, now, 'account.tested', { channel, outcome: outcome?.kind ?? 'none' })
      // an account that takes a message has nothing to wait for
      if (outcome?.kind === 'accepted') openChannel(tx, channel, now)
    })
    emit('console:changed', { topics: ['status'] })
    if (outcome?.kind === 'accepted') wake(channel)
    return testAnswer(outcome)
  }

  return {
    providers,
    /** Makes both providers from what is on file. */
    async open() {
      await replace('sms')
      await replace('email')
    },
    async close() {
      await Promise.all([providers.sms?.close(), providers.email?.close()])
    },
    /** The domain that mails are named in: the sender's own. */
    mailDomain: () => mailDomain,

    async get(): Promise<Output<'accounts:get'>> {
      const sms = smsAccount()
      const email = emailAccount()
      return {
        keyStore: await secrets.state(),
        sms: sms && { ...sms, keySetAt: await secrets.setAt('sms-api-key') },
        email: email && { ...email, passwordSetAt: await secrets.setAt('email-password') },
      }
    },

    async saveSms({ apiKey, ...account }: Parsed<'accounts:save-sms'>) {
      await requireLive()
      if (!safeAddress(account.baseUrl)) throw new AppError('invalid_input', 'base_url_unsafe', { fields: { baseUrl: 'base_url_unsafe' } })
      // A key is for the address that it was typed for: whoever could change the address alone could have the key sent to their own.
      const onFile = smsAccount()?.baseUrl === account.baseUrl && (await secrets.setAt('sms-api-key')) !== null
      if (apiKey) await secrets.set('sms-api-key', apiKey)
      else if (!onFile) throw new AppError('invalid_input', 'key_missing', { fields: { apiKey: 'key_missing' } })
      return save('sms', 'sms-account', account)
    },

    async saveEmail({ password, ...account }: Parsed<'accounts:save-email'>) {
      await requireLive()
      const onFile = emailAccount()?.host === account.host && (await secrets.setAt('email-password')) !== null
      if (password) await secrets.set('email-password', password)
      else if (account.user !== '' && !onFile) {
        throw new AppError('invalid_input', 'password_missing', { fields: { password: 'password_missing' } })
      }
      return save('email', 'email-account', account)
    },

    async testSms({ phone }: Parsed<'accounts:test-sms'>): Promise<TestAnswer> {
      const to = readMobile(phone)
      if (to === null) throw new AppError('invalid_input', 'phone_unusable', { params: { phone }, fields: { phone: 'phone_unusable' } })
      const body = `${theSchool(db)?.shortName ?? 'Bursar Console'}: test message. It works.`
      return test('sms', providers.sms, async (provider) => (await provider.send([{ id: 0, phone: to, body }])).get(0))
    },

    async testEmail({ email }: Parsed<'accounts:test-email'>): Promise<TestAnswer> {
      const name = theSchool(db)?.name ?? 'Bursar Console'
      const messageId = `<test-${crypto.randomUUID()}@${mailDomain}>`
      const mail = { id: 0, email, toName: '', subject: `${name}: test message`, body: 'This is a test message. It works.', messageId }
      return test('email', providers.email, async (provider) => (await provider.send([mail])).get(0))
    },
  }
}

async function makeSms(context: Context, account: SmsAccount | null): Promise<SmsProvider | null> {
  if (context.mode === 'practice') return createPracticeSms()
  const apiKey = account && (await context.secrets.get('sms-api-key'))
  if (!account || !apiKey) return null
  // loaded only where there is an account: the SDK is large, and practice starts faster without it
  const { createAfricasTalking, loadSdk } = await import('../providers/africas-talking.ts')
  await loadSdk()
  return createAfricasTalking({ ...account, apiKey, clock: context.clock })
}

async function makeEmail(context: Context, account: EmailAccount | null): Promise<EmailProvider | null> {
  if (context.mode === 'practice') return createPracticeEmail()
  const password = account && (await context.secrets.get('email-password'))
  if (!account || (account.user !== '' && !password)) return null
  const { createSmtp } = await import('../providers/smtp.ts')
  return createSmtp({ ...account, password: password ?? '', clock: context.clock })
}

/** The key must not travel in the clear, except to this very computer (a simulator). */
function safeAddress(address: string): boolean {
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

function testAnswer(outcome: SendOutcome | undefined): TestAnswer {
  switch (outcome?.kind) {
    case 'accepted':
      return { state: 'sent', reason: null, detail: '' }
    case 'rejected':
      return { state: 'failed', reason: outcome.reason, detail: outcome.detail }
    case 'retry':
      return { state: 'failed', reason: null, detail: outcome.detail }
    case 'not_sent':
      return { state: 'paused', reason: outcome.fault.reason, detail: outcome.fault.detail }
    default:
      return { state: 'unconfirmed', reason: null, detail: outcome?.detail ?? '' }
  }
}
