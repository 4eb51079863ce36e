import { expect, test } from 'vitest'
import { type AfterPoll, CLOCK_CHECK_MS, STORE_RETRY_MS, type Wake, wakesAfter } from '../../../../../electron/queue/dispatch/wake-plan.ts'

const NOW = 1_000_000
const QUIET: AfterPoll = { now: NOW, wakeAt: null, releaseAt: null, rateAt: null, diskIsFull: false, suspendedMs: 0 }

test.each<[string, Partial<AfterPoll>, Wake[]]>([
  ['nothing waits for a time', {}, []],
  ['a message is due later', { wakeAt: NOW + 5_000 }, [['due', 5_000]]],
  ['a message is due already', { wakeAt: NOW - 5_000 }, [['due', 0]]],
  ['the clock is looked at before a message is due', { wakeAt: NOW + 3_600_000 }, [['due', CLOCK_CHECK_MS]]],
  ['a hold window ends first', { wakeAt: NOW + 5_000, releaseAt: NOW + 2_000 }, [['due', 2_000]]],
  ['the rate lets nothing go yet', { wakeAt: NOW, rateAt: NOW + 300 }, [['due', 300]]],
  ['the rate holds back no hold window', { wakeAt: NOW, rateAt: NOW + 300, releaseAt: NOW + 100 }, [['due', 100]]],
  ['what waits for the rate alone', { rateAt: NOW + 300 }, [['due', 300]]],
  ['the disk is full', { diskIsFull: true }, [['retry', STORE_RETRY_MS]]],
  [
    'everything at once, each for itself',
    { wakeAt: NOW + 9_000, diskIsFull: true, suspendedMs: 40_000 },
    [
      ['due', 9_000],
      ['retry', STORE_RETRY_MS],
      ['suspension_end', 40_000],
    ],
  ],
])('%s', (_name, after, wakes) => {
  expect(wakesAfter({ ...QUIET, ...after })).toEqual(wakes)
})
