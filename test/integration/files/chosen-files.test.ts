/** Files that a person chooses: whatever they turn out to be, they hold nobody for long. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { forkedCopier } from '../../../electron/files/forked-copier.ts'
import { createHeldFiles } from '../../../electron/files/held-files.ts'
import { readFeeList } from '../../../electron/imports/fee-list.ts'
import type { StartCopier } from '../../../electron/platform/ports.ts'
import { AppError, failureOf } from '../../../shared/errors.ts'
import { handClock } from '../../support/clock.ts'
import { testPlatform } from '../../support/console.ts'
import { temporaryFolder } from '../../support/database.ts'
import { fileIn } from '../../support/fee-lists.ts'

const MB = 1024 * 1024
const hungCopier = forkedCopier(pathToFileURL(path.resolve(import.meta.dirname, '../../support/hung-copier.ts')))

/** The files of a console, of which a person chooses what the test says. */
function chosenFiles(startCopier?: StartCopier) {
  const folder = temporaryFolder()
  const dataFolder = path.join(folder, 'records')
  const clock = handClock()
  let next = ''
  const platform = { ...testPlatform({ dataFolder, clock }), chooseFile: async () => next }
  const files = createHeldFiles({ ...platform, startCopier: startCopier ?? platform.startCopier })
  const choose = (file: string) => {
    next = file
    return files.choose()
  }
  const copies = () => (fs.existsSync(path.join(dataFolder, 'incoming')) ? fs.readdirSync(path.join(dataFolder, 'incoming')) : [])
  return { files, folder, clock, choose, copies: () => copies().map((name) => path.join(dataFolder, 'incoming', name)) }
}

const told = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => ({ key: failureOf(error)?.key, ...failureOf(error)?.params }),
  )

function pipeIn(folder: string) {
  const pipe = path.join(folder, 'pipe.csv')
  execFileSync('mkfifo', [pipe])
  return pipe
}

test('a pipe, a device and a folder are refused at once, and nothing of them is kept', async () => {
  const { choose, folder, copies } = chosenFiles()
  expect(await told(choose(pipeIn(folder)))).toEqual({ key: 'file_not_plain', name: 'pipe.csv' })
  expect(await told(choose('/dev/zero'))).toEqual({ key: 'file_not_plain', name: 'zero' })
  expect(await told(choose(folder))).toEqual({ key: 'file_not_plain', name: path.basename(folder) })
  expect(copies()).toEqual([])
})

test('a pipe and a device are refused wherever a list is read from', async () => {
  const folder = temporaryFolder()
  for (const file of [pipeIn(folder), '/dev/zero']) {
    expect(await told(readFeeList(file, 'list.csv', {}))).toEqual({ key: 'file_not_plain', name: 'list.csv' })
  }
})

test('a file that is gone, may not be read or is too big is told as what it is, and nothing of it is kept', async () => {
  const { choose, folder, copies } = chosenFiles()
  expect(await told(choose(path.join(folder, 'gone.csv')))).toEqual({ key: 'file_gone', name: 'gone.csv' })
  expect(await told(choose(path.join(folder, 'a'.repeat(300))))).toMatchObject({ key: 'file_unreadable' })
  expect(await told(choose(fileIn(folder, 'long.csv', Buffer.alloc(40 * MB))))).toEqual({ key: 'file_too_big', name: 'long.csv', size: 40, most: 32 })
  expect(copies()).toEqual([])
})

test('a file of which the system tells no size is read for what is in it', async () => {
  const { choose, files } = chosenFiles()
  expect(fs.statSync('/proc/version').size).toBe(0)
  const { token, bytes } = (await choose('/proc/version')) ?? { token: '', bytes: 0 }
  expect(fs.readFileSync(files.get(token).path, 'utf8')).toBe(fs.readFileSync('/proc/version', 'utf8'))
  expect(bytes).toBe(fs.readFileSync('/proc/version').byteLength)
})

test('what was chosen is what is read, also where the file is saved anew or taken away', async () => {
  const { choose, files, folder, copies } = chosenFiles()
  const list = fileIn(folder, 'list.csv', 'as it was chosen')
  const { token, ...told } = (await choose(list)) ?? { token: '' }
  expect(told).toEqual({ name: 'list.csv', bytes: 16 })
  fs.rmSync(list)
  expect(fs.readFileSync(files.get(token).path, 'utf8')).toBe('as it was chosen')
  await files.discard(token)
  expect(copies()).toEqual([])
})

test('a drive that does not answer is given up after 20 seconds, its process is ended, and the next file is read', async () => {
  const setup = chosenFiles((request) => (request.from.endsWith('hung.csv') ? hungCopier(request) : testPlatform({ dataFolder: '' }).startCopier(request)))
  const { choose, clock, copies, folder } = setup
  const hung = told(choose(fileIn(folder, 'hung.csv', 'x')))
  await expect.poll(() => copies().filter((name) => name.endsWith('.csv') && fs.statSync(name).size > 0)).toHaveLength(1)
  const pid = Number(fs.readFileSync(copies().find((name) => name.endsWith('.csv')) ?? '', 'utf8'))
  expect(await told(choose(fileIn(folder, 'meanwhile.csv', 'x')))).toBe('answered')
  clock.advance(19_999)
  expect(() => process.kill(pid, 0)).not.toThrow()
  clock.advance(1)
  expect(await hung).toEqual({ key: 'file_too_slow', name: 'hung.csv', seconds: 20 })
  await expect.poll(() => isThere(pid)).toBe(false)
  expect(await told(choose(fileIn(folder, 'list.csv', 'x')))).toBe('answered')
})

test('a copy for which the disk has no room is told as that, and a copier that dies as a fault of the console', async () => {
  const full = chosenFiles(() => ({ answer: Promise.resolve({ kind: 'failed', code: 'ENOSPC', message: 'no space left on device' }), kill() {} }))
  expect(await told(full.choose('list.csv'))).toEqual({ key: 'disk_full' })
  const { choose, folder } = chosenFiles(forkedCopier(pathToFileURL(path.resolve(import.meta.dirname, 'no-such-script.ts'))))
  const dead = choose(fileIn(folder, 'list.csv', 'x'))
  await expect(dead).rejects.toThrow('the copier ended without an answer')
  await expect(dead).rejects.not.toBeInstanceOf(AppError)
})

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
