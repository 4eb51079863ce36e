/** A school with families on file, a send to all of them, and the real queue over a provider that follows a script. */
import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import type { Database } from '../../db/client.ts'
import { beginBoot } from '../../db/queries/boots.ts'
import { writeSetting } from '../../db/queries/settings.ts'
import { queueBatch } from '../../electron/batches/queue.ts'
import type { Limits, Outcomes, OutgoingSms, SendOutcome } from '../../electron/providers/provider.ts'
import { createDispatcher, type QueueDisk, type Sender } from '../../electron/queue/dispatcher.ts'
import type { QueueStore, Rules } from '../../electron/queue/poll.ts'
import { type StoreOptions, smsStore } from '../../electron/queue/store.ts'
import type { SendingSettings } from '../../shared/model/settings/sending.ts'
import { type HandClock, handClock } from './clock.ts'
import { temporaryDatabase } from './database.ts'
import { insertFamily } from './families.ts'

export const accepted: SendOutcome = { kind: 'accepted', providerId: 'x', costMicros: 800_000, currency: 'KES' }
export const refused: SendOutcome = { kind: 'rejected', reason: 'number_refused', code: '403', detail: 'InvalidPhoneNumber' }
export const lost: SendOutcome = { kind: 'unknown', code: 'ECONNRESET', detail: 'reset' }
export const wrongKey: SendOutcome = { kind: 'not_sent', code: '401', fault: { reason: 'wrong_key', detail: '', until: null } }
export const offline = (until: number): SendOutcome => ({ kind: 'not_sent', code: 'ECONNREFUSED', fault: { reason: 'offline', detail: '', until } })

export type QueueSetup = { readonly db: Database; readonly clock: HandClock; readonly file: string; readonly schoolId: number }

/** A school with `n` families, each with one child who owes 5,000 and a number of its own. Nothing is held and no hours are quiet. */
export async function queueSchool(n: number): Promise<QueueSetup> {
  const { db, file, schoolId } = await temporaryDatabase()
  await db.write((tx) => {
    for (let i = 0; i < n; i++) {
      const phone = `+2547120${String(i).padStart(5, '0')}`
      const child = { adm: String(1000 + i), name: `Child ${i}`, balanceCents: 500_000 }
      insertFamily(tx, schoolId, { guardian: `Guardian ${String(i).padStart(4, '0')}`, phone, children: [child] })
    }
  })
  const setup = { db, clock: handClock(), file, schoolId }
  await saveSettings(setup, {})
  return setup
}

/** Sending settings as the school would save them, with no hold window and no quiet hours unless they are named. */
export async function saveSettings({ db, clock }: QueueSetup, settings: Partial<SendingSettings>): Promise<void> {
  await db.write((tx) => writeSetting(tx, 'sending', { quietFrom: null, quietTo: null, holdSeconds: 0, ...settings }, clock.now()))
}

export type QueueOptions = {
  readonly same?: boolean
  readonly draftId?: string
  readonly staleAccepted?: boolean
  readonly clockAccepted?: boolean
  readonly templateKey?: string
  readonly balanceOverCents?: number
  readonly classes?: string[]
  readonly channel?: 'sms' | 'email'
}

/** Queues a send to everybody (who owes more than `balanceOverCents`): reminders, each with words of its own, or (`same`) one text for all. */
export async function queueAll({ db, clock }: QueueSetup, options: QueueOptions = {}) {
  const {
    same = false,
    draftId = randomUUID(),
    staleAccepted = false,
    clockAccepted = false,
    templateKey,
    balanceOverCents = null,
    classes = [],
    channel = 'sms',
  } = options
  if (same) {
    await db.write((tx) =>
      tx.run(
        `INSERT OR IGNORE INTO templates (school_id, key, event_type, language, name, sms, email_subject, email_text, created_at, updated_at)
         VALUES (1, 'own-close', 'bulk', 'en', 'Closing', 'School closes on Friday.', '', '', 0, 0)`,
      ),
    )
  }
  const audience = { classes, balanceOverCents, includeCopies: false }
  const draft = { templateKey: templateKey ?? (same ? 'own-close' : 'payment_reminder'), audience, channel } as const
  return queueBatch(db, { order: { kind: 'bulk', draftId, draft }, staleAccepted, clockAccepted, now: clock.now() })
}

export type Script = (message: OutgoingSms, call: number) => SendOutcome
export const NO_LIMITS: Limits = { perCall: 1, concurrency: 4, perSecond: null, perDay: null }
export const NO_RULES: Rules = {
  hours: [],
  zone: 'Africa/Nairobi',
  currency: 'KES',
  gapMs: 0,
  staleDays: 3,
  perDay: null,
  spendPerDayMicros: null,
  spendPerMonthMicros: null,
}
/** A disk on which everything works. */
export const soundDisk: QueueDisk = { append: async () => {}, failed() {}, worked() {}, state: () => 'ok' }
const silent = { info() {}, warn() {}, error() {} }

export type DispatchOptions = {
  readonly limits?: Partial<Limits>
  readonly rules?: Partial<Rules>
  readonly disk?: QueueDisk
  readonly perSecond?: number | null | (() => number | null)
  readonly sender?: Partial<Sender<OutgoingSms>>
  readonly store?: (real: QueueStore<OutgoingSms>) => QueueStore<OutgoingSms>
  readonly onChange?: () => void
  readonly onTest?: NonNullable<StoreOptions['onTest']>
  /** The channel has nobody to send with. */
  readonly noAccount?: boolean
}

/** The queue at work: what a script answers is what the provider answers. */
export async function dispatch({ db, clock }: QueueSetup, script: Script, options: DispatchOptions = {}) {
  const calls: OutgoingSms[][] = []
  const sender: Sender<OutgoingSms> = {
    name: 'scripted',
    account: 'scripted',
    limits: { ...NO_LIMITS, ...options.limits },
    async send(messages) {
      calls.push([...messages])
      return new Map(messages.map((m) => [m.id, script(m, calls.length)]))
    },
    ...options.sender,
  }
  const bootId = await db.write((tx) => beginBoot(tx, 'test', clock.now()))
  const real = smsStore(db, {
    now: clock.now,
    bootId,
    rules: () => ({ ...NO_RULES, ...options.rules }),
    onFault: () => {},
    onTest: options.onTest ?? (() => {}),
  })
  const dispatcher = createDispatcher({
    store: options.store?.(real) ?? real,
    sender: () => (options.noAccount ? null : sender),
    perSecond: () => (typeof options.perSecond === 'function' ? options.perSecond() : (options.perSecond ?? null)),
    clock,
    disk: options.disk ?? soundDisk,
    log: silent,
    onChange: options.onChange ?? (() => {}),
  })
  dispatcher.start()
  onTestFinished(() => dispatcher.stop(0).then(() => {}))
  return { dispatcher, calls, bootId, sent: () => calls.flat().map((m) => m.phone) }
}

/** A provider whose calls stay open until the test answers them: one of them, or (`answerAll`) these and all that come after. */
export function openCalls() {
  const calls: { readonly messages: readonly OutgoingSms[]; answer(outcome: SendOutcome): void }[] = []
  let always: SendOutcome | null = null
  return {
    calls,
    send: (messages: readonly OutgoingSms[]) =>
      new Promise<Outcomes>((resolve) => {
        const answer = (outcome: SendOutcome) => resolve(new Map(messages.map((m) => [m.id, outcome])))
        calls.push({ messages, answer })
        if (always) answer(always)
      }),
    answerAll(outcome: SendOutcome) {
      always = outcome
      for (const call of calls) call.answer(outcome)
    },
  }
}

/** How many SMS stand in each state. */
export function smsStates(db: Database): Record<string, number> {
  return Object.fromEntries(db.all<{ state: string; n: number }>('SELECT state, count(*) n FROM sms_logs GROUP BY state').map((r) => [r.state, r.n]))
}
