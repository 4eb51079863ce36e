/**
 * The console killed in the middle of a migration, a backup, an import and a delivery report: what it leaves is the state before, the state after, or a beginning
 * that is finished by doing it again.
 */
import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, inject, test } from 'vitest'
import type { Database } from '../../../db/client.ts'
import { isSoundFile } from '../../../db/copy.ts'
import { openDatabase } from '../../../db/open.ts'
import { startApplying } from '../../../electron/reports/export/export.ts'
import { WORKER_CHUNK } from '../../../electron/reports/source.ts'
import { listBackups, makeBackup } from '../../../electron/safekeeping/backup.ts'
import { temporaryDatabase, temporaryFolder } from '../../support/database.ts'
import { fileIn, SAMPLE_SCHOOL } from '../../support/fee-lists.ts'
import { exportOf, insertReported, REPORT_COLUMNS, whatReportsDid } from '../../support/large-report.ts'
import { MIGRATIONS, withOneMore } from '../../support/migrations.ts'
import { startWork, type Work } from '../../support/mortal-work.ts'

const ROUNDS = 4

/** Kills the work at moments from its beginning to its end, which is found by letting it be done once; `look` is called after each kill. */
async function killAtEachMoment(work: () => Work, look: () => void | Promise<void>) {
  const whole = startWork(inject('program').work, work())
  await whole.said('begun')
  const begun = performance.now()
  await whole.said('done')
  const takes = performance.now() - begun
  await whole.ended()
  await look()
  let killed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const victim = startWork(inject('program').work, work())
    await victim.said('begun')
    if (await victim.killIn((takes * (round + 0.5)) / ROUNDS)) killed++
    await look()
  }
  expect(killed).toBeGreaterThan(0)
}

/** So many rows that a change of all of them takes a while. */
async function largeAudit(db: Database) {
  await db.write((tx) => {
    tx.run(
      "INSERT INTO audit (at, action, about) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT i, 'x', hex(zeroblob(100)) FROM n",
    )
  })
}

test('killed in a migration: the file is of the old version or the new one, whole, and the next start finishes', async () => {
  const made = await temporaryDatabase()
  await largeAudit(made.db)
  const migrations = withOneMore(
    `CREATE TABLE audit_new AS SELECT *, upper(about) shout FROM audit;--> statement-breakpoint
     DROP TABLE audit;--> statement-breakpoint
     ALTER TABLE audit_new RENAME TO audit;--> statement-breakpoint
     CREATE INDEX audit_shout ON audit (shout);`,
  )
  made.db.all('PRAGMA wal_checkpoint(TRUNCATE)')
  let round = 0
  let file = ''
  const before = `before-${fs.readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql')).length}`
  await killAtEachMoment(
    () => {
      file = path.join(made.folder, `${round++}.db`)
      fs.copyFileSync(made.file, file)
      return { do: 'migrate', file, migrations }
    },
    () => {
      const raw = new Sqlite(file)
      const columns = raw.prepare("SELECT count(*) n FROM pragma_table_info('audit')").get() as { n: number }
      const whole = [raw.pragma('quick_check(1)', { simple: true }), (raw.prepare('SELECT count(*) n FROM audit').get() as { n: number }).n]
      raw.close()
      expect(whole).toEqual(['ok', 60_000])
      expect([4, 5]).toContain(columns.n)
      const copy = `${file}.${before}`
      if (columns.n === 5 || fs.existsSync(copy)) expect(isSoundFile(copy)).toBe(true)
      openDatabase(file, { migrations }).close()
      expect(fs.readdirSync(made.folder).filter((name) => name.includes('unfinished'))).toEqual([])
    },
  )
})

test('killed in a backup: every backup that bears the name is whole, and the next one clears the rest away', async () => {
  const { db, folder } = await temporaryDatabase()
  await largeAudit(db)
  db.all('PRAGMA wal_checkpoint(TRUNCATE)')
  fs.copyFileSync(path.join(folder, 'console.db'), path.join(folder, 'live.db'))
  const place = { folder, mode: 'live' } as const
  let now = Date.UTC(2026, 10, 20)
  await killAtEachMoment(
    () => {
      now += 60_000
      return { do: 'backup', folder, now }
    },
    () => {
      for (const { file } of listBackups(place)) expect(isSoundFile(file)).toBe(true)
    },
  )
  await makeBackup(place, now + 60_000)
  expect(fs.readdirSync(path.join(folder, 'backups')).sort()).toEqual(
    listBackups(place)
      .map(({ file }) => path.basename(file))
      .sort(),
  )
})

test('killed while a fee list is committed: all of it came in, or nothing', async () => {
  const { db, file, schoolId } = await temporaryDatabase()
  db.all('PRAGMA wal_checkpoint(TRUNCATE)')
  const list = fileIn(temporaryFolder(), 'list.csv', fs.readFileSync(path.join(SAMPLE_SCHOOL, 'fees-term-3.csv')))
  let round = 0
  let at = ''
  await killAtEachMoment(
    () => {
      at = `${file}.${round++}`
      fs.copyFileSync(file, at)
      return { do: 'import', file: at, list, schoolId }
    },
    () => {
      const left = openDatabase(at)
      const n = (table: string) => left.get<{ n: number }>(`SELECT count(*) n FROM ${table}`)?.n ?? 0
      const found = `${n('imports')} imports, ${n('students')} children, ${n('invoices')} invoices`
      expect(left.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
      left.close()
      expect(['0 imports, 0 children, 0 invoices', '1 imports, 599 children, 599 invoices']).toContain(found)
    },
  )
})

test('killed while a delivery report is written down: whole chunks of it are there, and the same report again comes to the same end', async () => {
  const { db, file, folder } = await temporaryDatabase()
  const messages = 2_000
  await insertReported(db, messages)
  db.all('PRAGMA wal_checkpoint(TRUNCATE)')
  const report = fileIn(folder, 'report.csv', Buffer.from(exportOf(messages)))
  const now = Date.UTC(2026, 10, 20, 12)
  const found: number[] = []
  const ends: string[] = []
  let at = ''
  const finish = async () => {
    const left = openDatabase(at)
    found.push(left.get<{ n: number }>("SELECT count(*) n FROM sms_logs WHERE state = 'delivered'")?.n ?? -1)
    expect(left.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
    const applying = await startApplying(left, { path: report, name: 'report.csv' }, REPORT_COLUMNS, now)
    for (let end = false; !end; ) {
      const { done, total } = await applying.next()
      end = done === total
    }
    ends.push(JSON.stringify(whatReportsDid(left)))
    left.close()
  }
  await killAtEachMoment(() => {
    at = `${file}.${found.length}`
    fs.copyFileSync(file, at)
    return { do: 'report', file: at, report, now }
  }, finish)
  expect(found[0]).toBe(messages)
  expect(found.filter((n) => n % WORKER_CHUNK !== 0)).toEqual([])
  expect(new Set(ends).size).toBe(1)
})
