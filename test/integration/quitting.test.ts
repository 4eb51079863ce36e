import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startedConsole, testPlatform } from '../support/console.ts'
import { temporaryFolder } from '../support/database.ts'
import { insertFamily } from '../support/families.ts'

const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
const ACCOUNT = { provider: 'twilio', accountSid: `AC${'0'.repeat(32)}`, sender: '+254711000000' } as const
const FAMILIES = 200
const MOST_ON_THE_WAY = 8

/** An SMS company that takes messages and never answers a question. */
async function muteCompany() {
  const seen = { taken: 0, asked: 0 }
  const server = http.createServer((request, response) => {
    request.resume()
    if (request.method !== 'POST') {
      seen.asked++
      return
    }
    seen.taken++
    response.writeHead(201, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ sid: `SM${seen.taken}`, status: 'queued', price: null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test('a console that quits takes nothing more, and gives up what it asks the provider', async () => {
  const { seen, url } = await muteCompany()
  const platform = testPlatform({ dataFolder: temporaryFolder() })
  const app = await startedConsole(platform)
  await app.setMode('live')
  const { sending, school, db, accounts, batches, reports } = app.session()
  await sending.save({ ...sending.get(), holdSeconds: 0, smsPerSecond: 10 })
  await school.save(SCHOOL)
  await db.write((tx) => {
    for (let i = 0; i < FAMILIES; i++) {
      const children = [{ adm: String(4000 + i), name: `Child ${i}`, balanceCents: 1_000_000 }]
      insertFamily(tx, 1, { guardian: `Guardian ${i}`, phone: `+25471200${1000 + i}`, children })
    }
  })
  await accounts.saveSms({ ...ACCOUNT, baseUrl: url, apiKey: 'x'.repeat(32) })
  const audience = { classes: [], balanceOverCents: null, includeCopies: false }
  await batches.queue({ draft: { templateKey: 'fee_statement', audience, channel: 'sms' }, draftId: 'one', staleAccepted: false })
  await expect.poll(() => seen.taken).toBeGreaterThan(10)
  const round = reports.refresh()
  await expect.poll(() => seen.asked).toBe(1)

  const before = seen.taken
  await app.stop()
  expect(seen.taken - before).toBeLessThanOrEqual(MOST_ON_THE_WAY)
  expect(await round).toMatchObject({ delivered: 0, trouble: [] })
  expect(platform.faults).toEqual([])
})

test('a console whose accounts cannot be opened opens without them, and has them once they can', async () => {
  const platform = testPlatform({ dataFolder: temporaryFolder() })
  let isLocked = false
  const get = (name: string) => (isLocked ? Promise.reject(new Error('the key store is locked')) : platform.secrets.get(name))
  const app = await startedConsole({ ...platform, secrets: { ...platform.secrets, get } })
  await app.setMode('live')
  await app.session().accounts.saveSms({ ...ACCOUNT, baseUrl: 'http://127.0.0.1:9', apiKey: 'x'.repeat(32) })
  await app.setMode('practice')
  isLocked = true
  await app.setMode('live')
  expect(app.session().accounts.providers.sms).toBeNull()
  isLocked = false
  await app.session().channels.resume({ channel: 'sms' })
  expect(app.session().accounts.providers.sms?.name).toBe('twilio')
})
