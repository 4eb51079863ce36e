/** An account and its secret change together: consoles that are killed at every step of saving, and what the next start finds. Real records, real sockets to the simulators. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Database } from '../../db/client.ts'
import type { AccountContext } from '../../electron/accounts/on-file.ts'
import { sweepSecrets } from '../../electron/accounts/secrets.ts'
import { NEVER_POLLED } from '../../electron/reports/schedule.ts'
import { createReportSources } from '../../electron/reports/sources.ts'
import { accountsWithQueue } from '../support/account-queue.ts'
import { testPlatform } from '../support/console.ts'
import { temporaryDatabase } from '../support/database.ts'
import { startSmtpSimulator } from '../support/smtp-simulator.ts'

type Which = 'old' | 'new'
type Console = ReturnType<typeof consoleOf>
/** How one kind of account is saved, and which account is told which secret then. */
type Kind = { save(console: Console, which: Which): Promise<unknown>; told(console: Console): Promise<unknown> }

async function computer() {
  const { db, folder } = await temporaryDatabase()
  const platform = testPlatform({ dataFolder: folder })
  /** Every name in the key store: nothing is removed by looking. */
  const names = async () => {
    const all: string[] = []
    await platform.secrets.forget((name) => all.push(name) === 0)
    return all
  }
  return { context: { ...platform, mode: 'live', db } satisfies AccountContext, names }
}

function consoleOf(context: AccountContext) {
  const accounts = accountsWithQueue(context)
  return {
    accounts,
    sources: createReportSources(context, () => NEVER_POLLED),
    async start() {
      await sweepSecrets(context)
      await accounts.open()
    },
  }
}

/** The same computer for a console that is killed at the nth of the moments before and after each thing that it writes: from then on it writes nothing. */
function mortal(context: AccountContext, nth: number) {
  let moments = 0
  const live = () => {
    moments += 1
    if (moments >= nth) throw new Error('killed')
  }
  const around =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      live()
      const answer = await work(...args)
      live()
      return answer
    }
  const { db, secrets } = context
  return {
    console: consoleOf({
      ...context,
      db: { ...db, write: around(db.write) as Database['write'] },
      secrets: { ...secrets, set: around(secrets.set), forget: around(secrets.forget) },
    }),
    wasKilled: () => moments >= nth,
  }
}

/** Two accounts of a gateway, on one server or on two. */
async function gateway(servers: 1 | 2): Promise<Kind> {
  const heard: unknown[] = []
  const start = async () => {
    const server = createServer((request, response) => {
      heard.push([request.url, request.headers['x-key']])
      request.resume().on('end', () => response.end('{}'))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    onTestFinished(() => new Promise<void>((done) => server.close(() => done())))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const first = await start()
  const urls = { old: `${first}/old`, new: `${servers === 1 ? first : await start()}/new` }
  const account = {
    provider: 'custom',
    preset: 'none',
    name: 'Gateway',
    sender: '',
    method: 'POST',
    bodyKind: 'json',
    body: '{"to":"{{phone}}","text":"{{text}}"}',
  } as const
  const more = { headers: [{ name: 'X-Key', value: '{{secret}}' }], idPath: '', statusPath: '', statusAccepted: [], perSecond: null, perDay: null }
  return {
    save: ({ accounts }, which) => accounts.saveSms({ ...account, ...more, url: urls[which], apiKey: `${which} key` }),
    async told({ accounts }) {
      await accounts.testSms({ phone: '0712345678' })
      return heard.splice(0)
    },
  }
}

/** Two mail servers, each of which takes mail from its own user only. */
async function mail(): Promise<Kind> {
  const servers = {
    old: await startSmtpSimulator({ user: 'old', password: 'old password' }),
    new: await startSmtpSimulator({ user: 'new', password: 'new password' }),
  }
  for (const { close } of Object.values(servers)) onTestFinished(close)
  const account = { host: '127.0.0.1', security: 'none', fromName: 'Bursar', fromAddress: 'bursar@example.org' } as const
  return {
    save: ({ accounts }, which) => accounts.saveEmail({ ...account, user: which, port: servers[which].port, password: `${which} password` }),
    async told({ accounts }) {
      const answer = await accounts.testEmail({ email: 'me@example.org' })
      return [answer.state, (await accounts.get()).email?.user]
    },
  }
}

const KINDS: readonly [name: string, make: () => Promise<Kind>, told: (which: Which) => unknown][] = [
  ['an SMS account with another gateway', () => gateway(2), (which) => [[`/${which}`, `${which} key`]]],
  ['an SMS account with the same gateway', () => gateway(1), (which) => [[`/${which}`, `${which} key`]]],
  ['an email account', mail, (which) => ['sent', which]],
  [
    'a relay',
    async () => ({
      save: ({ sources }, which) => sources.saveRelay({ relay: { url: `https://${which}.example/reports`, token: `${which} token` } }),
      told: ({ sources }) => sources.relayAccount(),
    }),
    (which) => ({ url: `https://${which}.example/reports`, token: `${which} token` }),
  ],
  [
    'a mailbox',
    async () => ({
      save: ({ sources }, which) =>
        sources.saveMailbox({ mailbox: { host: `${which}.example`, port: 993, security: 'tls', user: which, folder: 'INBOX', password: `${which} password` } }),
      told: ({ sources }) => sources.mailboxAccount(),
    }),
    (which) => expect.objectContaining({ host: `${which}.example`, user: which, password: `${which} password` }),
  ],
]

test.each(KINDS)(
  '%s that is saved by a console that is killed, at any moment, is the old one with its secret or the new one with its own',
  async (_name, make, told) => {
    const kind = await make()
    const found: Which[] = []
    for (let nth = 1, killed = true; killed; nth++) {
      const { context, names } = await computer()
      await kind.save(consoleOf(context), 'old')
      const { console, wasKilled } = mortal(context, nth)
      await kind.save(console, 'new').catch((error: Error) => expect(error.message).toBe('killed'))
      killed = wasKilled()
      const next = consoleOf(context)
      await next.start()
      const now = await kind.told(next)
      const which = JSON.stringify(now).includes('new') ? 'new' : 'old'
      expect(now, `killed at ${nth}`).toEqual(told(which))
      expect(await names(), `killed at ${nth}`).toHaveLength(1)
      found.push(which)
    }
    expect(new Set(found)).toEqual(new Set(['old', 'new']))
    expect(found.length).toBeGreaterThan(6)
  },
)

test.each(KINDS)('%s that cannot be written down leaves the one before, and nothing of it in the key store', async (_name, make, told) => {
  const kind = await make()
  const { context, names } = await computer()
  await kind.save(consoleOf(context), 'old')
  const full = async () => {
    throw new Error('disk full')
  }
  await expect(kind.save(consoleOf({ ...context, db: { ...context.db, write: full } }), 'new')).rejects.toThrow('disk full')
  expect(await names()).toHaveLength(1)
  const next = consoleOf(context)
  await next.start()
  expect(await kind.told(next)).toEqual(told('old'))
})

test('a secret that was not removed when another took its place is no fault of the account, and goes at the next start', async () => {
  const kind = await mail()
  const { context, names } = await computer()
  const stuck = async () => {
    throw new Error('the file is held open')
  }
  const console = consoleOf({ ...context, secrets: { ...context.secrets, forget: stuck } })
  await kind.save(console, 'old')
  await kind.save(console, 'new')
  expect(await names()).toHaveLength(2)
  await consoleOf(context).start()
  expect(await names()).toHaveLength(1)
})

test('practice, which shares the key store with live, removes nothing of it', async () => {
  const { context, names } = await computer()
  const { db } = await temporaryDatabase()
  await (await mail()).save(consoleOf(context), 'old')
  await consoleOf({ ...context, mode: 'practice', db }).start()
  expect(await names()).toHaveLength(1)
})

test('an account that is taken away takes its secret along', async () => {
  const { context, names } = await computer()
  const { sources } = consoleOf(context)
  await sources.saveRelay({ relay: { url: 'https://relay.example', token: 'token' } })
  await sources.saveRelay({ relay: null })
  expect(await names()).toEqual([])
})
