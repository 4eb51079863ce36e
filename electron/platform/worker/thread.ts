/** One thread that does jobs: asked for one thing at a time, ended whatever it is at. */
import { type ResourceLimits, Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/errors.ts'
import type { Log } from '../ports.ts'
import type { Progress, WorkerData, WorkerReply, WorkerRequest } from './wire.ts'

export type WorkerThread = {
  /** Rejects with its AppError where the job fails, and where the thread dies or is ended meanwhile. */
  ask(job: string, input: unknown, onProgress: Progress): Promise<unknown>
  isAlive(): boolean
  /**
   * Ends the thread, and rejects with `why` what it is asked. None of its code runs from then on. But a thread in a system call stays there until that
   * returns. Harmless twice.
   */
  end(why: unknown): void
  /** Resolves when the thread is gone. */
  readonly gone: Promise<void>
}
export type ThreadParts = { readonly script: URL; readonly file: string; readonly log: Log; readonly resourceLimits?: ResourceLimits }

type Asked = { readonly id: number; resolve(value: unknown): void; reject(error: unknown): void; readonly onProgress: Progress }

/** What a job leaves behind is collected early: a worker takes 100 MB more otherwise, and is no faster for it. */
const LEAN: ResourceLimits = { maxYoungGenerationSizeMb: 4 }

export function startThread({ script, file, log, resourceLimits = LEAN }: ThreadParts): WorkerThread {
  const worker = new Worker(script, { workerData: { file } satisfies WorkerData, resourceLimits })
  const gone = Promise.withResolvers<void>()
  let state: 'alive' | 'ending' | 'gone' = 'alive'
  let asked: Asked | null = null
  let next = 1
  let cause: unknown

  const settle = (how: (one: Asked) => void) => {
    const one = asked
    asked = null
    if (one) how(one)
  }
  worker.on('message', (reply: WorkerReply) => {
    if (reply.kind === 'slow') return log.info('slow query in the worker', { what: reply.what.slice(0, 80), ms: Math.round(reply.ms) })
    if (reply.id !== asked?.id) return
    if (reply.kind === 'progress') asked.onProgress(reply.done, reply.total)
    else if (reply.kind === 'value') settle((one) => one.resolve(reply.value))
    else settle((one) => one.reject(reply.kind === 'failure' ? new AppError(reply.failure.code, reply.failure.key, reply.failure) : reply.error))
  })
  worker.on('error', (error) => {
    cause = error
  })
  worker.on('exit', (code) => {
    const died = new Error('the worker died', { cause })
    if (state === 'alive') log.error('the worker died', cause ?? died, { code })
    state = 'gone'
    settle((one) => one.reject(died))
    gone.resolve()
  })
  worker.unref()
  return {
    ask: (job, input, onProgress) =>
      new Promise((resolve, reject) => {
        const id = next++
        worker.postMessage({ id, job, input } satisfies WorkerRequest)
        asked = { id, resolve, reject, onProgress }
        worker.ref()
      }).finally(() => worker.unref()),
    isAlive: () => state === 'alive',
    end(why) {
      if (state !== 'alive') return
      state = 'ending'
      settle((one) => one.reject(why))
      void worker.terminate()
    },
    gone: gone.promise,
  }
}
