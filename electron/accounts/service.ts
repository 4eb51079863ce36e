/** The SMS and the email account: their settings in the database, their secrets in the key store, and what is left on the SMS account. */
import type { Tx } from '../../db/client.ts'
import { channelRow, forgetBalance, openChannel, saveBalance } from '../../db/queries/channels.ts'
import { theSchool } from '../../db/queries/schools.ts'
import { recordAudit, writeSetting } from '../../db/queries/settings.ts'
import { Turns } from '../../db/turns.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { checkGateway } from '../../shared/model/gateway.ts'
import { type MessageChannel, NOT_THE_ACCOUNTS } from '../../shared/model/message.ts'
import type { BalanceAnswer, EmailProvider, SmsProvider } from '../providers/provider.ts'
import { sendingSettings } from '../settings/sending.ts'
import {
  type AccountContext,
  type EmailAccount,
  emailAccountOnFile,
  isAccountOnFile,
  isSafeAddress,
  makeEmail,
  makeSms,
  needsSecret,
  type SmsAccount,
  secretOwner,
  smsAccountOnFile,
} from './on-file.ts'
import { type AccountSecret, secretSetAt, writeWithSecret } from './secrets.ts'
import { createTestMessages, type TestQueue } from './test-message.ts'

const MESSAGE_CHANNELS: readonly MessageChannel[] = ['sms', 'email']

/** Never a real domain: practice mail goes nowhere. */
const PRACTICE_DOMAIN = 'practice.invalid'
/** Credit for fewer parts than these is as good as none: the channel would open for a message or two and pause again. */
const PARTS_WORTH_OPENING = 10

const SECRETS = { sms: 'sms-api-key', email: 'email-password' } as const satisfies Record<MessageChannel, AccountSecret>

/** The providers of this mode as they are now; null while a channel has no account. */
export type Providers = { sms: SmsProvider | null; email: EmailProvider | null }

/** The queue, as far as an account that changes has to do with it. */
type Queue = TestQueue & { idle(channel: MessageChannel): Promise<void> }

export function createAccountService(context: AccountContext, queue: Queue) {
  const { wake, idle } = queue
  const { mode, db, secrets, clock, emit } = context
  const providers: Providers = { sms: null, email: null }
  // a computer that wakes up while an account is being saved: the one that read its account last must be in place last
  const turns = new Turns()
  let mailDomain = PRACTICE_DOMAIN

  const replace = (channel: MessageChannel) =>
    turns.take(async () => {
      const old = providers[channel]
      if (channel === 'sms') providers.sms = await makeSms(context)
      else {
        mailDomain = emailAccountOnFile(db)?.fromAddress.split('@')[1] ?? PRACTICE_DOMAIN
        providers.email = await makeEmail(context)
      }
      // what is on the wire of the old one still gets its answer
      if (old) void idle(channel).then(() => old.close())
    })

  async function save(channel: MessageChannel, account: SmsAccount | EmailAccount, typed: string | undefined) {
    const name = SECRETS[channel]
    const owner = secretOwner(account)
    if (!typed && needsSecret(account) && (await secretSetAt(context, name, owner)) === null) throw secretMissing(channel)
    const now = clock.now()
    await writeWithSecret(context, name, typed ? { owner, typed } : 'stays', now, (tx) => {
      writeSetting(tx, `${channel}-account`, account, now)
      recordAudit(tx, now, 'account.saved', { channel })
    })
    await replace(channel)
    // not before the new account is in its place: the old one would close the channel again
    await db.write((tx) => {
      openForAccount(tx, channel, now)
      // what was left on the account before says nothing of this one
      forgetBalance(tx, channel)
    })
    emit('console:changed', { topics: ['settings', 'status'] })
    wake(channel)
    return {}
  }

  const requireLive = async () => {
    if ((await secrets.state()) === 'unsafe') throw new AppError('not_configured', 'key_store_unsafe')
    if (mode === 'practice') throw new AppError('conflict', 'practice_only')
  }

  /** Asks what is left on the SMS account and writes it down; opens a channel that waits for credit where there is some. Null: the account cannot be asked. */
  async function askBalance(signal?: AbortSignal): Promise<BalanceAnswer | null> {
    const asked = providers.sms
    const answer = (await asked?.balance?.(signal)) ?? null
    // what is left on an account that was replaced meanwhile says nothing of the new one
    if (!answer?.ok || signal?.aborted || providers.sms !== asked) return answer
    const now = clock.now()
    const opened = await db.write((tx) => {
      saveBalance(tx, 'sms', answer.micros, answer.currency, now)
      const inOurMoney = answer.currency === (theSchool(tx)?.currency ?? answer.currency)
      // prices are set in the school's currency; of another one it is only known whether something is left
      const enough = inOurMoney ? answer.micros >= PARTS_WORTH_OPENING * sendingSettings(tx).pricePerPartMicros : answer.micros > 0
      return enough && channelRow(tx, 'sms').pause === 'no_credit' && openChannel(tx, 'sms', now)
    })
    emit('console:changed', { topics: ['status'] })
    if (opened) wake('sms')
    return answer
  }

  return {
    providers,
    /** Makes both providers from what is on file. One whose secret cannot be read just now stays away, and is told to the log: the console opens without it. */
    async open() {
      for (const channel of MESSAGE_CHANNELS)
        await replace(channel).catch((error: unknown) => context.log.error('an account could not be opened', error, { channel }))
    },
    /** Makes the provider of an account that is on file, where its secret could not be read until now, and lets what waits for it go. Throws what the key store throws. */
    async openMissing(channel: MessageChannel) {
      if (providers[channel] || !isAccountOnFile(db, channel)) return
      await replace(channel)
      if (!providers[channel]) return
      await db.write((tx) => {
        if (channelRow(tx, channel).pause === 'key_unreadable') openChannel(tx, channel, clock.now())
      })
      emit('console:changed', { topics: ['status'] })
      wake(channel)
    },
    async close() {
      await Promise.all([providers.sms?.close(), providers.email?.close()])
    },
    /** The domain that mails are named in: the sender's own. */
    mailDomain: () => mailDomain,

    async get(): Promise<Omit<Output<'accounts:get'>, 'relay' | 'mailbox'>> {
      const sms = smsAccountOnFile(db)
      const email = emailAccountOnFile(db)
      return {
        keyStore: await secrets.state(),
        sms: sms && { account: sms, keySetAt: await secretSetAt(context, 'sms-api-key', secretOwner(sms)) },
        email: email && { ...email, passwordSetAt: await secretSetAt(context, 'email-password', secretOwner(email)) },
      }
    },

    async saveSms({ apiKey, ...account }: Parsed<'accounts:save-sms'>) {
      await requireLive()
      refuseUnsafe(account)
      return save('sms', account, apiKey)
    },

    async saveEmail({ password, ...account }: Parsed<'accounts:save-email'>) {
      await requireLive()
      return save('email', account, password)
    },

    ...createTestMessages(context, queue, (channel) => providers[channel] !== null),

    /** Asks the SMS provider what is left, because a person wants to know: what it last said, and why it could not be asked now. */
    async checkBalance(): Promise<Output<'accounts:check-balance'>> {
      if (!providers.sms) throw new AppError('not_configured', 'account_missing_sms')
      const answer = await askBalance()
      const { balanceMicros: micros, balanceCurrency: currency, balanceAt: at } = channelRow(db, 'sms')
      return {
        balance: micros === null || currency === null || at === null ? null : { micros, currency, at },
        detail: answer?.ok === false ? answer.detail : '',
      }
    },

    /** Asks the SMS provider what is left, as often as the console itself wants to know. Silent where it cannot be asked. */
    async refreshBalance(signal?: AbortSignal): Promise<void> {
      await askBalance(signal)
    },
  }
}

/** Opens a channel whose pause an account that works puts an end to. */
function openForAccount(tx: Tx, channel: MessageChannel, now: number): void {
  if (!NOT_THE_ACCOUNTS.includes(channelRow(tx, channel).pause)) openChannel(tx, channel, now)
}

function refuseUnsafe(account: SmsAccount): void {
  if (account.provider === 'custom') {
    const [problem] = checkGateway(account)
    if (problem) throw new AppError('invalid_input', 'gateway_unusable', { fields: { [problem.field]: 'gateway_unusable' } })
  }
  if (isSafeAddress(account)) return
  const [field, key] = account.provider === 'custom' ? (['url', 'gateway_in_clear'] as const) : (['baseUrl', 'base_url_unsafe'] as const)
  throw new AppError('invalid_input', key, { fields: { [field]: key } })
}

function secretMissing(channel: MessageChannel): AppError {
  return channel === 'sms'
    ? new AppError('invalid_input', 'key_missing', { fields: { apiKey: 'key_missing' } })
    : new AppError('invalid_input', 'password_missing', { fields: { password: 'password_missing' } })
}
