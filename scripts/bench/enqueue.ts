/** What it costs to queue a batch, against the bare insert of the same rows; and to queue the same again. */
import { performance } from 'node:perf_hooks'
import { runApart } from './apart.ts'
import { draft, makeSchool, openConsole, type Program } from './console.ts'
import { alternate, type Bench, copyOf, databaseIn, type Figure, figure, inSeconds } from './measure.ts'
import { openRaw } from './raw.ts'
import { type Vitals, watchVitals } from './vitals.ts'

type Order = { readonly program: Program; readonly folder: string; readonly draftId: string }
type BareOrder = { readonly from: string; readonly to: string }
type Queued = { readonly ms: number; readonly newRows: number; readonly vitals: Vitals }

const TABLES = ['notifications', 'sms_logs', 'email_logs'] as const
const PER_TRANSACTION = 1_000

export async function measureEnqueue(bench: Bench): Promise<Figure[]> {
  const { program } = bench
  const families = bench.quick ? 5_000 : 100_000
  const apart = <T>(name: string, input: unknown) => runApart<T>({ module: import.meta.url, name, input })
  const unsent = bench.folder('families')
  await apart('make', { program, folder: unsent, families })
  const once = copyOf(unsent, bench.folder('queued-once'))
  await apart('queue', { program, folder: once, draftId: 'the first' } satisfies Order)
  const keysOnly = copyOf(once, bench.folder('keys-only'))
  await apart('forgetBatch', keysOnly)

  const scratch = bench.folder('enqueue')
  let rows = 0
  const queue = async (from: string, draftId: string) => {
    const done = await apart<Queued>('queue', { program, folder: copyOf(from, scratch), draftId } satisfies Order)
    if (from !== unsent && done.newRows !== 0) throw new Error(`${done.newRows} rows were written twice`)
    rows ||= done.newRows
    return done
  }
  const ms = await alternate(bench, 'enqueue', {
    bare: () => apart<number>('insertBare', { from: once, to: copyOf(unsent, scratch) } satisfies BareOrder),
    console: async () => {
      const { ms: took, vitals } = await queue(unsent, 'the first')
      bench.fared('queueing', vitals)
      return took
    },
    'same draft': async () => (await queue(once, 'the first')).ms,
    'same keys': async () => (await queue(keysOnly, 'the second')).ms,
  })
  return [
    figure(
      'enqueue',
      2.5,
      ms.console / ms.bare,
      `${families} notifications (${rows} rows) planned, rendered and written in ${inSeconds(ms.console)}; the bare prepared insert of the same rows, ${PER_TRANSACTION} notifications a transaction, takes ${inSeconds(ms.bare)}`,
    ),
    figure('enqueue the same draft again', 0.6, ms['same draft'] / ms.bare, `no new row, ${inSeconds(ms['same draft'])}`),
    figure(
      'enqueue the same keys again',
      0.6,
      ms['same keys'] / ms.bare,
      `a batch whose every notification is there already: planned and rendered whole, no new row, ${inSeconds(ms['same keys'])}`,
    ),
  ]
}

export const make = (order: { program: Program; folder: string; families: number }) => makeSchool({ ...order, mailed: 'two in five' })

/** Queues SMS and mail to every family, as the page does. */
export async function queue({ program, folder, draftId }: Order): Promise<Queued> {
  const { session, stop } = await openConsole(program, folder)
  const rows = () => TABLES.reduce((sum, table) => sum + (session.db.get<{ n: number }>(`SELECT count(*) n FROM ${table}`)?.n ?? 0), 0)
  const before = rows()
  const vitals = await watchVitals(databaseIn(folder))
  const begun = performance.now()
  await session.batches.queue({ draft: draft('both'), draftId, staleAccepted: true })
  const ms = performance.now() - begun
  const watched = vitals()
  const newRows = rows() - before
  await stop()
  return { ms, newRows, vitals: watched }
}

/** Makes the next batch bear the number of the last, and with it the keys of all its notifications. */
export function forgetBatch(folder: string): void {
  const raw = openRaw(databaseIn(folder))
  raw.pragma('foreign_keys = OFF')
  raw.exec('DELETE FROM batches')
  raw.close()
}

/** The rows of a batch that was queued in one folder, inserted in the same order into a copy of what that folder was before. */
export function insertBare({ from, to }: BareOrder): number {
  const source = openRaw(databaseIn(from))
  const rowsOf = (table: string, order = 'id') => source.prepare(`SELECT * FROM ${table} ORDER BY ${order}`).raw().all() as unknown[][]
  const batches = rowsOf('batches')
  const notifications = rowsOf('notifications')
  const byNotification = (table: string) => Map.groupBy(rowsOf(table), (row) => row[1])
  const [sms, email] = [byNotification('sms_logs'), byNotification('email_logs')]
  const columns = (table: string) => source.pragma(`table_info(${table})`) as unknown[]
  const raw = openRaw(databaseIn(to))
  const insert = (table: string) =>
    raw.prepare(`INSERT INTO ${table} VALUES (${columns(table).map(() => '?')}) ${table === 'batches' ? '' : 'ON CONFLICT DO NOTHING'}`)
  const into = { batches: insert('batches'), notifications: insert('notifications'), sms: insert('sms_logs'), email: insert('email_logs') }
  const write = raw.transaction((those: unknown[][]) => {
    for (const notification of those) {
      into.notifications.run(...notification)
      for (const row of sms.get(notification[0]) ?? []) into.sms.run(...row)
      for (const row of email.get(notification[0]) ?? []) into.email.run(...row)
    }
  })
  global.gc?.()
  const begun = performance.now()
  for (const row of batches) into.batches.run(...row)
  for (let i = 0; i < notifications.length; i += PER_TRANSACTION) write.immediate(notifications.slice(i, i + PER_TRANSACTION))
  const ms = performance.now() - begun
  raw.close()
  source.close()
  return ms
}
