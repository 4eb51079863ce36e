/**
 * The HTTP transport of one account, under the SDK that makes its requests. It adds what the SDKs lack: time limits, our own address, no redirects,
 * no proxy, proof whether a request left, and errors without the key. Both SDKs use axios; this is the only file that knows it.
 */
/// <reference path="./axios.d.ts" />
import { AsyncLocalStorage } from 'node:async_hooks'
import http from 'node:http'
import https from 'node:https'
import type axiosOfSdks from 'axios/dist/node/axios.cjs'
import type { Clock } from '../../platform/time/clock.ts'
import { shortDetail } from '../detail.ts'
import type { Exchange } from './answers.ts'
import { CONNECT_MS, codeOf, onConnected, openAgent, TOTAL_MS } from './connection.ts'

export type SdkTransportOptions = {
  readonly baseUrl: string
  /** They are removed from every answer. */
  readonly secrets: readonly string[]
  readonly clock: Clock
}
export type SdkTransport = {
  /**
   * Lets an SDK make one request. The SDK's own result is ignored: it may be text, a thrown body, or an error that holds the key and the message.
   * Never rejects.
   */
  exchange(makeRequest: () => Promise<unknown>, signal?: AbortSignal): Promise<Exchange>
  /** Aborts the requests under way; no more are made. */
  close(): void
}

/** One HTTP call: how to make it, and how it ended. */
type Call = {
  readonly options: SdkTransportOptions
  readonly agent: http.Agent
  readonly limit: AbortController
  left: boolean
  exchange: Exchange | null
}

const LARGEST_ANSWER_BYTES = 8_000_000

/** Opens a transport. No connection is made before the first call. */
export function openSdkTransport(options: SdkTransportOptions): SdkTransport {
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

/** The call that a request belongs to. It lets several accounts be in use at once, though Africa's Talking's SDK keeps its address for the whole process. */
const calls = new AsyncLocalStorage<Call>()
type Adapter = ReturnType<typeof axiosOfSdks.getAdapter>
let loading: Promise<Adapter> | null = null

/** Puts our adapter into axios, once. Returns it for an SDK that has an axios of its own. */
export function patchAxios(): Promise<Adapter> {
  loading ??= patch()
  return loading
}

async function patch(): Promise<Adapter> {
  // The SDKs load this very file. Plain `axios` is another copy, and patching that changes nothing.
  const { default: axios } = await import('axios/dist/node/axios.cjs')
  const ownAdapter = axios.getAdapter('http')
  const adapter: Adapter = (config) => {
    const call = calls.getStore()
    return call ? request(call, config, ownAdapter) : ownAdapter(config)
  }
  axios.defaults.adapter = adapter
  return adapter
}

/** Makes the request in place of axios' own adapter, and writes into the call how it ended. */
async function request(call: Call, config: Parameters<Adapter>[0], ownAdapter: Adapter): ReturnType<Adapter> {
  const { baseUrl, secrets } = call.options
  const { pathname, search } = new URL(config.url ?? '', config.baseURL ?? baseUrl)
  try {
    const response = await ownAdapter({
      ...config,
      baseURL: '',
      url: baseUrl.replace(/\/+$/, '') + pathname + search,
      // The signal is the time limit: it also holds while connecting, and against an answer that only trickles.
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

/** Node's own request function, which notes when the message may have left. */
function watched(call: Call) {
  const { clock } = call.options
  return {
    request(options: https.RequestOptions, onAnswer: (answer: http.IncomingMessage) => void): http.ClientRequest {
      const secure = options.protocol === 'https:'
      const made = (secure ? https : http).request(options, onAnswer)
      const stopTimer = clock.after(CONNECT_MS, () => call.limit.abort())
      made.once('close', stopTimer)
      onConnected(made, secure, () => {
        call.left = true
        stopTimer()
      })
      return made
    },
  }
}
