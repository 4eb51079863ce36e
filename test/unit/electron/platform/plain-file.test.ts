import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { chunksOf, FileFaultError } from '../../../../electron/platform/plain-file.ts'
import { temporaryFolder } from '../../../support/database.ts'

const MB = 1024 * 1024
const fileOf = (bytes: Buffer) => {
  const file = path.join(temporaryFolder(), 'list.csv')
  fs.writeFileSync(file, bytes)
  return file
}

test('a file is read whole, byte by byte the same', () => {
  const bytes = Buffer.from(Array.from({ length: MB + 1 }, (_, i) => i % 251))
  expect(Buffer.concat([...chunksOf(fileOf(bytes), MB + 1)]).equals(bytes)).toBe(true)
  expect([...chunksOf(fileOf(Buffer.alloc(0)), 0)]).toEqual([])
})

test('a file that grows faster than it is read is given up at the most that it may have', () => {
  const file = fileOf(Buffer.alloc(MB))
  let read = 0
  const readAll = () => {
    for (const chunk of chunksOf(file, 4 * MB)) {
      read += chunk.byteLength
      fs.appendFileSync(file, Buffer.alloc(2 * chunk.byteLength))
    }
  }
  expect(readAll).toThrow(expect.objectContaining({ name: 'FileFaultError', fault: { kind: 'too_big', bytes: expect.any(Number) } }))
  expect(read).toBeLessThanOrEqual(4 * MB)
})

test('a file that is too big is refused before it is opened', () => {
  const file = fileOf(Buffer.alloc(5))
  fs.chmodSync(file, 0)
  expect(() => [...chunksOf(file, 4)]).toThrow(new FileFaultError({ kind: 'too_big', bytes: 5 }))
})
