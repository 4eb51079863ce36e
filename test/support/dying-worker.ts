/** The worker's own script, with a way to die: asked to read a file of this name, it ends in the middle of a write, as one that ran out of memory does. */
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import type { WorkerData, WorkerRequest } from '../../electron/platform/worker-wire.ts'
import '../../electron/worker/worker.ts'

const DEADLY_FILE = 'deadly.csv'

parentPort?.on('message', ({ input }: WorkerRequest) => {
  if (path.basename((input as { path?: string }).path ?? '') !== DEADLY_FILE) return
  const raw = new Sqlite((workerData as WorkerData).file)
  raw.exec("BEGIN IMMEDIATE; UPDATE channels SET detail = 'half written'")
  const memory: unknown[] = []
  for (;;) memory.push(new Array(1_000_000).fill(0.5))
})
