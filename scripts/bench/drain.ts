/** What it costs to take 100,000 messages from the queue and write down their answers, against claiming and completing the same rows bare. */
import { performance } from 'node:perf_hooks'
import type { SendOutcome, SmsProvider } from '../../electron/providers/provider.ts'
import { runApart } from './apart.ts'
import { makeSchool, openConsole, type Program } from './console.ts'
import { alternate, type Bench, copyOf, databaseIn, type Figure, figure, inSeconds } from './measure.ts'
import { openRaw } from './raw.ts'
import { type Vitals, watchVitals } from './vitals.ts'

type Order = { readonly program: Program; readonly folder: string }
export type Drained = { readonly ms: number; readonly sent: number; readonly vitals: Vitals }

const WINDOW = 100

export const messagesToDrain = (bench: Bench) => (bench.quick ? 5_000 : 100_000)

export async function measureDrain(bench: Bench): Promise<Figure[]> {
  const { program } = bench
  const messages = messagesToDrain(bench)
  const queued = bench.folder('queued')
  await runApart({ module: import.meta.url, name: 'make', input: { program, folder: queued, families: messages } })
  const scratch = bench.folder('drain')
  const ms = await alternate(bench, 'drain', {
    bare: () => runApart<number>({ module: import.meta.url, name: 'drainBare', input: copyOf(queued, scratch) }),
    console: async () => {
      const {
        ms: took,
        sent,
        vitals,
      } = await runApart<Drained>({ module: import.meta.url, name: 'drain', input: { program, folder: copyOf(queued, scratch) } satisfies Order })
      if (sent !== messages) throw new Error(`${sent} of ${messages} were sent`)
      bench.fared('draining', vitals)
      return took
    },
  })
  return [
    figure(
      'drain',
      2,
      ms.console / ms.bare,
      `${messages} SMS by a provider that answers at once, ${WINDOW} calls open, attempts and sent-journal written, in ${inSeconds(ms.console)}; bare claims of ${WINDOW} rows and completions by id, a transaction each, take ${inSeconds(ms.bare)}`,
    ),
  ]
}

export const make = (order: Order & { families: number }) => makeSchool({ ...order, mailed: 'none', queued: 'sms' })

/** A provider that accepts everything and does nothing. */
export function accepting(): SmsProvider {
  const taken = (id: number): SendOutcome => ({ kind: 'accepted', providerId: `bench-${id}`, costMicros: 800_000, currency: 'KES' })
  return {
    name: 'bench',
    account: 'bench',
    channel: 'sms',
    limits: { perCall: 1, concurrency: WINDOW, perSecond: null, perDay: null },
    send: async (messages) => new Map(messages.map(({ id }) => [id, taken(id)])),
    close: async () => {},
  }
}

/** Drains the queue with that provider. */
export async function drain({ program, folder }: Order): Promise<Drained> {
  const { session, stop } = await openConsole(program, folder)
  session.accounts.providers.sms = accepting()
  const vitals = await watchVitals(databaseIn(folder))
  const begun = performance.now()
  await session.channels.resume({ channel: 'sms' })
  await session.idle()
  const ms = performance.now() - begun
  const watched = vitals()
  const { n: sent = 0 } =
    session.db.get<{ n: number }>(
      "SELECT count(*) n FROM sms_logs l JOIN attempts a ON a.sms_log_id = l.id WHERE l.state = 'sent' AND a.outcome = 'accepted'",
    ) ?? {}
  await stop()
  return { ms, sent, vitals: watched }
}

/** The least that a queue on this schema can do: claims of so many rows by the index of what is due, then each of them completed by its id. */
export function drainBare(folder: string): number {
  const raw = openRaw(databaseIn(folder))
  const now = (raw.prepare('SELECT max(not_before) at FROM sms_logs').get() as { at: number }).at
  const claim = raw.prepare(
    `UPDATE sms_logs SET state = 'sending', attempts = attempts + 1, provider = 'bare', updated_at = ? WHERE id IN (
       SELECT id FROM sms_logs INDEXED BY sms_logs_due WHERE state = 'queued' AND not_before <= ? ORDER BY not_before, id LIMIT ${WINDOW})
     RETURNING id, phone, body`,
  )
  const complete = raw.prepare("UPDATE sms_logs SET state = 'sent', provider_id = ?, sent_at = ?, updated_at = ? WHERE id = ? AND state = 'sending'")
  const completeAll = raw.transaction((ids: readonly number[]) => {
    for (const id of ids) complete.run(`bare-${id}`, now, now, id)
  })
  const begun = performance.now()
  for (;;) {
    const rows = raw.transaction(() => claim.all(now, now) as { id: number }[]).immediate()
    if (rows.length === 0) break
    completeAll.immediate(rows.map(({ id }) => id))
  }
  const ms = performance.now() - begun
  raw.close()
  return ms
}
