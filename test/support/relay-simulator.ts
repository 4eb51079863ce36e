/** A relay as the README describes one: keeps what it has heard in order and gives it out by the page. On loopback. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A report without its id: the relay numbers them. */
export type RelayReportSeed = Readonly<Record<string, unknown>> & { readonly type: string }
export type RelayBehaviour = 'hang' | 'reset' | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }

export type RelaySimulator = {
  readonly url: string
  readonly token: string
  /** The `after` of every request that was let in, in order; null: none was given. */
  readonly asked: (string | null)[]
  /** Hears of something new. */
  hear(...reports: RelayReportSeed[]): void
  /** The next requests, one behaviour each; after them all is well again. */
  plan(...behaviours: RelayBehaviour[]): void
  /** Set up anew: nothing heard, numbers from the beginning. */
  startAnew(): void
  close(): Promise<void>
}

const TOKEN = 'relay-token-of-the-simulator'

/** Starts the simulator on 127.0.0.1. `pageLimit`: the most reports that it gives at once, whatever is asked for. */
export async function startRelaySimulator({ pageLimit = 500 } = {}): Promise<RelaySimulator> {
  const asked: (string | null)[] = []
  const planned: RelayBehaviour[] = []
  let heard: Record<string, unknown>[] = []

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://relay')
    const behaviour = planned.shift()
    if (behaviour === 'hang') return
    if (behaviour === 'reset') return request.socket.resetAndDestroy()
    if (behaviour) return answer(response, behaviour.status, behaviour.body ?? '', behaviour.headers)
    if (url.pathname !== '/relay/reports') return answer(response, 404, 'not found')
    if (request.method !== 'GET') return answer(response, 405, 'only GET')
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return answer(response, 401, 'wrong token')
    give(response, url.searchParams)
  })

  function give(response: ServerResponse, query: URLSearchParams): void {
    const after = query.get('after')
    asked.push(after)
    const limit = Math.min(Number(query.get('limit') ?? pageLimit), pageLimit)
    const from = after === null ? 0 : Number(after)
    const page = JSON.stringify({ reports: heard.slice(from, from + limit), more: from + limit < heard.length })
    if (from > heard.length) answer(response, 410, 'no such place')
    else answer(response, 200, page, { 'content-type': 'application/json' })
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/relay`,
    token: TOKEN,
    asked,
    hear(...reports) {
      heard.push(...reports.map((report, i) => ({ id: String(heard.length + i + 1), ...report })))
    },
    plan: (...behaviours) => void planned.push(...behaviours),
    startAnew() {
      heard = []
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function answer(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, headers)
  response.end(body)
}
