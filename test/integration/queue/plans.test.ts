/** What a turn asks of the records: with a hundred thousand messages waiting it may read no more than with ten. */
import { expect, test } from 'vitest'
import type { Database, Reader, SqlValue, Tx } from '../../../db/client.ts'
import { accepted, dispatch, lost, type QueueSetup, queueAll, queueSchool, refused } from '../../support/queue.ts'

/** The same database, with every statement that is put to it noted down. */
function watched(db: Database): { db: Database; statements: Set<string> } {
  const statements = new Set<string>()
  const noted = <R extends Reader>(reader: R): R => ({
    ...reader,
    all: <T>(sql: string, ...params: readonly SqlValue[]) => reader.all<T>(note(sql), ...params),
    get: <T>(sql: string, ...params: readonly SqlValue[]) => reader.get<T>(note(sql), ...params),
  })
  const note = (sql: string) => {
    statements.add(sql)
    return sql
  }
  const inTx = (tx: Tx): Tx => ({ ...noted(tx), run: (sql, ...params) => tx.run(note(sql), ...params) })
  return { db: { ...noted(db), write: (work) => db.write((tx) => work(inTx(tx))) }, statements }
}

const planOf = (db: Reader, sql: string) =>
  db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...Array.from(sql.matchAll(/\?\d*/g), () => null)).map(({ detail }) => detail)

/** Looks at the newest so many alone, or at what is on the wire. */
const BOUNDED = /ORDER BY id DESC LIMIT|state = 'sending'/
/** Walks a table that grows with the school or the log, or all messages that stand in one state. */
const WALKS = /SCAN (l|sms_logs|email_logs|attempts|notifications|guardians|students|invoices)\b|_state \(state=\?\)$/

test('no statement of a turn walks through all that waits', async () => {
  const setup = await queueSchool(6)
  await queueAll(setup)
  const { db, statements } = watched(setup.db)
  const { dispatcher, sent } = await dispatch({ ...setup, db } satisfies QueueSetup, (_, call) => [accepted, refused, lost][call % 3] ?? accepted)
  await dispatcher.idle()
  expect(sent()).toHaveLength(6)
  expect([...statements].filter((sql) => sql.startsWith('UPDATE sms_logs'))).not.toEqual([])
  const walks = [...statements]
    .filter((sql) => !BOUNDED.test(sql))
    .flatMap((sql) => planOf(setup.db, sql).flatMap((step) => (WALKS.test(step) ? [`${step}: ${sql}`] : [])))
  expect(walks).toEqual([])
})
