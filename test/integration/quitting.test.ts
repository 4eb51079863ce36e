import fs from 'node:fs'
import http, { type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { lastBoot } from '../../db/queries/boots.ts'
import { startedConsole, testPlatform } from '../support/console.ts'
import { temporaryFolder } from '../support/database.ts'
import { insertFamily } from '../support/families.ts'
import { type Hanging, type Quit, quitConsole } from '../support/quitting-process.ts'

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

describe('a console that quits in a process of its own', () => {
  const folder = (hanging: Hanging) => path.join(all, hanging)
  let all = ''
  let company: Server
  let quits: Readonly<Record<Hanging, Promise<Quit>>>
  // side by side, since most of it is waiting
  beforeAll(async () => {
    all = fs.mkdtempSync(path.join(os.tmpdir(), 'bursar-'))
    company = http.createServer((request) => request.resume())
    await new Promise<void>((resolve) => company.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(company.address() as AddressInfo).port}`
    const quit = (hanging: Hanging) => quitConsole(hanging, folder(hanging), url)
    quits = { nothing: quit('nothing'), thread: quit('thread'), everything: quit('everything'), main: quit('main') }
  })
  afterAll(() => {
    company.closeAllConnections()
    company.close()
    fs.rmSync(all, { recursive: true, force: true })
  })

  test('ends in order where nothing hangs', async () => {
    expect(await quits.nothing).toMatchObject({ how: 0, said: ['quitting'] })
  })

  test('closes its records and ends, where the worker is in a system call that does not return', async () => {
    const { how, said, tookMs } = await quits.thread
    expect([how, said]).toEqual(['SIGKILL', ['quitting', 'the console has stopped, and is ended: something of it hangs']])
    expect(tookMs).toBeLessThan(10_000)
    const records = openDatabase(path.join(folder('thread'), 'live.db'))
    onTestFinished(() => records.close())
    expect(lastBoot(records)?.stoppedAt).not.toBeNull()
  })

  test('ends within 15 seconds where everything hangs that can, and leaves no process behind', async () => {
    const { how, said, tookMs } = await quits.everything
    // the journal is closed by one of the threads for files, and none is left
    const late = 'a part of the console did not stop in time: sent-journal'
    expect([how, said]).toEqual(['SIGKILL', ['quitting', late, 'the console has stopped, and is ended: something of it hangs']])
    expect(tookMs).toBeLessThan(15_000)
    const incoming = path.join(folder('everything'), 'incoming')
    const [copy = ''] = fs.readdirSync(incoming).filter((name) => name.endsWith('.csv'))
    const copier = Number(fs.readFileSync(path.join(incoming, copy), 'utf8'))
    expect(() => process.kill(copier, 0)).toThrow('ESRCH')
  })

  test('ends within 15 seconds where the main thread itself is in a system call that does not return', async () => {
    const { how, said, tookMs } = await quits.main
    expect([how, said]).toEqual(['SIGKILL', ['quitting']])
    expect(tookMs).toBeLessThan(15_000)
  })
})
