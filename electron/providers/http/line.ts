/**
 * One account's line to its provider's HTTP server, under the SDK that makes the requests. Both SDKs speak through axios; this is the only file that knows it, and it repairs
 * what they lack: time limits, an address of our own, no redirects, no proxy, proof whether a request left, and errors that do not carry the key.
 */
/// <reference path="./axios.d.ts" />
import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import https from 'node:https'
import type axiosOfSdks from 'axios/dist/node/axios.cjs'
import type { Clock } from '../../platform/clock.ts'
import { shortDetail } from '../detail.ts'
import type { Exchange } from './answers.ts'
import { CONNECT_MS, codeOf, onceStanding, openAgent, TOTAL_MS } from './connection.ts'

export type LineOptions = {
  readonly baseUrl: string
  /** Never to be found in what a call answers. */
  readonly secrets: readonly string[]
  readonly clock: Clock
}
export type Line = {
  /** Lets an SDK make one request. What the SDK itself answers is not looked at: it may be text, a bare body thrown, or an error that holds the key and the message. Never rejects. */
  exchange(makeRequest: () => Promise<unknown>, signal?: AbortSignal): Promise<Exchange>
  /** Ends what is under way; nothing more goes out. */
  close(): void
}

/** One HTTP call: how it is to be made, and what became of it. */
type Call = {
  readonly options: LineOptions
  readonly agent: http.Agent
  readonly limit: AbortController
  left: boolean
  exchange: Exchange | null
}

const LARGEST_ANSWER_BYTES = 8_000_000

/** Opens a line; no connection is made before the first call. */
export function openLine(options: LineOptions): Line {
  const { clock } = options
  const agent = openAgent(options.baseUrl.startsWith('https:'))
  const open = new Set<AbortController>()
  let closed = false
  return {
    async exchange(makeRequest, signal) {
      if (closed || signal?.aborted) return { kind: 'lost', left: false, code: 'closed' }
      const limit = new AbortController()
      const call: Call = { options, agent, limit, left: false, exchange: null }
      open.add(limit)
      const stopTimer = clock.after(TOTAL_MS, () => limit.abort())
      const giveUp = () => limit.abort()
      signal?.addEventListener('abort', giveUp)
      let refusal = ''
      try {
        await calls.run(call, makeRequest)
      } catch (error) {
        refusal = error instanceof Error ? shortDetail(error.message, options.secrets) : ''
      } finally {
        stopTimer()
        signal?.removeEventListener('abort', giveUp)
        open.delete(limit)
      }
      return call.exchange ?? { kind: 'refused_here', detail: refusal }
    },
    close() {
      closed = true
      for (const limit of open) limit.abort()
      agent.destroy()
    },
  }
}

/** The call that a request belongs to, so that several accounts can be in use at once: Africa's Talking's SDK keeps its addresses for the whole process. */
const calls = new AsyncLocalStorage<Call>()
type Adapter = ReturnType<typeof axiosOfSdks.getAdapter>
let loading: Promise<Adapter> | null = null

/** Puts itself into axios, once, and answers the adapter, for an SDK that keeps an axios of its own. */
export function repairAxios(): Promise<Adapter> {
  loading ??= repair()
  return loading
}

async function repair(): Promise<Adapter> {
  // This very file of axios: `axios` alone is another copy of it than the one that an SDK requires, and changing that changes nothing.
  const { default: axios } = await import('axios/dist/node/axios.cjs')
  const ownAdapter = axios.getAdapter('http')
  const adapter: Adapter = (config) => {
    const call = calls.getStore()
    return call ? request(call, config, ownAdapter) : ownAdapter(config)
  }
  axios.defaults.adapter = adapter
  return adapter
}

/** Makes the request in place of axios' own adapter, and writes what became of it into the call. */
async function request(call: Call, config: Parameters<Adapter>[0], ownAdapter: Adapter): ReturnType<Adapter> {
  const { baseUrl, secrets } = call.options
  const { pathname, search } = new URL(config.url ?? '', config.baseURL ?? baseUrl)
  try {
    const response = await ownAdapter({
      ...config,
      baseURL: '',
      url: baseUrl.replace(/\/+$/, '') + pathname + search,
      // The time limit is the signal's, which also holds while connecting and against an answer that only trickles.
      timeout: 0,
      signal: call.limit.signal,
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
    const body = secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '…')), String(response.data ?? ''))
    call.exchange = { kind: 'answer', status: response.status, body, retryAfter: typeof retryAfter === 'string' ? retryAfter : null }
    return response
  } catch (error) {
    call.exchange = { kind: 'lost', left: call.left, code: call.limit.signal.aborted ? 'timeout' : codeOf(error) }
    throw new Error('no answer')
  }
}

/** Node's own request, which notes the moment from which the message may be on its way. */
function watched(call: Call) {
  const { clock } = call.options
  return {
    request(options: https.RequestOptions, onAnswer: (answer: http.IncomingMessage) => void): http.ClientRequest {
      const secure = options.protocol === 'https:'
      const made = (secure ? https : http).request(options, onAnswer)
      const stopTimer = clock.after(CONNECT_MS, () => call.limit.abort())
      made.once('close', stopTimer)
      onceStanding(made, secure, () => {
        call.left = true
        stopTimer()
      })
      return made
    },
  }
}
