/** HTTP requests to a server that the school names, with time limits, no proxy, no redirects, a bounded answer, and proof whether they left. */
import http from 'node:http'
import https from 'node:https'
import type { Clock } from '../../platform/time/clock.ts'
import type { Exchange } from './answers.ts'
import { CONNECT_MS, codeOf, onConnected, openAgent, TOTAL_MS } from './connection.ts'

export type HttpRequest = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}
export type Requester = {
  /** Makes one request. Never rejects. */
  exchange(request: HttpRequest, signal?: AbortSignal): Promise<Exchange>
  /** Aborts the requests under way; no more are made. */
  close(): void
}

const LARGEST_ANSWER_BYTES = 65_536

/** Makes requests to one server; `secure`: by TLS. No connection is made before the first request. */
export function openRequester(secure: boolean, clock: Clock): Requester {
  const agent = openAgent(secure)
  const open = new Set<AbortController>()
  let closed = false

  async function exchange({ method, url, headers, body }: HttpRequest, signal?: AbortSignal): Promise<Exchange> {
    if (closed || signal?.aborted) return { kind: 'lost', left: false, code: 'closed' }
    const limit = new AbortController()
    open.add(limit)
    const stopTotal = clock.after(TOTAL_MS, () => limit.abort('timeout'))
    const stopConnect = clock.after(CONNECT_MS, () => limit.abort('timeout'))
    const giveUp = () => limit.abort('closed')
    signal?.addEventListener('abort', giveUp)
    let left = false
    try {
      const answer = await new Promise<http.IncomingMessage>((arrived, failed) => {
        const request = (secure ? https : http).request(url, { method, headers, agent, signal: limit.signal }, arrived)
        request.on('error', failed)
        onConnected(request, secure, () => {
          left = true
          stopConnect()
        })
        request.end(body ?? undefined)
      })
      return { kind: 'answer', status: answer.statusCode ?? 0, body: await textOf(answer), retryAfter: answer.headers['retry-after'] ?? null }
    } catch (error) {
      return { kind: 'lost', left, code: limit.signal.aborted ? String(limit.signal.reason) : codeOf(error) }
    } finally {
      stopTotal()
      stopConnect()
      signal?.removeEventListener('abort', giveUp)
      open.delete(limit)
    }
  }

  return {
    exchange,
    close() {
      closed = true
      for (const limit of open) limit.abort('closed')
      agent.destroy()
    },
  }
}

/** The beginning of an answer's body; of a redirect, where it points. Rejects when the answer is cut off. */
async function textOf(answer: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part)
    size += part.length
    if (size > LARGEST_ANSWER_BYTES) break
  }
  const { location } = answer.headers
  // Without its path, which may repeat the key.
  if (location !== undefined) return `moved to ${URL.canParse(location) ? new URL(location).origin : 'another page'}`
  return Buffer.concat(parts).subarray(0, LARGEST_ANSWER_BYTES).toString('utf8')
}
