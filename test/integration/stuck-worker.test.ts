/** A worker that is stuck in whatever it does: the rest of the console goes on. */
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../../shared/errors.ts'
import { startAfricasTalkingSimulator } from '../support/africas-talking-simulator.ts'
import { handClock } from '../support/clock.ts'
import { startedConsole, testPlatform } from '../support/console.ts'
import { temporaryFolder } from '../support/database.ts'
import { insertFamily } from '../support/families.ts'
import { insertSentSms } from '../support/sent-messages.ts'

const SCHOOL = { name: 'Nyota Ridge Secondary School', shortName: 'Nyota Ridge', officePhone: '0700 111 222', paybill: '555017', term: 3, year: 2026 }
const MINUTE = 60_000
const FAMILIES = ['+254712001000', '+254712001001', '+254712001002']
const MEANWHILE = ['+254722000001', '+254722000002'] as const

/** A live console with a school of three families, whose worker is stuck when it is asked to (faulty-worker.ts). */
async function liveConsole() {
  const sms = await startAfricasTalkingSimulator()
  onTestFinished(() => sms.close())
  const clock = handClock()
  const workerScript = pathToFileURL(path.resolve(import.meta.dirname, '../support/faulty-worker.ts'))
  const folder = temporaryFolder()
  const file = path.join(folder, 'stuck.csv')
  fs.writeFileSync(file, 'Adm No,Name\n1,Amina Mfano\n')
  const platform = { ...testPlatform({ dataFolder: folder, clock }), workerScript, chooseFile: async () => file }
  const app = await startedConsole(platform)
  await app.setMode('live')
  const session = app.session()
  await session.school.save(SCHOOL)
  await session.accounts.saveSms({ provider: 'africas_talking', username: 'school', senderId: '', baseUrl: sms.baseUrl, apiKey: sms.apiKey })
  await session.sending.save({ ...session.sending.get(), holdSeconds: 0 })
  await session.db.write((tx) => {
    for (let i = 0; i < 3; i++) {
      const children = [{ adm: String(4000 + i), name: `Child ${i}`, balanceCents: 1_000_000 }]
      insertFamily(tx, 1, { guardian: `Guardian ${i}`, phone: `+25471200${1000 + i}`, children })
    }
  })
  const queue = (draftId: string) => {
    const audience = { classes: [], balanceOverCents: null, includeCopies: false }
    return session.batches.queue({ draft: { templateKey: 'fee_statement', audience, channel: 'sms' }, draftId, staleAccepted: true })
  }
  /** A message that is due goes, and settings are saved. */
  const goesOn = async (phone: string, smsPerSecond: number) => {
    const id = await session.db.write((tx) => insertSentSms(tx, phone, { state: 'queued', begunAt: 0 }))
    app.wake()
    // with its answer: a request that is on its way when the clock is moved would be given up
    await expect.poll(() => session.db.get('SELECT state, phone FROM sms_logs WHERE id = ?', id)).toEqual({ state: 'sent', phone })
    await session.sending.save({ ...session.sending.get(), smsPerSecond })
    expect(session.sending.get().smsPerSecond).toBe(smsPerSecond)
  }
  const stayStuck = (ms: number) => {
    clock.advance(ms / 2)
    clock.advance(ms / 2)
  }
  return { ...session, app, sms, platform, queue, goesOn, stayStuck }
}

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => failureOf(error)?.key ?? String(error),
  )

test('while the worker is stuck at a file, messages leave and settings are saved; what was queued meanwhile is written by the next worker', async () => {
  const { app, imports, sms, goesOn, queue, stayStuck, platform } = await liveConsole()
  const { token = '' } = (await imports.choose()) ?? {}
  const reading = told(imports.read({ token, options: {} }))
  const queueing = told(queue('a draft'))
  await goesOn(MEANWHILE[0], 7)
  await goesOn(MEANWHILE[1], 8)
  // what the worker was at before may have kept it until now
  await expect.poll(() => fs.existsSync(path.join(platform.dataFolder, 'live.db.stuck'))).toBe(true)
  stayStuck(MINUTE)
  expect(await Promise.all([reading, queueing])).toEqual(['took_too_long', 'done'])
  await app.session().idle()
  // each of the two messages made its guardian a family of the school, which the batch reached too
  expect(sms.received.map(({ number }) => number).sort()).toEqual([...FAMILIES, ...MEANWHILE, ...MEANWHILE].sort())
  expect(platform.faults).toEqual(['the worker was stuck, and is replaced: Error: no answer to imports:read'])
})

test('a worker that is stuck in the middle of a write gives the lock back after three minutes, and everything goes on', async () => {
  const { queue, goesOn, stayStuck, db, sms, app, platform } = await liveConsole()
  const queueing = told(queue('stuck-writing'))
  await expect.poll(() => fs.existsSync(path.join(platform.dataFolder, 'live.db.half'))).toBe(true)
  const saving = db.write((tx) => tx.get('SELECT 1'))
  stayStuck(3 * MINUTE)
  expect(await queueing).toBe('took_too_long')
  await saving
  await goesOn('+254722000001', 7)
  expect(await told(queue('the same once more'))).toBe('done')
  await app.session().idle()
  expect(sms.received.map(({ number }) => number).sort()).toEqual([...FAMILIES, MEANWHILE[0], MEANWHILE[0]].sort())
})
