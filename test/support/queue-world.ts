/**
 * One channel of the queue in a world that a test drives by hand: the real store and loop over a real file, a clock that stands still, a
 * provider that answers when it is told to, and a console that can die and be started again.
 */
import fs from 'node:fs'
import path from 'node:path'
import type { Database, Reader } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { beginBoot, endBoot } from '../../db/queries/boots.ts'
import { type ChannelRow, channelRow } from '../../db/queries/channels.ts'
import type { Clock } from '../../electron/platform/time/clock.ts'
import type { Outcomes, OutgoingSms } from '../../electron/providers/provider.ts'
import { closeInterrupted } from '../../electron/queue/close.ts'
import { createDispatcher, type Dispatcher, type Sender } from '../../electron/queue/dispatcher.ts'
import type { Rules } from '../../electron/queue/poll.ts'
import { smsStore } from '../../electron/queue/store.ts'
import { insertBatch } from './batch-rows.ts'
import { type HandClock, handClock } from './clock.ts'
import { temporary } from './folders.ts'

export const PER_CALL = 3
export const CONCURRENCY = 2

/** A call on the wire. */
export type OpenCall = { readonly messages: readonly OutgoingSms[]; answer(outcomes: Outcomes): void; fail(): void }
/** A message as it is on file. */
export type Row = {
  readonly id: number
  readonly state: string
  readonly attempts: number
  readonly notBefore: number
  readonly expiresAt: number
  readonly updatedAt: number
  readonly openAttempts: number
}

export type World = {
  readonly clock: HandClock
  readonly calls: OpenCall[]
  /** What the loop could not do. */
  readonly faults: string[]
  db(): Database
  rows(): Row[]
  channel(): ChannelRow
  rules: { hours: Rules['hours']; gapMs: number; perDay: number | null }
  /** So many turns, or appends to the journal, fail from now on. */
  refuse: { polls: number; appends: number }
  wake(): void
  reschedule(): void
  /** The computer says that it goes to sleep, and that it is awake. */
  suspend(): void
  awake(): void
  /** Lets the loop do all that it can do now. */
  settle(): Promise<void>
  /** Ends the console without a word; what it had on the wire is never answered. */
  crash(): void
  quit(): Promise<void>
  /** Starts it again on what is on file. `asLeft` are the rows as the dead console left them. */
  boot(): Promise<{ readonly asLeft: Row[] }>
  close(): void
}

const ZONE = 'Africa/Nairobi'
/** Moments without anything happening after which nothing more will. */
const QUIET_MOMENTS = 6
/** More than the loop can have to do at a moment that stands still. */
const RESTLESS = 1_000
export const DAY_MS = 86_400_000

export type Hearing = { handed(messages: readonly OutgoingSms[]): void }

/** Opens the records in `folder` (a `console.db` that has been migrated) and starts sending. */
export async function startWorld(folder: string, hearing: Hearing): Promise<World> {
  const clock = handClock()
  const file = path.join(folder, 'console.db')
  const calls: OpenCall[] = []
  const faults: string[] = []
  const refuse = { polls: 0, appends: 0 }
  let activity = 0
  let db: Database
  let dispatcher: Dispatcher
  let alive = { value: false }
  let bootId = 0

  function start(): void {
    const mine = { value: true }
    alive = mine
    const own: Clock = { ...clock, after: (delayMs, work) => clock.after(delayMs, () => mine.value && work()) }
    const rules = (): Rules => ({
      ...world.rules,
      zone: ZONE,
      currency: 'KES',
      staleDays: 3,
      spendPerDayMicros: null,
      spendPerMonthMicros: null,
    })
    const real = smsStore(db, { now: clock.now, bootId, rules, onFault: (error) => faults.push(`looking again: ${error}`) })
    // one and the same for as long as the console lives: an account that changes takes its faults with it
    const sender: Sender<OutgoingSms> = {
      name: 'scripted',
      account: 'scripted',
      limits: { perCall: PER_CALL, concurrency: CONCURRENCY, perSecond: null, perDay: null },
      send(messages) {
        // what a dead console was about to do
        if (!mine.value) return new Promise(() => {})
        activity++
        hearing.handed(messages)
        return new Promise<Outcomes>((resolve, reject) => {
          const over = () => void calls.splice(calls.indexOf(call), 1)
          const call: OpenCall = {
            messages,
            answer(outcomes) {
              over()
              resolve(outcomes)
            },
            fail() {
              over()
              reject(new Error('boom'))
            },
          }
          calls.push(call)
        })
      },
    }
    dispatcher = createDispatcher({
      store: {
        async poll(request) {
          activity++
          if (refuse.polls > 0) {
            refuse.polls--
            throw new Error('the disk is full')
          }
          const polled = await real.poll(request)
          activity++
          return polled
        },
      },
      sender: () => sender,
      perSecond: () => null,
      clock: own,
      disk: {
        async append() {
          activity++
          if (refuse.appends === 0) return
          refuse.appends--
          throw new Error('the disk is full')
        },
        failed() {},
        worked() {},
        state: () => 'ok',
      },
      log: { info() {}, warn() {}, error: (what, error) => mine.value && faults.push(`${what}: ${error}`) },
      onChange() {},
    })
    dispatcher.start()
  }

  function rowsOf(reader: Reader): Row[] {
    return reader.all<Row>(
      `SELECT id, state, attempts, not_before notBefore, expires_at expiresAt, updated_at updatedAt,
         (SELECT count(*) FROM attempts a WHERE a.sms_log_id = l.id AND a.ended_at IS NULL) openAttempts FROM sms_logs l ORDER BY id`,
    )
  }

  const world: World = {
    clock,
    calls,
    faults,
    refuse,
    rules: { hours: [], gapMs: 0, perDay: null },
    db: () => db,
    rows: () => rowsOf(db),
    channel: () => channelRow(db, 'sms'),
    wake: () => dispatcher.wake(),
    reschedule: () => dispatcher.reschedule(),
    suspend: () => dispatcher.suspend(),
    awake: () => dispatcher.resume(),
    async settle() {
      const restless = activity + RESTLESS
      for (let quiet = 0, seen = activity; quiet < QUIET_MOMENTS; quiet++) {
        if (activity > restless) throw new Error('the loop does not come to rest')
        await new Promise<void>((resolve) => setImmediate(resolve))
        if (seen !== activity) quiet = 0
        seen = activity
      }
    },
    crash() {
      alive.value = false
      calls.length = 0
      db.close()
    },
    async quit() {
      const stopping = dispatcher.stop(10_000)
      await world.settle()
      clock.advance(10_000)
      const quiet = await stopping
      alive.value = false
      calls.length = 0
      if (quiet) await db.write((tx) => endBoot(tx, bootId, clock.now()))
      db.close()
    },
    async boot() {
      db = openDatabase(file)
      const asLeft = rowsOf(db)
      // as a session does before it sends
      bootId = await db.write((tx) => {
        const begun = beginBoot(tx, 'test', clock.now())
        closeInterrupted(tx, { bootId: begun, now: clock.now() })
        return begun
      })
      start()
      return { asLeft }
    },
    close() {
      alive.value = false
      db.close()
    },
  }
  await world.boot()
  return world
}

const MIGRATIONS = path.resolve(import.meta.dirname, '../../db/migrations')

/** Makes a folder whose records hold a school with so many families, to be copied for each world. */
export async function worldTemplate(families: number): Promise<{ copy(): string; remove(): void }> {
  const folder = fs.mkdtempSync(path.join(temporary, 'bursar-world-'))
  const file = path.join(folder, 'console.db')
  const db = openDatabase(file, { migrations: MIGRATIONS })
  await db.write((tx) => {
    tx.run(
      `INSERT INTO schools (name, short_name, office_phone, paybill, term, year, created_at, updated_at)
       VALUES ('Nyota Ridge Secondary School', 'Nyota Ridge', '0700 111 222', '555017', 3, 2026, 0, 0)`,
    )
    for (let i = 1; i <= families; i++) {
      const phone = `+25471200${1000 + i}`
      tx.run(
        `INSERT INTO guardians (school_id, name, name_key, phone, phone_raw, phone_kind, language, created_at, updated_at)
         VALUES (1, ?1, ?1, ?2, ?2, 'mobile', 'en', 0, 0)`,
        `guardian ${i}`,
        phone,
      )
      tx.run("INSERT INTO students (school_id, adm_no, adm_key, name, class_name, created_at, updated_at) VALUES (1, ?1, ?1, ?1, 'Form 1', 0, 0)", `${i}`)
      tx.run("INSERT INTO student_guardians (student_id, guardian_id, role) VALUES (?1, ?1, 'primary')", i)
    }
  })
  db.close()
  let made = 0
  return {
    copy() {
      made++
      const own = path.join(folder, String(made))
      fs.mkdirSync(own)
      fs.copyFileSync(file, path.join(own, 'console.db'))
      return own
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  }
}

export type Enqueued = {
  readonly guardians: readonly number[]
  readonly same: boolean
  readonly hold: 'none' | 'window' | 'restored'
  readonly holdMs: number
  readonly expiresInMs: number
}

/** Writes a message to each of these guardians, as a bulk send does. Answers their ids. */
export function enqueue({ db, clock }: World, { guardians, same, hold, holdMs, expiresInMs }: Enqueued): Promise<number[]> {
  const now = clock.now()
  return db().write((tx) => {
    const { n: nth } = tx.get<{ n: number }>('SELECT count(*) n FROM notifications') ?? { n: 0 }
    const body = same ? `Closing ${nth}` : `Fees of {{guardian}}, ${nth}`
    const batch = insertBatch(tx, 1, { body, releaseAt: hold === 'window' ? now + holdMs : null, now })
    return guardians.map((guardian) => {
      const { id: notification } = tx.run(
        `INSERT INTO notifications (school_id, batch_id, guardian_id, event_type, title, message, created_at) VALUES (1, ?, ?, 'bulk', '', '', ?)`,
        batch,
        guardian,
        now,
      )
      const revision = tx.get<{ n: number }>('SELECT n FROM records_revision')?.n ?? 0
      return tx.run(
        `INSERT INTO sms_logs (notification_id, batch_id, guardian_id, to_name, language, state, hold_reason, not_before, expires_at, revision, phone, body, encoding,
           parts, same_text, created_at, updated_at)
         SELECT ?1, ?11, id, name, 'en', ?2, ?3, ?4, ?5, ?6, phone, ?7, 'gsm7', 1, ?8, ?9, ?9 FROM guardians WHERE id = ?10`,
        notification,
        hold === 'none' ? 'queued' : 'held',
        hold === 'none' ? null : hold === 'window' ? 'hold_window' : 'restored',
        now,
        now + expiresInMs,
        revision,
        same ? `Closing ${nth}` : `Fees of guardian ${guardian}, ${nth}`,
        same ? `closing ${nth}` : null,
        now,
        guardian,
        batch,
      ).id
    })
  })
}
