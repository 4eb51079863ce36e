/** How soon the console sends again after it was killed in the middle of a large batch. */
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { startSimulatorProcess } from '../../test/support/simulators-process.ts'
import { runApart, startApart } from './apart.ts'
import { API_KEY, makeSchool, openConsole, type Program } from './console.ts'
import { type Bench, type Figure, figure, inSeconds, median } from './measure.ts'

type Order = { readonly program: Program; readonly folder: string }
const LATENCY_MS = 100

export async function measureReady(bench: Bench): Promise<Figure[]> {
  const simulators = await startSimulatorProcess({ sms: { apiKey: API_KEY, latencyMs: LATENCY_MS } })
  try {
    const { program } = bench
    const families = bench.quick ? 5_000 : 100_000
    const folder = bench.folder('ready')
    await runApart({ module: import.meta.url, name: 'make', input: { program, folder, families, smsUrl: simulators.smsUrl } })
    const start = () => startApart({ module: import.meta.url, name: 'run', input: { program, folder } satisfies Order }).child
    const took: number[] = []
    for (let run = 0; run <= bench.runs; run++) {
      const before = (await simulators.received()).sms.length
      const begun = performance.now()
      const child = start()
      await simulators.hasReceived(before + 1)
      const ms = performance.now() - begun - LATENCY_MS
      // the first start was no start after a kill
      if (run > 0) {
        took.push(ms)
        bench.say(`  ready, run ${run}: ${inSeconds(ms)}`)
      }
      await simulators.hasReceived(before + 50)
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await wait(2 * LATENCY_MS)
    }
    const how = `from the start of the process to the first message at the provider, after kill -9 with ${families} queued and 8 on the wire`
    return [figure('ready to send again', 1_000, median(took), how, { unit: ' ms' })]
  } finally {
    await simulators.stop()
  }
}

export const make = (order: Order & { families: number; smsUrl: string }) => makeSchool({ ...order, mailed: 'none', queued: 'sms', open: true })

/** Opens the console, which sends what is queued, until it is killed. */
export async function run({ program, folder }: Order): Promise<void> {
  const { session } = await openConsole(program, folder)
  await session.idle()
}
