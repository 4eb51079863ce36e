/// <reference path="./hoodiecrow-imap.d.ts" />
/** A mailbox on loopback that speaks IMAP, without encryption. */
import type { AddressInfo } from 'node:net'
import hoodiecrow from 'hoodiecrow-imap'

export type ImapSimulator = {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** A mail comes in. */
  receive(raw: string | Buffer): void
  /** Whether any mail was marked as read, answered or deleted, or is gone. */
  touched(): boolean
  /** The server numbers its mails anew. */
  renumber(): void
  close(): Promise<void>
}

const [USER, PASSWORD] = ['bursar', 'imap-password']

/** Starts the simulator on 127.0.0.1 with an empty INBOX. */
export async function startImapSimulator(): Promise<ImapSimulator> {
  const plugins = ['ENABLE', 'UIDPLUS', 'ID', 'NAMESPACE', 'IDLE', 'SPECIAL-USE', 'UNSELECT', 'AUTH-PLAIN', 'SASL-IR', 'LITERALPLUS']
  const server = hoodiecrow({ plugins, storage: { INBOX: { messages: [] } }, users: { [USER]: { password: PASSWORD } } })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  let received = 0
  const inbox = () => server.getMailbox('INBOX')
  return {
    host: '127.0.0.1',
    port,
    user: USER,
    password: PASSWORD,
    receive(raw) {
      received += 1
      server.appendMessage('INBOX', [], false, raw.toString())
    },
    touched: () => inbox().messages.length !== received || inbox().messages.some((m) => m.flags.some((f) => f !== '\\Recent')),
    renumber() {
      inbox().uidvalidity += 1
    },
    close: () => new Promise((done) => server.close(() => done())),
  }
}
