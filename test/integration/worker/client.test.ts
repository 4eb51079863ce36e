import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { channelRow } from '../../../db/queries/channels.ts'
import { startWorker, type WorkerParts } from '../../../electron/platform/worker/client.ts'
import { JOB_RULES, type Jobs, type WritingJob } from '../../../electron/worker/jobs.ts'
import { AppError, failureOf } from '../../../shared/errors.ts'
import { handClock } from '../../support/clock.ts'
import { temporaryDatabase } from '../../support/database.ts'

const script = pathToFileURL(path.resolve(import.meta.dirname, '../../support/faulty-worker.ts'))
const MINUTE = 60_000

/** The worker on a school's records; what it is asked to read fails by its name (faulty-worker.ts). */
async function faultyWorker(more: Partial<WorkerParts<Jobs, WritingJob>> = {}) {
  const { db, file, folder } = await temporaryDatabase()
  const clock = handClock()
  const faults: string[] = []
  const log = { info() {}, warn() {}, error: (what: string, error: unknown) => faults.push(`${what}: ${error}`) }
  const worker = startWorker<Jobs, WritingJob>({ rules: JOB_RULES, script, file, db, clock, log, ...more })
  onTestFinished(() => worker.close())
  fs.writeFileSync(path.join(folder, 'list.csv'), 'Adm No,Name\n1,Amina Mfano\n')
  const read = (name: string) => worker.call('imports:read', { path: path.join(folder, name), name, options: {} })
  /** A job that writes, and fails where its check has such a name. */
  const write = (name: string) => worker.call('imports:commit', { checkId: name, now: 0 })
  const save = (detail: string) => db.write((tx) => tx.run("UPDATE channels SET detail = ? WHERE channel = 'sms'", detail))
  const details = () => [channelRow(db, 'sms').detail, channelRow(db, 'email').detail]
  /** So long that nothing was heard of it: looked at twice. */
  const stayStuck = (ms: number) => {
    clock.advance(ms / 2)
    clock.advance(ms / 2)
  }
  const halfWritten = () => expect.poll(() => fs.existsSync(`${file}.half`)).toBe(true)
  return { db, folder, worker, clock, faults, read, write, save, details, stayStuck, halfWritten }
}

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => failureOf(error)?.key ?? String(error),
  )

test('a worker that dies fails what it is at, locks nothing, and what was asked for after it is done by a new one', async () => {
  const { read, write, save, details, faults } = await faultyWorker({ resourceLimits: { maxOldGenerationSizeMb: 64 } })
  const asked = [told(write('deadly')), told(read('list.csv'))]
  expect(await Promise.all(asked)).toEqual(['Error: the worker died', 'done'])
  expect(faults).toEqual([expect.stringContaining('out of memory')])
  await save('written')
  expect(details()).toEqual(['written', ''])
  expect(await read('list.csv')).toMatchObject({ rows: 1 })
})

test('a worker that is closed answers nothing more, and leaves no fault in the log', async () => {
  const { worker, read, faults } = await faultyWorker()
  const asked = [read('list.csv'), read('list.csv')]
  const refused = asked.map((one) => expect(one).rejects.toBeInstanceOf(AppError))
  await Promise.all([...refused, worker.close()])
  await expect(read('list.csv')).rejects.toBeInstanceOf(AppError)
  expect([faults, worker.isHung()]).toEqual([[], false])
})

test('a worker that tells nothing for a minute is ended and replaced, and what was asked for meanwhile is done', async () => {
  const { read, clock, stayStuck, faults } = await faultyWorker()
  const asked = [told(read('stuck')), told(read('list.csv'))]
  clock.advance(MINUTE - 1)
  expect(faults).toEqual([])
  stayStuck(MINUTE)
  expect(await Promise.all(asked)).toEqual(['took_too_long', 'done'])
  expect(faults).toEqual(['the worker was stuck, and is replaced: Error: no answer to imports:read'])
})

test('a worker that is in a system call is replaced at once, though it cannot be ended, and closing does not wait for it', async () => {
  const { folder, read, stayStuck, worker } = await faultyWorker()
  const pipe = path.join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const stuck = told(read('pipe'))
  let otherEnd: number | null = null
  await expect.poll(() => (otherEnd ??= openPipe(pipe))).not.toBeNull()
  stayStuck(MINUTE)
  expect(await stuck).toBe('took_too_long')
  expect(await told(read('list.csv'))).toBe('done')
  await worker.close()
  expect(worker.isHung()).toBe(true)
  fs.closeSync(otherEnd ?? -1)
  await expect.poll(() => worker.isHung()).toBe(false)
})

test('while the worker is at something else, a job that will write keeps nobody from writing', async () => {
  const { folder, read, write, save, details } = await faultyWorker()
  const busy = path.join(folder, 'busy')
  fs.writeFileSync(busy, '')
  const reading = read('busy')
  const writing = told(write('of no list'))
  await save('meanwhile')
  expect(details()).toEqual(['meanwhile', ''])
  fs.rmSync(busy)
  await expect(reading).rejects.toBeInstanceOf(AppError)
  expect(await writing).toBe('check_stale')
})

test('the write lock is taken back from a worker that is stuck with it, also in the middle of a write', async () => {
  const { write, save, details, stayStuck, clock, halfWritten } = await faultyWorker()
  const writing = told(write('stuck-writing'))
  await halfWritten()
  let isSaved = false
  const saving = save('after it').then(() => {
    isSaved = true
  })
  clock.advance(3 * MINUTE - 1)
  await new Promise((resolve) => setImmediate(resolve))
  expect(isSaved).toBe(false)
  stayStuck(3 * MINUTE)
  expect(await writing).toBe('took_too_long')
  await saving
  expect(details()).toEqual(['after it', ''])
})

test('closing takes the write lock back at once', async () => {
  const { worker, write, save, halfWritten } = await faultyWorker()
  const writing = told(write('stuck-writing'))
  await halfWritten()
  const saving = save('after it')
  await worker.close()
  await saving
  expect(await writing).toBe('internal')
})

test('what is written after a job comes before whatever else waits to be written', async () => {
  const { db, folder, worker, save } = await faultyWorker()
  const seen: string[] = []
  const busy = path.join(folder, 'busy')
  fs.writeFileSync(busy, '')
  const change = { kind: 'cancel', what: { filter: {} } } as const
  const changing = worker.callThenWrite(
    'messages:change',
    { change, now: 0, path: busy, name: 'busy' } as never,
    () => {},
    (tx, changed) => {
      seen.push(`${changed} after ${channelRow(tx, 'sms').detail || 'nothing'}`)
    },
  )
  const saving = save('later').then(() => seen.push('saved'))
  fs.rmSync(busy)
  await Promise.all([changing, saving])
  expect(seen).toEqual(['0 after nothing', 'saved'])
  expect(channelRow(db, 'sms').detail).toBe('later')
})

/** Opens a pipe that somebody waits at, who waits from then on for what is written to it. Null while nobody does. */
function openPipe(pipe: string): number | null {
  try {
    return fs.openSync(pipe, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK)
  } catch {
    return null
  }
}
