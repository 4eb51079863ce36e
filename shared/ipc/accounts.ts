/** The accounts that messages go out by, and the sources that delivery reports come from. */
import { africasTalkingAccount, customAccount, emailAccount, mailboxAccount, relayAccount, smsAccount, twilioAccount } from '../model/settings/accounts.ts'
import { balanceCheck } from '../model/standing/standing.ts'
import { instant, line } from '../model/values/values.ts'
import { z } from '../zod.ts'
import { act, type Calls, nothing, query } from './call.ts'

/** Only to replace the secret on file. */
const newSecret = z.string().trim().min(1).max(400).optional()
const newPassword = z.string().min(1).max(200).optional()
const smsAccountGiven = z.discriminatedUnion('provider', [
  africasTalkingAccount.extend({ apiKey: newSecret }),
  twilioAccount.extend({ apiKey: newSecret }),
  customAccount.extend({ apiKey: newSecret }),
])
/** When a source of reports was last asked, and what it said if it could not be. */
const asked = z.object({ at: instant.nullable(), trouble: z.string().nullable() })
const accounts = z.object({
  keyStore: z.enum(['safe', 'unsafe']),
  sms: z.object({ account: smsAccount, keySetAt: instant.nullable() }).nullable(),
  email: emailAccount.extend({ passwordSetAt: instant.nullable() }).nullable(),
  relay: relayAccount.extend({ tokenSetAt: instant.nullable(), asked }).nullable(),
  mailbox: mailboxAccount.extend({ passwordSetAt: instant.nullable(), asked }).nullable(),
})
/** A source of reports, asked once to see whether it answers. */
const sourceAnswer = z.object({ ok: z.boolean(), detail: z.string() })

/** What became of a test message: the same truth as in the log. */
const testAnswer = z.object({ state: z.enum(['sent', 'failed', 'unconfirmed', 'paused']), reason: z.string().nullable(), detail: z.string() })

export const accountCalls = {
  'accounts:get': query({ input: nothing, output: accounts, topics: ['settings'] }),
  'accounts:save-sms': act({ input: smsAccountGiven, output: nothing }),
  'accounts:save-email': act({ input: emailAccount.extend({ password: newPassword }), output: nothing }),
  'accounts:test-sms': act({ input: z.strictObject({ phone: line(30).min(1) }), output: testAnswer }),
  'accounts:test-email': act({ input: z.strictObject({ email: z.email().max(200) }), output: testAnswer }),
  /** Null takes it away. */
  'accounts:save-relay': act({ input: z.strictObject({ relay: relayAccount.extend({ token: newSecret }).nullable() }), output: nothing }),
  'accounts:save-mailbox': act({ input: z.strictObject({ mailbox: mailboxAccount.extend({ password: newPassword }).nullable() }), output: nothing }),
  'accounts:test-relay': act({ input: nothing, output: sourceAnswer }),
  'accounts:test-mailbox': act({ input: nothing, output: sourceAnswer }),
  /** Asks the SMS provider what is left. */
  'accounts:check-balance': act({ input: nothing, output: balanceCheck }),
} satisfies Calls<'accounts'>
