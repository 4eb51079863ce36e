/** What the queue adds to sending SMS by HTTP, against a bare loop of the same provider; and how often the disk is waited for. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { open } from 'node:fs/promises'
import { performance } from 'node:perf_hooks'
import { type SimulatorProcess, startSimulatorProcess } from '../../test/support/simulators-process.ts'
import { runApart } from './apart.ts'
import { API_KEY, makeSchool, openConsole, type Program } from './console.ts'
import { alternate, type Bench, copyOf, databaseIn, type Figure, figure, inSeconds } from './measure.ts'
import { type Vitals, watchVitals } from './vitals.ts'

/** `calls`: at a time; null: as many as the provider ships with. */
type Order = { readonly program: Program; readonly folder: string; readonly calls: number | null }
type MakeOrder = { readonly program: Program; readonly folder: string; readonly families: number; readonly smsUrl: string }
type Sent = { readonly ms: number; readonly vitals: Vitals; readonly commits: number }
type Scene = { readonly from: string; readonly messages: number; readonly calls: number | null; readonly latencyMs: number }

const WIDE = 32

export async function measureSendSms(bench: Bench): Promise<Figure[]> {
  const simulators = await startSimulatorProcess({ sms: { apiKey: API_KEY } })
  try {
    const many = bench.quick ? 1_000 : 20_000
    const few = bench.quick ? 320 : 3_200
    const manyQueued = await queued(bench, simulators, many)
    const fewQueued = await queued(bench, simulators, few)
    const own = await compare(bench, simulators, { from: manyQueued, messages: many, calls: null, latencyMs: 0 })
    const wide = await compare(bench, simulators, { from: manyQueued, messages: many, calls: WIDE, latencyMs: 0 })
    const late = await compare(bench, simulators, { from: fewQueued, messages: few, calls: WIDE, latencyMs: 100 })
    const commits = await countCommits(bench, simulators, { from: manyQueued, messages: many, calls: WIDE, latencyMs: 0 })
    const said = (took: typeof own, messages: number) => `${messages} SMS in ${inSeconds(took.console)}, the provider's own loop ${inSeconds(took.bare)}`
    return [
      figure('send, answered at once', 1.5, own.console / own.bare, `${said(own, many)}; 8 calls at a time, as it ships`),
      figure(`send, answered at once, ${WIDE} calls`, 1.5, wide.console / wide.bare, `${said(wide, many)}; ${WIDE} calls at a time`),
      figure('send, answered after 100 ms', 1.05, late.console / late.bare, `${said(late, few)}; ${WIDE} calls at a time`),
      figure('durable commits for each message', 0.25, commits.n / many, `${commits.n} for ${many} messages, ${WIDE} calls at a time; ${commits.how}`, {
        unit: '',
      }),
    ]
  } finally {
    await simulators.stop()
  }
}

async function queued({ program, folder }: Bench, { smsUrl }: SimulatorProcess, families: number): Promise<string> {
  const to = folder(`sms-${families}`)
  await runApart({ module: import.meta.url, name: 'make', input: { program, folder: to, families, smsUrl } satisfies MakeOrder })
  return to
}

/** One run against fresh simulators, after which each number must have got one message. */
async function play(
  bench: Bench,
  simulators: SimulatorProcess,
  { from, messages, calls, latencyMs }: Scene,
  name: 'sendBare' | 'send',
  under?: readonly string[],
) {
  await simulators.configure({ reset: true, latencyMs })
  const order: Order = { program: bench.program, folder: copyOf(from, bench.folder('send')), calls }
  const done = await runApart<Sent>({ module: import.meta.url, name, input: order }, under && { under })
  const { sms } = await simulators.received()
  if (sms.length !== messages || new Set(sms.map(({ number }) => number)).size !== messages) throw new Error(`of ${messages} messages ${sms.length} came`)
  return done
}

function compare(bench: Bench, simulators: SimulatorProcess, scene: Scene) {
  return alternate(bench, `send, ${scene.calls ?? 8} calls, ${scene.latencyMs} ms`, {
    bare: async () => (await play(bench, simulators, scene, 'sendBare')).ms,
    console: async () => {
      const { ms, vitals } = await play(bench, simulators, scene, 'send')
      if (scene.calls === null) bench.fared('sending', vitals)
      return ms
    },
  })
}

/** The system calls that wait for the disk, of the whole process from its start to its end; or, without a tracer, the commits and journal writes. */
async function countCommits(bench: Bench, simulators: SimulatorProcess, scene: Scene): Promise<{ n: number; how: string }> {
  if (!hasStrace()) {
    const { commits } = await play(bench, simulators, scene, 'send')
    return { n: commits, how: 'counted as transactions and journal syncs, since strace is not installed' }
  }
  const file = `${bench.folder('strace')}.txt`
  await play(bench, simulators, scene, 'send', ['strace', '-f', '-c', '--seccomp-bpf', '-e', 'trace=fsync,fdatasync', '-o', file])
  const calls = [...fs.readFileSync(file, 'utf8').matchAll(/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s.*\b(?:fsync|fdatasync)$/gm)].map((line) => Number(line[1]))
  return { n: calls.reduce((sum, n) => sum + n, 0), how: 'fsync and fdatasync calls by strace, the start and checkpoints among them' }
}

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export const make = (order: MakeOrder) => makeSchool({ ...order, mailed: 'none', queued: 'sms' })

async function openWith({ program, folder, calls }: Order) {
  const opened = await openConsole(program, folder)
  const { providers } = opened.session.accounts
  const { sms } = providers
  if (!sms) throw new Error('there is no SMS account')
  const provider = calls === null ? sms : { ...sms, limits: { ...sms.limits, concurrency: calls } }
  providers.sms = provider
  return { ...opened, provider }
}

/** Sends all that is queued, as the console does. */
export async function send(order: Order): Promise<Sent> {
  const { session, stop } = await openWith(order)
  const commits = await commitsOf(session.db)
  const vitals = await watchVitals(databaseIn(order.folder))
  const begun = performance.now()
  await session.channels.resume({ channel: 'sms' })
  await session.idle()
  const ms = performance.now() - begun
  const watched = vitals()
  const counted = commits()
  await stop()
  return { ms, vitals: watched, commits: counted }
}

/** Sends the same messages from memory by the same provider, and writes nothing down. */
export async function sendBare(order: Order): Promise<{ ms: number }> {
  const { session, stop, provider } = await openWith(order)
  const messages = session.db.all<{ id: number; phone: string; body: string }>('SELECT id, phone, body FROM sms_logs ORDER BY id')
  let next = 0
  const loop = async () => {
    for (let message = messages[next++]; message; message = messages[next++]) {
      const outcome = (await provider.send([message])).get(message.id)
      if (outcome?.kind !== 'accepted') throw new Error(`the simulator answered ${outcome?.kind}`)
    }
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: provider.limits.concurrency }, loop))
  const ms = performance.now() - begun
  await stop()
  return { ms }
}

/** Counts transactions, and files that are synced. */
async function commitsOf(db: { write: (work: never) => unknown }): Promise<() => number> {
  let n = 0
  const { write } = db
  db.write = (work) => {
    n++
    return write(work)
  }
  const handle = await open(import.meta.filename)
  const files = Object.getPrototypeOf(handle) as { datasync(): Promise<void> }
  await handle.close()
  const { datasync } = files
  files.datasync = function counted() {
    n++
    return datasync.call(this)
  }
  return () => n
}
