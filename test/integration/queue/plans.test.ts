/** What a poll asks of the records: with a hundred thousand messages waiting it may read no more than with ten. */
import { expect, test } from 'vitest'
import type { Database, Reader, SqlValue, Tx } from '../../../db/client.ts'
import { openChannel } from '../../../db/queries/channels.ts'
import type { SendOutcome } from '../../../electron/providers/provider.ts'
import { accepted, dispatch, lost, type QueueSetup, queueAll, queueSchool, refused } from '../../support/queue.ts'

/** The same database, with every statement that is put to it noted down, and how they were `asked` one after the other. */
function watched(db: Database): { db: Database; statements: Set<string>; asked: string[] } {
  const statements = new Set<string>()
  const asked: string[] = []
  const noted = <R extends Reader>(reader: R): R => ({
    ...reader,
    all: <T>(sql: string, ...params: readonly SqlValue[]) => reader.all<T>(note(sql), ...params),
    get: <T>(sql: string, ...params: readonly SqlValue[]) => reader.get<T>(note(sql), ...params),
  })
  const note = (sql: string) => {
    statements.add(sql)
    asked.push(sql)
    return sql
  }
  const inTx = (tx: Tx): Tx => ({ ...noted(tx), run: (sql, ...params) => tx.run(note(sql), ...params) })
  return { db: { ...noted(db), write: (work) => db.write((tx) => work(inTx(tx))) }, statements, asked }
}

const planOf = (db: Reader, sql: string) =>
  db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...Array.from(sql.matchAll(/\?\d*/g), () => null)).map(({ detail }) => detail)

/** Looks at the newest so many alone, or at what is on the wire. */
const BOUNDED = /ORDER BY id DESC LIMIT|state = 'sending'/
/** Walks a table that grows with the school or the log, all messages that stand in one state, or all that came after one (of batches, `c`, there are few). */
const WALKS =
  /SCAN (l|sms_logs|email_logs|attempts|notifications|guardians|students|invoices)\b|_state \(state=\?\)$|SEARCH (?!c )\w+ USING INTEGER PRIMARY KEY \(rowid[<>]\?\)/

function walksOf(db: Reader, statements: ReadonlySet<string>): string[] {
  const unbounded = [...statements].filter((sql) => !BOUNDED.test(sql))
  return unbounded.flatMap((sql) => planOf(db, sql).flatMap((step) => (WALKS.test(step) ? [`${step}: ${sql}`] : [])))
}

test('no statement of a poll walks through all that waits', async () => {
  const setup = await queueSchool(6)
  await queueAll(setup)
  const { db, statements } = watched(setup.db)
  const { dispatcher, sent } = await dispatch({ ...setup, db } satisfies QueueSetup, (_, call) => [accepted, refused, lost][call % 3] ?? accepted)
  await dispatcher.idle()
  expect(sent()).toHaveLength(6)
  expect([...statements].filter((sql) => sql.startsWith('UPDATE sms_logs'))).not.toEqual([])
  expect(walksOf(setup.db, statements)).toEqual([])
})

test('nor does one while some balances are old: it asks once for all who come up together, and reads the families whose own are', async () => {
  const setup = await queueSchool(6)
  const old = setup.clock.now() - 9 * 86_400_000
  await queueAll(setup)
  await setup.db.write((tx) => tx.run("UPDATE students SET balances_as_at = CASE adm_key WHEN '1002' THEN ? ELSE ? END", old, setup.clock.now()))
  const { db, statements, asked } = watched(setup.db)
  const { dispatcher, sent } = await dispatch({ ...setup, db }, () => accepted, { limits: { concurrency: 6 } })
  await dispatcher.idle()
  expect(sent()).toHaveLength(5)
  const times = (words: string) => asked.filter((sql) => sql.includes(words)).length
  expect([times('s.balances_as_at < ?'), times('FROM invoices')]).toEqual([1, 1])
  expect(walksOf(setup.db, statements)).toEqual([])
})

test('nor does one whose messages are refused, a second time, with a fault of the account: it asks once what was taken before', async () => {
  const setup = await queueSchool(6)
  await queueAll(setup, { same: true })
  const { db, statements, asked } = watched(setup.db)
  const notSet: SendOutcome = { kind: 'not_sent', code: '402', fault: { reason: 'sender_refused', detail: 'InvalidSenderId', until: null } }
  const { dispatcher, calls } = await dispatch({ ...setup, db }, () => notSet, { limits: { perCall: 6, concurrency: 1 } })
  await dispatcher.idle()
  await setup.db.write((tx) => openChannel(tx, 'sms', setup.clock.now()))
  asked.length = 0
  await dispatcher.idle()
  expect(calls.map((call) => call.length)).toEqual([6, 6])
  expect(asked.filter((sql) => /accepted/.test(sql))).toHaveLength(1)
  expect(walksOf(setup.db, statements)).toEqual([])
})
