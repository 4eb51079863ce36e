/** The main process's end of the worker: ask for a job, hear of its progress, get its answer or its AppError. */
import type { ResourceLimits } from 'node:worker_threads'
import type { Database, Tx } from '../../../db/client.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Log } from '../ports.ts'
import type { Clock } from '../time/clock.ts'
import { watchSilence } from './silence.ts'
import { startThread, type WorkerThread } from './thread.ts'
import type { JobRule, JobRules, JobTable, Progress } from './wire.ts'

/**
 * A worker for the jobs of a table; who needs only some of them may be given one that does more. `Writing`: jobs of the table that have the write lock
 * while they are run.
 */
export type WorkerClient<Jobs extends JobTable, Writing extends keyof Jobs = never> = {
  /**
   * Jobs are done one after the other, in the order of asking. A job that writes is given the write lock when it begins, never while it waits for
   * another. Rejects when the worker dies, or is stuck (AppError took_too_long), while it is at the job. What was
   * asked for after it is done by a new worker.
   */
  call<J extends keyof Jobs & string>(job: J, input: Jobs[J]['input'], onProgress?: Progress): Promise<Jobs[J]['output']>
  /** A job that writes, and `afterwards`: a transaction here right after it, before anybody else's. */
  callThenWrite<J extends Writing & string>(
    job: J,
    input: Jobs[J]['input'],
    onProgress: Progress,
    afterwards: (tx: Tx, answer: Jobs[J]['output']) => void,
  ): Promise<Jobs[J]['output']>
  /** Ends the worker, whatever it is at. A thread that is in a system call is waited for, but not for long. */
  close(): Promise<void>
  /** Whether a thread that was told to end is still there. The process cannot end in order before it. */
  isHung(): boolean
}

export type WorkerParts<Jobs extends JobTable, Writing extends keyof Jobs> = {
  readonly rules: JobRules<Jobs, Writing>
  readonly script: URL
  /** The records, which have been migrated. */
  readonly file: string
  /** Their database in this process. */
  readonly db: Pick<Database, 'giveWriteLock'>
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
  readonly resourceLimits?: ResourceLimits
}

type Asked = {
  readonly job: string
  readonly rule: JobRule
  readonly input: unknown
  readonly onProgress: Progress
  readonly afterwards: ((tx: Tx, answer: unknown) => void) | undefined
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** The longest time that a job has the write lock, whatever progress it tells of: no message leaves meanwhile. */
const WRITE_LOCK_MS = 10 * 60_000
/** How long closing waits for the thread. */
const END_MS = 1_000

/** Starts the worker thread on the records. */
export function startWorker<Jobs extends JobTable, Writing extends keyof Jobs>(parts: WorkerParts<Jobs, Writing>): WorkerClient<Jobs, Writing> {
  const { rules, db, clock, ...threadParts } = parts
  const { log } = threadParts
  const waiting: Asked[] = []
  const threads = new Set<WorkerThread>()
  let thread = start()
  let isServing = false
  let closing: Promise<void> | null = null

  function start(): WorkerThread {
    const made = startThread(threadParts)
    threads.add(made)
    void made.gone.then(() => threads.delete(made))
    return made
  }

  async function serve() {
    if (isServing) return
    isServing = true
    for (let one = waiting.shift(); one; one = waiting.shift()) await perform(one)
    isServing = false
  }

  async function perform(one: Asked) {
    const run = (signal?: AbortSignal) => askThread(one, signal)
    try {
      one.resolve(await (one.rule.writes ? db.giveWriteLock(run, WRITE_LOCK_MS, one.afterwards) : run()))
    } catch (error) {
      one.reject(error)
    }
  }

  /** Has the thread do the job. Ends the thread where it tells nothing for too long, or keeps the write lock beyond its limit. */
  async function askThread({ job, rule, input, onProgress }: Asked, signal?: AbortSignal): Promise<unknown> {
    if (closing) throw whileClosing()
    if (!thread.isAlive()) thread = start()
    const asked = thread
    const giveUp = () => {
      log.error('the worker was stuck, and is replaced', new Error(`no answer to ${job}`))
      asked.end(new AppError('internal', 'took_too_long'))
    }
    const silence = watchSilence(clock, rule.silentMs, giveUp)
    signal?.addEventListener('abort', giveUp)
    try {
      return await asked.ask(job, input, (done, total) => {
        silence.heard()
        onProgress(done, total)
      })
    } finally {
      silence.stop()
      signal?.removeEventListener('abort', giveUp)
    }
  }

  async function close() {
    for (const one of waiting.splice(0)) one.reject(whileClosing())
    thread.end(whileClosing())
    const waited = Promise.withResolvers<void>()
    const timer = setTimeout(waited.resolve, END_MS)
    await Promise.race([Promise.all([...threads].map((one) => one.gone)), waited.promise])
    clearTimeout(timer)
  }

  function ask(one: Omit<Asked, 'resolve' | 'reject'>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (closing) return reject(whileClosing())
      waiting.push({ ...one, resolve, reject })
      void serve()
    })
  }

  return {
    call: (job, input, onProgress = () => {}) => ask({ job, rule: rules[job], input, onProgress, afterwards: undefined }),
    callThenWrite: (job, input, onProgress, afterwards) => ask({ job, rule: rules[job], input, onProgress, afterwards }),
    close() {
      closing ??= close()
      return closing
    },
    isHung: () => [...threads].some((one) => !one.isAlive()),
  }
}

/** What the page asks while the records are being closed gets no answer, which is no fault that anybody should look for in the log. */
const whileClosing = () => new AppError('internal', 'internal')
