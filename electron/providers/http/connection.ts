/** Connections to a provider: time limits, keep-alive, and when a connection stands. Used under an SDK (`sdk-transport.ts`) and without one (`request.ts`). */
import http from 'node:http'
import https from 'node:https'
import type { TLSSocket } from 'node:tls'

/** The time limit for connecting. */
export const CONNECT_MS = 10_000
/** The time limit of a whole call. It is long, since giving up too soon makes a message `unknown`, which costs a person's time. */
export const TOTAL_MS = 60_000
/**
 * How long an idle connection is kept. Keeping it saves the round trips of a new one. It is dropped long before the server closes it, after five
 * seconds at least. A connection that closes while a message goes out makes the message `unknown`.
 */
const IDLE_MS = 1_000

/** An agent that keeps the connections to one server; `secure`: by TLS. */
export function openAgent(secure: boolean): http.Agent {
  return new (secure ? https : http).Agent({ keepAlive: true, timeout: IDLE_MS })
}

/** Calls back once the connection stands, and with TLS its certificate is accepted. Until then not a byte of the request has left. */
export function onConnected(request: http.ClientRequest, secure: boolean, connected: () => void): void {
  request.once('socket', (socket) => {
    const waiting = socket.connecting || (secure && (socket as TLSSocket & { secureConnecting?: boolean }).secureConnecting === true)
    if (waiting) socket.once(secure ? 'secureConnect' : 'connect', connected)
    else connected()
  })
}

/** The system's code of an error, such as ECONNREFUSED or ENOTFOUND. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'no_answer'
}
