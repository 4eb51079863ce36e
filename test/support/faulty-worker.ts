/**
 * The worker's own script, with ways to fail. What it does is said by the name of the file that it is asked to read, or by the id of the draft or the
 * check: `deadly` takes all memory in the middle of a write · `busy` is at work for as long as the file is there · `stuck` is at work for
 * ever · `stuck-writing` the same in the middle of a write · `pipe` waits in a system call until somebody writes to the file, which is a pipe.
 */
import fs from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import type { WorkerData, WorkerRequest } from '../../electron/platform/worker/wire.ts'
import '../../electron/worker/worker.ts'

const nobody = new Int32Array(new SharedArrayBuffer(4))
const wait = (ms?: number) => Atomics.wait(nobody, 0, 0, ms)
/** Kept, since a connection that nobody holds would be closed. */
const open: Sqlite.Database[] = []

parentPort?.on('message', ({ input }: WorkerRequest) => {
  const { path: file = '', name, order, checkId } = (input ?? {}) as { path?: string; name?: string; order?: { draftId?: string }; checkId?: string }
  switch (path.parse(name ?? order?.draftId ?? checkId ?? '').name) {
    case 'deadly': {
      writeHalf()
      const memory: unknown[] = []
      for (;;) memory.push(new Array(1_000_000).fill(0.5))
    }
    case 'busy':
      while (fs.existsSync(file)) wait(5)
      break
    case 'stuck':
      fs.writeFileSync(`${(workerData as WorkerData).file}.stuck`, '')
      wait()
      break
    case 'stuck-writing':
      writeHalf()
      wait()
      break
    case 'pipe':
      // as text it is opened and read in one call
      fs.readFileSync(file, 'utf8')
  }
})

/** Begins a write and leaves it there; `<records>.half` tells when. */
function writeHalf() {
  const { file } = workerData as WorkerData
  const raw = new Sqlite(file)
  open.push(raw)
  raw.exec("BEGIN IMMEDIATE; UPDATE channels SET detail = 'half written'")
  fs.writeFileSync(`${file}.half`, '')
}
