/** What the tests use of hoodiecrow-imap, which brings no types. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net'

  type Message = { flags: string[]; uid: number }
  type Mailbox = { uidvalidity: number; messages: Message[] }
  type Hoodiecrow = {
    readonly server: Server
    listen(port: number, host: string, done: () => void): void
    close(done?: () => void): void
    appendMessage(mailbox: string, flags: readonly string[], internaldate: string | false, raw: string): void
    getMailbox(path: string): Mailbox
  }
  function hoodiecrow(options: {
    readonly plugins: readonly string[]
    readonly storage: Readonly<Record<string, { readonly messages: readonly { readonly raw: string }[] }>>
    readonly users?: Readonly<Record<string, { readonly password: string }>>
  }): Hoodiecrow
  export = hoodiecrow
}
