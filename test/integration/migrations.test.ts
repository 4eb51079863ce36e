import fs from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { SqlValue } from '../../db/client.ts'
import { NewerDatabaseError } from '../../db/migrate.ts'
import { openDatabase } from '../../db/open.ts'
import { batchCosts, batchStates } from '../../db/queries/batches.ts'
import { queueCounts } from '../../db/queries/channels.ts'
import { logCounts, logLines, undecidedCount } from '../../db/queries/log.ts'
import { dueEmails, dueSameText, dueSms } from '../../db/queries/outbox.ts'
import { owing, runningBatch, sentSince } from '../../db/queries/overview.ts'
import { lostMessages } from '../../db/queries/reports.ts'
import { CHANNELS_OUT, canMove, FIRST_STATES, MESSAGE_STATES, type MessageState, MOVES } from '../../shared/model/messages/message.ts'
import { insertBatch } from '../support/batch-rows.ts'
import { dumpTables, temporaryDatabase, temporaryFolder } from '../support/database.ts'
import { MIGRATIONS, withOneMore } from '../support/migrations.ts'

function reopen(file: string, migrations: string) {
  const db = openDatabase(file, { migrations })
  onTestFinished(() => db.close())
  return db
}

test('the journal is in order: a migration dated before another would never run', () => {
  const { entries } = JSON.parse(fs.readFileSync(path.join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as {
    entries: { idx: number; when: number; tag: string }[]
  }
  expect(entries.map((e) => e.idx)).toEqual(entries.map((_, i) => i))
  expect(new Set(entries.map((e) => e.when)).size).toBe(entries.length)
  expect(entries.map((e) => e.when)).toEqual(entries.map((e) => e.when).toSorted((a, b) => a - b))
})

test('every connection is durable: WAL, FULL, foreign keys', async () => {
  const { db, file } = await temporaryDatabase()
  const again = openDatabase(file)
  onTestFinished(() => again.close())
  for (const one of [db, again]) {
    expect(one.get('SELECT * FROM pragma_synchronous')).toEqual({ synchronous: 2 })
    expect(one.get('SELECT * FROM pragma_journal_mode')).toEqual({ journal_mode: 'wal' })
    expect(one.get('SELECT * FROM pragma_foreign_keys')).toEqual({ foreign_keys: 1 })
  }
})

test('a database of a newer console is refused and left alone', async () => {
  const { file } = await temporaryDatabase()
  reopen(file, withOneMore('CREATE TABLE later (x);'))
  const before = fs.readFileSync(file)
  expect(() => openDatabase(file, { migrations: MIGRATIONS })).toThrow(NewerDatabaseError)
  expect(fs.readFileSync(file).equals(before)).toBe(true)
})

test('a migration dated before an applied one is refused instead of skipped', async () => {
  const { file } = await temporaryDatabase()
  expect(() => openDatabase(file, { migrations: withOneMore('CREATE TABLE earlier (x);', (newest) => newest - 1) })).toThrow(/dated before/)
})

/** A school with a guardian and a row that refers to it. */
async function guardianWithPreferences() {
  const made = await temporaryDatabase()
  await made.db.write((tx) => {
    tx.run("INSERT INTO guardians (school_id, name, name_key, created_at, updated_at) VALUES (?, 'A', 'a', 0, 0)", made.schoolId)
    tx.run('INSERT INTO preferences (guardian_id, updated_at) VALUES (1, 0)')
  })
  return made
}

test.each([
  ['a row without its parent', 'DELETE FROM guardians;', /1 broken foreign keys, the first from preferences to guardians.*before-3/],
  [
    'a table without the key that others refer to',
    `CREATE TABLE guardians_new AS SELECT * FROM guardians;
     --> statement-breakpoint
     DROP TABLE guardians;
     --> statement-breakpoint
     ALTER TABLE guardians_new RENAME TO guardians;`,
    /foreign key mismatch.*before-3/,
  ],
  ['half its work, at a mistake', 'DELETE FROM preferences;--> statement-breakpoint\nDELETE FROM nowhere;', /no such table: nowhere.*before-3/],
])('a migration that leaves %s is refused at every open, changes nothing, and the file as it was is kept', async (_name, sql, why) => {
  const { db, file } = await guardianWithPreferences()
  const before = dumpTables(db)
  const migrations = withOneMore(sql)
  for (const open of ['first', 'second', 'third']) {
    expect(() => openDatabase(file, { migrations }), open).toThrow(expect.objectContaining({ name: 'MigrationError', message: expect.stringMatching(why) }))
    expect(dumpTables(db), open).toBe(before)
  }
  expect(dumpTables(reopen(`${file}.before-3`, MIGRATIONS))).toBe(before)
  expect(dumpTables(reopen(file, MIGRATIONS))).toBe(before)
})

test('a table rebuild does not cascade into its children', async () => {
  const { db, file } = await guardianWithPreferences()
  const guardians = "SELECT sql FROM sqlite_schema WHERE name = 'guardians'"
  const made = db.get<{ sql: string }>(guardians)?.sql.replaceAll('guardians', 'guardians_new')
  const rebuild = `PRAGMA foreign_keys = OFF;
    --> statement-breakpoint
    ${made};
    --> statement-breakpoint
    INSERT INTO guardians_new SELECT * FROM guardians;
    --> statement-breakpoint
    DROP TABLE guardians;
    --> statement-breakpoint
    ALTER TABLE guardians_new RENAME TO guardians;
    --> statement-breakpoint
    PRAGMA foreign_keys = ON;`
  const migrated = reopen(file, withOneMore(rebuild))
  expect(migrated.all('SELECT guardian_id FROM preferences')).toEqual([{ guardian_id: 1 }])
  await expect(migrated.write((tx) => tx.run('INSERT INTO preferences (guardian_id, updated_at) VALUES (9, 0)'))).rejects.toThrow(/FOREIGN KEY/)
})

test('the copies of before the last two migrations are kept, and no other file is touched', async () => {
  const { file, folder } = await temporaryDatabase()
  const copies = () => fs.readdirSync(folder).filter((name) => name.includes('.before-'))
  for (const name of ['console.db.before-0', 'console.db.before-1', 'console.db.before-1-wal', 'console.db.before-0.old', 'other.db.before-0']) {
    fs.writeFileSync(path.join(folder, name), '')
  }
  const untouched = ['console.db.before-0.old', 'other.db.before-0']
  expect(() => openDatabase(file, { migrations: withOneMore('DELETE FROM nowhere;') })).toThrow()
  expect(copies()).toHaveLength(6)
  const next = withOneMore('CREATE TABLE next (x);')
  openDatabase(file, { migrations: next }).close()
  expect(copies().sort()).toEqual([...untouched, 'console.db.before-1', 'console.db.before-1-wal', 'console.db.before-3'].sort())
  openDatabase(file, { migrations: withOneMore('CREATE TABLE last (x);', undefined, next) }).close()
  expect(copies().sort()).toEqual([...untouched, 'console.db.before-3', 'console.db.before-4'].sort())
})

test('a copy that was just made is kept, also where records that were put back are older than other copies', async () => {
  const { file, folder } = await temporaryDatabase()
  for (const n of [7, 8, 9]) fs.writeFileSync(path.join(folder, `console.db.before-${n}`), '')
  openDatabase(file, { migrations: withOneMore('CREATE TABLE next (x);') }).close()
  expect(
    fs
      .readdirSync(folder)
      .filter((name) => name.includes('.before-'))
      .sort(),
  ).toEqual(['console.db.before-3', 'console.db.before-8', 'console.db.before-9'])
})

test('what is not a database is refused and left alone', () => {
  const file = path.join(temporaryFolder(), 'broken.db')
  fs.writeFileSync(file, 'this is not a database, whatever its name says. '.repeat(50))
  expect(() => openDatabase(file, { migrations: MIGRATIONS })).toThrow(/not a database/)
  expect(fs.readFileSync(file, 'utf8')).toMatch(/^this is not/)
})

test('the audit cannot be changed or shortened', async () => {
  const { db } = await temporaryDatabase()
  await db.write((tx) => tx.run("INSERT INTO audit (at, action, about) VALUES (0, 'x', '{}')"))
  await expect(db.write((tx) => tx.run("UPDATE audit SET action = 'y'"))).rejects.toThrow(/append-only/)
  await expect(db.write((tx) => tx.run('DELETE FROM audit'))).rejects.toThrow(/append-only/)
})

test('the database takes exactly the first states and the moves of the code', async () => {
  const { db, schoolId } = await temporaryDatabase()
  await db.write((tx) => tx.run("INSERT INTO guardians (school_id, name, name_key, created_at, updated_at) VALUES (?, 'A', 'a', 0, 0)", schoolId))
  const columns = (state: string) => [
    state,
    state === 'held' ? 'restored' : null,
    state === 'failed' ? 'no_route' : null,
    state === 'skipped' ? 'opted_out' : null,
  ]
  const insert = (log: string, state: string) =>
    db.write((tx) => {
      const batch = insertBatch(tx, schoolId)
      const notification = tx.run(
        "INSERT INTO notifications (school_id, batch_id, guardian_id, event_type, title, message, created_at) VALUES (?, ?, 1, 'bulk', '', '', 0)",
        schoolId,
        batch,
      ).id
      return tx.run(
        `INSERT INTO ${log} (notification_id, batch_id, guardian_id, to_name, language, state, hold_reason, failure_reason, skip_reason, not_before, created_at, updated_at, body,
           ${log === 'sms_logs' ? "phone, encoding, parts) VALUES (?, ?, 1, 'A', 'en', ?, ?, ?, ?, 0, 0, 0, '', '+254712000001', 'gsm7', 1)" : "email, subject) VALUES (?, ?, 1, 'A', 'en', ?, ?, ?, ?, 0, 0, 0, '', 'a@example.org', '')"}`,
        notification,
        batch,
        ...columns(state),
      ).id
    })
  const move = (log: string, id: number, to: string) =>
    db.write((tx) => tx.run(`UPDATE ${log} SET state = ?, hold_reason = ?, failure_reason = ?, skip_reason = ? WHERE id = ?`, ...columns(to), id).changes)
  let attempts = 0
  const handOver = (log: string, id: number, outcome: string) =>
    db.write((tx) => {
      tx.run("INSERT OR IGNORE INTO boots (id, version, started_at) VALUES (1, 'test', 0)")
      const owner = log === 'sms_logs' ? 'sms_log_id' : 'email_log_id'
      tx.run(`INSERT INTO attempts (${owner}, n, boot_id, provider, begun_at, ended_at, outcome) VALUES (?, ?, 1, '', 0, 0, ?)`, id, ++attempts, outcome)
    })
  for (const log of ['sms_logs', 'email_logs']) {
    for (const state of [...MESSAGE_STATES, 'lost'] as const) {
      if (FIRST_STATES.includes(state as MessageState)) await insert(log, state)
      else await expect(insert(log, state)).rejects.toThrow(/cannot begin|CHECK/)
    }
    for (const from of MESSAGE_STATES) {
      for (const to of MESSAGE_STATES) {
        const [first = from, ...way] = wayTo(from)
        const id = await insert(log, first)
        if (!needsAttempt(from, to)) await handOver(log, id, 'unknown')
        for (const state of way) await move(log, id, state)
        if (needsAttempt(from, to)) {
          await handOver(log, id, 'rejected')
          await expect(move(log, id, to), `${from} to ${to}`).rejects.toThrow(/cannot move/)
          await handOver(log, id, 'lost')
        }
        if (from === to || canMove(from, to)) expect(await move(log, id, to)).toBe(1)
        else await expect(move(log, id, to), `${from} to ${to}`).rejects.toThrow(/cannot move/)
      }
    }
  }
  expect(db.all('SELECT channel FROM channels ORDER BY channel DESC')).toEqual(CHANNELS_OUT.map((channel) => ({ channel })))
})

/** Only a report moves a message like that, on an attempt of before. */
const needsAttempt = (from: MessageState, to: MessageState) => ['held', 'queued'].includes(from) && ['sent', 'delivered'].includes(to)

/** The states that a message goes through to come to be `state`. */
function wayTo(state: MessageState): MessageState[] {
  const ways = FIRST_STATES.map((first) => [first])
  for (const way of ways) {
    const at = way.at(-1) ?? state
    if (at === state) return way
    for (const next of MOVES[at]) if (!ways.some((other) => other.includes(next))) ways.push([...way, next])
  }
  throw new Error(`no message comes to be ${state}`)
}

test('the same batch to the same guardian on the same channel cannot be queued twice', async () => {
  const { db, schoolId } = await temporaryDatabase()
  const notify = () =>
    db.write((tx) =>
      tx.run(
        "INSERT INTO notifications (school_id, batch_id, guardian_id, event_type, title, message, created_at) VALUES (?, 1, 1, 'bulk', '', '', 0)",
        schoolId,
      ),
    )
  await db.write((tx) => tx.run("INSERT INTO guardians (school_id, name, name_key, created_at, updated_at) VALUES (?, 'A', 'a', 0, 0)", schoolId))
  await db.write((tx) => insertBatch(tx, schoolId))
  await notify()
  await expect(notify()).rejects.toThrow(/UNIQUE/)
  const sms = () =>
    db.write((tx) =>
      tx.run(
        `INSERT INTO sms_logs (notification_id, batch_id, guardian_id, to_name, language, state, not_before, created_at, updated_at, phone, body, encoding, parts)
         VALUES (1, 1, 1, 'A', 'en', 'queued', 0, 0, 0, '+254712000001', 'x', 'gsm7', 1)`,
      ),
    )
  await sms()
  await expect(sms()).rejects.toThrow(/UNIQUE/)
})

test('a transaction that throws leaves nothing, and the next writer gets its turn', async () => {
  const { db } = await temporaryDatabase()
  const order: string[] = []
  const given = db.giveWriteLock(async () => {
    await new Promise((resolve) => setImmediate(resolve))
    order.push('given')
  }, 60_000)
  const failing = db.write((tx) => {
    tx.run("INSERT INTO settings (key, value, updated_at) VALUES ('a', '1', 0)")
    throw new Error('no')
  })
  const after = db.write(() => {
    order.push('after')
  })
  await Promise.allSettled([given, failing, after])
  await expect(failing).rejects.toThrow('no')
  expect(order).toEqual(['given', 'after'])
  expect(db.get('SELECT count(*) n FROM settings')).toEqual({ n: 0 })
})

test('the write lock is taken back at its limit, whatever has it, and the next writer gets its turn', async () => {
  const { db } = await temporaryDatabase()
  const heard = Promise.withResolvers<void>()
  const afterwards = vi.fn()
  const given = db.giveWriteLock((signal) => new Promise(() => signal.addEventListener('abort', () => heard.resolve())), 20, afterwards)
  const next = db.write((tx) => tx.run("INSERT INTO settings (key, value, updated_at) VALUES ('a', '1', 0)"))
  await expect(given).rejects.toMatchObject({ failure: { key: 'took_too_long' } })
  await Promise.all([heard.promise, next])
  expect(afterwards).not.toHaveBeenCalled()
})

test('what is written after the write lock was given comes before anybody else’s turn', async () => {
  const { db } = await temporaryDatabase()
  const given = db.giveWriteLock(
    async () => 'the answer',
    60_000,
    (tx, answer) => tx.run("INSERT INTO settings (key, value, updated_at) VALUES ('a', ?, 0)", answer),
  )
  const next = db.write((tx) => tx.get('SELECT value FROM settings'))
  expect(await Promise.all([given, next])).toEqual(['the answer', { value: 'the answer' }])
})

test('the log’s pages and the claim walk their indexes and sort nothing', async () => {
  const { db } = await temporaryDatabase()
  /** Asks for the plan of a query instead of its rows. */
  const plans = { all: <R>(sql: string, ...params: readonly SqlValue[]) => db.all<R>(`EXPLAIN QUERY PLAN ${sql}`, ...params) }
  const one = { get: <R>(sql: string, ...params: readonly SqlValue[]) => plans.all(sql, ...params) as R }
  const plan = (rows: unknown) => (rows as { detail: string }[]).map((r) => r.detail).join('; ')
  const found = {
    log: plan(logLines(plans, 'sms', {}, { at: 5, id: 5 }, 200)),
    'log of one state': plan(logLines(plans, 'email', { states: ['failed'] }, { at: 5, id: 5 }, 200)),
    'due SMS': plan(dueSms(plans, 5, 8)),
    'due emails': plan(dueEmails(plans, 5, 8)),
    'same text': plan(dueSameText(plans, '1.0', 5, 100)),
    batch: plan(batchStates(plans, 1)),
    lost: plan(lostMessages(plans, 'an account', 5)),
    next: plan(one.get("SELECT min(not_before) FROM sms_logs INDEXED BY sms_logs_due WHERE state = 'queued'")),
  }
  expect(found.log).toMatch(/^SEARCH l USING INDEX sms_logs_created \(created_at</)
  expect(found['log of one state']).toMatch(/^SEARCH l USING INDEX email_logs_state \(state=\? AND created_at</)
  expect(found['due SMS']).toMatch(/^SEARCH l USING INDEX sms_logs_due/)
  expect(found.lost).toMatch(/^SEARCH a USING INDEX attempts_unanswered \(ended_at>/)
  expect(found['due emails']).toMatch(/^SEARCH l USING INDEX email_logs_due/)
  expect(found['same text']).toMatch(/^SEARCH l USING INDEX sms_logs_same_text/)
  expect(found.batch).toMatch(/COVERING INDEX sms_logs_batch/)
  expect(Object.values(found).join()).not.toMatch(/TEMP B-TREE|SCAN l/)
})

test('the counts that every change asks for anew read indexes alone, and beside them only the messages in doubt', async () => {
  const { db } = await temporaryDatabase()
  const found: string[] = []
  const plans = {
    all<R>(sql: string, ...params: readonly SqlValue[]): R[] {
      found.push(...db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params).map((r) => r.detail))
      return []
    },
    get<R>(sql: string, ...params: readonly SqlValue[]): R | undefined {
      return plans.all<R>(sql, ...params)[0]
    },
  }
  owing(plans)
  sentSince(plans, 5)
  queueCounts(plans, 'sms')
  undecidedCount(plans, 'email', { from: 5 })
  batchCosts(plans, 1)
  logCounts(plans, 'sms', {})
  logCounts(plans, 'email', { from: 5 })
  runningBatch(plans)
  expect(found).toEqual(
    expect.arrayContaining([
      'SCAN i USING COVERING INDEX invoices_student',
      'SEARCH sms_logs USING COVERING INDEX sms_logs_sent (sent_at>?)',
      'SEARCH email_logs USING COVERING INDEX email_logs_sent (sent_at>?)',
      'SEARCH sms_logs USING COVERING INDEX sms_logs_state (state=?)',
      'SCAN sms_logs USING COVERING INDEX sms_logs_asked',
      'SEARCH l USING INDEX email_logs_state (state=? AND created_at>?)',
      'SEARCH l USING COVERING INDEX sms_logs_state (state=?)',
      'SEARCH l USING COVERING INDEX email_logs_state (state=? AND created_at>?)',
      'SEARCH sms_logs USING COVERING INDEX sms_logs_failed (updated_at>?)',
      'SEARCH sms_logs USING COVERING INDEX sms_logs_batch (batch_id=?)',
      'SEARCH sms_logs USING COVERING INDEX sms_logs_batch (batch_id=? AND state=?)',
      'SEARCH email_logs USING COVERING INDEX email_logs_batch (batch_id=? AND state=?)',
    ]),
  )
})
