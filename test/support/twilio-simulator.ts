/** Speaks Twilio's HTTP interface for messages on loopback, with its habits and faults. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What becomes of one request to send: an answer with one of Twilio's codes, any other HTTP answer, or a fault of the wire.
 * Processed, whatever the sender gets to hear: ok, hang, reset_after, cut_answer, broken_json, web_page, bad_gateway. Not processed: all others.
 */
export type TwilioBehaviour =
  | 'ok'
  | 'hang'
  | 'reset_before'
  | 'reset_after'
  | 'cut_answer'
  | 'broken_json'
  | 'web_page'
  | 'bad_gateway'
  | { readonly code: number; readonly status: number; readonly message?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }

/** A message as Twilio keeps it. A test may change what became of it. */
export type TwilioMessage = {
  readonly sid: string
  readonly to: string
  readonly from: string
  body: string
  status: string
  errorCode: number | null
  createdAt: number
  /** Null while it waits in Twilio's queue. */
  sentAt: number | null
  price: string | null
  /** Seconds that it may wait in Twilio's queue, as the sender asked; null: as long as Twilio likes. */
  readonly validityPeriod: number | null
}

export type TwilioSimulatorOptions = { readonly port?: number; readonly accountSid?: string; readonly authToken?: string; readonly clock?: () => number }

export type TwilioSimulator = {
  readonly baseUrl: string
  readonly port: number
  readonly accountSid: string
  readonly authToken: string
  /** Every message processed, in order. */
  readonly received: TwilioMessage[]
  /** Requests to send so far, of any outcome. */
  readonly requests: number
  /** Requests of any other kind, by path and query. */
  readonly asked: string[]
  readonly connections: number
  balance: string
  /** Messages in a page of the list, whatever is asked for. */
  pageSize: number
  /** The next requests to send, one behaviour each; after them all is well again. */
  plan(...behaviours: TwilioBehaviour[]): void
  /** The next requests of any other kind are answered so. */
  planAsked(...answers: { readonly status: number; readonly body: string }[]): void
  /** From now on this number is refused with this code. */
  codeFor(number: string, code: number): void
  setLatency(latencyMs: number): void
  reset(): void
  close(): Promise<void>
}

export const SIMULATOR_ACCOUNT_SID = `AC${'0123456789abcdef'.repeat(2)}`
export const SIMULATOR_AUTH_TOKEN = 'fedcba9876543210fedcba9876543210'

/** Starts the simulator on 127.0.0.1. */
export async function startTwilioSimulator(options: TwilioSimulatorOptions = {}): Promise<TwilioSimulator> {
  const { accountSid = SIMULATOR_ACCOUNT_SID, authToken = SIMULATOR_AUTH_TOKEN, clock = Date.now } = options
  const root = `/2010-04-01/Accounts/${accountSid}`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const received: TwilioMessage[] = []
  const planned: TwilioBehaviour[] = []
  const plannedAsked: { readonly status: number; readonly body: string }[] = []
  const asked: string[] = []
  const codes = new Map<string, number>()
  let latencyMs = 0
  let requests = 0
  let connections = 0

  const server = createServer({ keepAlive: true }, (request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('error', () => {})
    if (request.method === 'POST' && planned[0] === 'reset_before') {
      planned.shift()
      requests += 1
      request.socket.resetAndDestroy()
      return
    }
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      if (latencyMs > 0) setTimeout(() => answer(request, response, body), latencyMs)
      else answer(request, response, body)
    })
  })
  server.on('connection', () => {
    connections += 1
  })

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const url = new URL(request.url ?? '/', 'http://simulator')
    const sending = request.method === 'POST' && url.pathname === `${root}/Messages.json`
    if (sending) requests += 1
    else asked.push(url.pathname + url.search)
    if (request.headers.authorization !== authorization) refuse(response, 401, 20003, 'Authentication Error - invalid username')
    else if (sending) send(response, new URLSearchParams(body))
    else if (plannedAsked.length > 0) {
      const { status, body: text } = plannedAsked.shift() ?? { status: 500, body: '' }
      reply(response, status, text)
    } else if (url.pathname === `${root}/Messages.json`) reply(response, 200, JSON.stringify(listOf(url)))
    else if (url.pathname === `${root}/Balance.json`)
      reply(response, 200, JSON.stringify({ account_sid: accountSid, balance: simulator.balance, currency: 'USD' }))
    else refuse(response, 404, 20404, `The requested resource ${url.pathname} was not found`)
  }

  function send(response: ServerResponse, form: URLSearchParams): void {
    const behaviour = planned.shift() ?? 'ok'
    if (typeof behaviour === 'object' && 'code' in behaviour)
      refuse(response, behaviour.status, behaviour.code, behaviour.message ?? 'Refused', behaviour.headers)
    else if (typeof behaviour === 'object') reply(response, behaviour.status, behaviour.body ?? '', behaviour.headers)
    else disturb(behaviour, response, form)
  }

  function disturb(behaviour: string, response: ServerResponse, form: URLSearchParams): void {
    const to = form.get('To') ?? ''
    const code = codes.get(to)
    if (code !== undefined) {
      refuse(response, 400, code, `The 'To' number ${to} cannot be sent to`)
      return
    }
    const validity = form.get('ValidityPeriod')
    if (validity !== null && !(/^\d+$/.test(validity) && Number(validity) >= 1 && Number(validity) <= 36_000)) {
      refuse(response, 400, 21624, `Invalid ValidityPeriod ${validity}`)
      return
    }
    const message = keep(to, form.get('From') ?? form.get('MessagingServiceSid') ?? '', form.get('Body') ?? '', validity === null ? null : Number(validity))
    const json = JSON.stringify(written(message))
    if (behaviour === 'hang') return
    if (behaviour === 'reset_after') response.socket?.resetAndDestroy()
    else if (behaviour === 'cut_answer') {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) })
      response.write(json.slice(0, -10), () => response.socket?.destroy())
    } else if (behaviour === 'broken_json') reply(response, 201, json.slice(0, -10))
    else if (behaviour === 'web_page') reply(response, 201, '<html><body>Welcome to the hotel network</body></html>')
    else if (behaviour === 'bad_gateway') reply(response, 502, '<html><h1>502 Bad Gateway</h1></html>')
    else reply(response, 201, json)
  }

  function keep(to: string, from: string, body: string, validityPeriod: number | null): TwilioMessage {
    const sid = `SM${(received.length + 1).toString(16).padStart(32, '0')}`
    const message: TwilioMessage = { sid, to, from, body, status: 'queued', errorCode: null, createdAt: clock(), sentAt: null, price: null, validityPeriod }
    received.push(message)
    return message
  }

  /** Newest first, narrowed by To and DateSent>, in pages that name the next one. */
  function listOf(url: URL): unknown {
    const to = url.searchParams.get('To')
    const after = url.searchParams.get('DateSent>')
    const start = Number(url.searchParams.get('Page') ?? '0') * simulator.pageSize
    const all = received.filter((m) => (to === null || m.to === to) && (after === null || (m.sentAt !== null && m.sentAt >= Date.parse(after)))).reverse()
    const next = new URL(url)
    next.searchParams.set('Page', String(start / simulator.pageSize + 1))
    next.searchParams.set('PageToken', 'PASM')
    return {
      messages: all.slice(start, start + simulator.pageSize).map(written),
      page: start / simulator.pageSize,
      page_size: simulator.pageSize,
      uri: url.pathname + url.search,
      first_page_uri: `${url.pathname}?Page=0`,
      previous_page_uri: null,
      next_page_uri: start + simulator.pageSize < all.length ? next.pathname + next.search : null,
      start,
      end: Math.min(start + simulator.pageSize, all.length) - 1,
    }
  }

  function written({ sid, to, from, body, status, errorCode, createdAt, sentAt, price }: TwilioMessage): unknown {
    const rfc2822 = (at: number) => new Date(at).toUTCString().replace('GMT', '+0000')
    return {
      account_sid: accountSid,
      api_version: '2010-04-01',
      sid,
      to,
      from,
      body,
      status,
      direction: 'outbound-api',
      num_segments: String(Math.ceil(body.length / 153)),
      num_media: '0',
      price,
      price_unit: 'USD',
      error_code: errorCode,
      error_message: null,
      date_created: rfc2822(createdAt),
      date_updated: rfc2822(sentAt ?? createdAt),
      date_sent: sentAt === null ? null : rfc2822(sentAt),
      messaging_service_sid: null,
      uri: `${root}/Messages/${sid}.json`,
    }
  }

  function refuse(response: ServerResponse, status: number, code: number, message: string, headers: Readonly<Record<string, string>> = {}): void {
    reply(response, status, JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }), headers)
  }

  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const simulator: TwilioSimulator = {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    accountSid,
    authToken,
    received,
    asked,
    balance: '12.3400',
    pageSize: 1_000,
    get requests() {
      return requests
    },
    get connections() {
      return connections
    },
    plan(...behaviours) {
      planned.push(...behaviours)
    },
    planAsked(...answers) {
      plannedAsked.push(...answers)
    },
    codeFor(number, code) {
      codes.set(number, code)
    },
    setLatency(ms) {
      latencyMs = ms
    },
    reset() {
      received.length = 0
      planned.length = 0
      plannedAsked.length = 0
      asked.length = 0
      codes.clear()
      requests = 0
      connections = 0
      latencyMs = 0
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return simulator
}

function reply(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}
