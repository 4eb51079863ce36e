/** The providers at work: made from the accounts on file, and replaced when an account changes. */
import { channelRow, openChannel } from '../../db/queries/channels.ts'
import { Turns } from '../../db/turns.ts'
import { CHANNELS_OUT, type MessageChannel } from '../../shared/model/messages/message.ts'
import type { EmailProvider, SmsProvider } from '../providers/provider.ts'
import { type AccountContext, emailAccountOnFile, isAccountOnFile, makeEmail, makeSms } from './on-file.ts'

/** The providers of this mode as they are now; null while a channel has no account. */
export type Providers = { sms: SmsProvider | null; email: EmailProvider | null }
/** The queue, as far as an account that changes has to do with it. */
export type Queue = { wake(channel: MessageChannel): void; idle(channel: MessageChannel): Promise<void> }

export type LiveProviders = {
  readonly current: Providers
  /** The domain that mails are named in: the sender's own. */
  mailDomain(): string
  /** Makes the channel's provider anew from what is on file. The old one is closed once its answers came. Throws what the key store throws. */
  replace(channel: MessageChannel): Promise<void>
  /** Makes both anew. One whose secret cannot be read just now stays as it is, and the log is told: the console opens without it. */
  open(): Promise<void>
  /** Makes the provider of an account on file whose secret could not be read until now, and lets what waits for it go. Throws what the key store throws. */
  openMissing(channel: MessageChannel): Promise<void>
  close(): Promise<void>
}

/** Never a real domain: practice mail goes nowhere. */
const PRACTICE_DOMAIN = 'practice.invalid'

export function createProviders(context: AccountContext, { wake, idle }: Queue): LiveProviders {
  const { db, clock, emit, log } = context
  const current: Providers = { sms: null, email: null }
  let mailDomain = PRACTICE_DOMAIN
  // A computer can wake up while an account is being saved: whichever read its account last must be in place last.
  const turns = new Turns()

  const replace = (channel: MessageChannel) =>
    turns.take(async () => {
      const old = current[channel]
      if (channel === 'sms') current.sms = await makeSms(context)
      else {
        mailDomain = emailAccountOnFile(db)?.fromAddress.split('@')[1] ?? PRACTICE_DOMAIN
        current.email = await makeEmail(context)
      }
      // what is on the wire of the old one still gets its answer
      if (old) void idle(channel).then(() => old.close())
    })

  return {
    current,
    mailDomain: () => mailDomain,
    replace,
    async open() {
      for (const channel of CHANNELS_OUT) {
        await replace(channel).catch((error: unknown) => log.error('an account could not be opened', error, { channel }))
      }
    },
    async openMissing(channel) {
      if (current[channel] || !isAccountOnFile(db, channel)) return
      await replace(channel)
      if (!current[channel]) return
      await db.write((tx) => {
        if (channelRow(tx, channel).pause === 'key_unreadable') openChannel(tx, channel, clock.now())
      })
      emit('console:changed', { topics: ['status'] })
      wake(channel)
    },
    async close() {
      await Promise.all([current.sms?.close(), current.email?.close()])
    },
  }
}
