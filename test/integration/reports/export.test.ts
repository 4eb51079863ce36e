import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { type ReportFile, readExport, startApplying } from '../../../electron/reports/export/export.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ReportMapping } from '../../../shared/model/messages/report-export.ts'
import { temporaryDatabase } from '../../support/database.ts'
import { insertSentSms, type SentSeed } from '../../support/sent-messages.ts'

const NOW = Date.parse('2026-11-20T18:00:00+03:00')
const at = (time: string) => Date.parse(`2026-11-20T${time}:00+03:00`)
const quiet = () => {}

type Setup = Awaited<ReturnType<typeof setup>>

async function setup() {
  const { db, folder } = await temporaryDatabase()
  const file = (text: string | Buffer, name = 'export.csv') => {
    fs.writeFileSync(path.join(folder, name), text)
    return { path: path.join(folder, name), name }
  }
  return { db, file, sms: (phone: string, seed: SentSeed) => db.write((tx) => insertSentSms(tx, phone, seed)) }
}
const states = (db: Database) => db.all<{ id: number; state: string; why: string | null }>('SELECT id, state, failure_reason why FROM sms_logs ORDER BY id')

async function applyExport(db: Database, held: ReportFile, mapping: ReportMapping) {
  const applying = await startApplying(db, held, mapping, NOW)
  for (;;) {
    const { done, total, counts } = await applying.next()
    if (done === total) return counts
  }
}

/** Reads, applies what was read, and answers both. */
async function bringIn({ db, file }: Setup, text: string, mapping: ReportMapping | null = null) {
  const held = file(text)
  const reading = await readExport(db, held, mapping, NOW, quiet)
  const applied = await applyExport(db, held, reading.mapping)
  return { reading, applied }
}

function reconciles({ rows, matched, would }: Awaited<ReturnType<typeof readExport>>) {
  expect(matched.byId + matched.byNumberAndTime + matched.none + matched.doubtful).toBe(rows)
  expect(would.deliver + would.fail + would.confirm + would.same + would.unreadable).toBe(matched.byId + matched.byNumberAndTime)
}

describe('a dashboard export', () => {
  test('finds messages by their id and says first what it will do', async () => {
    const s = await setup()
    for (const n of [1, 2, 3, 4]) await s.sms(`+25471100000${n}`, { state: 'sent', begunAt: at('09:00'), providerId: `ATXid_${n}` })
    const { reading, applied } = await bringIn(
      s,
      'Message ID,Phone Number,Date,Status,Failure Reason\n' +
        'ATXid_1,+254711000001,2026-11-20 09:00:02,Success,\n' +
        'ATXid_2,+254711000002,2026-11-20 09:00:02,Failed,UserInBlackList\n' +
        'ATXid_3,+254711000003,2026-11-20 09:00:02,Submitted,\n' +
        'ATXid_4,+254711000004,2026-11-20 09:00:02,Teleported,\n' +
        'ATXid_9,+254711000009,2026-11-20 09:00:02,Success,\n',
    )
    expect(reading.matched).toEqual({ byId: 4, byNumberAndTime: 0, none: 1, doubtful: 0 })
    expect(reading.would).toEqual({ deliver: 1, fail: 1, confirm: 0, same: 1, unreadable: 1 })
    reconciles(reading)
    expect(applied).toEqual({ delivered: 1, failed: 1, confirmed: 0, same: 1 })
    expect(states(s.db).map((m) => [m.state, m.why])).toEqual([
      ['delivered', null],
      ['failed', 'blacklisted'],
      ['sent', null],
      ['sent', null],
    ])
    expect(reading.sample[1]).toEqual({ row: 3, phone: '+254711000002', toName: 'Guardian 1', status: 'Failed', from: 'sent', to: 'failed' })
    expect(s.db.get('SELECT address, kind, source FROM suppressions')).toEqual({ address: '+254711000002', kind: 'opted_out', source: 'dashboard' })
    expect(s.db.get("SELECT count(*) n FROM delivery_reports WHERE source = 'dashboard'")).toEqual({ n: 2 })
  })

  test('brought in twice changes nothing the second time', async () => {
    const s = await setup()
    await s.sms('+254711000001', { state: 'sent', begunAt: at('09:00'), providerId: 'ATXid_1' })
    const text = 'Message ID,Status\nATXid_1,Success\n'
    await bringIn(s, text)
    const again = await bringIn(s, text)
    expect(again.reading.would).toEqual({ deliver: 0, fail: 0, confirm: 0, same: 1, unreadable: 0 })
    expect(again.applied).toEqual({ delivered: 0, failed: 0, confirmed: 0, same: 1 })
    expect(s.db.get('SELECT count(*) n FROM delivery_reports')).toEqual({ n: 1 })
  })

  test('settles unconfirmed messages by number and time, and learns their ids', async () => {
    const s = await setup()
    await s.sms('+254711000001', { state: 'unconfirmed', begunAt: at('09:00') })
    await s.sms('+254711000002', { state: 'unconfirmed', begunAt: at('09:00') })
    await s.sms('+254711000003', { state: 'unconfirmed', begunAt: at('09:00') })
    const { reading, applied } = await bringIn(
      s,
      'Message ID;Mobile;Sent At;Status;Reason\n' +
        'ATXid_1;0711000001;20/11/2026 09:02;Success;\n' +
        'ATXid_2;254711000002;20/11/2026 09:09;Sent;\n' +
        'ATXid_3;711000003;20/11/2026 09:25;Success;\n',
    )
    expect(reading.matched).toEqual({ byId: 0, byNumberAndTime: 2, none: 1, doubtful: 0 })
    reconciles(reading)
    expect(applied).toEqual({ delivered: 1, failed: 0, confirmed: 1, same: 0 })
    expect(s.db.all('SELECT state, provider_id providerId, sent_at sentAt FROM sms_logs ORDER BY id')).toEqual([
      { state: 'delivered', providerId: 'ATXid_1', sentAt: at('09:00') },
      { state: 'sent', providerId: 'ATXid_2', sentAt: at('09:00') },
      { state: 'unconfirmed', providerId: null, sentAt: null },
    ])
  })

  test('lets the text decide between two messages to one number, and leaves them alone without it', async () => {
    const s = await setup()
    await s.sms('+254711000001', { state: 'sent', begunAt: at('09:00'), body: 'Dear Wanjiku, the balance is KES 5,000.' })
    await s.sms('+254711000001', { state: 'sent', begunAt: at('09:04'), body: 'School closes on Friday at noon.' })
    const doubtful = await bringIn(s, 'Phone,Time,Status\n0711000001,2026-11-20 09:03,Success\n')
    expect(doubtful.reading.matched).toEqual({ byId: 0, byNumberAndTime: 0, none: 0, doubtful: 1 })
    expect(doubtful.applied).toEqual({ delivered: 0, failed: 0, confirmed: 0, same: 0 })
    const told = await bringIn(s, 'Phone,Time,Message,Status\n0711000001,2026-11-20 09:03,"School closes on Friday at noon. STOP *456*9*5#",Success\n')
    expect(told.reading.matched).toEqual({ byId: 0, byNumberAndTime: 1, none: 0, doubtful: 0 })
    expect(states(s.db).map((m) => m.state)).toEqual(['sent', 'delivered'])
  })

  test('rows that contradict each other about one message leave it alone', async () => {
    const s = await setup()
    await s.sms('+254711000001', { state: 'unconfirmed', begunAt: at('09:00') })
    const { reading } = await bringIn(s, 'Phone,Time,Status\n0711000001,2026-11-20 09:01,Success\n0711000001,2026-11-20 09:02,Failed\n')
    expect(reading.matched).toEqual({ byId: 0, byNumberAndTime: 0, none: 0, doubtful: 2 })
    expect(states(s.db).map((m) => m.state)).toEqual(['unconfirmed'])
  })

  test('a message whose id the provider knows is never taken for another', async () => {
    const s = await setup()
    await s.sms('+254711000001', { state: 'sent', begunAt: at('09:00'), providerId: 'ATXid_1' })
    const { reading } = await bringIn(s, 'Message ID,Phone,Time,Status\nATXid_other,0711000001,2026-11-20 09:00,Failed\n')
    expect(reading.matched.none).toBe(1)
  })

  test('the same id beside another number is of another account’s message', async () => {
    const s = await setup()
    await s.sms('+254711000001', { state: 'sent', begunAt: at('09:00'), provider: 'custom', providerId: '5' })
    const { reading } = await bringIn(s, 'Message ID,Phone,Date,Status\n5,0722000002,2026-11-20 09:00:10,Failed\n')
    expect(reading.matched).toEqual({ byId: 0, byNumberAndTime: 0, none: 1, doubtful: 0 })
    expect(states(s.db)).toMatchObject([{ state: 'sent' }])
  })

  test('what is said of an earlier attempt is not said of the message', async () => {
    const s = await setup()
    const id = await s.sms('+254711000001', { state: 'sent', begunAt: at('09:00') })
    await s.db.write((tx) =>
      tx.run(
        "INSERT INTO attempts (sms_log_id, n, boot_id, provider, begun_at, ended_at, outcome) VALUES (?, 2, 1, 'x', ?1, ?1, 'accepted')".replaceAll(
          '?1',
          String(at('15:00')),
        ),
        id,
      ),
    )
    const { reading } = await bringIn(s, 'Phone,Time,Status\n0711000001,2026-11-20 09:00,Failed\n')
    expect(reading.matched.none).toBe(1)
  })

  test('one SMS that stood for two messages settles both', async () => {
    const s = await setup()
    for (const _ of [1, 2]) await s.sms('+254711000001', { state: 'sent', begunAt: at('09:00'), providerId: 'ATXid_1' })
    await bringIn(s, 'Message ID,Status\nATXid_1,Success\n')
    expect(states(s.db).map((m) => m.state)).toEqual(['delivered', 'delivered'])
  })

  test('a date and its time may stand in two columns, under title rows, in an old code page', async () => {
    const s = await setup()
    await s.sms('+254711000001', { state: 'sent', begunAt: at('09:00') })
    const { reading } = await bringIn(s, 'Outbox of 20 November\n\nDate,Time,To,Status\n20/11/2026,09:00 AM,0711000001,Success\n')
    expect(reading.matched.byNumberAndTime).toBe(1)
  })

  test('columns that were guessed wrong can be corrected', async () => {
    const s = await setup()
    await s.sms('+254711000001', { state: 'sent', begunAt: at('09:00'), providerId: 'ATXid_1' })
    const held = s.file('Key,Outcome,What happened\nATXid_1,billed,Success\n')
    const guessed = await readExport(s.db, held, null, NOW, quiet)
    expect([guessed.mapping, guessed.matched.none]).toEqual([{}, 1])
    expect(guessed.columns[2]).toEqual({ index: 2, heading: 'What happened', samples: ['Success'] })
    const corrected = await readExport(s.db, held, { providerId: 0, status: 2 }, NOW, quiet)
    expect(corrected.would.deliver).toBe(1)
  })

  test('a file that is no list of messages is refused in plain words', async () => {
    const s = await setup()
    const refusal = async (text: string | Buffer, mapping: ReportMapping | null = null) => {
      const error = await readExport(s.db, s.file(text), mapping, NOW, quiet).catch((e: unknown) => e)
      return error instanceof AppError ? error.failure.key : error
    }
    expect(await refusal('')).toBe('file_empty')
    expect(await refusal(Buffer.from('PK\u0003\u0004rest'))).toBe('file_spreadsheet')
    expect(await refusal('<!doctype html><html></html>')).toBe('file_web_page')
    expect(await refusal(Buffer.from([1, 0, 0, 0, 2]))).toBe('report_unreadable')
    expect(await refusal('Outbox\nnothing here\n')).toBe('report_no_header')
    expect(await refusal('Message ID,Status\n')).toBe('file_no_rows')
    expect(await refusal('Message ID,Status\nx,Success\n', { providerId: 0, status: 0 })).toBe('mapping_twice')
    await expect(startApplying(s.db, s.file('Message ID,Status\nx,Success\n'), { status: 1 }, NOW)).rejects.toMatchObject({
      failure: { key: 'report_columns_missing' },
    })
  })
})
