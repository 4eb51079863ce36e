/** An SMS gateway on loopback that takes any request, records it, and answers or fails as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type GatewayReply = { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
/**
 * What becomes of one request. reset_before: the connection is reset before the request was read · hang: it is taken, and nothing comes · reset_after: it is taken, and
 * the connection is reset · cut_answer: it is taken, and the answer breaks off · a reply: it is answered so, and counts as taken below 300 and from 500 on.
 */
export type GatewayBehaviour = 'reset_before' | 'hang' | 'reset_after' | 'cut_answer' | GatewayReply

export type GatewayRequest = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type GatewaySimulatorOptions = {
  readonly port?: number
  /** How a request is answered when all is well; the default takes everything. */
  readonly answer?: (request: GatewayRequest, serial: number) => GatewayReply
  /** Which requests the planned behaviours are for; the default: all. */
  readonly plannable?: (request: IncomingMessage) => boolean
}

export type GatewaySimulator = {
  readonly baseUrl: string
  readonly port: number
  /** Every request that was read, in order. */
  readonly requests: GatewayRequest[]
  /** Those among them that the gateway took, whatever the sender got to hear. */
  readonly taken: GatewayRequest[]
  /** The next requests, one behaviour each; after them all is well again. */
  plan(...behaviours: GatewayBehaviour[]): void
  close(): Promise<void>
}

/** Starts the simulator on 127.0.0.1. */
export async function startGatewaySimulator(options: GatewaySimulatorOptions = {}): Promise<GatewaySimulator> {
  const { answer = takeAll, plannable = () => true } = options
  const requests: GatewayRequest[] = []
  const taken: GatewayRequest[] = []
  const planned: GatewayBehaviour[] = []

  const server = createServer((request, response) => {
    const behaviour = plannable(request) ? planned.shift() : undefined
    request.on('error', () => {})
    if (behaviour === 'reset_before') {
      request.socket.resetAndDestroy()
      return
    }
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://simulator')
      act({ method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers, body }, response, behaviour)
    })
  })

  function act(request: GatewayRequest, response: ServerResponse, behaviour: GatewayBehaviour | undefined): void {
    requests.push(request)
    const reply = typeof behaviour === 'object' ? behaviour : answer(request, requests.length)
    if (reply.status < 300 || reply.status >= 500) taken.push(request)
    if (behaviour === 'hang') return
    if (behaviour === 'reset_after') response.socket?.resetAndDestroy()
    else send(response, reply, behaviour === 'cut_answer')
  }

  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    requests,
    taken,
    plan(...behaviours) {
      planned.push(...behaviours)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function takeAll(_request: GatewayRequest, serial: number): GatewayReply {
  return { status: 200, body: JSON.stringify({ status: 'queued', data: [{ id: `gw-${serial}` }] }) }
}

function send(response: ServerResponse, { status, body = '', headers = {} }: GatewayReply, cut: boolean): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers })
  if (cut) response.write(body.slice(0, -5), () => response.socket?.destroy())
  else response.end(body)
}
