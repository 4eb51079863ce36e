/** How long a connection to a provider is waited for and kept, and when it stands: the same under an SDK (`http-line.ts`) and without one (`http-request.ts`). */
import http from 'node:http'
import https from 'node:https'
import type { TLSSocket } from 'node:tls'

export const CONNECT_MS = 10_000
/** For a whole call. Long enough for a slow line with an answer under way: giving up too soon makes a message `unknown`, which costs a person's time. */
export const TOTAL_MS = 60_000
/**
 * Connections are kept between the calls of a run, which saves each the several round trips of a new one. An idle one is dropped after a second: a server that closes it
 * in the very moment a message goes out leaves that message `unknown`, and servers keep idle connections for at least five.
 */
const IDLE_MS = 1_000

/** Keeps the connections to one server; `secure`: by TLS. */
export function openAgent(secure: boolean): http.Agent {
  return new (secure ? https : http).Agent({ keepAlive: true, timeout: IDLE_MS })
}

/** Until a connection stands, and with TLS its certificate is accepted, not a byte of the request has left. */
export function onceStanding(request: http.ClientRequest, secure: boolean, stands: () => void): void {
  request.once('socket', (socket) => {
    const waiting = socket.connecting || (secure && (socket as TLSSocket & { secureConnecting?: boolean }).secureConnecting === true)
    if (waiting) socket.once(secure ? 'secureConnect' : 'connect', stands)
    else stands()
  })
}

/** The system's own name for a loss: ECONNREFUSED, ENOTFOUND. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'no_answer'
}
