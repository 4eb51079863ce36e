/**
 * SMS by Africa's Talking, through its SDK. This is the only file that knows the SDK, and it repairs what the SDK lacks:
 * a time limit, an address of our own, no redirects, and errors that do not carry the key.
 */
/// <reference path="./africastalking.d.ts" />
import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import https from 'node:https'
import type { TLSSocket } from 'node:tls'
import type createSdkOfAfricasTalking from 'africastalking'
import type axiosOfSdk from 'axios/dist/node/axios.cjs'
import type { Clock } from '../platform/clock.ts'
import { type Exchange, readExchange } from './africas-talking-answers.ts'
import { shortDetail } from './detail.ts'
import { allOf, type Outcomes, type OutgoingSms, type SendOutcome, type SmsProvider } from './provider.ts'

/** Where Africa's Talking answers. The sandbox knows only the username "sandbox" and its own key, and reaches no phone. */
export const AFRICAS_TALKING_URLS = { live: 'https://api.africastalking.com', sandbox: 'https://api.sandbox.africastalking.com' } as const

export type AfricasTalkingAccount = {
  readonly username: string
  readonly apiKey: string
  /** Empty: Africa's Talking's shared sender name. */
  readonly senderId: string
  readonly baseUrl: string
  readonly timeoutMs?: number
  readonly clock: Clock
}

/** One HTTP call of the SDK: how it is to be made, and what became of it. */
type Call = {
  readonly apiKey: string
  readonly baseUrl: string
  readonly agent: http.Agent
  readonly signal: AbortSignal
  left: boolean
  exchange: Exchange | null
}

const PER_CALL = 100
const CONCURRENCY = 8
/** Long enough for a slow line with an answer under way: giving up too soon makes a message `unknown`, which costs a person's time. */
const TIMEOUT_MS = 60_000
/**
 * Connections are kept between the calls of a run, which saves each the several round trips of a new one. An idle one is dropped after a second: a server that closes it
 * in the very moment a message goes out leaves that message `unknown`, and servers keep idle connections for at least five.
 */
const IDLE_MS = 1_000
const LARGEST_ANSWER_BYTES = 1_000_000
const KENYAN_MOBILE = /^\+254[17]\d{8}$/

/** Sends by Africa's Talking. Numbers must be Kenyan mobiles as +254…; any other is refused here, since one number the SDK dislikes stops its whole call. */
export function createAfricasTalking(account: AfricasTalkingAccount): SmsProvider {
  const { clock } = account
  const agent = new (account.baseUrl.startsWith('https:') ? https : http).Agent({ keepAlive: true, timeout: IDLE_MS })
  const open = new Set<AbortController>()
  let sdk: ReturnType<typeof createSdkOfAfricasTalking> | null = null
  let closed = false

  async function post(body: string, numbers: readonly string[]): Promise<Exchange> {
    // Before the time limit starts: loading it is no waiting for an answer.
    const createSdk = await loadSdk()
    if (closed) return { kind: 'lost', left: false, code: 'closed' }
    const limit = new AbortController()
    open.add(limit)
    const stopTimer = clock.after(account.timeoutMs ?? TIMEOUT_MS, () => limit.abort())
    const { username, apiKey, senderId, baseUrl } = account
    const sms = { to: [...numbers], message: body, ...(senderId !== '' && { from: senderId }) }
    try {
      return await exchangeOf({ apiKey, baseUrl, agent, signal: limit.signal, left: false, exchange: null }, () => {
        sdk ??= createSdk({ username, apiKey })
        return sdk.SMS.send(sms)
      })
    } finally {
      stopTimer()
      open.delete(limit)
    }
  }

  async function send(messages: readonly OutgoingSms[]): Promise<Outcomes> {
    const outcomes = new Map<number, SendOutcome>()
    for (const { body, byPhone } of batches(messages, outcomes)) {
      const firsts = [...byPhone].map(([phone, [id]]) => ({ id, phone }))
      const exchange = await post(body, [...byPhone.keys()])
      const answers = readExchange(exchange, firsts, clock.now())
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
    channel: 'sms',
    limits: { perCall: PER_CALL, concurrency: CONCURRENCY, perSecond: null, perDay: null },
    send: (messages) => send(messages).catch(() => allOf(messages, NO_OUTCOME)),
    async close() {
      closed = true
      for (const call of open) call.abort()
      agent.destroy()
    },
  }
}

const NO_OUTCOME: SendOutcome = { kind: 'unknown', code: 'internal', detail: 'the console could not read the outcome' }
const BAD_NUMBER: SendOutcome = { kind: 'rejected', reason: 'number_refused', code: 'local', detail: 'not a Kenyan mobile number' }

type Batch = { readonly body: string; readonly byPhone: Map<string, [number, ...number[]]> }

/** Splits into what one call can hold: one text, up to 100 numbers, each once. Numbers that cannot be sent to get their outcome at once. */
function batches(messages: readonly OutgoingSms[], outcomes: Map<number, SendOutcome>): Batch[] {
  const made: Batch[] = []
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

/** Lets the SDK make the call. Its own answer is not looked at: it may be text, a bare body thrown, or an error that holds the key and the message. */
async function exchangeOf(call: Call, send: () => Promise<unknown>): Promise<Exchange> {
  let refusal = ''
  try {
    await calls.run(call, send)
  } catch (error) {
    refusal = error instanceof Error ? shortDetail(error.message, [call.apiKey]) : ''
  }
  return call.exchange ?? { kind: 'refused_here', detail: refusal }
}

/** The call that an HTTP request of the SDK belongs to, so that two accounts can be in use at once: the SDK itself keeps its addresses for the whole process. */
const calls = new AsyncLocalStorage<Call>()
let loading: ReturnType<typeof load> | null = null
type Adapter = ReturnType<typeof axiosOfSdk.getAdapter>

/**
 * Loads the SDK, once. Whoever opens an account waits for it, so that it does not happen under the first message: it holds the process for about 0.2 s.
 * Practice needs no SDK and starts faster without it.
 */
export function loadSdk() {
  loading ??= load()
  return loading
}

async function load() {
  // This very file of axios: `axios` alone is another copy of it than the one the SDK requires, and changing that changes nothing.
  const [{ default: axios }, { default: createSdk }] = await Promise.all([import('axios/dist/node/axios.cjs'), import('africastalking')])
  const ownAdapter = axios.getAdapter('http')
  axios.defaults.adapter = (config) => {
    const call = calls.getStore()
    return call ? request(call, config, ownAdapter) : ownAdapter(config)
  }
  return createSdk
}

/** Makes the request in place of axios' own adapter, and writes what became of it into the call. */
async function request(call: Call, config: Parameters<Adapter>[0], ownAdapter: Adapter): ReturnType<Adapter> {
  const { pathname, search } = new URL(config.url ?? '', config.baseURL ?? call.baseUrl)
  try {
    const response = await ownAdapter({
      ...config,
      baseURL: '',
      url: call.baseUrl.replace(/\/+$/, '') + pathname + search,
      // The time limit is the signal's, which also holds while connecting and against an answer that only trickles.
      timeout: 0,
      signal: call.signal,
      maxRedirects: 0,
      maxContentLength: LARGEST_ANSWER_BYTES,
      proxy: false,
      httpAgent: call.agent,
      httpsAgent: call.agent,
      validateStatus: () => true,
      transport: watched(call),
    })
    const retryAfter = response.headers['retry-after']
    // Some servers repeat the request in their error page.
    const body = String(response.data ?? '').replaceAll(call.apiKey, '…')
    call.exchange = { kind: 'answer', status: response.status, body, retryAfter: typeof retryAfter === 'string' ? retryAfter : null }
    return response
  } catch (error) {
    call.exchange = { kind: 'lost', left: call.left, code: call.signal.aborted ? 'timeout' : codeOf(error) }
    throw new Error('no answer from Africa’s Talking')
  }
}

/** Node's own request, which notes the moment from which the message may be on its way: when a connection stands, and with TLS its certificate is accepted. */
function watched(call: Call) {
  return {
    request(options: https.RequestOptions, onAnswer: (answer: http.IncomingMessage) => void): http.ClientRequest {
      const secure = options.protocol === 'https:'
      const made = (secure ? https : http).request(options, onAnswer)
      made.once('socket', (socket) => {
        const waiting = socket.connecting || (secure && (socket as TLSSocket & { secureConnecting?: boolean }).secureConnecting === true)
        const stands = () => {
          call.left = true
        }
        if (waiting) socket.once(secure ? 'secureConnect' : 'connect', stands)
        else stands()
      })
      return made
    },
  }
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'no_answer'
}
