/** A mail server on loopback, with its habits and faults. Real SMTP by smtp-server; what that cannot do (dropping a connection after a message) is done to its sockets. */
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/**
 * At which command, and what then: a reply such as "450 4.2.1 Try later", `cut` (the connection is dropped; without encryption only, since tearing TLS down from below crashes Node) or `hang` (nothing more is said).
 * At `data` the message has been read whole; with `cut` and `hang` it counts as received.
 */
export type SmtpBehaviour = { readonly at: 'connect' | 'auth' | 'mail' | 'rcpt' | 'data'; readonly reply: string }

export type ReceivedEmail = { readonly to: string; readonly subject: string; readonly messageId: string; readonly text: string; readonly raw: string }

export type SmtpSimulatorOptions = {
  readonly port?: number
  /** Without these anybody may send. */
  readonly user?: string
  readonly password?: string
  /** starttls: with a certificate that nobody trusts · tls: the same, from the start. */
  readonly encryption?: 'none' | 'starttls' | 'tls'
}

export type SmtpSimulator = {
  readonly port: number
  readonly received: ReceivedEmail[]
  /** Connections so far. */
  readonly connections: number
  /** Behaviours that were planned and have not been met. */
  readonly ahead: number
  /** Each holds once, for the next time that command comes. */
  plan(...behaviours: SmtpBehaviour[]): void
  /** From now on this address is refused with this reply. */
  refuse(email: string, reply: string): void
  /** How long it takes to answer for a message that it has read; 0: no time. */
  setLatency(latencyMs: number): void
  reset(): void
  close(): Promise<void>
}

/** Starts the simulator on 127.0.0.1. */
export async function startSmtpSimulator(options: SmtpSimulatorOptions = {}): Promise<SmtpSimulator> {
  const received: ReceivedEmail[] = []
  const planned: SmtpBehaviour[] = []
  const refused = new Map<string, string>()
  const sockets = new Map<number, Socket>()
  const { encryption = 'none' } = options
  let connections = 0
  let latencyMs = 0
  let open = true

  /** Carries out what is planned for this command, or lets it pass. */
  function meet(at: SmtpBehaviour['at'], session: SMTPServerSession, pass: (error?: Error) => void): void {
    const index = planned.findIndex((b) => b.at === at)
    const reply = index < 0 ? undefined : planned.splice(index, 1)[0]?.reply
    if (reply === 'cut') sockets.get(session.remotePort)?.destroy()
    else if (reply !== 'hang') pass(reply === undefined ? undefined : replyError(reply))
  }

  const server = new SMTPServer({
    secure: encryption === 'tls',
    disabledCommands: encryption === 'starttls' ? [] : ['STARTTLS'],
    authOptional: options.user === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 10,
    // Otherwise it writes a warning about its own built-in certificate.
    logger: false,
    onConnect: (session, done) => meet('connect', session, done),
    onAuth: (auth, session, done) =>
      meet('auth', session, (error) => {
        const known = auth.username === options.user && auth.password === options.password
        if (error || !known) done(error ?? replyError('535 5.7.8 Username and Password not accepted'))
        else done(null, { user: auth.username })
      }),
    onMailFrom: (_address, session, done) => meet('mail', session, done),
    onRcptTo: (address, session, done) =>
      meet('rcpt', session, (error) => {
        const reply = refused.get(address.address)
        done(error ?? (reply === undefined ? undefined : replyError(reply)))
      }),
    onData(stream, session, done) {
      readAll(stream, (raw) => {
        const answer = () => {
          // what it is asked when it goes down it refuses by a 421, and then it has not taken it
          if (!open) return
          const next = planned.find((b) => b.at === 'data')?.reply
          if (next === undefined || next === 'cut' || next === 'hang') for (const to of session.envelope.rcptTo) received.push(emailOf(to.address, raw))
          meet('data', session, done)
        }
        if (latencyMs > 0) setTimeout(answer, latencyMs)
        else answer()
      })
    },
  })
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => {
    connections += 1
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.on('close', () => sockets.delete(port))
  })

  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done))
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    get connections() {
      return connections
    },
    get ahead() {
      return planned.length
    },
    plan(...behaviours) {
      planned.push(...behaviours)
    },
    refuse(email, reply) {
      refused.set(email, reply)
    },
    setLatency(ms) {
      latencyMs = ms
    },
    reset() {
      latencyMs = 0
      received.length = 0
      planned.length = 0
      refused.clear()
      connections = 0
    },
    async close() {
      open = false
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}

function replyError(reply: string): Error {
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) })
}

function readAll(stream: SMTPServerDataStream, done: (raw: string) => void): void {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.on('end', () => done(Buffer.concat(chunks).toString('utf8')))
}

function emailOf(to: string, raw: string): ReceivedEmail {
  return { to, subject: decodeWords(header(raw, 'subject')), messageId: header(raw, 'message-id'), text: plainText(raw), raw }
}

function header(raw: string, name: string): string {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const line = head.split('\r\n').find((l) => l.toLowerCase().startsWith(`${name}:`))
  return line?.slice(name.length + 1).trim() ?? ''
}

/** The first text/plain part, as its reader would see it. */
function plainText(raw: string): string {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1]
  const parts = boundary === undefined ? [raw] : raw.split(`--${boundary}`)
  const part = parts.find((p) => /content-type: text\/plain/i.test(p) && !/boundary=/.test(p)) ?? raw
  const start = part.indexOf('\r\n\r\n')
  const body = part.slice(start + 4).trimEnd()
  const encoding = /content-transfer-encoding: *([\w-]+)/i.exec(part.slice(0, start))?.[1]?.toLowerCase()
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  return encoding === 'quoted-printable' ? unquote(body.replace(/=\r\n/g, '')) : body
}

/** "=?UTF-8?Q?…?=" words of a header. */
function decodeWords(value: string): string {
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, how: string, text: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString('utf8') : unquote(text.replaceAll('_', ' ')),
    )
}

function unquote(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
