import { expect, test } from 'vitest'
import { within } from '../../../../../electron/platform/time/within.ts'
import { handClock } from '../../../../support/clock.ts'

test('work that is done in time is waited for, and fails as it fails', async () => {
  const clock = handClock()
  expect(await within(clock, 1_000, Promise.resolve('done'))).toBe(true)
  await expect(within(clock, 1_000, Promise.reject(new Error('the disk is full')))).rejects.toThrow('the disk is full')
})

test('work that hangs is waited for no longer than the limit, and what it says later is passed over', async () => {
  const clock = handClock()
  let fail = (_error: Error) => {}
  const work = new Promise<void>((_resolve, reject) => {
    fail = reject
  })
  const inTime = within(clock, 1_000, work)
  clock.advance(1_000)
  expect(await inTime).toBe(false)
  fail(new Error('too late'))
})
