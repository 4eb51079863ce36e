import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readDropped } from '../../../../../renderer/lib/bridge/dropped-file.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new Promise<ArrayBuffer>(() => {})
const told = (key: string, params: object) => expect.objectContaining({ failure: expect.objectContaining({ key, params }) })

test('a dropped file is handed over with its name, and no timer stays', async () => {
  const bytes = new Uint8Array([1, 2, 3])
  expect(await readDropped({ name: 'list.csv', size: 3, arrayBuffer: async () => bytes.buffer })).toEqual({ name: 'list.csv', bytes })
  expect(vi.getTimerCount()).toBe(0)
})

test('a dropped file on a drive that does not answer is given up after 20 seconds', async () => {
  const reading = expect(readDropped({ name: 'list.csv', size: 3, arrayBuffer: () => never })).rejects.toEqual(
    told('file_too_slow', { name: 'list.csv', seconds: 20 }),
  )
  vi.advanceTimersByTime(20_000)
  await reading
})

test('a folder, or a file that was taken away, is told as one that cannot be read', async () => {
  const arrayBuffer = () => Promise.reject(new Error('NotReadableError'))
  await expect(readDropped({ name: 'list', size: 0, arrayBuffer })).rejects.toEqual(told('file_unreadable', { name: 'list' }))
})

test('a dropped file that is too big is refused before it is read', async () => {
  await expect(readDropped({ name: 'long.csv', size: 33 * 1024 * 1024, arrayBuffer: () => never })).rejects.toEqual(
    told('file_too_big', { name: 'long.csv', size: 33, most: 32 }),
  )
})
