/** The SMS and the email account: their settings in the database, their secrets in the key store, and what is left on the SMS account. */
import type { Tx } from '../../db/client.ts'
import { channelRow, forgetBalance, openChannel } from '../../db/queries/channels.ts'
import { recordAudit, writeSetting } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { type MessageChannel, NOT_THE_ACCOUNTS } from '../../shared/model/messages/message.ts'
import { type EmailAccount, type SmsAccount, storedEmailAccount, storedSmsAccount } from '../../shared/model/settings/accounts.ts'
import { checkGateway } from '../../shared/model/settings/gateway.ts'
import { createBalance } from './balance.ts'
import { type AccountContext, emailAccountOnFile, isSafeAddress, needsSecret, secretOwner, smsAccountOnFile } from './on-file.ts'
import { createProviders, type Queue } from './providers.ts'
import { type AccountSecret, secretSetAt, writeWithSecret } from './secrets.ts'
import { createTestMessages, type TestQueue } from './test-message.ts'

const SECRETS = { sms: 'sms-api-key', email: 'email-password' } as const satisfies Record<MessageChannel, AccountSecret>

export function createAccountService(context: AccountContext, queue: Queue & TestQueue) {
  const { mode, db, secrets, clock, emit } = context
  const { wake } = queue
  const live = createProviders(context, queue)
  const providers = live.current
  const balance = createBalance(context, { provider: () => providers.sms, wake: () => wake('sms') })

  async function save(channel: MessageChannel, account: SmsAccount | EmailAccount, typed: string | undefined) {
    const name = SECRETS[channel]
    const owner = secretOwner(account)
    if (!typed && needsSecret(account) && (await secretSetAt(context, name, owner)) === null) throw secretMissing(channel)
    const now = clock.now()
    await writeWithSecret(context, name, typed ? { owner, typed } : 'stays', now, (tx) => {
      const stored = 'provider' in account ? storedSmsAccount.write(account) : storedEmailAccount.write(account)
      writeSetting(tx, `${channel}-account`, stored, now)
      recordAudit(tx, now, 'account.saved', { channel })
    })
    await live.replace(channel)
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

  return {
    providers,
    open: live.open,
    openMissing: live.openMissing,
    close: live.close,
    mailDomain: live.mailDomain,

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

    checkBalance: balance.check,
    refreshBalance: balance.refresh,
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
