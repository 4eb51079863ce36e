/** Speaks Africa's Talking's HTTP interface on loopback, with all of its habits and faults. Lean, since measurements run against it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What becomes of one request to send. "processed" means that the messages count as received, whatever the sender gets to hear:
 * no_credit, sender_refused, wrong_key, server_error, busy, redirect, reset_before: not processed ·
 * ok, ok_200, bad_gateway, hang, reset_after, cut_answer, broken_json, web_page, leaves_out: processed.
 */
export type SmsBehaviour =
  | 'ok'
  | 'ok_200'
  | 'no_credit'
  | 'sender_refused'
  | 'wrong_key'
  | 'server_error'
  | 'bad_gateway'
  | 'busy'
  | 'redirect'
  | 'hang'
  | 'reset_before'
  | 'reset_after'
  | 'cut_answer'
  | 'broken_json'
  | 'web_page'
  | 'leaves_out'
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }

export type ReceivedSms = { readonly number: string; readonly text: string; readonly at: number; readonly from: string }

export type AfricasTalkingSimulatorOptions = {
  readonly port?: number
  /** For each part of a message. */
  readonly price?: string
  readonly apiKey?: string
  readonly latencyMs?: number
}

export type AfricasTalkingSimulator = {
  readonly baseUrl: string
  readonly port: number
  readonly apiKey: string
  /** Every message processed, in order. */
  readonly received: ReceivedSms[]
  /** Requests to send so far, of any outcome. */
  readonly requests: number
  /** Requests of any other kind, by path and query. */
  readonly asked: string[]
  /** What the account holds, as the answer writes it. */
  balance: string
  /** Connections so far. */
  readonly connections: number
  /** The next requests to send, one behaviour each; after them all is well again. */
  plan(...behaviours: SmsBehaviour[]): void
  /** From now on this number gets this status code (403, 406 …); only with 100 to 102 it receives anything. */
  codeFor(number: string, statusCode: number): void
  setLatency(latencyMs: number): void
  reset(): void
  close(): Promise<void>
}

const NAMES: Readonly<Record<number, string>> = {
  100: 'Processed',
  101: 'Success',
  102: 'Queued',
  401: 'RiskHold',
  402: 'InvalidSenderId',
  403: 'InvalidPhoneNumber',
  404: 'UnsupportedNumberType',
  405: 'InsufficientBalance',
  406: 'UserInBlacklist',
  407: 'CouldNotRoute',
  409: 'DoNotDisturbRejection',
  500: 'InternalServerError',
  501: 'GatewayError',
  502: 'RejectedByGateway',
}
const BALANCE = 'KES 1785.5000'
export const SIMULATOR_API_KEY = 'atsk_simulator_0123456789abcdef'

/** Starts the simulator on 127.0.0.1. */
export async function startAfricasTalkingSimulator(options: AfricasTalkingSimulatorOptions = {}): Promise<AfricasTalkingSimulator> {
  const { price = 'KES 0.8000', apiKey = SIMULATOR_API_KEY } = options
  const [currency = 'KES', priceOfPart = '0'] = price.split(' ')
  const received: ReceivedSms[] = []
  const planned: SmsBehaviour[] = []
  const codes = new Map<string, number>()
  const asked: string[] = []
  let latencyMs = options.latencyMs ?? 0
  let requests = 0
  let connections = 0
  let serial = 0

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
    const sending = request.method === 'POST' && url.pathname === '/version1/messaging'
    const form = sending ? new URLSearchParams(body) : url.searchParams
    const refusal = accountTrouble(request, form)
    if (sending) requests += 1
    else asked.push(url.pathname + url.search)
    if (refusal) reply(response, refusal[0], refusal[1], 'text/plain')
    else if (sending) sendMessages(response, form)
    else if (url.pathname === '/version1/user') reply(response, 200, JSON.stringify({ UserData: { balance: simulator.balance } }))
    else if (url.pathname === '/version1/messaging') reply(response, 200, JSON.stringify({ SMSMessageData: { Messages: [] } }))
    else reply(response, 404, 'Not Found', 'text/plain')
  }

  function accountTrouble(request: IncomingMessage, form: URLSearchParams): [number, string] | null {
    if (!request.headers.apikey) return [400, 'Request is missing required HTTP header apikey']
    if (!form.get('username')) return [400, 'Must have username in your request']
    if (request.headers.apikey !== apiKey) return [401, 'The supplied authentication is invalid']
    return null
  }

  function sendMessages(response: ServerResponse, form: URLSearchParams): void {
    const behaviour = planned.shift() ?? 'ok'
    if (typeof behaviour === 'object') reply(response, behaviour.status, behaviour.body ?? '', 'text/plain', behaviour.headers)
    else if (!refuses(behaviour, response)) disturb(behaviour, response, form.get('to') ? process(form) : [])
  }

  /** The answers that come instead of sending anything. */
  function refuses(behaviour: SmsBehaviour, response: ServerResponse): boolean {
    const empty = (Message: string) => JSON.stringify({ SMSMessageData: { Message, Recipients: [] } })
    switch (behaviour) {
      case 'sender_refused':
        reply(response, 201, empty('InvalidSenderId'))
        return true
      case 'no_credit':
        reply(response, 201, empty('InsufficientBalance'))
        return true
      case 'wrong_key':
        reply(response, 401, 'The supplied authentication is invalid', 'text/plain')
        return true
      case 'server_error':
        reply(response, 500, 'Internal Server Error', 'text/plain')
        return true
      case 'busy':
        reply(response, 429, 'Too Many Requests', 'text/plain', { 'retry-after': '7' })
        return true
      case 'redirect':
        reply(response, 302, '', 'text/plain', { location: '/elsewhere' })
        return true
      default:
        return false
    }
  }

  /** Sends to every number of the form, and says what came of each. */
  function process(form: URLSearchParams): unknown[] {
    const text = form.get('message') ?? ''
    const from = form.get('from') ?? ''
    const cost = `${currency} ${(Number(priceOfPart) * partsOf(text)).toFixed(4)}`
    return (form.get('to') ?? '').split(',').map((number) => {
      const statusCode = codes.get(number) ?? 101
      const taken = statusCode < 200
      if (taken) received.push({ number, text, at: Date.now(), from })
      serial += taken ? 1 : 0
      return {
        statusCode,
        number,
        status: NAMES[statusCode] ?? 'Unheard',
        cost: taken ? cost : '0',
        messageId: taken ? `ATXid_${serial.toString(16).padStart(32, '0')}` : 'None',
      }
    })
  }

  /** Says what came of messages that were processed, or fails to. */
  function disturb(behaviour: SmsBehaviour, response: ServerResponse, recipients: unknown[]): void {
    const told = behaviour === 'leaves_out' ? recipients.slice(1) : recipients
    const json = JSON.stringify({ SMSMessageData: { Message: `Sent to ${told.length}/${recipients.length}`, Recipients: told } })
    switch (behaviour) {
      case 'hang':
        break
      case 'reset_after':
        response.socket?.resetAndDestroy()
        break
      case 'cut_answer':
        response.writeHead(201, { 'content-type': 'application/json', 'content-length': json.length })
        response.write(json.slice(0, -10), () => response.socket?.destroy())
        break
      case 'broken_json':
        reply(response, 201, json.slice(0, -10))
        break
      case 'web_page':
        reply(response, 201, '<html><body>Welcome to the hotel network</body></html>', 'text/html')
        break
      case 'bad_gateway':
        reply(response, 502, '<html><h1>502 Bad Gateway</h1></html>', 'text/html')
        break
      default:
        reply(response, behaviour === 'ok_200' ? 200 : 201, json)
    }
  }

  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const simulator: AfricasTalkingSimulator = {
    baseUrl: `http://127.0.0.1:${port}`,
    port,
    apiKey,
    received,
    asked,
    balance: BALANCE,
    get requests() {
      return requests
    },
    get connections() {
      return connections
    },
    plan(...behaviours) {
      planned.push(...behaviours)
    },
    codeFor(number, statusCode) {
      codes.set(number, statusCode)
    },
    setLatency(ms) {
      latencyMs = ms
    },
    reset() {
      received.length = 0
      planned.length = 0
      asked.length = 0
      simulator.balance = BALANCE
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

function reply(response: ServerResponse, status: number, body: string, type = 'application/json', headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}

const GSM = /^[\n\r !-_a-z@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà^{}[\]~\\|€]*$/u
const TWICE = /[\^{}[\]~\\|€]/g

/** SMS parts, counted apart from the console's own counter. */
function partsOf(text: string): number {
  const gsm = GSM.test(text)
  const length = text.length + (gsm ? (text.match(TWICE)?.length ?? 0) : 0)
  const [single, each] = gsm ? [160, 153] : [70, 67]
  return length <= single ? 1 : Math.ceil(length / each)
}
