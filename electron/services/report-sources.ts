/** Where reports of delivery come from beside the provider: the relay of the school's web host and the mailbox for returned mail. Settings in the database, secrets in the key store. */
import { z } from 'zod'
import { readSetting, recordAudit, writeSetting } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import type { FailureKey } from '../../shared/words/en/failures.ts'
import type { SecretName } from '../platform/ports.ts'
import type { MailboxAccount } from '../reports/mailbox.ts'
import { askRelay, isSafeRelay, type RelayAccount, relayPlace } from '../reports/relay.ts'
import type { Asked } from '../reports/schedule.ts'
import { isLoopback } from '../reports/source.ts'
import type { Context } from './context.ts'

export type SourceName = 'relay' | 'mailbox' | 'provider'
type SourceAnswer = Output<'accounts:test-relay'>
type Sources = Pick<Output<'accounts:get'>, 'relay' | 'mailbox'>

const RELAY = 'relay-account'
const MAILBOX = 'mailbox-account'
const relaySchema = z.object({ url: z.string() }).nullable()
const mailboxSchema = z
  .object({ host: z.string(), port: z.number().int(), security: z.enum(['tls', 'starttls', 'none']), user: z.string(), folder: z.string() })
  .nullable()

export type ReportSources = ReturnType<typeof createReportSources>

/** `asked`: how each source answered last. */
export function createReportSources(context: Context, asked: (source: SourceName) => Asked) {
  const { db, secrets, clock, emit } = context
  const relay = () => relaySchema.parse(readSetting(db, RELAY) ?? null)
  const mailbox = () => mailboxSchema.parse(readSetting(db, MAILBOX) ?? null)

  const requireLive = async () => {
    if ((await secrets.state()) === 'unsafe') throw new AppError('not_configured', 'key_store_unsafe')
    if (context.mode === 'practice') throw new AppError('conflict', 'practice_only')
  }
  /** A secret is for the server that it was typed for: whoever could change the address alone could have it sent to their own. */
  async function keepSecret(name: SecretName, typed: string | undefined, sameServer: boolean, field: string, missing: FailureKey) {
    if (typed) await secrets.set(name, typed)
    else if (!sameServer || !(await secrets.get(name))) throw new AppError('invalid_input', missing, { fields: { [field]: missing } })
  }
  async function write(key: string, account: object | null, about: string) {
    const now = clock.now()
    await db.write((tx) => {
      writeSetting(tx, key, account, now)
      writeSetting(tx, `${about}-asked`, null, now)
      recordAudit(tx, now, account === null ? 'source.removed' : 'source.saved', { source: about })
    })
    emit('console:changed', { topics: ['settings', 'messages'] })
    return {}
  }
  const lastAsked = (source: SourceName) => {
    const { at, trouble } = asked(source)
    return { at, trouble }
  }

  async function relayAccount(): Promise<RelayAccount | null> {
    const account = relay()
    const token = account && (await secrets.get('relay-token'))
    return account && token ? { ...account, token } : null
  }
  async function mailboxAccount(): Promise<MailboxAccount | null> {
    const account = mailbox()
    const password = account && (await secrets.get('mailbox-password'))
    return account && password ? { ...account, password } : null
  }

  return {
    relayAccount,
    mailboxAccount,
    /** What the settings show of both; never a secret. */
    async get(): Promise<Sources> {
      const [ownRelay, ownMailbox] = [relay(), mailbox()]
      return {
        relay: ownRelay && { ...ownRelay, tokenSetAt: await secrets.setAt('relay-token'), asked: lastAsked('relay') },
        mailbox: ownMailbox && { ...ownMailbox, passwordSetAt: await secrets.setAt('mailbox-password'), asked: lastAsked('mailbox') },
      }
    },

    async saveRelay({ relay: given }: Parsed<'accounts:save-relay'>) {
      await requireLive()
      if (given === null) {
        await secrets.set('relay-token', '')
        return write(RELAY, null, 'relay')
      }
      const { token, url } = given
      if (!isSafeRelay(url)) throw new AppError('invalid_input', 'relay_url_unsafe', { fields: { url: 'relay_url_unsafe' } })
      await keepSecret('relay-token', token, hostOf(relay()?.url) === hostOf(url), 'token', 'relay_token_missing')
      return write(RELAY, { url }, 'relay')
    },

    async saveMailbox({ mailbox: given }: Parsed<'accounts:save-mailbox'>) {
      await requireLive()
      if (given === null) {
        await secrets.set('mailbox-password', '')
        return write(MAILBOX, null, 'mailbox')
      }
      const { password, ...account } = given
      if (account.security === 'none' && !isLoopback(account.host)) {
        throw new AppError('invalid_input', 'mailbox_unsafe', { fields: { security: 'mailbox_unsafe' } })
      }
      await keepSecret('mailbox-password', password, mailbox()?.host === account.host, 'password', 'mailbox_password_missing')
      return write(MAILBOX, account, 'mailbox')
    },

    /** Asks for one report and takes nothing in. `detail`: the key of what is wrong. */
    async testRelay(signal: AbortSignal): Promise<SourceAnswer> {
      const account = await relayAccount()
      if (!account) throw new AppError('not_configured', 'relay_missing')
      const answer = await askRelay(account, relayPlace(db, account.url), 1, clock, signal)
      // a list that begins anew is a working relay
      if (answer.ok || answer.trouble === 'restart') return { ok: true, detail: '' }
      return { ok: false, detail: answer.trouble }
    },

    async testMailbox(signal: AbortSignal): Promise<SourceAnswer> {
      const account = await mailboxAccount()
      if (!account) throw new AppError('not_configured', 'mailbox_missing')
      const { tryMailbox } = await import('../reports/mailbox.ts')
      const trouble = await tryMailbox(account, signal)
      return { ok: trouble === null, detail: trouble ?? '' }
    },
  }
}

const hostOf = (url: string | undefined) => (url === undefined ? null : new URL(url).origin)
