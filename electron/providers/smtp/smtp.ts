/** Email by the school's own mail account, over a small pool of SMTP connections. */
import type { Readable } from 'node:stream'
import nodemailer from 'nodemailer'
import { isThisComputer } from '../../../shared/model/values/host.ts'
import type { Clock } from '../../platform/time/clock.ts'
import { accountFingerprint } from '../account-fingerprint.ts'
import type { EmailProvider, Outcomes, OutgoingEmail, SendOutcome } from '../provider.ts'
import { type SmtpFailure, smtpOutcome } from './answers.ts'
import { smtpLimits } from './limits.ts'
import { createLoginLimit } from './login-limit.ts'

/** tls: encrypted from the start (port 465) · starttls: STARTTLS is required (587) · none: in the clear, see {@link createSmtp}. */
export type SmtpSecurity = 'tls' | 'starttls' | 'none'

export type SmtpAccount = {
  readonly host: string
  readonly port: number
  readonly security: SmtpSecurity
  /** Empty: the server asks for no log-in. */
  readonly user: string
  readonly password: string
  readonly fromName: string
  readonly fromAddress: string
  readonly clock: Clock
  readonly timeouts?: { readonly greetingMs?: number; readonly idleMs?: number }
}

/** Microsoft allows three; one is left for the bursar's own mail program. */
const CONNECTIONS = 2
const CONNECT_MS = 20_000
const GREETING_MS = 20_000
/** Some servers scan a whole message before they answer. */
const IDLE_MS = 60_000
/** The time limit of one email from beginning to end: a server that trickles its answers never falls silent. */
const TOTAL_MS = 180_000
/** How long an idle connection is kept: shorter than any server keeps it, so that no message goes to a connection that is being closed. */
const KEEP_MS = 20_000

const BAD_ADDRESS: SendOutcome = { kind: 'rejected', reason: 'address_refused', code: 'local', detail: 'not an email address' }
const CLEAR_PASSWORD: SendOutcome = {
  kind: 'not_sent',
  fault: { reason: 'settings_refused', detail: 'a password is never sent without encryption, except to this computer itself', until: null },
  code: 'local',
}

/**
 * Sends each email to one address, so that parents never see each other's. With security `none` a password is used only where the host is this computer
 * itself.
 */
export function createSmtp(account: SmtpAccount): EmailProvider {
  const { clock, user, password } = account
  const transport = openPool(account)
  const bodies = watchBodies(transport)
  const logins = createLoginLimit(clock.now)
  const refusesAll = account.security === 'none' && user !== '' && !isThisComputer(account.host)

  async function sendOne(email: OutgoingEmail): Promise<SendOutcome> {
    if (refusesAll) return CLEAR_PASSWORD
    if (!isAddress(email.email)) return BAD_ADDRESS
    return logins.observe(await handOver(email))
  }

  async function handOver(email: OutgoingEmail): Promise<SendOutcome> {
    const left = bodies.follow(email.messageId)
    const limit = new AbortController()
    const stopTimer = clock.after(TOTAL_MS, () => limit.abort())
    try {
      // No `envelope` of our own: nodemailer 10.6 keeps a refusal in it, and then refuses its own second try.
      const info = await transport.sendMail({
        from: { name: account.fromName, address: account.fromAddress },
        to: { name: email.toName, address: email.email },
        subject: email.subject,
        text: email.body,
        html: asHtml(email.body),
        messageId: email.messageId,
        signal: limit.signal,
      })
      return { kind: 'accepted', providerId: info.serverMessageId ?? email.messageId, code: '250' }
    } catch (error) {
      return smtpOutcome(failureOf(error, left()), [password], clock.now())
    } finally {
      stopTimer()
      bodies.forget(email.messageId)
    }
  }

  return {
    name: 'smtp',
    account: accountFingerprint('smtp', account.host, user),
    channel: 'email',
    limits: { perCall: 1, concurrency: CONNECTIONS, ...smtpLimits(account.host) },
    async send(emails): Promise<Outcomes> {
      return new Map(await Promise.all(emails.map(async (email) => [email.id, await sendOne(email)] as const)))
    },
    async close() {
      transport.close({ force: true })
    },
  }
}

type Pool = ReturnType<typeof openPool>

function openPool({ host, port, security, user, password, timeouts = {} }: SmtpAccount) {
  return nodemailer.createTransport({
    pool: true,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user !== '' && { auth: { user, pass: password } }),
    maxConnections: CONNECTIONS,
    // Nodemailer's default is a new connection every hundred messages. That takes most of the time, and looks like an attack to some servers.
    maxMessages: Number.POSITIVE_INFINITY,
    // Once, for a connection that the server closed after many messages. Nodemailer does so only while not a byte of the message was read.
    maxRequeues: 1,
    idleTimeout: KEEP_MS,
    connectionTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    greetingTimeout: timeouts.greetingMs ?? GREETING_MS,
    socketTimeout: timeouts.idleMs ?? IDLE_MS,
    // A text that names a file or a URL must never make the console read it.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/**
 * Tells whether any byte of a message was handed to the server. A lost connection before that and after it give the same error, and only the first
 * surely sent nothing. Nodemailer reads a message only once the server asks for it (354), so an unread stream is the proof.
 */
function watchBodies(transport: Pool) {
  const streams = new Map<string, Readable[]>()
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((body) => {
      streams.get(mail.data.messageId ?? '')?.push(body as Readable)
      return body
    })
    done()
  })
  return {
    follow(messageId: string) {
      const own: Readable[] = []
      streams.set(messageId, own)
      return () => own.some((body) => body.readableDidRead)
    },
    forget: (messageId: string) => streams.delete(messageId),
  }
}

function failureOf(error: unknown, left: boolean): SmtpFailure {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '')
  return {
    code: text('code'),
    originalCode: text('originalCode'),
    command: text('command'),
    responseCode: typeof fields.responseCode === 'number' ? fields.responseCode : 0,
    response: text('response'),
    message: text('message'),
    left,
  }
}

/** Whether it is one bare address, as an SMTP envelope can hold it. */
function isAddress(email: string): boolean {
  return /^[^\s@<>()[\]",;:\\]+@[^\s@<>()[\]",;:\\]+\.[^\s@<>()[\]",;:\\]+$/.test(email)
}

/** The text as a plain HTML page, so that programs that show only HTML keep its line breaks. */
function asHtml(text: string): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  const paragraphs = text.replace(/[&<>"]/g, (c) => escapes[c] ?? c).split(/\r?\n\s*\r?\n/)
  return `<!doctype html><meta charset="utf-8">${paragraphs.map((p) => `<p>${p.replace(/\r?\n/g, '<br>')}</p>`).join('')}`
}
