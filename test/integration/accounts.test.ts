/** The SMS account in its three kinds: whose secret is used where, and what is left on it. Real files, real sockets to the simulators. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { channelRow, pauseChannel } from '../../db/queries/channels.ts'
import { writeSetting } from '../../db/queries/settings.ts'
import type { Input, Parsed } from '../../shared/ipc/contract.ts'
import { contract } from '../../shared/ipc/contract.ts'
import type { PauseReason } from '../../shared/model/messages/message.ts'
import { accountsWithQueue } from '../support/account-queue.ts'
import { startAfricasTalkingSimulator } from '../support/africas-talking-simulator.ts'
import { testPlatform } from '../support/console.ts'
import { temporaryDatabase } from '../support/database.ts'
import { startTwilioSimulator } from '../support/twilio-simulator.ts'

type CustomAccount = Extract<Parsed<'accounts:save-sms'>, { provider: 'custom' }>

async function live() {
  const { db, folder } = await temporaryDatabase()
  const platform = testPlatform({ dataFolder: folder })
  const accounts = accountsWithQueue({ ...platform, mode: 'live', db })
  await accounts.open()
  return { platform, db, accounts }
}

async function africasTalking() {
  const simulator = await startAfricasTalkingSimulator()
  onTestFinished(() => simulator.close())
  const account = { provider: 'africas_talking', username: 'school', senderId: '', baseUrl: simulator.baseUrl } as const
  return { simulator, account, apiKey: simulator.apiKey }
}

async function twilio() {
  const simulator = await startTwilioSimulator()
  onTestFinished(() => simulator.close())
  const account = { provider: 'twilio', accountSid: simulator.accountSid, sender: 'UHURU', baseUrl: simulator.baseUrl } as const
  return { simulator, account, apiKey: simulator.authToken }
}

const customAccount = (url: string, more: Partial<CustomAccount> = {}): CustomAccount => ({
  provider: 'custom',
  preset: 'none',
  name: 'Gateway',
  sender: '',
  method: 'POST',
  url,
  headers: [],
  bodyKind: 'json',
  body: '{"to":"{{phone}}","text":"{{text}}"}',
  idPath: '',
  statusPath: '',
  statusAccepted: [],
  perSecond: null,
  perDay: null,
  ...more,
})

/** Answers every request with 200, and keeps their headers. */
async function gateway() {
  const heard: unknown[] = []
  const server = createServer((request, response) => {
    heard.push(request.headers['x-key'])
    request.resume().on('end', () => response.end('{}'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())))
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send` }
}

const missingKey = { failure: { key: 'key_missing', fields: { apiKey: 'key_missing' } } }

describe('an SMS account', () => {
  test.each(['africas_talking', 'twilio'] as const)('with %s sends, and is shown without its key', async (kind) => {
    const { accounts } = await live()
    const { simulator, account, apiKey } = kind === 'twilio' ? await twilio() : await africasTalking()
    await accounts.saveSms({ ...account, apiKey })
    expect(await accounts.testSms({ phone: '0712 345 678' })).toEqual({ state: 'sent', reason: null, detail: '' })
    expect(simulator.received).toHaveLength(1)
    expect((await accounts.get()).sms).toEqual({ account, keySetAt: expect.any(Number) })
    expect(JSON.stringify(await accounts.get())).not.toContain(apiKey)
  })

  test('with a gateway of the school’s own sends without any secret', async () => {
    const { accounts } = await live()
    const { url, heard } = await gateway()
    await accounts.saveSms(customAccount(url))
    expect(await accounts.testSms({ phone: '0712 345 678' })).toMatchObject({ state: 'sent' })
    expect(heard).toEqual([undefined])
    expect((await accounts.get()).sms?.keySetAt).toBeNull()
  })

  test('of before there were several is Africa’s Talking’s', async () => {
    const { db, accounts } = await live()
    const { account } = await africasTalking()
    const { provider: _provider, ...old } = account
    await db.write((tx) => writeSetting(tx, 'sms-account', old, 1))
    expect((await accounts.get()).sms).toEqual({ account, keySetAt: null })
  })
})

test('an account that refuses three families alike is stopped, whatever its reason is called', async () => {
  const { accounts } = await live()
  const { simulator, account, apiKey } = await twilio()
  await accounts.saveSms({ ...account, apiKey })
  simulator.plan(...Array(3).fill({ code: 29999, status: 400, message: 'A new reason' }))
  const answers = []
  for (const phone of ['0712 345 671', '0712 345 672', '0712 345 673']) answers.push(await accounts.testSms({ phone }))
  expect(answers.map(({ state, reason }) => [state, reason])).toEqual([
    ['failed', 'provider_refused'],
    ['failed', 'provider_refused'],
    ['paused', 'refused_run'],
  ])
})

describe('a secret', () => {
  test('is never told to another company, gateway or address than it was typed for', async () => {
    const { accounts } = await live()
    const { account, apiKey } = await africasTalking()
    const other = await twilio()
    const { url, heard } = await gateway()
    await accounts.saveSms({ ...account, apiKey })
    await expect(accounts.saveSms(other.account)).rejects.toMatchObject(missingKey)
    await expect(accounts.saveSms({ ...account, baseUrl: 'https://elsewhere.example.com' })).rejects.toMatchObject(missingKey)
    const asking = customAccount(url, { headers: [{ name: 'X-Key', value: '{{secret}}' }] })
    await expect(accounts.saveSms(asking)).rejects.toMatchObject(missingKey)
    // through an account that has none, either
    await accounts.saveSms(customAccount(url))
    await expect(accounts.saveSms(asking)).rejects.toMatchObject(missingKey)
    await accounts.saveSms({ ...asking, apiKey: 'its own' })
    await accounts.testSms({ phone: '0712345678' })
    expect(heard).toEqual(['its own'])
  })

  test('stays the account’s own while something else of it changes, and after a while with another account', async () => {
    const { accounts } = await live()
    const { account, apiKey, simulator } = await africasTalking()
    await accounts.saveSms({ ...account, apiKey })
    await accounts.saveSms({ ...account, senderId: 'UHURU' })
    await accounts.saveSms(customAccount('https://gateway.example.com/send'))
    await accounts.saveSms(account)
    expect(await accounts.testSms({ phone: '0712345678' })).toMatchObject({ state: 'sent' })
    expect(simulator.received).toHaveLength(1)
  })
})

describe('an address', () => {
  const at = (url: string): Input<'accounts:save-sms'> => customAccount(url)
  test.each([
    ['https://gateway.example.com/send', null],
    ['http://localhost:8080/send', null],
    ['http://10.1.2.3/send', null],
    ['http://172.16.0.9:8080/send', null],
    ['http://192.168.1.20:8080/send', null],
    ['http://169.254.7.7/send', null],
    ['http://phone.local:8080/send', null],
    ['http://172.32.0.1/send', 'gateway_in_clear'],
    ['http://8.8.8.8/send', 'gateway_in_clear'],
    ['http://gateway.example.com/send', 'gateway_in_clear'],
    ['http://192.168.1.20.example.com/send', 'gateway_in_clear'],
    ['ftp://192.168.1.20/send', 'gateway_unusable'],
    ['http://{{phone}}.example.com/', 'gateway_unusable'],
  ])('of a gateway (%s): %s', async (url, key) => {
    const { accounts } = await live()
    const saving = accounts.saveSms(contract['accounts:save-sms'].input.parse(at(url)))
    if (key === null) await expect(saving).resolves.toEqual({})
    else await expect(saving).rejects.toMatchObject({ failure: { key, fields: { url: key } } })
  })

  test('of a company is https, also in the school’s own network', async () => {
    const { accounts } = await live()
    const { account, apiKey } = await twilio()
    const failure = { failure: { key: 'base_url_unsafe', fields: { baseUrl: 'base_url_unsafe' } } }
    await expect(accounts.saveSms({ ...account, baseUrl: 'http://192.168.1.20', apiKey })).rejects.toMatchObject(failure)
    await expect(accounts.saveSms({ ...account, baseUrl: 'http://api.twilio.com', apiKey })).rejects.toMatchObject(failure)
  })
})

describe('what is left on the account', () => {
  test('is asked, kept with its time, and shown', async () => {
    const { accounts, db, platform } = await live()
    const { account, apiKey } = await africasTalking()
    await accounts.saveSms({ ...account, apiKey })
    const { balance, detail } = await accounts.checkBalance()
    expect({ balance, detail }).toEqual({ balance: { micros: 1_785_500_000, currency: 'KES', at: expect.any(Number) }, detail: '' })
    expect(channelRow(db, 'sms')).toMatchObject({ balanceMicros: 1_785_500_000, balanceCurrency: 'KES', balanceAt: balance?.at })
    expect(platform.events.at(-1)).toContain('status')
  })

  test('stays as it was last told while it cannot be asked, with the reason', async () => {
    const { accounts } = await live()
    const { account, apiKey, simulator } = await africasTalking()
    await accounts.saveSms({ ...account, apiKey })
    await accounts.refreshBalance()
    await simulator.close()
    expect(await accounts.checkBalance()).toMatchObject({ balance: { micros: 1_785_500_000 }, detail: expect.stringMatching(/^ECONN/) })
  })

  test('is nothing where the account cannot be asked, and a matter of settings where there is none', async () => {
    const { accounts } = await live()
    await expect(accounts.checkBalance()).rejects.toMatchObject({ failure: { key: 'account_missing_sms' } })
    await accounts.refreshBalance()
    await accounts.saveSms(customAccount('https://gateway.example.com/send'))
    expect(await accounts.checkBalance()).toEqual({ balance: null, detail: '' })
  })

  test.each<[PauseReason, string, PauseReason | null]>([
    ['no_credit', 'KES 8.0000', null],
    ['no_credit', 'KES 7.9999', 'no_credit'],
    ['no_credit', 'KES -12.00', 'no_credit'],
    ['by_hand', 'KES 500.00', 'by_hand'],
    ['spend_cap', 'KES 500.00', 'spend_cap'],
  ])('opens a channel that is paused for %s with %s left: %s', async (pause, balance, after) => {
    const { accounts, db } = await live()
    const { account, apiKey, simulator } = await africasTalking()
    await accounts.saveSms({ ...account, apiKey })
    await db.write((tx) => pauseChannel(tx, 'sms', pause, '', null, 1))
    simulator.balance = balance
    await accounts.refreshBalance()
    expect(channelRow(db, 'sms').pause).toBe(after)
  })
})

test.each<[PauseReason, PauseReason | null]>([
  ['wrong_key', null],
  ['no_credit', null],
  ['not_set_up', null],
  ['key_unreadable', null],
  ['settings_refused', null],
  ['by_hand', 'by_hand'],
  ['daily_cap', 'daily_cap'],
])('an account that is saved ends a pause for %s: %s', async (pause, after) => {
  const { accounts, db } = await live()
  const { account, apiKey } = await twilio()
  await db.write((tx) => pauseChannel(tx, 'sms', pause, '', null, 1))
  await accounts.saveSms({ ...account, apiKey })
  expect(channelRow(db, 'sms').pause).toBe(after)
})
