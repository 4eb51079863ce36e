/** SMS by Africa's Talking, through its SDK over our own transport. The SDK alone has no time limit, follows redirects with the key, and puts the key into errors. */
/// <reference path="./africastalking.d.ts" />
import type createSdkOfAfricasTalking from 'africastalking'
import type { Clock } from '../../platform/time/clock.ts'
import { accountFingerprint } from '../account-fingerprint.ts'
import { openSdkTransport, patchAxios } from '../http/sdk-transport.ts'
import { allOf, type Outcomes, type OutgoingSms, type SendOutcome, type SmsProvider } from '../provider.ts'
import { readBalance, readExchange } from './answers.ts'

export type AfricasTalkingAccount = {
  readonly username: string
  readonly apiKey: string
  /** Empty: Africa's Talking's shared sender name. */
  readonly senderId: string
  readonly baseUrl: string
  readonly clock: Clock
}

/** Africa's Talking names no limit, and its SDK's own test sends a thousand. But a lost answer leaves the whole call in doubt. */
const PER_CALL = 100
const CONCURRENCY = 8
const KENYAN_MOBILE = /^\+254[17]\d{8}$/

/** Sends by Africa's Talking. A number that is no Kenyan mobile (+254…) is refused here: one bad number makes the SDK refuse the whole call. */
export function createAfricasTalking(account: AfricasTalkingAccount): SmsProvider {
  const { username, apiKey, senderId, baseUrl, clock } = account
  const transport = openSdkTransport({ baseUrl, secrets: [apiKey], clock })
  let sdk: ReturnType<typeof createSdkOfAfricasTalking> | null = null

  /** Makes one request through the SDK. The SDK is loaded first, so that loading does not count against the time limit. */
  async function exchange(makeRequest: (account: NonNullable<typeof sdk>) => Promise<unknown>, signal?: AbortSignal) {
    const createSdk = await loadSdk()
    return transport.exchange(async () => {
      sdk ??= createSdk({ username, apiKey })
      return makeRequest(sdk)
    }, signal)
  }

  async function send(messages: readonly OutgoingSms[]): Promise<Outcomes> {
    const outcomes = new Map<number, SendOutcome>()
    for (const { body, byPhone } of sharedCalls(messages, outcomes)) {
      const recipients = [...byPhone].map(([phone, [id]]) => ({ id, phone }))
      const sms = { to: [...byPhone.keys()], message: body, ...(senderId !== '' && { from: senderId }) }
      const answers = readExchange(await exchange(({ SMS }) => SMS.send(sms)), recipients, clock.now())
      for (const [id, ...others] of byPhone.values()) {
        const outcome = answers.get(id) ?? NO_OUTCOME
        outcomes.set(id, outcome)
        // The same number twice in a call is one SMS, and is charged once.
        for (const other of others) outcomes.set(other, outcome.kind === 'accepted' ? { ...outcome, costMicros: 0 } : outcome)
      }
    }
    return outcomes
  }

  return {
    name: 'africas-talking',
    account: accountFingerprint('africas-talking', username, new URL(baseUrl).origin),
    channel: 'sms',
    // Its documents name neither a rate nor a daily limit. What comes too fast gets 429, which pauses the channel.
    limits: { perCall: PER_CALL, concurrency: CONCURRENCY, perSecond: null, perDay: null },
    send: (messages) => send(messages).catch(() => allOf(messages, NO_OUTCOME)),
    balance: async (signal) => readBalance(await exchange(({ APPLICATION }) => APPLICATION.fetchApplicationData(), signal)),
    async close() {
      transport.close()
    },
  }
}

const NO_OUTCOME: SendOutcome = { kind: 'unknown', code: 'internal', detail: 'the console could not read the outcome' }
const BAD_NUMBER: SendOutcome = { kind: 'rejected', reason: 'number_refused', code: 'local', detail: 'not a Kenyan mobile number' }

type SharedCall = { readonly body: string; readonly byPhone: Map<string, [number, ...number[]]> }

/** Groups messages into calls of one text and up to 100 numbers, each once. Messages to bad numbers get their outcome at once. */
function sharedCalls(messages: readonly OutgoingSms[], outcomes: Map<number, SendOutcome>): SharedCall[] {
  const calls: SharedCall[] = []
  for (const { id, phone, body } of messages) {
    if (!KENYAN_MOBILE.test(phone)) {
      outcomes.set(id, BAD_NUMBER)
      continue
    }
    const same = calls.filter((b) => b.body === body)
    const twin = same.find((b) => b.byPhone.has(phone))?.byPhone.get(phone)
    const roomy = same.find((b) => b.byPhone.size < PER_CALL)
    if (twin) twin.push(id)
    else if (roomy) roomy.byPhone.set(phone, [id])
    else calls.push({ body, byPhone: new Map([[phone, [id]]]) })
  }
  return calls
}

let loading: Promise<typeof createSdkOfAfricasTalking> | null = null

/**
 * Loads the SDK, once. Opening an account waits for it: loading holds the process for about 0.2 s, and must not happen under the first message.
 * Practice needs no SDK, and starts faster without it.
 */
export function loadSdk() {
  loading ??= patchAxios()
    .then(() => import('africastalking'))
    .then((sdk) => sdk.default)
  return loading
}
