/**
 * The database as the rest of the code knows it. A query that writes takes a Tx, and only `write` makes one, so every write is in a
 * transaction by construction. Every query is SQL that is prepared once; drizzle keeps the schema and writes the migrations.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type Sqlite from 'better-sqlite3'
import { AppError } from '../shared/errors.ts'
import { recordsFault } from '../shared/records-fault.ts'
import { Turns } from './turns.ts'

export type SqlValue = string | number | bigint | null
declare const writable: unique symbol

/** Reads only. */
export type Reader = {
  /** Every row of a prepared query; the row type is the caller's word for the columns that it names. */
  all<R>(sql: string, ...params: readonly SqlValue[]): R[]
  get<R>(sql: string, ...params: readonly SqlValue[]): R | undefined
}

/** A transaction that is open for as long as the callback of `write` runs. */
export type Tx = Reader & {
  run(sql: string, ...params: readonly SqlValue[]): { changes: number; id: number }
  readonly [writable]: true
}

export type Database = Reader & {
  /**
   * One transaction (BEGIN IMMEDIATE), run to its end in one go when its turn comes; durable when the promise resolves. Rolled back whole
   * if the callback throws. The callback cannot be async: nothing is awaited while the file is locked. While another program holds the
   * file's lock, its turn is waited out without holding this thread; after LOCKED_MS it rejects with SQLITE_BUSY.
   */
  write<T>(work: (tx: Tx) => T extends PromiseLike<unknown> ? never : T): Promise<T>
  /**
   * Gives the write lock to `work`, a worker that writes on a connection of its own. Nothing is written here until it ends, so neither waits on the
   * other's lock of the file. `afterwards` is a transaction here right after it, before anybody else's. At `limitMs` the lock is taken back, whatever `work`
   * is at: it hears of that by its signal, and the promise rejects with AppError took_too_long.
   */
  giveWriteLock<T>(work: (signal: AbortSignal) => Promise<T>, limitMs: number, afterwards?: (tx: Tx, answer: T) => void): Promise<T>
  close(): void
}

export type SlowQuery = (what: string, ms: number) => void
/** A statement that holds its thread longer than this is told to the log. */
const SLOW_MS = 40
/** A copying tool or a virus scanner that holds the file lets go within this; a person who waits for an answer waits no longer either. */
const LOCKED_MS = 10_000
const LOOK_AGAIN_MS = 50

/** `order`: which value each place of the statement takes, where its places are numbered. */
type Prepared = { readonly statement: Sqlite.Statement<unknown[]>; readonly order: readonly number[] | null }

/** better-sqlite3 takes ?1, ?2 … for names of an object, which costs more than many a statement: such places are counted out once instead. */
function prepare(raw: Sqlite.Database, sql: string): Prepared {
  const order = [...sql.matchAll(/\?(\d+)/g)].map(([, n]) => Number(n) - 1)
  return order.length === 0 ? { statement: raw.prepare(sql), order: null } : { statement: raw.prepare(sql.replace(/\?\d+/g, '?')), order }
}

function bound({ statement, order }: Prepared, how: 'all' | 'get' | 'run', params: readonly SqlValue[]): unknown {
  return statement[how](...(order ? order.map((i) => params[i]) : params))
}

/** `onWritten`: a transaction is on the disk. */
export type Listeners = { readonly onSlow?: SlowQuery | undefined; readonly onWritten?: (() => void) | undefined }

export function createDatabase(raw: Sqlite.Database, { onSlow = () => {}, onWritten = () => {} }: Listeners = {}): Database {
  const statements = new Map<string, Prepared>()
  const turns = new Turns()
  const prepared = (sql: string) => {
    let statement = statements.get(sql)
    if (!statement) {
      statement = prepare(raw, sql)
      statements.set(sql, statement)
    }
    return statement
  }
  const timed = <T>(what: string, work: () => T): T => {
    const begun = performance.now()
    const answer = work()
    const ms = performance.now() - begun
    if (ms > SLOW_MS) onSlow(what, ms)
    return answer
  }
  const reader: Reader = {
    all: <R>(sql: string, ...params: readonly SqlValue[]) => timed(sql, () => bound(prepared(sql), 'all', params) as R[]),
    get: <R>(sql: string, ...params: readonly SqlValue[]) => timed(sql, () => bound(prepared(sql), 'get', params) as R | undefined),
  }
  const tx = {
    ...reader,
    run(sql: string, ...params: readonly SqlValue[]) {
      const { changes, lastInsertRowid } = bound(prepared(sql), 'run', params) as Sqlite.RunResult
      return { changes, id: Number(lastInsertRowid) }
    },
  } as unknown as Tx
  // A lock is met at BEGIN, before the callback has run: what it does beside the database is never done twice.
  const transact = <T>(work: (tx: Tx) => T): T => {
    const answer = timed('a transaction', () => raw.transaction(() => work(tx)).immediate())
    onWritten()
    return answer
  }
  const outwait = async <T>(work: (tx: Tx) => T, since: number): Promise<T> => {
    for (;;) {
      await wait(LOOK_AGAIN_MS)
      try {
        return transact(work)
      } catch (error) {
        if (recordsFault(error) !== 'locked' || performance.now() - since > LOCKED_MS) throw error
      }
    }
  }
  const writeNow = <T>(work: (tx: Tx) => T): T | Promise<T> => {
    try {
      return transact(work)
    } catch (error) {
      if (recordsFault(error) !== 'locked') throw error
      return outwait(work, performance.now())
    }
  }
  return {
    ...reader,
    write: (work) => turns.take(() => writeNow(work)),
    giveWriteLock: (work, limitMs, afterwards) =>
      turns.take(async () => {
        const answer = await within(limitMs, work)
        if (afterwards) await writeNow((tx) => afterwards(tx, answer))
        return answer
      }),
    close: () => {
      try {
        raw.pragma('optimize')
      } catch (error) {
        // what it notes down only makes plans better; a fault of the file is told by whoever needs the file
        if (recordsFault(error) === undefined) throw error
      } finally {
        raw.close()
      }
    },
  }
}

/** What `work` answers, or AppError took_too_long at the limit, whether it heeds its signal or not. */
async function within<T>(limitMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    limit.abort()
    late.reject(new AppError('internal', 'took_too_long'))
  }, limitMs)
  try {
    return await Promise.race([work(limit.signal), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
