/** SMS by a gateway that the school describes in the settings (stored as provider `custom`): one HTTP request for each message. */
import { checkGateway, type GatewayAccount, usesSecret } from '../../../shared/model/settings/gateway.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { accountFingerprint } from '../account-fingerprint.ts'
import { notSent } from '../http/answers.ts'
import { openRequester } from '../http/request.ts'
import { allOf, type Outcomes, type OutgoingSms, type SendOutcome, type SmsProvider } from '../provider.ts'
import { androidGateway } from './android.ts'
import { readGatewayAnswer } from './answers.ts'
import { buildRequest, encodedForms, messageKey } from './request.ts'

export type GatewayOptions = {
  readonly account: GatewayAccount
  /** Empty: the gateway asks for none. */
  readonly secret: string
  readonly clock: Clock
}

const CONCURRENCY = 4
const NO_OUTCOME: SendOutcome = { kind: 'unknown', code: 'internal', detail: 'the console could not read the outcome' }
const BAD_NUMBER: SendOutcome = { kind: 'rejected', reason: 'number_refused', code: 'local', detail: 'not a phone number' }

/** Sends one SMS a request. With a description that `checkGateway` refuses it sends nothing, and every outcome is a channel fault. */
export function createGateway({ account, secret, clock }: GatewayOptions): SmsProvider {
  const requester = openRequester(/^https:/i.test(account.url), clock)
  const fault = faultOf(account, secret)
  const { idPath, statusPath, statusAccepted } = account
  const reading = { idPath, statusPath, statusAccepted, secrets: encodedForms(secret) }
  const phone = account.preset === 'android_gateway' && fault === null ? androidGateway(account, secret, requester, clock) : null

  async function sendOne(sms: OutgoingSms): Promise<SendOutcome> {
    if (fault !== null) return fault
    if (!/^\+\d{7,15}$/.test(sms.phone)) return BAD_NUMBER
    const ready = phone ? await phone.prepare(sms) : { id: messageKey(sms) }
    if ('outcome' in ready) return ready.outcome
    const exchange = await requester.exchange(buildRequest(phone ? phone.describe(sms) : account, secret, sms, ready.id))
    // The phone has got this message from an earlier attempt in the meantime. A later trace finds out.
    if (phone && exchange.kind === 'answer' && exchange.status === 409) return { kind: 'unknown', code: 'HTTP 409', detail: 'the phone has it already' }
    return readGatewayAnswer(exchange, reading, clock.now())
  }

  async function send(messages: readonly OutgoingSms[]): Promise<Outcomes> {
    const outcomes = new Map<number, SendOutcome>()
    for (const sms of messages) outcomes.set(sms.id, await sendOne(sms).catch(() => NO_OUTCOME))
    return outcomes
  }

  return {
    name: 'custom',
    account: accountFingerprint('custom', account.preset, account.url),
    channel: 'sms',
    // A phone sends one after the other, however many requests it gets.
    limits: { perCall: 1, concurrency: phone ? 1 : CONCURRENCY, perSecond: account.perSecond, perDay: account.perDay },
    send: (messages) => send(messages).catch(() => allOf(messages, NO_OUTCOME)),
    ...(phone && {
      trace: (message, signal) => phone.trace(message, signal).catch(() => ({ kind: 'unclear', detail: 'the console could not read the answer' })),
      reports: phone.reports,
    }),
    async close() {
      requester.close()
    },
  }
}

/** Why this description cannot be used; null where it can. */
function faultOf(account: GatewayAccount, secret: string): SendOutcome | null {
  const [problem] = checkGateway(account)
  if (problem) return notSent('settings_refused', 'local', `${problem.key} ${problem.what}`.trim(), null)
  return secret === '' && usesSecret(account) ? notSent('wrong_key', 'local', 'no secret is on file', null) : null
}
