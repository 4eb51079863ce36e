import { expect, test } from 'vitest'
import { begun, createRunner, type Part, STOP_MS, type Stage } from '../../../../electron/platform/parts.ts'
import { handClock } from '../../../support/clock.ts'

/** What happened, in order, and parts that tell of it. */
function world() {
  const clock = handClock()
  const told: string[] = []
  const log = {
    info() {},
    warn: (what: string, fields = {}) => told.push(`${what} ${JSON.stringify(fields)}`),
    error: (what: string, error: unknown, fields = {}) => told.push(`${what}: ${error} ${JSON.stringify(fields)}`),
  }
  const part = (name: string, own: Partial<Part> = {}): Part => ({
    name,
    start: () => void told.push(`+${name}`),
    stop: () => void told.push(`-${name}`),
    ...own,
  })
  return { clock, told, part, runner: (...stages: Stage[]) => createRunner(stages, { clock, log }) }
}
const moments = () => new Promise<void>((resolve) => setImmediate(resolve))
const never = () => new Promise<void>(() => {})

test('parts are started in order and stopped in reverse', async () => {
  const { told, part, runner } = world()
  const all = runner([part('records')], [part('worker'), part('journal')], [part('backups'), part('queues')])
  await all.start()
  await all.stop()
  expect(told.join(' ')).toBe('+records +worker +journal +backups +queues -queues -backups -journal -worker -records')
})

test('a stage is stopped when all of the one above it is, and not before', async () => {
  const { told, part, runner } = world()
  let done = () => {}
  const all = runner([part('records')], [part('backups'), part('queues', { stop: () => new Promise((resolve) => (done = resolve)) })])
  await all.start()
  const stopped = all.stop()
  await moments()
  expect(told.at(-1)).toBe('-backups')
  done()
  await stopped
  expect(told.at(-1)).toBe('-records')
})

test('a part that fails to start stops what was started, itself among it, and what was not stays untouched', async () => {
  const { told, part, runner } = world()
  const broken = part('accounts', { start: () => Promise.reject(new Error('the key store is gone')) })
  const all = runner([part('records')], [part('worker'), broken, part('journal')], [part('queues')])
  await expect(all.start()).rejects.toThrow('the key store is gone')
  expect(told.join(' ')).toBe('+records +worker -accounts -worker -records')
})

test('a part that fails or hangs when it stops is told of, and keeps no other from stopping', async () => {
  const { clock, told, part, runner } = world()
  const failing = part('journal', {
    stop() {
      throw new Error('the disk is full')
    },
  })
  const all = runner([part('records')], [part('hung', { stop: never }), failing], [part('slow', { stop: never, stopMs: 10_000 })])
  await all.start()
  told.length = 0
  const stopped = all.stop()
  clock.advance(10_000)
  await moments()
  clock.advance(STOP_MS)
  await stopped
  expect(told).toEqual([
    'a part of the console did not stop in time {"name":"slow","stopMs":10000}',
    'a part of the console did not stop in order: Error: the disk is full {"name":"journal"}',
    `a part of the console did not stop in time {"name":"hung","stopMs":${STOP_MS}}`,
    '-records',
  ])
})

test('stopping twice stops once, and a part that never began is not stopped', async () => {
  const { told, part, runner } = world()
  const all = runner([part('records')])
  await all.stop()
  expect(told).toEqual([])
  const other = runner([part('records')])
  await other.start()
  await Promise.all([other.stop(), other.stop()])
  expect(told).toEqual(['+records', '-records'])
})

test('a part that begins with a call is ended by its answer', async () => {
  const { told, runner } = world()
  const tick = begun('tick', () => {
    told.push('+tick')
    return () => void told.push('-tick')
  })
  const all = runner([tick])
  await all.start()
  await all.stop()
  expect(told).toEqual(['+tick', '-tick'])
})
