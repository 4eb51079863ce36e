/** The worker thread: one job after the other, on a database connection of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../../db/open.ts'
import { failureOf } from '../../shared/errors.ts'
import type { Progress, WorkerData, WorkerReply, WorkerRequest } from '../platform/worker/wire.ts'
import { createJobs, type Jobs } from './jobs.ts'

const port = parentPort
if (!port) throw new Error('this script is a worker thread')
const reply = (message: WorkerReply) => port.postMessage(message)
const { file } = workerData as WorkerData
const jobs = createJobs(openDatabase(file, { onSlow: (what, ms) => reply({ id: 0, kind: 'slow', what, ms }) }))
let last: Promise<void> = Promise.resolve()

port.on('message', (request: WorkerRequest) => {
  last = last.then(() => serve(request))
})

async function serve({ id, job, input }: WorkerRequest) {
  try {
    const handler = jobs[job as keyof Jobs] as (input: unknown, onProgress: Progress) => unknown
    reply({ id, kind: 'value', value: await handler(input, (done, total) => reply({ id, kind: 'progress', done, total })) })
  } catch (error) {
    const failure = failureOf(error)
    if (failure) reply({ id, kind: 'failure', failure })
    else reply({ id, kind: 'error', error: error instanceof Error ? error : new Error(String(error)) })
  }
}
