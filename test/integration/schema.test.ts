/** The migrations end where the schema is, and take the records of the version before along whole. */
import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { dropUnfinished } from '../../db/queries/batches.ts'
import * as schema from '../../db/schema/index.ts'
import { batchFigures } from '../../electron/batches/figures.ts'
import { MESSAGE_STATES } from '../../shared/model/messages/message.ts'
import { temporaryFolder } from '../support/database.ts'
import { MIGRATIONS } from '../support/migrations.ts'
import { accepted, dispatch, saveSettings } from '../support/queue.ts'

const readJson = (name: string) => JSON.parse(fs.readFileSync(path.join(MIGRATIONS, 'meta', name), 'utf8'))

/** The shipped migrations up to this one, in a folder of their own. */
function migrationsUpTo(last: number): string {
  const folder = path.join(temporaryFolder(), 'migrations')
  fs.cpSync(MIGRATIONS, folder, { recursive: true })
  const file = path.join(folder, 'meta/_journal.json')
  const journal = JSON.parse(fs.readFileSync(file, 'utf8'))
  fs.writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }))
  return folder
}

type Named = { readonly name: string; readonly sql: string }
/** SQL as it means, however it was quoted. */
const plain = (sql: string) => sql.replace(/[`"]/g, '').replace(/\s+/g, ' ').trim()
const byName = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).toSorted()

/** Tables with their columns, references, checks and indexes, whatever order they were made in. */
function shapeOf(db: Sqlite.Database) {
  const named = (type: string) =>
    db
      .prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name",
      )
      .all(type) as Named[]
  const asked = (pragma: string, table: string) => db.prepare(`SELECT * FROM pragma_${pragma}(?)`).all(table) as Record<string, unknown>[]
  const tables = named('table').map(({ name, sql }) => ({
    name,
    columns: byName(asked('table_xinfo', name).map(({ cid: _, ...column }) => column)),
    references: byName(asked('foreign_key_list', name).map(({ id: _, ...reference }) => reference)),
    checks: [...sql.matchAll(/CONSTRAINT .*? CHECK\(.*\)/g)].map(([check]) => plain(check)).toSorted(),
  }))
  return { tables, indexes: named('index').map(({ sql }) => plain(sql)) }
}

test('the newest snapshot is the schema, so that generating a migration finds nothing to do', async () => {
  const { entries } = readJson('_journal.json') as { entries: { idx: number }[] }
  const newest = `${String(entries.length - 1).padStart(4, '0')}_snapshot.json`
  const { id: _, prevId: __, ...now } = await generateSQLiteDrizzleJson(schema)
  expect(readJson(newest)).toMatchObject(JSON.parse(JSON.stringify(now)))
})

test('a file that went through the migrations has the tables, references, checks and indexes of the schema', async () => {
  const file = path.join(temporaryFolder(), 'migrated.db')
  openDatabase(file, { migrations: MIGRATIONS }).close()
  const migrated = new Sqlite(file, { readonly: true })
  const made = new Sqlite(':memory:')
  onTestFinished(() => {
    migrated.close()
    made.close()
  })
  // the generator cuts an expression at its comma
  const whole = (sql: string) => sql.replace('`coalesce("school_id"`,` 0)`', 'coalesce("school_id", 0)')
  for (const sql of await generateSQLiteMigration(await generateSQLiteDrizzleJson({}), await generateSQLiteDrizzleJson(schema))) made.exec(whole(sql))
  expect(shapeOf(migrated)).toEqual(shapeOf(made))
  const counted = ['schools', 'students', 'guardians', 'student_guardians', 'preferences', 'invoices', 'payments', 'results', 'suppressions']
  const triggers = migrated.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all()
  expect(triggers).toEqual(
    expect.arrayContaining([
      ...counted.flatMap((table) => (table === 'schools' ? ['schools_changed'] : [`${table}_in`, `${table}_changed`, `${table}_out`])),
      ...['sms_logs_moves', 'sms_logs_first', 'email_logs_moves', 'email_logs_first'],
      ...['audit_keeps_rows', 'audit_keeps_words', 'delivery_reports_keep_rows', 'delivery_reports_keep_words'],
    ]),
  )
  expect(triggers).toHaveLength((counted.length - 1) * 3 + 1 + 8)
})

const BEFORE = Date.parse('2026-11-19T09:00:00+03:00')

/** Records of the version before batches: a send whose messages stand in every state on both channels, and messages of no send. */
function oldRecords(): string {
  const file = path.join(temporaryFolder(), 'old.db')
  openDatabase(file, { migrations: migrationsUpTo(1) }).close()
  const db = new Sqlite(file)
  db.pragma('foreign_keys = ON')
  const run = (sql: string, ...params: (string | number | null)[]) => Number(db.prepare(sql).run(...params).lastInsertRowid)
  run(
    `INSERT INTO schools (name, short_name, office_phone, paybill, term, year, created_at, updated_at)
     VALUES ('Nyota Ridge Secondary School', 'Nyota Ridge', '0700 111 222', '555017', 3, 2026, 0, 0)`,
  )
  run("INSERT INTO boots (version, started_at) VALUES ('old', 0)")
  run("INSERT INTO settings (key, value, updated_at) VALUES ('sending', '{\"staleDays\":5}', 7)")
  run("INSERT INTO audit (at, action, about) VALUES (1, 'campaign.queued', '{\"campaign\":1}')")
  run(
    `INSERT INTO templates (school_id, key, event_type, language, sms, email_subject, email_text, created_at, updated_at)
     VALUES (1, 'own', 'bulk', 'en', 'Hello {{guardian}}', '', '', 1, 2)`,
  )
  const text = JSON.stringify({ sms: 'Hello {{guardian}}', emailSubject: '', emailText: '', ownCopy: true, updatedAt: 2 })
  run(
    `INSERT INTO campaigns (school_id, draft_id, template_key, event_type, choice, written_from, planned, skipped, sms_parts, estimate_micros, created_at)
     VALUES (1, 'the draft', 'own', 'bulk', ?, ?, 20, 2, 10, 8000000, ?)`,
    JSON.stringify({ templateKey: 'own', channel: 'both', audience: { classes: ['Form 1'], balanceOverCents: null, includeCopies: true } }),
    `{"languages":{"en":${text}},"onChange":"skip","term":3,"year":2026}`,
    BEFORE,
  )
  const reasons = (state: string) => [state === 'skipped' ? 'no_phone' : null, state === 'failed' ? 'no_route' : null, state === 'held' ? 'restored' : null]
  MESSAGE_STATES.forEach((state, i) => {
    const phone = `+2547120000${10 + i}`
    const guardian = run(
      `INSERT INTO guardians (school_id, name, name_key, phone, phone_raw, phone_kind, email, created_at, updated_at) VALUES (1, ?, ?, ?, ?, 'mobile', ?, 0, 0)`,
      `guardian ${i}`,
      `guardian ${i}`,
      phone,
      phone,
      `g${i}@families.example`,
    )
    const child = run(
      "INSERT INTO students (school_id, adm_no, adm_key, name, class_name, created_at, updated_at) VALUES (1, ?, ?, ?, 'Form 1', 0, 0)",
      `${i}`,
      `${i}`,
      `${i}`,
    )
    run("INSERT INTO student_guardians (student_id, guardian_id, role) VALUES (?, ?, 'primary')", child, guardian)
    run('INSERT INTO preferences (guardian_id, bulk, updated_at) VALUES (?, 1, 0)', guardian)
    for (const send of [1, null]) {
      const notification = run(
        `INSERT INTO notifications (school_id, campaign_id, guardian_id, event_type, subject, title, message, created_at) VALUES (1, ?, ?, 'bulk', ?, '', 'Hello', ?)`,
        send,
        guardian,
        send === null ? `alone:${i}` : 'campaign:1',
        BEFORE,
      )
      for (const [log, columns, ...values] of [
        ['sms_logs', 'phone, body, encoding, parts, estimate_micros', phone, `Hello guardian ${i}`, 'gsm7', 1, 800_000],
        ['email_logs', 'email, subject, body', `g${i}@families.example`, 'Hello', `Hello guardian ${i}`],
      ] as const) {
        // written as it began, and moved on as the console moves it
        const id = run(
          `INSERT INTO ${log} (notification_id, campaign_id, guardian_id, to_name, language, state, skip_reason, hold_reason, not_before, expires_at, created_at, updated_at, ${columns})
           VALUES (?, ?, ?, ?, 'en', ?, ?, ?, ?, ?, ?, ?, ${values.map(() => '?').join(', ')})`,
          notification,
          send,
          guardian,
          `guardian ${i}`,
          ...(state === 'skipped' || state === 'held' ? [state, reasons(state)[0] ?? null, reasons(state)[2] ?? null] : ['queued', null, null]),
          BEFORE,
          BEFORE + 7 * 86_400_000,
          BEFORE,
          BEFORE,
          ...values,
        )
        if (['skipped', 'held', 'queued'].includes(state)) continue
        const to = (next: string) => run(`UPDATE ${log} SET state = ?, failure_reason = ? WHERE id = ?`, next, reasons(next)[1] ?? null, id)
        if (state === 'cancelled' || state === 'expired') {
          to(state)
          if (state === 'expired') run(`UPDATE ${log} SET recalled_at = 5 WHERE id = ?`, id)
          continue
        }
        to('sending')
        run(
          `INSERT INTO attempts (${log === 'sms_logs' ? 'sms_log_id' : 'email_log_id'}, n, boot_id, provider, begun_at) VALUES (?, 1, 1, 'practice', ?)`,
          id,
          BEFORE,
        )
        if (state === 'delivered') to('sent')
        if (state !== 'sending') to(state)
        if (state === 'delivered') {
          run(
            `INSERT INTO delivery_reports (${log === 'sms_logs' ? 'sms_log_id' : 'email_log_id'}, source, external_key, verdict, reported_at, created_at)
             VALUES (?, 'dashboard', ?, 'delivered', 1, 1)`,
            id,
            `${log} ${id}`,
          )
        }
      }
    }
  })
  db.close()
  return file
}

test('records of the version before open with everything in them, and every message belongs to a batch', async () => {
  const file = oldRecords()
  const old = new Sqlite(file, { readonly: true })
  const logs = (db: { all<R>(sql: string): R[] }, cancelled: string) =>
    ['sms_logs', 'email_logs'].map((log) =>
      db.all(`SELECT id, notification_id, guardian_id, to_name, state, skip_reason, failure_reason, hold_reason, body, not_before, expires_at, created_at,
        ${cancelled} cancelled FROM ${log} ORDER BY id`),
    )
  const same = ['attempts', 'delivery_reports', 'guardians', 'students', 'settings', 'audit', 'templates', 'channels', 'boots']
  const rowsOf = (db: { all<R>(sql: string): R[] }) => same.map((table) => db.all(`SELECT * FROM ${table} ORDER BY 1, 2`))
  const before = { all: <R>(sql: string) => old.prepare(sql).all() as R[] }
  const was = { logs: logs(before, 'recalled_at'), rows: rowsOf(before) }
  old.close()

  const db = openDatabase(file, { migrations: MIGRATIONS })
  onTestFinished(() => db.close())
  expect({ logs: logs(db, 'cancel_requested_at'), rows: rowsOf(db) }).toEqual(was)
  const n = MESSAGE_STATES.length
  expect(db.get('SELECT kind, cause, template_key, channel, reach, planned FROM batches WHERE id = 1')).toEqual({
    kind: 'bulk',
    cause: 'draft:the draft',
    template_key: 'own',
    channel: 'both',
    reach: JSON.stringify({ to: 'families', audience: { classes: ['Form 1'], balanceOverCents: null, includeCopies: true } }),
    planned: 20,
  })
  expect(db.all('SELECT kind, count(*) n, sum(planned) planned, sum(skipped) skipped FROM batches WHERE id > 1 GROUP BY kind')).toEqual([
    { kind: 'single', n, planned: 2 * n, skipped: 2 },
  ])
  for (const log of ['sms_logs', 'email_logs']) {
    expect(
      db.get(`SELECT sum(l.batch_id = 1) sent, count(*) n FROM ${log} l JOIN notifications n ON n.id = l.notification_id AND n.batch_id = l.batch_id`),
    ).toEqual({ sent: n, n: 2 * n })
  }
  expect(db.all('PRAGMA foreign_key_check')).toEqual([])
  expect(batchFigures(db, 1, BEFORE)).toMatchObject({ kind: 'bulk', templateKey: 'own', planned: 20, states: { queued: 2, sent: 2 } })
  expect(batchFigures(db, 2, BEFORE)).toMatchObject({ kind: 'single', templateKey: null, planned: 2 })
})

test('what waited with no send goes on as it was written, to those who may get it', async () => {
  const file = oldRecords()
  const db = openDatabase(file, { migrations: MIGRATIONS })
  onTestFinished(() => db.close())
  const setup = { db, clock: (await import('../support/clock.ts')).handClock(), file, schoolId: 1 }
  await saveSettings(setup, {})
  const { dispatcher, calls } = await dispatch(setup, () => accepted)
  await dispatcher.idle()
  // of the send and of no send, as it was queued, and whoever opted out of one gets neither
  expect(calls.flat().map((m) => m.body)).toEqual(['Hello guardian 1', 'Hello guardian 1'])
})

test('a send of the version before that was cut short while it was written is removed, and nothing else', async () => {
  const file = oldRecords()
  const old = new Sqlite(file)
  old.pragma('foreign_keys = ON')
  old.exec(`INSERT INTO campaigns (id, school_id, draft_id, template_key, event_type, choice, written_from, planned, skipped, sms_parts, estimate_micros, created_at)
      SELECT 2, school_id, 'cut short', template_key, event_type, choice, written_from, 0, 0, 0, 0, created_at FROM campaigns;
    INSERT INTO notifications (school_id, campaign_id, guardian_id, event_type, subject, title, message, created_at) VALUES (1, 2, 1, 'bulk', 'campaign:2', '', '', 0);
    INSERT INTO sms_logs (notification_id, campaign_id, guardian_id, to_name, language, state, not_before, created_at, updated_at, phone, body, encoding, parts)
      SELECT max(id), 2, 1, '', 'en', 'queued', 0, 0, 0, '+254712000010', '', 'gsm7', 1 FROM notifications;
    INSERT INTO settings (key, value, updated_at) VALUES ('unfinished-campaign', '2', 0);`)
  old.close()
  const db = openDatabase(file, { migrations: MIGRATIONS })
  onTestFinished(() => db.close())
  const count = () => ['batches', 'notifications', 'sms_logs'].map((table) => db.get<{ n: number }>(`SELECT count(*) n FROM ${table}`)?.n ?? 0)
  const before = count()
  while (await db.write((tx) => dropUnfinished(tx, 100)));
  expect(count()).toEqual(before.map((n) => n - 1))
  expect(db.get('SELECT 1 FROM batches WHERE id = 2')).toBeUndefined()
})
