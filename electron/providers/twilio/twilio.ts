/** SMS by Twilio, through its SDK over our own transport (`http/sdk-transport.ts`). Its list of messages settles lost ones and gives delivery reports. */
import type RestApi from 'twilio/lib/rest/Api.js'
import type { Clock } from '../../platform/time/clock.ts'
import { accountFingerprint } from '../account-fingerprint.ts'
import type { Exchange } from '../http/answers.ts'
import { openSdkTransport, patchAxios } from '../http/sdk-transport.ts'
import { type Outcomes, type OutgoingSms, type ProviderReport, type SendOutcome, type SmsProvider, validitySeconds } from '../provider.ts'
import { type ListedMessage, type ListPage, readAnswer, readBalance, readPage, reportOf, traceIn, twilioTrouble } from './answers.ts'
import { MESSAGING_SERVICE, twilioLimits } from './limits.ts'

/** The address that the SDK demands for a page of the list. The transport puts the account's own address in its place. */
const TWILIO_URL = 'https://api.twilio.com'

export type TwilioAccount = {
  readonly accountSid: string
  readonly authToken: string
  /** A number (E.164), a registered name, or a messaging service (MG…). */
  readonly sender: string
  readonly baseUrl: string
  readonly clock: Clock
}

const CONCURRENCY = 8
const PER_PAGE = 1_000
/** Fifty thousand messages: more than a school sends within the days that reports are polled for. */
const MOST_PAGES = 50
/** How much further back the list is read, since this computer's clock may differ from Twilio's. */
const EARLIER_MS = 24 * 3_600_000
/** The validity period in seconds: Twilio's default, and the most that it accepts. */
const LONGEST_VALIDITY = 36_000
const E164 = /^\+[1-9]\d{7,14}$/

const NO_OUTCOME: SendOutcome = { kind: 'unknown', code: 'internal', detail: 'the console could not read the outcome' }
const BAD_NUMBER: SendOutcome = { kind: 'rejected', reason: 'number_refused', code: 'local', detail: 'not a phone number with its country' }

/** Sends by Twilio. The account's token is in no outcome and in no error. */
export function createTwilio({ accountSid, authToken, sender, baseUrl, clock }: TwilioAccount): SmsProvider {
  const basic = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
  const transport = openSdkTransport({
    baseUrl,
    secrets: [authToken, basic],
    clock,
  })
  const from = MESSAGING_SERVICE.test(sender) ? { messagingServiceSid: sender } : { from: sender }
  let api: RestApi | null = null

  /** Makes one request through the SDK. The SDK is loaded first, so that loading does not count against the time limit. */
  async function exchange(makeRequest: (account: MessageApi) => Promise<unknown>, signal?: AbortSignal): Promise<Exchange> {
    const makeApi = await loadTwilio()
    return transport.exchange(async () => {
      api ??= makeApi(accountSid, authToken)
      return makeRequest(api.v2010.account)
    }, signal)
  }

  async function sendOne({ phone, body, until }: OutgoingSms): Promise<SendOutcome> {
    if (!E164.test(phone)) return BAD_NUMBER
    // Twilio counts it while a message waits in the sender's queue. How long a network looks for a phone that is off is up to the network.
    const validity = until !== undefined && { validityPeriod: Math.min(validitySeconds(until, clock.now()), LONGEST_VALIDITY) }
    return readAnswer(await exchange(({ messages }) => messages.create({ to: phone, body, ...from, ...validity })), clock.now())
  }

  const list = (query: ListQuery, signal: AbortSignal | undefined, take: TakePage) => readList(exchange, query, signal, take)

  return {
    name: 'twilio',
    // The address is part of it, since each region of Twilio keeps its own list.
    account: accountFingerprint('twilio', accountSid, new URL(baseUrl).origin),
    channel: 'sms',
    limits: { perCall: 1, concurrency: CONCURRENCY, ...twilioLimits(sender) },
    async send(messages): Promise<Outcomes> {
      return new Map(await Promise.all(messages.map(async (m) => [m.id, await sendOne(m).catch(() => NO_OUTCOME)] as const)))
    },
    balance: async (signal) => readBalance(await exchange(({ balance }) => balance.fetch(), signal)),
    pricesLater: true,
    async trace(lost, signal) {
      const found: ListedMessage[] = []
      // No filter by DateSent: a message that still waits in Twilio's queue has none, and would seem never to have been accepted.
      const { complete, failed } = await list({ to: lost.phone }, signal, (messages) => {
        found.push(...messages)
        return 'more'
      })
      return failed ? { kind: 'unclear', detail: failed.detail } : traceIn(found, complete, lost, clock.now())
    },
    async reports(providerIds, since, signal) {
      const wanted = new Set(providerIds)
      const reports: ProviderReport[] = []
      if (wanted.size === 0) return reports
      const { failed } = await list({ dateSentAfter: new Date(since - EARLIER_MS) }, signal, (messages) => {
        for (const message of messages) {
          if (!wanted.delete(message.sid)) continue
          const report = reportOf(message, clock.now())
          if (report) reports.push(report)
        }
        return wanted.size === 0 ? 'enough' : 'more'
      })
      if (failed) throw new Error(`Twilio’s list of messages could not be read: ${failed.code} ${failed.detail}`)
      return reports
    },
    async close() {
      transport.close()
    },
  }
}

type MessageApi = RestApi['v2010']['account']
type ExchangeWith = (makeRequest: (account: MessageApi) => Promise<unknown>, signal?: AbortSignal) => Promise<Exchange>
type ListQuery = { to?: string; dateSentAfter?: Date }
type TakePage = (messages: readonly ListedMessage[]) => 'enough' | 'more'

/**
 * Reads Twilio's list of messages page by page, newest first, until `take` returns 'enough'. `complete`: it was read to its end. `failed`: why it could not
 * be read.
 */
async function readList(exchange: ExchangeWith, query: ListQuery, signal: AbortSignal | undefined, take: TakePage) {
  let next: string | null = null
  for (let n = 0; n < MOST_PAGES; n += 1) {
    const url = next
    const answer = await exchange(
      ({ messages }) => (url === null ? messages.page({ ...query, pageSize: PER_PAGE }) : messages.getPage(TWILIO_URL + url)),
      signal,
    )
    const page: ListPage | null = readPage(answer)
    if (!page) return { complete: false, failed: twilioTrouble(answer) }
    if (take(page.messages) === 'enough') return { complete: false, failed: null }
    if (page.next === null) return { complete: true, failed: null }
    next = page.next
  }
  return { complete: false, failed: null }
}

let loading: ReturnType<typeof load> | null = null

/** Loads the SDK's part for messages, once. Opening an account waits for it, so that it does not happen under the first message. */
export function loadTwilio() {
  loading ??= load()
  return loading
}

async function load() {
  // File by file: the package as a whole would load forty other services.
  const [adapter, { default: base }, { default: RequestClient }, { default: Api }] = await Promise.all([
    patchAxios(),
    import('twilio/lib/base/BaseTwilio.js'),
    import('twilio/lib/base/RequestClient.js'),
    import('twilio/lib/rest/Api.js'),
  ])
  return (accountSid: string, authToken: string) => {
    const httpClient = new RequestClient({ autoRetry: false })
    // Twilio's copy of axios may be another than Africa's Talking's, and its client has copied the defaults already.
    httpClient.axios.defaults.adapter = adapter as unknown as NonNullable<typeof httpClient.axios.defaults.adapter>
    return new Api(new base.Client(accountSid, authToken, { httpClient, logLevel: 'none' }))
  }
}
