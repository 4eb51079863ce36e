import { expect, test } from 'vitest'
import { holdsNews, journalName } from '../../../../electron/safekeeping/journal.ts'

const epoch = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'
const past = [{ name: '9f1c2d3e-0000', lastBoot: 9, ownUntil: 9 }]
const known = (lastBoot: { id: number; stoppedAt: number | null } | undefined) => ({ name: epoch, past, lastBoot })

test('a journal is named by its mode, day, records and run', () => {
  expect(journalName({ mode: 'live', day: '20261120', epoch, bootId: 12 })).toBe('live.sent-20261120-1b9d6bcd-12.ndjson')
})

test.each([
  ['of the last run, which came to its end', 4, 5, false],
  ['of the last run, which was killed', 4, null, true],
  ['of an earlier run', 3, null, false],
  ['of a later run: the records are older', 5, 5, true],
])('a journal %s', (_name, bootId, stoppedAt, news) => {
  expect(holdsNews({ epoch: '1b9d6bcd', bootId }, known({ id: 4, stoppedAt }))).toBe(news)
})

test('a journal of records that are not known is read, one of a former name only where its run came after the change of name', () => {
  expect(holdsNews({ epoch: 'abcdef01', bootId: 1 }, known({ id: 4, stoppedAt: 5 }))).toBe(true)
  expect(holdsNews({ epoch: '9f1c2d3e', bootId: 9 }, known({ id: 4, stoppedAt: 5 }))).toBe(false)
  expect(holdsNews({ epoch: '9f1c2d3e', bootId: 10 }, known({ id: 4, stoppedAt: 5 }))).toBe(true)
  expect(holdsNews({ epoch: '1b9d6bcd', bootId: 1 }, known(undefined))).toBe(true)
})
