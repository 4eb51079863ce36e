import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { channelRow } from '../../../db/queries/channels.ts'
import { startWorker } from '../../../electron/platform/worker-client.ts'
import type { Jobs } from '../../../electron/worker/jobs.ts'
import { AppError } from '../../../shared/errors.ts'
import { temporaryDatabase } from '../../support/database.ts'

const script = pathToFileURL(path.resolve(import.meta.dirname, '../../support/dying-worker.ts'))

test('a worker that dies fails what it was asked for, locks nothing, and the next job is done by a new one', async () => {
  const { db, file, folder } = await temporaryDatabase()
  const faults: string[] = []
  const worker = startWorker<Jobs>(
    script,
    file,
    { info() {}, warn() {}, error: (what, error) => faults.push(`${what}: ${error}`) },
    { maxOldGenerationSizeMb: 64 },
  )
  onTestFinished(() => worker.close())
  const list = path.join(folder, 'list.csv')
  fs.writeFileSync(list, 'Adm No,Name\n1,Amina Mfano\n')
  const read = (file: string) => worker.call('imports:read', { path: file, name: 'list.csv', options: {} })
  const deadly = path.join(folder, 'deadly.csv')
  const asked = await Promise.allSettled([db.lend(() => read(deadly)), read(list)])
  expect(asked.map((a) => a.status)).toEqual(['rejected', 'rejected'])
  expect(faults).toEqual([expect.stringContaining('out of memory')])
  await db.write((tx) => tx.run("UPDATE channels SET detail = 'written' WHERE channel = 'sms'"))
  expect([channelRow(db, 'sms').detail, channelRow(db, 'email').detail]).toEqual(['written', ''])
  expect(await read(list)).toMatchObject({ rows: 1 })
})

test('a worker that is closed answers nothing more, and leaves no fault in the log', async () => {
  const { file, folder } = await temporaryDatabase()
  const faults: string[] = []
  const worker = startWorker<Jobs>(script, file, { info() {}, warn() {}, error: (what) => faults.push(what) })
  const read = () => worker.call('imports:read', { path: path.join(folder, 'list.csv'), name: 'list.csv', options: {} })
  const asked = read()
  await Promise.all([expect(asked).rejects.toBeInstanceOf(AppError), worker.close()])
  await expect(read()).rejects.toBeInstanceOf(AppError)
  expect(faults).toEqual([])
})
