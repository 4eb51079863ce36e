/** Whole jobs a second (put into the queue, taken, done), against two queues that Node programs use. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { runApart } from './apart.ts'
import { draft, makeSchool, openConsole, type Program } from './console.ts'
import { accepting, messagesToDrain } from './drain.ts'
import { alternate, type Bench, copyOf, type Figure, figure, inSeconds, type Skipped } from './measure.ts'

type Order = { readonly program: Program; readonly folder: string }
type RedisOrder = { readonly jobs: number; readonly port: number }

const AT_ONCE = 1_000
const BULLMQ_WORKERS = 100
const PORT = 16_379

export async function measurePeers(bench: Bench): Promise<(Figure | Skipped)[]> {
  const { program } = bench
  const jobs = messagesToDrain(bench)
  const apart = (name: string, input: unknown) => runApart<number>({ module: import.meta.url, name, input })
  const school = bench.folder('jobs')
  await apart('make', { program, folder: school, families: jobs })
  const noRedis = whyNoRedis()
  const redis = noRedis ?? (await startRedis(bench.folder('redis')))
  try {
    const works: Record<string, () => Promise<number>> = {
      console: () => apart('throughConsole', { program, folder: copyOf(school, bench.folder('jobs-run')) } satisfies Order),
      plainjob: () => apart('throughPlainjob', { folder: bench.folder('plainjob'), jobs }),
    }
    if (typeof redis !== 'string') works.bullmq = () => apart('throughBullmq', { jobs, port: PORT } satisfies RedisOrder)
    const ms: Record<string, number> = await alternate(bench, 'whole jobs', works)
    const times = (peer: string) => (ms[peer] ?? 0) / (ms.console ?? 1)
    const how = (peer: string) => `${jobs} jobs in and out: the console ${inSeconds(ms.console ?? 0)}, ${peer} ${inSeconds(ms[peer] ?? 0)}`
    const more = { better: 'more' } as const
    return [
      figure('whole jobs, times plainjob', 2, times('plainjob'), `${how('plainjob')}, which is not durable (synchronous=NORMAL) and renders nothing`, more),
      typeof redis === 'string'
        ? { name: 'whole jobs, times BullMQ', skipped: redis }
        : figure('whole jobs, times BullMQ', 2, times('bullmq'), `${how('bullmq')}, ${BULLMQ_WORKERS} at a time, AOF everysec (a second's loss)`, more),
    ]
  } finally {
    if (typeof redis !== 'string') await redis.stop()
  }
}

export const make = async (order: Order & { families: number }) => makeSchool({ ...order, mailed: 'none', holdSeconds: 0 })

/** Planned, rendered, written, claimed, recorded: by a provider that answers at once. */
export async function throughConsole({ program, folder }: Order): Promise<number> {
  const { session, stop } = await openConsole(program, folder)
  session.accounts.providers.sms = accepting()
  const begun = performance.now()
  await session.batches.queue({ draft: draft('sms'), draftId: 'the first', staleAccepted: true })
  await session.idle()
  const ms = performance.now() - begun
  await stop()
  return ms
}

/** What each job of a peer holds: as much text as an SMS of ours. */
const job = (i: number) => ({ to: `+2547${10_000_000 + i}`, body: `Dear parent ${i}, `.padEnd(150, 'x'), batch: 1 })
const batches = (jobs: number) =>
  Array.from({ length: Math.ceil(jobs / AT_ONCE) }, (_, n) => Array.from({ length: Math.min(AT_ONCE, jobs - n * AT_ONCE) }, (_, i) => job(n * AT_ONCE + i)))

export async function throughPlainjob({ folder, jobs }: { folder: string; jobs: number }): Promise<number> {
  const { better, defineQueue, defineWorker } = await import('plainjob')
  fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(folder, { recursive: true })
  const logger = { debug() {}, info() {}, warn() {}, error: console.error }
  const queue = defineQueue({ connection: better(new Sqlite(path.join(folder, 'jobs.db')) as never), logger })
  const all = batches(jobs)
  const begun = performance.now()
  for (const batch of all) queue.addMany('sms', batch)
  let done = 0
  await new Promise<void>((resolve) => {
    const worker = defineWorker('sms', async () => {}, { queue, logger, onCompleted: () => void (++done === jobs && worker.stop().then(resolve)) })
    void worker.start()
  })
  const ms = performance.now() - begun
  queue.close()
  return ms
}

export async function throughBullmq({ jobs, port }: RedisOrder): Promise<number> {
  const { Queue, Worker } = await import('bullmq')
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null }
  const queue = new Queue('sms', { connection })
  await queue.waitUntilReady()
  const options = { attempts: 4, backoff: { type: 'exponential', delay: 1_000 }, removeOnComplete: 1_000, removeOnFail: 1_000 }
  const all = batches(jobs).map((batch) => batch.map((data) => ({ name: 'sms', data, opts: options })))
  const begun = performance.now()
  for (const batch of all) await queue.addBulk(batch)
  let done = 0
  const worker = new Worker('sms', async () => {}, { connection, concurrency: BULLMQ_WORKERS })
  await new Promise<void>((resolve) => {
    worker.on('completed', () => void (++done === jobs && resolve()))
  })
  const ms = performance.now() - begun
  await worker.close()
  await queue.obliterate({ force: true })
  await queue.close()
  return ms
}

/** Null where BullMQ can be measured here. */
function whyNoRedis(): string | null {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return null
  } catch {
    return 'redis-server is not installed here'
  }
}

/** A Redis of its own, set up as BullMQ's own advice for production says. */
async function startRedis(folder: string) {
  fs.mkdirSync(folder, { recursive: true })
  const settings = { bind: '127.0.0.1', port: PORT, dir: folder, appendonly: 'yes', appendfsync: 'everysec', save: '', 'maxmemory-policy': 'noeviction' }
  const redis = spawn(
    'redis-server',
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: 'ignore' },
  )
  for (let tries = 0; tries < 100 && !(await listens(PORT)); tries++) await wait(50)
  return {
    async stop() {
      const ended = once(redis, 'exit')
      redis.kill()
      await ended
    },
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
