import { expect, onTestFinished, test } from 'vitest'
import { channelRow, pauseChannel } from '../../../db/queries/channels.ts'
import type { BalanceAnswer } from '../../../electron/providers/provider.ts'
import { accountsWithQueue } from '../../support/account-queue.ts'
import { startAfricasTalkingSimulator } from '../../support/africas-talking-simulator.ts'
import { testPlatform } from '../../support/console.ts'
import { temporaryDatabase } from '../../support/database.ts'

test('what the old account had left, heard after another took its place, is not shown as the new one’s, nor opens its channel', async () => {
  const { db, folder } = await temporaryDatabase()
  const accounts = accountsWithQueue({ ...testPlatform({ dataFolder: folder }), mode: 'live', db })
  await accounts.open()
  const simulator = await startAfricasTalkingSimulator()
  onTestFinished(() => simulator.close())
  const account = { provider: 'africas_talking', username: 'school', senderId: '', baseUrl: simulator.baseUrl } as const
  await accounts.saveSms({ ...account, apiKey: simulator.apiKey })
  // a slow line: the old account's balance is asked, and answered after the other account was saved
  let answer: (one: BalanceAnswer) => void = () => {}
  const old = accounts.providers.sms
  if (!old) throw new Error('no account')
  accounts.providers.sms = { ...old, balance: () => new Promise((resolve) => (answer = resolve)) }
  const asked = accounts.refreshBalance()
  await accounts.saveSms({ ...account, username: 'another', apiKey: simulator.apiKey })
  await db.write((tx) => pauseChannel(tx, 'sms', 'no_credit', '', null, 1))
  answer({ ok: true, micros: 9_999_000_000, currency: 'KES' })
  await asked
  expect.soft(channelRow(db, 'sms').balanceMicros).toBe(null)
  expect(channelRow(db, 'sms').pause).toBe('no_credit')
})
