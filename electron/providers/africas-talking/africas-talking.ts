/** SMS by Africa's Talking, through its SDK over a line of our own: the SDK has no time limit, follows redirects with the key, and its errors carry the key. */
/// <reference path="./africastalking.d.ts" />
import type createSdkOfAfricasTalking from 'africastalking'
import type { Clock } from '../../platform/clock.ts'
import { accountMark } from '../account-mark.ts'
import { openLine, repairAxios } from '../http/line.ts'
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

/** Africa's Talking names no most, and its SDK's own test puts a thousand into a call; but a lost answer leaves all of its call in doubt. */
const PER_CALL = 100
const CONCURRENCY = 8
const KENYAN_MOBILE = /^\+254[17]\d{8}$/

/** Sends by Africa's Talking. Numbers must be Kenyan mobiles as +254…; any other is refused here, since one number the SDK dislikes stops its whole call. */
export function createAfricasTalking(account: AfricasTalkingAccount): SmsProvider {
  const { username, apiKey, senderId, baseUrl, clock } = account
  const line = openLine({ baseUrl, secrets: [apiKey], clock })
  let sdk: ReturnType<typeof createSdkOfAfricasTalking> | null = null

  /** Makes one request of the SDK. Loading it comes first: that is no waiting for an answer. */
  async function exchange(makeRequest: (account: NonNullable<typeof sdk>) => Promise<unknown>, signal?: AbortSignal) {
    const createSdk = await loadSdk()
    return line.exchange(async () => {
      sdk ??= createSdk({ username, apiKey })
      return makeRequest(sdk)
    }, signal)
  }

  async function send(messages: readonly OutgoingSms[]): Promise<Outcomes> {
    const outcomes = new Map<number, SendOutcome>()
    for (const { body, byPhone } of sharedCalls(messages, outcomes)) {
      const firsts = [...byPhone].map(([phone, [id]]) => ({ id, phone }))
      const sms = { to: [...byPhone.keys()], message: body, ...(senderId !== '' && { from: senderId }) }
      const answers = readExchange(await exchange(({ SMS }) => SMS.send(sms)), firsts, clock.now())
      for (const [id, ...others] of byPhone.values()) {
        const outcome = answers.get(id) ?? NO_OUTCOME
        outcomes.set(id, outcome)
        // The same number twice in a call is one SMS, and is paid once.
        for (const other of others) outcomes.set(other, outcome.kind === 'accepted' ? { ...outcome, costMicros: 0 } : outcome)
      }
    }
    return outcomes
  }

  return {
    name: 'africas-talking',
    account: accountMark('africas-talking', username, new URL(baseUrl).origin),
    channel: 'sms',
    // Its documents name neither a rate nor a number for a day; what comes too fast gets 429, which pauses the channel.
    limits: { perCall: PER_CALL, concurrency: CONCURRENCY, perSecond: null, perDay: null },
    send: (messages) => send(messages).catch(() => allOf(messages, NO_OUTCOME)),
    balance: async (signal) => readBalance(await exchange(({ APPLICATION }) => APPLICATION.fetchApplicationData(), signal)),
    async close() {
      line.close()
    },
  }
}

const NO_OUTCOME: SendOutcome = { kind: 'unknown', code: 'internal', detail: 'the console could not read the outcome' }
const BAD_NUMBER: SendOutcome = { kind: 'rejected', reason: 'number_refused', code: 'local', detail: 'not a Kenyan mobile number' }

type SharedCall = { readonly body: string; readonly byPhone: Map<string, [number, ...number[]]> }

/** Splits into what one call can hold: one text, up to 100 numbers, each once. Numbers that cannot be sent to get their outcome at once. */
function sharedCalls(messages: readonly OutgoingSms[], outcomes: Map<number, SendOutcome>): SharedCall[] {
  const made: SharedCall[] = []
  for (const { id, phone, body } of messages) {
    if (!KENYAN_MOBILE.test(phone)) {
      outcomes.set(id, BAD_NUMBER)
      continue
    }
    const same = made.filter((b) => b.body === body)
    const twin = same.find((b) => b.byPhone.has(phone))?.byPhone.get(phone)
    const roomy = same.find((b) => b.byPhone.size < PER_CALL)
    if (twin) twin.push(id)
    else if (roomy) roomy.byPhone.set(phone, [id])
    else made.push({ body, byPhone: new Map([[phone, [id]]]) })
  }
  return made
}

let loading: Promise<typeof createSdkOfAfricasTalking> | null = null

/**
 * Loads the SDK, once. Whoever opens an account waits for it, so that it does not happen under the first message: it holds the process for about 0.2 s.
 * Practice needs no SDK and starts faster without it.
 */
export function loadSdk() {
  loading ??= repairAxios()
    .then(() => import('africastalking'))
    .then((sdk) => sdk.default)
  return loading
}
