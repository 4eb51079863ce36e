/** The main process's end of the worker: ask for a job, hear of its progress, get its answer or its AppError. */
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { AppError } from '../../shared/errors.ts'
import type { Log } from './ports.ts'
import type { JobTable, Progress, WorkerData, WorkerReply, WorkerRequest } from './worker-wire.ts'

/** A worker for the jobs of a table; who needs only some of them may be given one that does more. */
export type WorkerClient<Jobs extends JobTable> = {
  /** Jobs are done one after the other, in the order of asking. Rejects when the worker dies meanwhile; the next call starts another. */
  call<J extends keyof Jobs & string>(job: J, input: Jobs[J]['input'], onProgress?: Progress): Promise<Jobs[J]['output']>
  /** Whether a job that is asked for now would begin at once. */
  isIdle(): boolean
  close(): Promise<void>
}

type Waiting = { resolve(value: unknown): void; reject(error: unknown): void; onProgress: Progress }

/** What a job leaves behind is collected early: a worker takes 100 MB more otherwise, and is no faster for it. */
const LEAN: ResourceLimits = { maxYoungGenerationSizeMb: 4 }

/** Starts the worker thread on a database file that has been migrated. */
export function startWorker<Jobs extends JobTable>(script: URL, file: string, log: Log, resourceLimits: ResourceLimits = LEAN): WorkerClient<Jobs> {
  const waiting = new Map<number, Waiting>()
  let next = 1
  let closed = false
  let worker: Worker | null = start()

  function start(): Worker {
    const made = new Worker(script, { workerData: { file } satisfies WorkerData, resourceLimits })
    let cause: unknown
    made.on('message', (reply: WorkerReply) => receive(reply, waiting, log))
    made.on('error', (error) => {
      cause = error
    })
    made.on('exit', (code) => {
      worker = null
      const ended = closed ? whileClosing() : new Error('the worker died', { cause })
      if (!closed) log.error('the worker died', cause ?? ended, { code })
      for (const one of waiting.values()) one.reject(ended)
      waiting.clear()
    })
    made.unref()
    return made
  }

  return {
    call(job, input, onProgress = () => {}) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(whileClosing())
        worker ??= start()
        const id = next++
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, onProgress })
        worker.ref()
        worker.postMessage({ id, job, input } satisfies WorkerRequest)
      }).finally(() => {
        if (waiting.size === 0) worker?.unref()
      }) as Promise<Jobs[typeof job]['output']>
    },
    isIdle: () => waiting.size === 0,
    async close() {
      closed = true
      await worker?.terminate()
    },
  }
}

/** What the page asks while the records are being closed gets no answer, which is no fault that anybody should look for in the log. */
const whileClosing = () => new AppError('internal', 'internal')

function receive(reply: WorkerReply, waiting: Map<number, Waiting>, log: Log) {
  if (reply.kind === 'slow') return log.info('slow query in the worker', { what: reply.what.slice(0, 80), ms: Math.round(reply.ms) })
  const one = waiting.get(reply.id)
  if (!one) return
  if (reply.kind === 'progress') return one.onProgress(reply.done, reply.total)
  waiting.delete(reply.id)
  if (reply.kind === 'value') one.resolve(reply.value)
  else if (reply.kind === 'failure') one.reject(new AppError(reply.failure.code, reply.failure.key, reply.failure))
  else one.reject(reply.error)
}
