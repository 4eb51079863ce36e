/** The app "SMS Gateway for Android" in its local server mode, on loopback: takes messages under the sender's ids, keeps them, and tells what became of each. */
import { type GatewayBehaviour, type GatewayReply, type GatewayRequest, startGatewaySimulator } from './gateway-simulator.ts'

export type PhoneState = 'Pending' | 'Processed' | 'Sent' | 'Delivered' | 'Failed'
export type PhoneMessage = {
  readonly id: string
  readonly number: string
  readonly text: string
  readonly ttl: number
  state: PhoneState
  error: string | null
  at: number
}

export type PhoneSimulator = {
  /** As the app shows it: "127.0.0.1:8080". */
  readonly address: string
  readonly messages: PhoneMessage[]
  /** The next messages handed over, one behaviour each; questions about messages are always answered. */
  plan(...behaviours: GatewayBehaviour[]): void
  /** The next questions about messages are answered so. */
  planQuestions(...replies: GatewayReply[]): void
  /** What became of a message; `at`: ms UTC by the phone's clock. */
  become(id: string, state: PhoneState, at: number, error?: string): void
  close(): Promise<void>
}

/** Starts the phone. `login`: "name:password". `forgiving`: as older versions, which answer a second message with the same id as if they had taken it. */
export async function startPhoneSimulator({ login, forgiving = false }: { login: string; forgiving?: boolean }): Promise<PhoneSimulator> {
  const messages: PhoneMessage[] = []
  const questions: GatewayReply[] = []
  const authorization = `Basic ${Buffer.from(login).toString('base64')}`
  const simulator = await startGatewaySimulator({
    answer,
    plannable: (request) => request.method === 'POST' && request.headers.authorization === authorization,
  })

  function answer(request: GatewayRequest): GatewayReply {
    if (request.headers.authorization !== authorization) return { status: 401, headers: { 'www-authenticate': 'Basic realm="Access to SMS Gateway"' } }
    const id = /^\/message\/([^/]+)$/.exec(request.path)?.[1]
    if (request.method === 'GET' && id !== undefined) return questions.shift() ?? told(messages.find((m) => m.id === decodeURIComponent(id)))
    return request.method === 'POST' && request.path === '/message' ? take(JSON.parse(request.body)) : { status: 404 }
  }

  function take(body: { id: string; textMessage: { text: string }; phoneNumbers: string[]; ttl: number }): GatewayReply {
    const [number = ''] = body.phoneNumbers
    const known = messages.some((m) => m.id === body.id)
    if (known && !forgiving) return { status: 409, body: JSON.stringify({ message: 'Message with the same ID already exists' }) }
    const message: PhoneMessage = { id: body.id, number, text: body.textMessage.text, ttl: body.ttl, state: 'Pending', error: null, at: 0 }
    if (!known) messages.push(message)
    return { ...told(message), status: 202 }
  }

  return {
    address: `127.0.0.1:${simulator.port}`,
    messages,
    plan: simulator.plan,
    planQuestions(...replies) {
      questions.push(...replies)
    },
    become(id, state, at, error) {
      const message = messages.find((m) => m.id === id)
      if (message) Object.assign(message, { state, at, error: error ?? null })
    },
    close: simulator.close,
  }
}

function told(message: PhoneMessage | undefined): GatewayReply {
  if (!message) return { status: 404 }
  const { id, number, state, error, at } = message
  const recipients = [{ phoneNumber: number, state, error }]
  return {
    status: 200,
    body: JSON.stringify({ id, deviceId: 'phone-1', state, isEncrypted: false, recipients, states: { [state]: new Date(at).toISOString() } }),
  }
}
