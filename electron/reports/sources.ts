/** The accounts of two sources of delivery reports: the relay and the mailbox. Settings are in the database, secrets in the key store. */
import { readSetting, recordAudit, writeSetting } from '../../db/queries/settings.ts'
import { AppError } from '../../shared/errors.ts'
import type { Output, Parsed } from '../../shared/ipc/contract.ts'
import { readIfAny, storedMailboxAccount, storedRelayAccount } from '../../shared/model/settings/accounts.ts'
import { isThisComputer } from '../../shared/model/values/host.ts'
import type { FailureKey } from '../../shared/words/en/failures.ts'
import type { AccountContext } from '../accounts/on-file.ts'
import { type AccountSecret, type SecretChange, secretOf, secretSetAt, writeWithSecret } from '../accounts/secrets.ts'
import type { MailboxAccount } from './mailbox/mailbox.ts'
import { stateKey } from './polling.ts'
import { fetchRelayPage, isSafeRelay, type RelayAccount, relayPlace } from './relay/relay.ts'
import type { PollState } from './schedule.ts'

export type SourceName = 'relay' | 'mailbox' | 'provider'
type SourceAnswer = Output<'accounts:test-relay'>
type Sources = Pick<Output<'accounts:get'>, 'relay' | 'mailbox'>

const ON_FILE = { relay: 'relay-account', mailbox: 'mailbox-account' } as const
const SECRETS = { relay: 'relay-token', mailbox: 'mailbox-password' } as const

export type ReportSources = ReturnType<typeof createReportSources>

/** The use cases of both accounts. `stateOf`: how each source stands after its last poll. */
export function createReportSources(context: AccountContext, stateOf: (source: SourceName) => PollState) {
  const { db, clock } = context
  const { storedRelay, storedMailbox, relayAccount, mailboxAccount } = storedAccounts(context)
  const { requireLive, secretFor, write } = accountWriter(context)
  const lastPoll = (source: SourceName) => {
    const { at, trouble } = stateOf(source)
    return { at, trouble }
  }

  return {
    relayAccount,
    mailboxAccount,
    /** What the settings page shows of both; never a secret. */
    async get(): Promise<Sources> {
      const [ownRelay, ownMailbox] = [storedRelay(), storedMailbox()]
      return {
        relay: ownRelay && { ...ownRelay, tokenSetAt: await secretSetAt(context, SECRETS.relay, relayOwner(ownRelay)), asked: lastPoll('relay') },
        mailbox: ownMailbox && { ...ownMailbox, passwordSetAt: await secretSetAt(context, SECRETS.mailbox, ownMailbox.host), asked: lastPoll('mailbox') },
      }
    },

    async saveRelay({ relay: given }: Parsed<'accounts:save-relay'>) {
      await requireLive()
      if (given === null) return write('relay', null, 'goes')
      const { token, url } = given
      if (!isSafeRelay(url)) throw new AppError('invalid_input', 'relay_url_unsafe', { fields: { url: 'relay_url_unsafe' } })
      return write('relay', storedRelayAccount.write({ url }), await secretFor(SECRETS.relay, relayOwner({ url }), token, 'token', 'relay_token_missing'))
    },

    async saveMailbox({ mailbox: given }: Parsed<'accounts:save-mailbox'>) {
      await requireLive()
      if (given === null) return write('mailbox', null, 'goes')
      const { password, ...account } = given
      if (account.security === 'none' && !isThisComputer(account.host)) {
        throw new AppError('invalid_input', 'mailbox_unsafe', { fields: { security: 'mailbox_unsafe' } })
      }
      return write(
        'mailbox',
        storedMailboxAccount.write(account),
        await secretFor(SECRETS.mailbox, account.host, password, 'password', 'mailbox_password_missing'),
      )
    },

    /** Fetches one report and applies nothing. `detail`: the key of what is wrong, or blank. Throws AppError relay_missing. */
    async testRelay(signal: AbortSignal): Promise<SourceAnswer> {
      const account = await relayAccount()
      if (!account) throw new AppError('not_configured', 'relay_missing')
      const answer = await fetchRelayPage(account, relayPlace(db, account.url), 1, clock, signal)
      // A relay whose list begins anew (410) works.
      if (answer.ok || answer.trouble === 'restart') return { ok: true, detail: '' }
      return { ok: false, detail: answer.trouble }
    },

    /** Opens the folder and reads nothing. `detail`: the key of what is wrong, or blank. Throws AppError mailbox_missing. */
    async testMailbox(signal: AbortSignal): Promise<SourceAnswer> {
      const account = await mailboxAccount()
      if (!account) throw new AppError('not_configured', 'mailbox_missing')
      const { tryMailbox } = await import('./mailbox/mailbox.ts')
      const trouble = await tryMailbox(account, signal)
      return { ok: trouble === null, detail: trouble ?? '' }
    },
  }
}

/** The accounts in the database, and the same with their secrets. The latter are null where there is no account, or no secret. */
function storedAccounts(context: AccountContext) {
  const { db } = context
  const storedRelay = () => readIfAny(storedRelayAccount, readSetting(db, ON_FILE.relay))
  const storedMailbox = () => readIfAny(storedMailboxAccount, readSetting(db, ON_FILE.mailbox))
  return {
    storedRelay,
    storedMailbox,
    async relayAccount(): Promise<RelayAccount | null> {
      const account = storedRelay()
      const token = account && (await secretOf(context, SECRETS.relay, relayOwner(account)))
      return account && token ? { ...account, token } : null
    },
    async mailboxAccount(): Promise<MailboxAccount | null> {
      const account = storedMailbox()
      const password = account && (await secretOf(context, SECRETS.mailbox, account.host))
      return account && password ? { ...account, password } : null
    },
  }
}

/** What saving an account takes: the checks, and the write of account and secret in one commit. */
function accountWriter(context: AccountContext) {
  const { secrets, clock, emit } = context
  return {
    /** Throws AppError in practice mode, and where the key store is unsafe. */
    async requireLive(): Promise<void> {
      if ((await secrets.state()) === 'unsafe') throw new AppError('not_configured', 'key_store_unsafe')
      if (context.mode === 'practice') throw new AppError('conflict', 'practice_only')
    },
    /** What is to become of the secret. Throws AppError `missing` for an account whose secret is neither typed nor stored. */
    async secretFor(name: AccountSecret, owner: string, typed: string | undefined, field: string, missing: FailureKey): Promise<SecretChange> {
      if (typed) return { owner, typed }
      if (!(await secretOf(context, name, owner))) throw new AppError('invalid_input', missing, { fields: { [field]: missing } })
      return 'stays'
    },
    async write(about: 'relay' | 'mailbox', account: object | null, secret: SecretChange) {
      const now = clock.now()
      await writeWithSecret(context, SECRETS[about], secret, now, (tx) => {
        writeSetting(tx, ON_FILE[about], account, now)
        writeSetting(tx, stateKey(about), null, now)
        recordAudit(tx, now, account === null ? 'source.removed' : 'source.saved', { source: about })
      })
      emit('console:changed', { topics: ['settings', 'messages'] })
      return {}
    },
  }
}

/** The address that may be told the relay's token. */
const relayOwner = ({ url }: { readonly url: string }) => new URL(url).origin
