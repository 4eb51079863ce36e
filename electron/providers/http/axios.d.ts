/** Types for the parts of axios that the console replaces. Both SDKs load this file of axios, and its own types do not cover it. */

declare module 'axios/dist/node/axios.cjs' {
  import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http'

  type Config = {
    url?: string
    baseURL?: string
    timeout?: number
    maxRedirects?: number
    maxContentLength?: number
    proxy?: false
    httpAgent?: Agent
    httpsAgent?: Agent
    signal?: AbortSignal
    validateStatus?: () => boolean
    transport?: { request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest }
  }
  type Response = { readonly status: number; readonly data: unknown; readonly headers: Readonly<Record<string, unknown>> }
  type Adapter = (config: Config) => Promise<Response>
  const axios: { readonly defaults: { adapter: Adapter | readonly string[] }; getAdapter(name: 'http'): Adapter }
  export = axios
}
